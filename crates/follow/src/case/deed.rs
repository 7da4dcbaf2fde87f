//! What was done in a case, deed by deed. A case is its deeds: they are added, never
//! changed, and say by themselves what came of them, so that a history can be read
//! without the workflow it was made by.
//!
//! Must not know: what may be done when.

use super::kept;
use crate::workflow::spec::{Phase, Sense, SignRule};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use julin_model::{Text, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One deed, with who, when and on what grounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its place in the case, from 1.
    pub number: u32,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// When it happened, in the time of the office.
    pub on: NaiveDateTime,
    /// Who did it; empty where a clock did.
    pub author: String,
    /// On what grounds: a document, a source; empty where the author answers for it.
    pub basis: String,
    /// What was done.
    pub deed: Deed,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deed {
    /// The case was opened.
    Open(Opened),
    /// An act of the workflow took effect.
    Act(Acted),
    /// An act waits for others to agree.
    Propose(Proposed),
    /// Somebody asked to agree has said yes or no.
    Sign(Signed),
    /// One more is asked to agree.
    AskToSign {
        /// Who.
        person: String,
    },
    /// A role went from one to another.
    Delegate(Delegated),
    /// Whoever has it in hand was urged on.
    Hurry(Said),
    /// Something was noted.
    Note(Said),
    /// Somebody is to be told of everything.
    Copy {
        /// Who.
        person: String,
    },
    /// Documents were handed in.
    Attach(Handed),
    /// A promise was made.
    Oblige(Obliged),
    /// A promise was kept.
    Keep(Kept),
    /// A promise was let go.
    Release(Settled),
    /// A promise was put off.
    PutOff(PutOff),
    /// The silence had lasted for so long that its askers were told to ask.
    Ask {
        /// Which step of the ladder, from 1.
        step: u32,
        /// Days of silence it stands for.
        days: u32,
    },
    /// Those a clock names were told how it stands.
    Warn {
        /// The clock.
        clock: String,
        /// It has run out; otherwise it is near its end.
        late: bool,
    },
    /// The case goes on under another version of its workflow.
    Move(Moved),
    /// A judge has an interest, or has none any more, in who is scored.
    Interest {
        /// There is one.
        has: bool,
        /// What it is.
        reason: String,
    },
    /// A judge's points, by item; later ones replace earlier ones.
    Score {
        /// Points by item.
        points: BTreeMap<String, f64>,
        /// Words with them.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
}

impl Deed {
    /// It told somebody how things stand and left them as they were: whoever decided
    /// without having seen it decided on the same ground.
    pub fn only_tells(&self) -> bool {
        matches!(self, Self::Warn { .. } | Self::Ask { .. })
    }
}

/// How a case was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Its workflow, `<pack>/<name>`.
    pub workflow: String,
    /// Digest of the version it runs on.
    pub version: String,
    /// Number people call it by.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The entity it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Number of the case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Number of the case it came out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// The act that opened it.
    pub act: Acted,
}

/// An act and all that came with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acted {
    /// Which act.
    pub act: String,
    /// The role it was done in.
    pub role: String,
    /// Where the case is now.
    pub state: String,
    /// The phase of that state.
    pub phase: Phase,
    /// What the act is in the field's terms.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub sense: Sense,
    /// Fields filled; `null` clears one.
    #[serde(with = "kept", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Option<Value>>,
    /// The side it was done for, where the role speaks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// Fields filled for that side alone.
    #[serde(with = "kept", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub side_fields: BTreeMap<String, Option<Value>>,
    /// Who has which role from now on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What was handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentName>,
    /// Who did it, where others had to agree first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proposed_by: String,
}

fn is_plain(sense: &Sense) -> bool {
    *sense == Sense::Plain
}

/// A document handed in; its bytes are kept elsewhere, by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentName {
    /// Name of the file.
    pub name: String,
    /// Digest of its bytes.
    pub digest: String,
}

/// An act that waits for others to agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The act as it will take effect.
    pub act: Acted,
    /// Whether all must agree or one is enough.
    pub rule: SignRule,
    /// The role whose holders are asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Who is asked.
    pub signers: Vec<String>,
}

/// A yes or no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Yes.
    pub agree: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// With this the proposal has failed.
    #[serde(default)]
    pub fails: bool,
}

/// A role that went from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegated {
    /// The role.
    pub role: String,
    /// Who had it.
    pub from: String,
    /// Who has it.
    pub to: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The words.
    pub text: String,
}

/// Documents handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// Which.
    pub documents: Vec<DocumentName>,
}

/// A promise made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obliged {
    /// What is promised.
    pub title: Text,
    /// The role that owes it.
    pub owner: String,
    /// The day it is due; none where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// It is due again so many days after it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_after_days: Option<u32>,
}

/// A promise kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Number of the promise.
    pub obligation: u32,
    /// What came of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub result: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentName>,
    /// The day it is due again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<NaiveDate>,
}

/// A promise let go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// Number of the promise.
    pub obligation: u32,
    /// Why.
    pub reason: String,
}

/// A promise put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutOff {
    /// Number of the promise.
    pub obligation: u32,
    /// The new day.
    pub due: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A case moved to another version of its workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Digest of the new version.
    pub version: String,
    /// Where the case is in it.
    pub state: String,
    /// The phase of that state.
    pub phase: Phase,
    /// Why.
    pub reason: String,
}
