//! How a result was computed, as it is told beside the result.

use super::MethodLine;
use julin_model::{Run, Text};

/// What is needed to compute a result again elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// How it was computed: one recipe for each framework it is about.
    pub recipes: Vec<Recipe>,
    /// The years its figures are as of; none for tables of analysts.
    pub years: Vec<i32>,
    /// The run it is, or rests on.
    pub run: Run,
}

/// A framework as computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// Its title.
    pub title: Text,
    /// Its identifier; none for tables of analysts.
    pub framework: Option<String>,
    /// The method, setting by setting.
    pub method: Vec<MethodLine>,
    /// The method as packs write it, as JSON.
    pub written: String,
    /// Groups and indicators with their weights, parents before children.
    pub nodes: Vec<RecipeNode>,
}

/// A group or indicator of a recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct RecipeNode {
    /// Its code.
    pub code: String,
    /// Code of its group; none for the index.
    pub parent: Option<String>,
    /// 1 for indicators, higher for groups.
    pub level: u32,
    /// Its name.
    pub label: Text,
    /// Weight as given; none where not published.
    pub weight: Option<f64>,
    /// Share of the whole it counts for when all data are there, 0 to 1.
    pub share: f64,
    /// More is better.
    pub up: bool,
    /// Unit of its values.
    pub unit: Option<String>,
    /// Its formula, where it has one.
    pub formula: Option<String>,
}
