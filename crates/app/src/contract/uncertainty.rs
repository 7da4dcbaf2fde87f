//! How sure a ranking is, and what makes it unsure.

use super::FrameworkLine;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::sensitivity::{LeaveOutEffect, Sensitivity};
use julin_measure::uncertainty::Uncertainty;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// Ranks and scores over many draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
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
}
