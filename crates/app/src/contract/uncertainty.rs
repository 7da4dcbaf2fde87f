//! How sure a ranking is, and what makes it unsure.

use super::{FrameworkLine, UnitLine};
use chrono::{DateTime, Utc};
use julin_measure::draw::spec::{DrawSpec, Vary};
use julin_measure::sensitivity::{LeaveOutEffect, Sensitivity};
use julin_measure::uncertainty::{Uncertainty, spread::Spread};
use julin_model::{Diagnostic, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Ranks and scores over many draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UncertaintyReport {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// What was varied.
    pub spec: DrawSpec,
    /// What came of it.
    pub uncertainty: Uncertainty,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What makes ranks unsure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityReport {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// What was varied.
    pub spec: DrawSpec,
    /// By result asked about: the effects of the factors.
    pub effects: Vec<Sensitivity>,
    /// What leaving out each indicator and group does.
    pub left_out: Vec<LeaveOutEffect>,
    /// Names of the units, in the order of the figures.
    pub units: Vec<Text>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Uncertainty and its causes, as a page shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UncertaintyView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Ranks and scores over the draws.
    pub report: UncertaintyReport,
    /// What makes ranks unsure.
    pub causes: Option<SensitivityReport>,
    /// The run it is the result of, when it was not computed now.
    pub kept: Option<KeptRun>,
}

/// What makes ranks unsure, as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SensitivityView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Units that can be asked about, the ranked ones first.
    pub units: Vec<UnitLine>,
    /// The effects; none where nothing can be ranked.
    pub report: Option<SensitivityReport>,
    /// The run it is the result of, when it was not computed now.
    pub kept: Option<KeptRun>,
}

/// The run that a page shows the result of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptRun {
    /// Its identifier.
    pub id: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// Packs and figures are still those it was computed from.
    pub current: bool,
}

/// Rank intervals of a ranking, from a kept run on the same packs and figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankIntervals {
    /// The run.
    pub run: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// Draws done.
    pub draws: u64,
    /// What was varied, in the order of the factors.
    pub varied: Vec<Vary>,
    /// Ranks over the draws by identifier of the unit; those never ranked are absent.
    pub ranks: BTreeMap<String, Spread>,
    /// Units that cannot be told apart, from the top.
    pub tiers: Vec<Vec<String>>,
}
