//! The figures after one step of a method.

use super::UnitLine;
use julin_model::{Diagnostic, Text};
use serde::{Deserialize, Serialize};

/// Units down, indicators across.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageView {
    /// Title of the framework.
    pub framework: Text,
    /// Year, where there is one.
    pub as_of: Option<i32>,
    /// The step the figures come out of.
    pub step: String,
    /// The steps the method takes, in their order.
    pub steps: Vec<String>,
    /// The indicators.
    pub indicators: Vec<StageIndicator>,
    /// The units.
    pub rows: Vec<StageRow>,
    /// What was found up to there and after.
    pub diagnostics: Vec<Diagnostic>,
}

/// An indicator across the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageIndicator {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Unit of its values as given, where there is one.
    pub unit: Option<String>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageRow {
    /// The unit.
    pub unit: UnitLine,
    /// Value of each indicator; none where missing.
    pub values: Vec<Option<f64>>,
    /// What there is to say about each value: key of a message. A missing one has its
    /// reason.
    pub marks: Vec<Option<String>>,
}
