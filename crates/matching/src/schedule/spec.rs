//! What a schedule is made of.
//!
//! Must not know: how it is made.

use serde::{Deserialize, Serialize};

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleSpec {
    /// Who may be met. One person stands for a delegation that sits at one table.
    pub people: Vec<Person>,
    /// Slots in order of time, at most 128.
    pub slots: Vec<String>,
    /// Tables; each holds one meeting in a slot.
    pub tables: Vec<Table>,
    /// Who wants, must or must not meet whom; nobody else meets.
    pub wishes: Vec<Wish>,
    /// How long is searched: 1 is usual, more takes as many times as long, 0 only makes a
    /// first schedule.
    #[serde(default = "usual_effort")]
    pub effort: u32,
}

fn usual_effort() -> u32 {
    1
}

/// Somebody at the event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Meetings at most; as many as there are slots where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<u32>,
    /// Rest between meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Slots in which the person is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
}

/// After `after` meetings in a row at least `idle` slots without one. Shorter rows are
/// followed by one free slot or more by their nature; a longer row is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Meetings in a row, from 1.
    pub after: u32,
    /// Slots, from 1.
    pub idle: u32,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Identifier.
    pub id: String,
    /// Slots in which it cannot be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
}

/// Two people and what their meeting is worth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// One of them.
    pub a: String,
    /// The other.
    pub b: String,
    /// What the meeting is worth to `a`, from 0 up.
    #[serde(default)]
    pub for_a: f64,
    /// What it is worth to `b`.
    #[serde(default)]
    pub for_b: f64,
    /// Whether they want, must or must not meet.
    #[serde(default)]
    pub kind: WishKind,
}

/// How strong a wish is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishKind {
    /// Held where it pays.
    #[default]
    Wish,
    /// Held before all others.
    Must,
    /// Never held.
    MustNot,
}

/// Slots in which somebody is not there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// Who.
    pub person: String,
    /// Slots.
    pub slots: Vec<String>,
}
