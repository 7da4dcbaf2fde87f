//! A case: where it is, who has it, what it holds, folded from its deeds.
//!
//! Reading order: [`deed`] (what can have been done), this file and [`fold`] (what comes
//! of it), [`command`] (what somebody wants done, and whether it may be) with [`act`],
//! [`handling`], [`promises`] and [`judging`], [`clocks`], [`silence`] and [`alone`] (what
//! is done without anybody), [`parts`] (who has what to do).
//!
//! Must not know: stores, packs, the time.

mod act;
pub mod alone;
pub mod clocks;
pub mod command;
pub mod deed;
mod fold;
mod handling;
mod judging;
mod kept;
pub mod moving;
pub mod notices;
pub mod parts;
mod promises;
mod rounds;
pub mod silence;

pub use command::{ActInput, Around, Command, Decision, NewCase, Opening, What, decide, open};
pub use deed::{Deed, DocumentName, Event};

use crate::workflow::spec::{Phase, SignRule};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use deed::Acted;
use julin_model::{Text, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A case as its deeds have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its workflow, `<pack>/<name>`.
    pub workflow: String,
    /// Digest of the version it runs on.
    pub version: String,
    /// Number people call it by.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The entity it is about.
    pub subject: Option<String>,
    /// Number of the case it belongs to.
    pub within: Option<String>,
    /// Number of the case it came out of.
    pub out_of: Option<String>,
    /// How many deeds there are.
    pub last: u32,
    /// Where it is.
    pub state: String,
    /// What that means for the work.
    pub phase: Phase,
    /// When it first came into each state it was in.
    pub reached: BTreeMap<String, NaiveDateTime>,
    /// When it came there.
    pub since: NaiveDateTime,
    /// Why it came there, where somebody said.
    pub reason: String,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened: NaiveDateTime,
    /// When somebody last did something, and when the last deed was written down; what a
    /// clock told in between does not count as happening.
    pub moved: (NaiveDateTime, DateTime<Utc>),
    /// When it came to its end, while it is there.
    pub ended: Option<NaiveDateTime>,
    /// The last sign of life.
    pub heard: NaiveDateTime,
    /// How many times the silence since then was asked about.
    pub asked: u32,
    /// When it was asked about last.
    pub asked_on: NaiveDate,
    /// What it holds.
    pub fields: BTreeMap<String, Vec<Told>>,
    /// Who has which role.
    pub roles: BTreeMap<String, BTreeSet<String>>,
    /// Who is told of everything.
    pub copied: BTreeSet<String>,
    /// Who did something, words aside, and when last.
    pub hands: BTreeMap<String, NaiveDateTime>,
    /// Which act was done how many times, and by whom.
    pub done: BTreeMap<String, Vec<String>>,
    /// The deed each act was last done with.
    pub latest: BTreeMap<String, u32>,
    /// The act that waits for others to agree.
    pub pending: Option<Pending>,
    /// Promises, by number from 1.
    pub obligations: Vec<Obligation>,
    /// What was handed in, with the deed it came with.
    pub documents: Vec<(u32, DocumentName)>,
    /// How many times it was urged on, and returned.
    pub hurried: u32,
    /// How many times it went back to an earlier step.
    pub returned: u32,
    /// How many times it was taken up again.
    pub reopened: u32,
    /// It was taken back by whoever asked, and not taken up again since.
    pub withdrawn: bool,
    /// Clocks whose warning was given, with whether they had run out.
    pub warned: BTreeSet<(String, bool)>,
    /// Judges with an interest, and what it is.
    pub interests: BTreeMap<String, String>,
    /// Points by judge and item.
    pub scores: BTreeMap<String, BTreeMap<String, f64>>,
}

/// What a field holds, for one side or for all.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The value.
    pub value: Value,
    /// The side it was told for; none where there is one version.
    pub side: Option<String>,
    /// Number of the deed it came with.
    pub event: u32,
}

/// An act that waits for others to agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The act.
    pub act: Acted,
    /// Who wants it.
    pub by: String,
    /// Since when.
    pub since: NaiveDateTime,
    /// Whether all must agree or one is enough.
    pub rule: SignRule,
    /// The role whose holders are asked.
    pub role: String,
    /// Who is asked, and what they said.
    pub signers: BTreeMap<String, Option<bool>>,
}

/// A promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// Its number, from 1.
    pub number: u32,
    /// What is promised.
    pub title: Text,
    /// The role that owes it.
    pub owner: String,
    /// The day it is due; none where nobody said.
    pub due: Option<NaiveDate>,
    /// It is due again so many days after it was kept.
    pub again_after_days: Option<u32>,
    /// When it was made.
    pub made: NaiveDate,
    /// How it stands.
    pub state: ObligationState,
    /// How many times it was put off.
    pub put_off: u32,
    /// Days it was kept on.
    pub kept: Vec<NaiveDate>,
}

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObligationState {
    /// It is owed.
    Open,
    /// It was kept.
    Kept,
    /// It was let go.
    Released,
}

impl Case {
    /// The case after these deeds; `None` when the first does not open it.
    pub fn of(events: &[Event]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut case = Self::opened_with(first)?;
        for event in rest {
            case.take(event);
        }
        Some(case)
    }

    /// The value of a field; none where it is empty or the sides say different things.
    pub fn value(&self, field: &str) -> Option<&Value> {
        let told = self.fields.get(field)?;
        let first = &told.first()?.value;
        told.iter()
            .all(|other| other.value == *first)
            .then_some(first)
    }

    /// True when the sides say different things.
    pub fn disputed(&self, field: &str) -> bool {
        self.fields.contains_key(field) && self.value(field).is_none()
    }

    /// Who has a role.
    pub fn holders(&self, role: &str) -> impl Iterator<Item = &String> {
        self.roles.get(role).into_iter().flatten()
    }

    /// True when a person has a role.
    pub fn holds(&self, person: &str, role: &str) -> bool {
        self.roles
            .get(role)
            .is_some_and(|people| people.contains(person))
    }

    /// True when a person has any part in it.
    pub fn knows(&self, person: &str) -> bool {
        self.opened_by == person
            || self.copied.contains(person)
            || self.hands.contains_key(person)
            || self.roles.values().any(|people| people.contains(person))
            || self
                .pending
                .as_ref()
                .is_some_and(|pending| pending.signers.contains_key(person))
    }

    /// How many times an act was done.
    pub fn times(&self, act: &str) -> usize {
        self.done.get(act).map_or(0, Vec::len)
    }

    /// True when it has come to its end.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Done | Phase::Ended)
    }
}
