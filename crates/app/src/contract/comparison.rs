//! Answers that set one evaluation beside another: what moved, what if.

use super::UnitLine;
use julin_measure::compare::Part;
use julin_measure::what_if::{Moved, Standing};
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedSide {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// The unit.
    pub unit: UnitLine,
    /// Its score and rank.
    pub standing: Standing,
    /// Units ranked.
    pub of: u32,
}

/// What moved a score from one side to the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreComparison {
    /// The first side.
    pub before: ComparedSide,
    /// The second side.
    pub after: ComparedSide,
    /// Second score less first; `None` where one is missing.
    pub difference: Option<f64>,
    /// Parts that sum to the difference, in the order of the framework.
    pub parts: Vec<Part>,
    /// Sums of the parts by first-level group, in order: code, name, points.
    pub groups: Vec<GroupPoints>,
    /// What could not be compared or divided.
    pub diagnostics: Vec<Diagnostic>,
}

/// Points of one first-level group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupPoints {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Points of everything at or below it.
    pub points: f64,
}

/// Scores under changes, beside those without.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// All units, in the order of their changed ranks.
    pub units: Vec<Moved>,
    /// Units whose score or rank changed.
    pub changed: u32,
    /// Changes that could not be made or do nothing.
    pub diagnostics: Vec<Diagnostic>,
}
