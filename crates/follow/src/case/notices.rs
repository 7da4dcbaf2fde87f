//! Who is told of a deed, and why: one reason each, the most pressing.
//!
//! Must not know: how somebody is told, and whether they want to be.

use super::parts::{PartKind, parts};
use super::{Case, Deed, Event};
use crate::workflow::Workflow;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Why somebody is told, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// A clock of theirs has run out.
    Late,
    /// They are urged on 催办.
    Hurried,
    /// They are to agree to an act 会签.
    Sign,
    /// It is their turn 待办.
    Turn,
    /// Nothing was heard for long: they are to ask.
    Ask,
    /// A clock of theirs is near its end.
    Near,
    /// Something was promised in their name.
    Owe,
    /// What they opened has come to its end.
    Ended,
    /// Something was done in a case they are told of 抄送.
    Copied,
}

impl NoticeKind {
    /// All there are.
    pub const ALL: [Self; 9] = [
        Self::Late,
        Self::Hurried,
        Self::Sign,
        Self::Turn,
        Self::Ask,
        Self::Near,
        Self::Owe,
        Self::Ended,
        Self::Copied,
    ];

    /// The word it is kept and muted by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Hurried => "hurried",
            Self::Sign => "sign",
            Self::Turn => "turn",
            Self::Ask => "ask",
            Self::Near => "near",
            Self::Owe => "owe",
            Self::Ended => "ended",
            Self::Copied => "copied",
        }
    }

    /// The kind a word stands for.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who is told of a deed and why, whoever did it left out. `before` is the case without it.
pub fn notices(
    workflow: &Workflow,
    before: Option<&Case>,
    after: &Case,
    event: &Event,
) -> BTreeMap<String, NoticeKind> {
    let mut told: BTreeMap<String, NoticeKind> = BTreeMap::new();
    let mut tell = |person: &str, kind: NoticeKind| {
        if !person.is_empty() && person != event.author {
            let known = told.entry(person.to_owned()).or_insert(kind);
            *known = (*known).min(kind);
        }
    };
    let now = parts(workflow, after);
    let old = before
        .map(|before| parts(workflow, before))
        .unwrap_or_default();
    let had: BTreeSet<_> = old.iter().map(|p| (&p.person, p.kind, &p.role)).collect();
    for part in now
        .iter()
        .filter(|p| !had.contains(&(&p.person, p.kind, &p.role)))
    {
        match part.kind {
            PartKind::Todo => tell(&part.person, NoticeKind::Turn),
            PartKind::Sign => tell(&part.person, NoticeKind::Sign),
            PartKind::Owe => tell(&part.person, NoticeKind::Owe),
            PartKind::Done | PartKind::Started | PartKind::Copied => {}
        }
    }
    let holders = |roles: &[String]| {
        let people = roles.iter().flat_map(|role| after.holders(role));
        people.cloned().collect::<Vec<_>>()
    };
    match &event.deed {
        Deed::Hurry(_) => {
            let turn = |kind| matches!(kind, PartKind::Todo | PartKind::Sign);
            let urged = now.iter().filter(|part| turn(part.kind));
            urged.for_each(|part| tell(&part.person, NoticeKind::Hurried));
        }
        Deed::Warn { clock, late } => {
            let spec = workflow.clock(clock);
            let (roles, kind) = match late {
                true => (spec.map(|spec| &spec.escalates), NoticeKind::Late),
                false => (spec.map(|spec| &spec.warns), NoticeKind::Near),
            };
            let people = roles.map(|roles| holders(roles)).unwrap_or_default();
            people.iter().for_each(|person| tell(person, kind));
        }
        Deed::Ask { .. } => {
            let asks = workflow.spec.silence.as_ref().map(|own| holders(&own.asks));
            let asks = asks.unwrap_or_default();
            asks.iter().for_each(|person| tell(person, NoticeKind::Ask));
        }
        _ => {}
    }
    if after.is_over() && before.is_some_and(|before| !before.is_over()) {
        tell(&after.opened_by, NoticeKind::Ended);
    }
    for person in &after.copied {
        tell(person, NoticeKind::Copied);
    }
    told
}
