//! Promises within a case: made, kept, put off, let go.
//!
//! Must not know: what was promised.

use super::act::{check_documents, words};
use super::command::{Command, What};
use super::deed::{Deed, Kept, Obliged, PutOff, Settled};
use super::handling::still_open;
use super::{Case, Obligation, ObligationState};
use crate::workflow::Workflow;
use crate::workflow::spec::{ObligationsSpec, ObligesSpec};
use chrono::{Days, NaiveDate};
use julin_model::{Diagnostic, Text, Value};

/// What a command about a promise comes to.
pub(super) fn decide(
    workflow: &Workflow,
    case: &Case,
    author: &str,
    command: &Command,
) -> Result<Deed, Diagnostic> {
    let today = command.on.date();
    match &command.what {
        What::Oblige { title, owner, due } => {
            still_open(case)?;
            let spec = makes(workflow, case, author)?;
            make(workflow, spec, (title, owner, *due), today)
        }
        What::Keep {
            obligation,
            result,
            documents,
        } => {
            let own = find(case, *obligation)?;
            if !case.holds(author, &own.owner) {
                makes(workflow, case, author)?;
            }
            let evidence = workflow.spec.obligations.as_ref();
            let evidence = evidence.map_or(0, |spec| spec.evidence);
            check_documents(evidence, documents, &own.title)?;
            Ok(Deed::Keep(Kept {
                obligation: *obligation,
                result: words(result)?,
                documents: documents.clone(),
                again: own.again_after_days.and_then(|days| later(today, days)),
            }))
        }
        What::Release { obligation, reason } => {
            find(case, *obligation)?;
            makes(workflow, case, author)?;
            Ok(Deed::Release(Settled {
                obligation: *obligation,
                reason: why(reason)?,
            }))
        }
        What::PutOff {
            obligation,
            due,
            reason,
        } => {
            let own = find(case, *obligation)?;
            makes(workflow, case, author)?;
            not_past(*due, today)?;
            if own.due.is_some_and(|old| *due <= old) {
                let found = Diagnostic::error("follow.promise.not-later").with("due", due);
                return Err(found.with("old", own.due.map(|d| d.to_string()).unwrap_or_default()));
            }
            Ok(Deed::PutOff(PutOff {
                obligation: *obligation,
                due: *due,
                reason: why(reason)?,
            }))
        }
        _ => Err(Diagnostic::error("follow.promise.none")),
    }
}

/// The promise an act makes.
pub(super) fn obliged_by_act(owed: &ObligesSpec, after: &Case, today: NaiveDate) -> Deed {
    let told = owed.day_of.as_ref().and_then(|field| after.value(field));
    let told = told.and_then(|value| match value {
        Value::Date(day) => Some(*day),
        _ => None,
    });
    Deed::Oblige(Obliged {
        title: owed.title.clone(),
        owner: owed.owner.clone(),
        due: told.or_else(|| later(today, owed.days?)),
        again_after_days: owed.again_after_days,
    })
}

fn make(
    workflow: &Workflow,
    spec: &ObligationsSpec,
    (title, owner, due): (&Text, &str, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<Deed, Diagnostic> {
    if title.is_empty() {
        return Err(Diagnostic::error("follow.promise.title"));
    }
    words(&title.zh)?;
    words(&title.en)?;
    if !spec.owned_by.iter().any(|role| role == owner) {
        let roles = spec.owned_by.iter().filter_map(|id| workflow.role(id));
        let roles = super::act::joined(roles.map(|role| &role.title));
        let found = Diagnostic::error("follow.promise.owner").with("owner", owner);
        return Err(found.with_text("roles", &roles));
    }
    if let Some(due) = due {
        not_past(due, today)?;
    }
    Ok(Deed::Oblige(Obliged {
        title: title.clone(),
        owner: owner.to_owned(),
        due,
        again_after_days: None,
    }))
}

/// The rules of promises, for somebody who may make them.
fn makes<'w>(
    workflow: &'w Workflow,
    case: &Case,
    author: &str,
) -> Result<&'w ObligationsSpec, Diagnostic> {
    let spec = workflow.spec.obligations.as_ref();
    let spec = spec.ok_or_else(|| Diagnostic::error("follow.promise.none"))?;
    if spec.made_by.iter().any(|role| case.holds(author, role)) {
        return Ok(spec);
    }
    let roles = spec.made_by.iter().filter_map(|id| workflow.role(id));
    let roles = super::act::joined(roles.map(|role| &role.title));
    let found = Diagnostic::error("follow.promise.role").with("person", author);
    Err(found.with_text("roles", &roles))
}

fn find(case: &Case, number: u32) -> Result<&Obligation, Diagnostic> {
    let mut all = case.obligations.iter();
    let told = |code: &str| Diagnostic::error(code).with("number", number);
    let own = all.find(|own| own.number == number);
    let own = own.ok_or_else(|| told("follow.promise.unknown"))?;
    match own.state {
        ObligationState::Open => Ok(own),
        _ => Err(told("follow.promise.settled").with_text("title", &own.title)),
    }
}

fn why(reason: &str) -> Result<String, Diagnostic> {
    let reason = words(reason)?;
    match reason.is_empty() {
        true => Err(Diagnostic::error("follow.promise.reason")),
        false => Ok(reason),
    }
}

fn not_past(due: NaiveDate, today: NaiveDate) -> Result<(), Diagnostic> {
    if due < today {
        let found = Diagnostic::error("follow.promise.past").with("due", due);
        return Err(found.with("today", today));
    }
    Ok(())
}

fn later(today: NaiveDate, days: u32) -> Option<NaiveDate> {
    today.checked_add_days(Days::new(days.into()))
}
