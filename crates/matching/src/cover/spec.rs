//! What a problem needs and who has it.
//!
//! Must not know: how sets are found.

use serde::{Deserialize, Serialize};

/// A problem and those who could solve it together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverSpec {
    /// What is needed.
    pub needs: Vec<Need>,
    /// Who could take part.
    pub partners: Vec<Partner>,
    /// Pairs of partners that cannot work together.
    #[serde(default)]
    pub apart: Vec<[String; 2]>,
    /// Partners at most; as many as there are where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// Different sets wanted, 1 to 20.
    #[serde(default = "answers")]
    pub answers: usize,
}

fn answers() -> usize {
    3
}

/// A capability that is needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Identifier.
    pub id: String,
    /// How much it matters, from 0 up.
    #[serde(default = "weight")]
    pub weight: f64,
    /// The level that is asked for at least.
    #[serde(default)]
    pub level: f64,
    /// Good to have: it makes a set stronger and never larger.
    #[serde(default)]
    pub optional: bool,
}

fn weight() -> f64 {
    1.0
}

/// Somebody who could take part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Identifier.
    pub id: String,
    /// What taking part costs, from 0 up.
    #[serde(default)]
    pub cost: f64,
    /// What it has.
    pub has: Vec<Capability>,
}

/// A capability with its level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// The need it answers.
    pub need: String,
    /// Level, from 0 up.
    #[serde(default = "weight")]
    pub level: f64,
}
