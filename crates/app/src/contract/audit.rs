//! The statistical audit of a framework.

use julin_measure::audit::Audit;
use julin_model::{Diagnostic, Text};
use serde::Serialize;
use std::collections::BTreeMap;

/// The report with the names of what it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditReport {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// The report.
    pub audit: Audit,
    /// Names of indicators and groups by code.
    pub labels: BTreeMap<String, Text>,
    /// Names of units by identifier.
    pub units: BTreeMap<String, Text>,
    /// What was found when the framework was scored.
    pub diagnostics: Vec<Diagnostic>,
}
