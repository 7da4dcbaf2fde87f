//! How sure a ranking is: the evaluation scored again and again with what is not certain
//! about it varied.

use super::subject::{Evaluated, Subject, first_error};
use crate::call::{Answer, App};
use crate::contract::UncertaintyReport;
use crate::error::AppError;
use crate::runs::{Computation, Progress, Update};
use julin_measure::draw::check::check;
use julin_measure::draw::evaluate::Evaluator;
use julin_measure::draw::plan::Plan;
use julin_measure::draw::spec::{DrawSpec, Levels, Vary};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// What is varied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UncertaintyInput {
    /// Framework and figures.
    pub subject: Subject,
    /// What is varied, and how often.
    pub spec: DrawSpec,
    /// Threads to use; the result is the same on any number.
    #[serde(skip)]
    pub threads: usize,
}

impl Computation for UncertaintyInput {
    const KIND: &'static str = "measure.uncertainty";
    type Outcome = UncertaintyReport;

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
    ) -> Answer<UncertaintyReport> {
        uncertainty(&subjects[0], self, progress)
    }
}

/// What is varied when nobody says: every weight by a quarter up or down.
pub fn usual_variation() -> Vec<Vary> {
    vec![Vary::Weights {
        level: Levels::default(),
        group: None,
        noise: Some(0.25),
        concentration: None,
    }]
}

/// Ranks and scores over all draws.
fn uncertainty(
    evaluated: &Evaluated,
    input: &UncertaintyInput,
    progress: Progress<'_>,
) -> Answer<UncertaintyReport> {
    let (plan, mut diagnostics) = plan(evaluated, &input.spec)?;
    let evaluator = Evaluator::new(&evaluated.framework, evaluated.matrix(), &plan);
    diagnostics.extend(evaluator.diagnostics().iter().cloned());
    let threads = input.threads.max(1);
    let found = julin_measure::uncertainty::uncertainty(&evaluator, threads, &|done, total| {
        progress(Update {
            done,
            total,
            ..Update::default()
        })
    });
    let found = found.ok_or_else(|| AppError::internal("dimensions"))?;
    Ok(UncertaintyReport {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        spec: input.spec.clone(),
        uncertainty: found,
        diagnostics,
    })
}

/// The checked plan, or the first mistake of the specification.
pub(super) fn plan(evaluated: &Evaluated, spec: &DrawSpec) -> Answer<(Plan, Vec<Diagnostic>)> {
    let checked = check(&evaluated.framework, evaluated.matrix(), spec);
    let Some(plan) = checked.plan else {
        return Err(first_error(
            &checked.diagnostics,
            Diagnostic::error("app.nothing-varied"),
        ));
    };
    Ok((plan, checked.diagnostics))
}
