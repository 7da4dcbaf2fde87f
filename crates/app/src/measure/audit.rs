//! The statistical audit of a framework on its figures.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::AuditReport;
use crate::runs::{Computation, Progress};
use julin_measure::audit::{AuditInput as Asked, LeftOut, audit as examine};
use julin_measure::sensitivity::leave_one_out;
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

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<AuditReport> {
        audit(&subjects[0], self)
    }
}

/// The report.
fn audit(evaluated: &Evaluated, input: &AuditInput) -> Answer<AuditReport> {
    let outcome = evaluated.score();
    let nodes = evaluated.framework.nodes.iter();
    let units = evaluated.matrix().units().iter();
    Ok(AuditReport {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        audit: examine(&outcome, asked(evaluated)),
        labels: nodes.map(|n| (n.code.clone(), n.label.clone())).collect(),
        units: units.map(|u| (u.id.clone(), u.label.clone())).collect(),
        diagnostics: outcome.diagnostics.clone(),
    })
}

/// Everything an audit can be told: leaving out each indicator and group is part of it.
fn asked(evaluated: &Evaluated) -> Asked {
    let effects = leave_one_out(&evaluated.framework, evaluated.matrix());
    let told = effects.into_iter().filter_map(|effect| {
        let shifts = effect.shifts.iter().flatten();
        let largest = shifts.map(|shift| shift.unsigned_abs()).max().unwrap_or(0);
        Some(LeftOut {
            node: effect.node,
            code: effect.code,
            mean_shift: effect.mean_shift?,
            largest_shift: u32::try_from(largest).unwrap_or(u32::MAX),
        })
    });
    Asked {
        left_out: Some(told.collect()),
        ..Asked::default()
    }
}
