//! Scores and ranks of several years side by side.

use super::{FrameworkLine, UnitLine};
use julin_model::{Diagnostic, Text};
use serde::{Deserialize, Serialize};

/// Units down, years across.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Years {
    /// Title of the framework.
    pub framework: Text,
    /// The years, ascending.
    pub years: Vec<i32>,
    /// What values are measured by: `moving` (each year by itself), `fixed` (all years
    /// together) or `given` (ends that the framework gives).
    pub frame: String,
    /// Decimals scores are shown with.
    pub decimals: u8,
    /// Units: those ranked in the last year in order of rank, then the others by name.
    pub rows: Vec<YearsRow>,
    /// What was found, each once.
    pub diagnostics: Vec<Diagnostic>,
}

/// One unit over the years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearsRow {
    /// The unit.
    pub unit: UnitLine,
    /// How it stood each year, in the order of [`Years::years`].
    pub years: Vec<YearStanding>,
}

/// One unit in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearStanding {
    /// Place; none when not ranked.
    pub rank: Option<u32>,
    /// Score, unrounded; none when not ranked.
    pub score: Option<f64>,
    /// Share of the weight with data, 0 to 1.
    pub coverage: f64,
    /// Places gained since the year before among those asked for; none where either rank
    /// is not known.
    pub gained: Option<i32>,
    /// Score gained since then.
    pub score_gained: Option<f64>,
    /// Why there is no score: key of a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Several years on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearsView {
    /// The framework.
    pub framework: FrameworkLine,
    /// The year of the page.
    pub as_of: i32,
    /// Scores and ranks.
    pub result: Years,
}

/// Places gained from one rank to another: up is more.
pub fn places_gained(before: Option<u32>, after: Option<u32>) -> Option<i32> {
    let signed = |rank: u32| i32::try_from(rank).ok();
    signed(before?)?.checked_sub(signed(after?)?)
}
