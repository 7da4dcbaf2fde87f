//! The contact budget: how often a subject may be called upon in a month, over all who
//! call.
//!
//! Must not know: who the subject is; why it is called upon.

use crate::case::Case;
use crate::workflow::Workflow;
use chrono::{Datelike, NaiveDate};
use julin_model::{Diagnostic, Value};

/// One call upon a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The budget it takes from.
    pub budget: String,
    /// Number of its case.
    pub code: String,
    /// The day.
    pub day: NaiveDate,
    /// Who calls.
    pub body: String,
}

/// The call a case stands for; none while it takes up no budget.
pub fn visit(workflow: &Workflow, case: &Case) -> Option<Visit> {
    let spec = workflow.spec.budget.as_ref()?;
    let times = |acts: &[String]| acts.iter().map(|act| case.times(act)).sum::<usize>();
    if times(&spec.uses) == 0 || times(&spec.frees) > 0 {
        return None;
    }
    let (Some(Value::Date(day)), Some(Value::Word(body))) =
        (case.value(&spec.day), case.value(&spec.body))
    else {
        return None;
    };
    Some(Visit {
        budget: spec.name.clone(),
        code: case.code.clone(),
        day: *day,
        body: body.clone(),
    })
}

/// Refuses an act that takes a subject over its budget, and names the other calls.
pub fn check(
    workflow: &Workflow,
    after: &Case,
    act: &str,
    others: &[Visit],
) -> Result<(), Diagnostic> {
    let Some(spec) = workflow.spec.budget.as_ref() else {
        return Ok(());
    };
    let Some(own) = visit(workflow, after) else {
        return Ok(());
    };
    let month = |day: NaiveDate| (day.year(), day.month());
    let same = |other: &&Visit| other.budget == own.budget && month(other.day) == month(own.day);
    let taken: Vec<&Visit> = others.iter().filter(same).collect();
    let concerns = spec.uses.iter().any(|used| used == act);
    if !concerns || taken.len() < spec.most_per_month as usize {
        return Ok(());
    }
    let told = taken
        .iter()
        .map(|v| format!("{} {} {}", v.code, v.day, v.body));
    let found = Diagnostic::error("follow.budget.spent").with("most", spec.most_per_month);
    let found = found
        .with("month", own.day.format("%Y-%m"))
        .with("n", taken.len());
    Err(found.with("others", told.collect::<Vec<_>>().join("; ")))
}
