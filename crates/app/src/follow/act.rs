//! Doing something in a case.

use super::document::{self, Upload};
use super::kept::{self, Writing, command_key, moment};
use super::open::open_others;
use super::opened::{Opened, open};
use crate::call::{Answer, App, Call};
use crate::data::find_entity;
use crate::error::{AppError, Kind};
use chrono::NaiveDateTime;
use julin_follow::budget::Visit;
use julin_follow::case::moving::move_to;
use julin_follow::case::{self, ActInput, Around, Command, Deed, DocumentName, What};
use julin_follow::workflow::spec::FieldKind;
use julin_follow::{Event, Workflow};
use julin_model::{Diagnostic, Lang, Text};
use julin_store::Tx;
use julin_store::follow::Hold;
use serde::Serialize;

/// Something to be done in a case.
#[derive(Debug, Clone)]
pub struct CaseCommand {
    /// Number of the case.
    pub code: String,
    /// Number of the last event the person saw; when something was done since that is more
    /// than a reminder, nothing is done. Any when not given.
    pub seen: Option<u32>,
    /// What is wanted.
    pub what: CaseWhat,
    /// When it happened, in the time of the office; now when not given.
    pub on: Option<NaiveDateTime>,
    /// On what grounds.
    pub basis: String,
    /// What is handed in.
    pub documents: Vec<Upload>,
    /// Marks the command, so that sent twice it is done once.
    pub key: Option<String>,
}

impl CaseCommand {
    /// Something the workflow provides for, to be done now, whatever was seen of the case.
    pub fn new(code: impl Into<String>, what: What) -> Self {
        Self {
            code: code.into(),
            seen: None,
            what: CaseWhat::Do(what),
            on: None,
            basis: String::new(),
            documents: Vec::new(),
            key: None,
        }
    }
}

/// What is wanted in a case.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseWhat {
    /// Something the workflow provides for.
    Do(What),
    /// To go on under the version of the workflow that is in the packs now.
    Move {
        /// The state in it; the present one when not given.
        state: Option<String>,
        /// Why.
        reason: String,
    },
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseDone {
    /// Number of the case.
    pub code: String,
    /// Number of the first event it added.
    pub number: u32,
    /// It had been done before, under the same key.
    pub before: bool,
}

impl CaseDone {
    pub(super) fn before(code: String, number: u32) -> Self {
        let before = true;
        Self {
            code,
            number,
            before,
        }
    }

    pub(super) fn now(opened: &Opened, number: u32) -> Self {
        Self {
            code: opened.case.code.clone(),
            number,
            before: false,
        }
    }
}

/// Does something in a case. The same command sent again changes nothing.
pub fn act_in_case(app: &App, call: &Call, command: &CaseCommand) -> Answer<CaseDone> {
    let request = format!(
        "{} {:?} {:?} {}",
        command.code, command.what, command.on, command.basis
    );
    app.store.act(|tx| {
        let opened = open(app, tx, &command.code, Hold::Alone)?;
        let seen = command.seen.unwrap_or(opened.row.last).to_string();
        let key = command_key(call, command.key.as_ref(), &request, &seen)?;
        if let Some(number) = opened.done(&key)? {
            return Ok(CaseDone::before(opened.row.standing.code, number));
        }
        if let Some(seen) = command.seen {
            unmoved(&opened, seen)?;
        }
        let documents = document::keep(tx, &command.documents)?;
        let now = opened.version.office.now(app);
        let writing = Writing {
            author: call.actor.trim(),
            at: moment(app),
            on: command.on.unwrap_or_else(|| now.max(opened.case.moved.0)),
            basis: command.basis.trim(),
            command: &key,
        };
        let number = opened.row.last + 1;
        let after = match &command.what {
            CaseWhat::Do(what) => {
                let what = handed(tx, &opened.version.workflow, what.clone(), documents)?;
                let (decision, on) = decided(app, tx, (&opened, now), (&writing, what))?;
                let writing = Writing { on, ..writing };
                let version = opened.version.clone();
                let after = kept::go_on(tx, opened, &version, (&writing, &decision.deeds))?;
                open_others(app, tx, call, (&after, &decision, &key))?;
                after
            }
            CaseWhat::Move { state, reason } => {
                let target = app.newest_version(tx, &opened.case.workflow)?;
                let new = (&target.workflow, target.digest.as_str());
                let words = (state.as_deref(), reason.as_str());
                let deed = move_to(&opened.case, &call.actor, new, words);
                let deed = deed.map_err(AppError::invalid)?;
                kept::go_on(tx, opened, &target, (&writing, &[deed]))?
            }
        };
        Ok(CaseDone::now(&after, number))
    })
}

/// What a command comes to, with all the engine needs to know around the case.
fn decided(
    app: &App,
    tx: &mut Tx,
    (opened, now): (&Opened, NaiveDateTime),
    (writing, what): (&Writing<'_>, What),
) -> Answer<(case::Decision, NaiveDateTime)> {
    let case = &opened.case;
    let above = match &case.within {
        Some(code) => Some(open(app, tx, code, Hold::Shared)?),
        None => None,
    };
    let workflow = &opened.version.workflow;
    let visits = others(tx, workflow, (case.subject.as_deref(), &case.code))?;
    let around = Around {
        // What is written down just after a clock struck must not lie ahead of it.
        now: now.max(case.moved.0),
        within: above
            .as_ref()
            .map(|above| (&above.version.workflow, &above.case)),
        visits: &visits,
    };
    let command = Command {
        author: writing.author.to_owned(),
        on: writing.on,
        what,
    };
    let decision = case::decide(workflow, case, &around, &command);
    Ok((decision.map_err(AppError::invalid)?, command.on))
}

/// A command with the documents handed in and entities found.
fn handed(
    tx: &mut Tx,
    workflow: &Workflow,
    what: What,
    documents: Vec<DocumentName>,
) -> Answer<What> {
    Ok(match what {
        What::Act(mut input) => {
            input.documents = documents;
            entities(tx, workflow, &mut input)?;
            What::Act(input)
        }
        What::Attach { .. } => What::Attach { documents },
        What::Keep {
            obligation, result, ..
        } => What::Keep {
            obligation,
            result,
            documents,
        },
        other if documents.is_empty() => other,
        _ => {
            return Err(AppError::invalid(Diagnostic::error(
                "app.document-not-here",
            )));
        }
    })
}

/// Puts the identifiers of entities in place of their names.
pub(super) fn entities(tx: &mut Tx, workflow: &Workflow, input: &mut ActInput) -> Answer<()> {
    for (id, text) in &mut input.fields {
        let field = workflow.field(id);
        let entity = field.is_some_and(|field| field.kind == FieldKind::Entity);
        if entity && !text.trim().is_empty() {
            *text = find_entity(tx, text.trim())?.to_string();
        }
    }
    Ok(())
}

/// Calls upon the subject of a case under the budget of its workflow, its own left out.
/// Whoever calls upon the same subject waits.
pub(super) fn others(
    tx: &mut Tx,
    workflow: &Workflow,
    (subject, but): (Option<&str>, &str),
) -> Answer<Vec<Visit>> {
    let (Some(budget), Some(subject)) = (&workflow.spec.budget, subject) else {
        return Ok(Vec::new());
    };
    tx.take_turn(&format!("budget {} {subject}", budget.name))?;
    let visits = tx.visits(&budget.name, subject, but)?;
    let visit = |own: julin_store::follow::KeptVisit| Visit {
        budget: own.budget,
        code: own.code,
        day: own.day,
        body: own.body,
    };
    Ok(visits.into_iter().map(visit).collect())
}

/// Nobody was quicker; otherwise, what was done since the person looked.
fn unmoved(opened: &Opened, seen: u32) -> Answer<()> {
    let since = opened.events.iter().filter(|event| event.number > seen);
    let since: Vec<&Event> = since.filter(|event| !event.deed.only_tells()).collect();
    if since.is_empty() && seen <= opened.row.last {
        return Ok(());
    }
    let told = |lang| {
        let told: Vec<String> = since.iter().map(|own| told(opened, own, lang)).collect();
        told.join("; ")
    };
    let found = Diagnostic::error("app.case-moved").with("code", &opened.case.code);
    let found = found.with_text("since", &Text::new(told(Lang::Zh), told(Lang::En)));
    Err(AppError::new(Kind::Conflict, found))
}

fn told(opened: &Opened, event: &Event, lang: Lang) -> String {
    let at = event.on.format("%m-%d %H:%M");
    let what = match &event.deed {
        Deed::Act(act) => opened.version.workflow.act(&act.act).map(|act| &act.title),
        _ => None,
    };
    let what = what.map(|title| title.get(lang)).unwrap_or_default();
    format!("{} {at} {what}", event.author).trim().to_owned()
}
