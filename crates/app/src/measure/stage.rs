//! The figures after one step of a method: every table on the way can be taken out.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::{StageIndicator, StageRow, StageView, UnitLine};
use crate::error::AppError;
use crate::runs::{Computation, Progress};
use julin_measure::{Mark, MissingReason, Outcome, Step};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// Which table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageInput {
    /// Framework and figures.
    pub subject: Subject,
    /// The step the figures come out of.
    pub step: Step,
}

/// The step of a name; all of them are told where there is none.
pub fn step(name: &str) -> Answer<Step> {
    let known = Step::ALL.into_iter().find(|step| step.code() == name);
    known.ok_or_else(|| {
        let unknown = Diagnostic::error("app.unknown-step").with("step", name);
        AppError::invalid(unknown.with("steps", listed(&Step::ALL)))
    })
}

fn listed(steps: &[Step]) -> String {
    let codes: Vec<_> = steps.iter().map(|step| step.code()).collect();
    codes.join(" ")
}

impl Computation for StageInput {
    const KIND: &'static str = "measure.table";
    type Outcome = StageView;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<StageView> {
        Ok(stage(&subjects[0], self))
    }
}

fn stage(evaluated: &Evaluated, input: &StageInput) -> StageView {
    let outcome = evaluated.score();
    let table = outcome.stage_table(input.step);
    let used: Vec<Step> = outcome.prepared.stages.iter().map(|s| s.step).collect();
    let mut diagnostics: Vec<_> = evaluated.diagnostics.clone();
    if !used.contains(&input.step) {
        let idle = Diagnostic::warning("app.step-not-taken").with("step", input.step.code());
        diagnostics.push(idle.with("steps", listed(&used)));
    }
    diagnostics.extend(outcome.diagnostics.iter().cloned());
    let units = evaluated.matrix().units().iter();
    let marked = table.cells.into_iter().zip(table.marks);
    let rows = units.zip(marked).map(|(unit, (values, marks))| {
        let told = |(value, mark): (&Option<f64>, &Option<Mark>)| mark_key(*value, *mark);
        StageRow {
            unit: UnitLine::from(unit),
            marks: values.iter().zip(&marks).map(told).collect(),
            values,
        }
    });
    StageView {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        step: input.step.code().to_owned(),
        steps: used.iter().map(|step| step.code().to_owned()).collect(),
        rows: rows.collect(),
        indicators: indicators(&outcome),
        diagnostics,
    }
}

fn indicators(outcome: &Outcome<'_>) -> Vec<StageIndicator> {
    let one = |(_, node): (usize, &julin_measure::Node)| StageIndicator {
        code: node.code.clone(),
        label: node.label.clone(),
        unit: node.unit.clone(),
    };
    outcome.framework().indicators().map(one).collect()
}

/// What there is to say; a value missing without a word was never given.
fn mark_key(value: Option<f64>, mark: Option<Mark>) -> Option<String> {
    let key = match (mark, value) {
        (Some(Mark::Imputed), _) => "measure.mark.imputed",
        (Some(Mark::Treated), _) => "measure.mark.treated",
        (Some(Mark::Screened), _) => "measure.mark.screened",
        (Some(Mark::Missing(reason)), _) => reason.code(),
        (None, None) => MissingReason::NoData.code(),
        (None, Some(_)) => return None,
    };
    Some(key.to_owned())
}
