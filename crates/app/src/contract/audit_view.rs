//! The audit of a framework of the store, as a page shows it.

use super::{AuditReport, FrameworkLine, NodeView};
use serde::Serialize;

pub use julin_measure::audit as audited;

/// The report with the framework and its tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Nodes, parents before children.
    pub nodes: Vec<NodeView>,
    /// The report.
    pub report: AuditReport,
}
