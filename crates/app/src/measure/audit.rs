//! The statistical audit of a framework on its figures.

use super::subject::Subject;
use crate::call::{Answer, App};
use crate::contract::AuditReport;
use crate::runs::{Computation, Progress};
use julin_measure::audit::{AuditInput as Asked, audit as examine};
use serde::{Deserialize, Serialize};

/// What is audited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditInput {
    /// Framework and figures.
    pub subject: Subject,
}

impl Computation for AuditInput {
    const KIND: &'static str = "measure.audit";
    type Outcome = AuditReport;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn compute(&self, app: Option<&App>, _progress: Progress<'_>) -> Answer<AuditReport> {
        audit(app, self)
    }
}

/// The report.
pub fn audit(app: Option<&App>, input: &AuditInput) -> Answer<AuditReport> {
    let evaluated = input.subject.read(app)?;
    let outcome = evaluated.score();
    let nodes = evaluated.framework.nodes.iter();
    let units = evaluated.matrix().units().iter();
    Ok(AuditReport {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        audit: examine(&outcome, Asked::default()),
        labels: nodes.map(|n| (n.code.clone(), n.label.clone())).collect(),
        units: units.map(|u| (u.id.clone(), u.label.clone())).collect(),
        diagnostics: outcome.diagnostics.clone(),
    })
}
