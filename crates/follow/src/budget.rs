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

/// The call a case stands for; none while it takes up no budget. What was given back and
/// then used again is used.
pub fn visit(workflow: &Workflow, case: &Case) -> Option<Visit> {
    let spec = workflow.spec.budget.as_ref()?;
    let latest = |acts: &[String]| acts.iter().filter_map(|act| case.latest.get(act)).max();
    let used = latest(&spec.uses)?;
    if latest(&spec.frees).is_some_and(|freed| freed > used) {
        return None;
    }
    let Some(Value::Date(day)) = case.value(&spec.day) else {
        return None;
    };
    let body = match case.value(&spec.body)? {
        Value::Word(body) => body.clone(),
        Value::Entity { entity } => entity.to_string(),
        _ => return None,
    };
    Some(Visit {
        budget: spec.name.clone(),
        code: case.code.clone(),
        day: *day,
        body,
    })
}

/// Refuses what takes a subject over its budget in a month, and names the other calls. A
/// call that was there before and stays in its month takes nothing more.
pub fn check(
    workflow: &Workflow,
    before: Option<&Case>,
    after: &Case,
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
    let had = before.and_then(|case| visit(workflow, case));
    let stays = had.is_some_and(|had| same(&&had));
    if stays || taken.len() < spec.most_per_month as usize {
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
