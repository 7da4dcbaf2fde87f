//! Who has what to do with a case: 待办, 已办, 我发起, 抄送.
//!
//! Must not know: clocks.

use super::{Case, ObligationState};
use crate::workflow::Workflow;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeSet;

/// What somebody has to do with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// It is their turn 待办.
    Todo,
    /// They are to agree to an act 待办 (会签).
    Sign,
    /// They owe something promised 待办.
    Owe,
    /// They did something in it 已办.
    Done,
    /// They opened it 我发起.
    Started,
    /// They are told of everything 抄送.
    Copied,
}

impl PartKind {
    /// All there are.
    pub const ALL: [Self; 6] = [
        Self::Todo,
        Self::Sign,
        Self::Owe,
        Self::Done,
        Self::Started,
        Self::Copied,
    ];

    /// The word it is kept and asked for by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Sign => "sign",
            Self::Owe => "owe",
            Self::Done => "done",
            Self::Started => "started",
            Self::Copied => "copied",
        }
    }

    /// True for what is still to be done.
    pub fn is_to_do(self) -> bool {
        matches!(self, Self::Todo | Self::Sign | Self::Owe)
    }

    /// The part a word stands for.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Somebody's part in a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Who; empty where somebody has yet to take it up.
    pub person: String,
    /// What they have to do with it.
    pub kind: PartKind,
    /// In which role; of a promise its number.
    pub role: String,
    /// Since when.
    pub since: NaiveDateTime,
    /// The day it is due, of a promise.
    pub due: Option<NaiveDate>,
}

/// Everybody's part in a case, in order.
pub fn parts(workflow: &Workflow, case: &Case) -> Vec<Part> {
    let mut all = BTreeSet::new();
    let mut put = |person: &str, kind, role: &str, since, due| {
        all.insert(Part {
            person: person.to_owned(),
            kind,
            role: role.to_owned(),
            since,
            due,
        });
    };
    let turn = workflow
        .state(&case.state)
        .map(|state| state.turn.as_slice());
    for role in turn.unwrap_or_default() {
        let mut holders = case.holders(role).peekable();
        if holders.peek().is_none() {
            put("", PartKind::Todo, role, case.since, None);
        }
        holders.for_each(|person| put(person, PartKind::Todo, role, case.since, None));
    }
    if let Some(pending) = &case.pending {
        for person in pending.signers.iter().filter(|(_, said)| said.is_none()) {
            put(
                person.0,
                PartKind::Sign,
                &pending.act.act,
                pending.since,
                None,
            );
        }
    }
    let owed = |own: &&super::Obligation| own.state == ObligationState::Open;
    for own in case.obligations.iter().filter(owed) {
        let (number, made) = (own.number.to_string(), own.made.into());
        let mut holders = case.holders(&own.owner).peekable();
        if holders.peek().is_none() {
            put("", PartKind::Owe, &number, made, own.due);
        }
        holders.for_each(|person| put(person, PartKind::Owe, &number, made, own.due));
    }
    for (person, last) in &case.hands {
        put(person, PartKind::Done, "", *last, None);
    }
    put(&case.opened_by, PartKind::Started, "", case.opened, None);
    for person in &case.copied {
        put(person, PartKind::Copied, "", case.opened, None);
    }
    all.into_iter().collect()
}
