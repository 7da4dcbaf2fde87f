//! What makes a ranking unsure: how much of the variance each assumption explains, and
//! what leaving out each indicator and pillar does.

use super::subject::{Evaluated, Subject};
use super::uncertainty::plan;
use crate::call::{Answer, App};
use crate::contract::SensitivityReport;
use crate::error::AppError;
use crate::runs::{Computation, Progress, Update};
use julin_measure::draw::evaluate::Evaluator;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::sensitivity::{Response, leave_one_out, sensitivity as explain};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// Resamples behind each interval.
const RESAMPLES: u32 = 500;

/// What is varied, and what is asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SensitivityInput {
    /// Framework and figures.
    pub subject: Subject,
    /// What is varied; each entry is one factor.
    pub spec: DrawSpec,
    /// The results asked about.
    pub responses: Vec<Response>,
    /// Threads to use; the result is the same on any number.
    #[serde(skip)]
    pub threads: usize,
}

impl Computation for SensitivityInput {
    const KIND: &'static str = "measure.sensitivity";
    type Outcome = SensitivityReport;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn seed(&self) -> Option<u64> {
        Some(self.spec.seed)
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        progress: Progress<'_>,
    ) -> Answer<SensitivityReport> {
        sensitivity(&subjects[0], self, progress)
    }
}

/// Effects of all factors on each result, and of leaving nodes out on the ranking.
fn sensitivity(
    evaluated: &Evaluated,
    input: &SensitivityInput,
    progress: Progress<'_>,
) -> Answer<SensitivityReport> {
    let (plan, mut diagnostics) = plan(evaluated, &input.spec)?;
    let evaluator = Evaluator::new(&evaluated.framework, evaluated.matrix(), &plan);
    diagnostics.extend(evaluator.diagnostics().iter().cloned());
    let asked = (input.threads.max(1), RESAMPLES);
    let found = explain(&evaluator, &input.responses, asked, &|at| {
        progress(Update {
            done: at.done,
            total: at.all,
            so_far: at.so_far,
        })
    });
    let found = found.map_err(|wrong| AppError::invalid(*wrong))?;
    let stopped = || AppError::invalid(Diagnostic::error("app.job-stopped"));
    let units = evaluated.matrix().units().iter();
    Ok(SensitivityReport {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        spec: input.spec.clone(),
        effects: found.ok_or_else(stopped)?,
        left_out: leave_one_out(&evaluated.framework, evaluated.matrix()),
        units: units.map(|unit| unit.label.clone()).collect(),
        diagnostics,
    })
}
