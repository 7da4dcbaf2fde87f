//! Which act is possible in which state, and where it leads: the machine as a table.

use serde::{Deserialize, Serialize};

/// How far a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Drawn up from the data.
    Draft,
    /// Looked through for firms listed twice and benefits given twice.
    Checked,
    /// Made public for objections.
    Published,
    /// Frozen.
    Confirmed,
    /// Given up.
    Withdrawn,
}

impl State {
    /// All, in order.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Checked,
        Self::Published,
        Self::Confirmed,
        Self::Withdrawn,
    ];

    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Checked => "checked",
            Self::Published => "published",
            Self::Confirmed => "confirmed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Still on its way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Checked | Self::Published)
    }
}

/// What is done to a list once it is drawn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Look it through.
    Check,
    /// Settle one finding.
    Settle,
    /// Make it public.
    Publish,
    /// Enter an objection.
    Object,
    /// Decide one objection.
    Decide,
    /// Freeze it.
    Confirm,
    /// Give it up.
    Withdraw,
}

impl Verb {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Settle => "settle",
            Self::Publish => "publish",
            Self::Object => "object",
            Self::Decide => "decide",
            Self::Confirm => "confirm",
            Self::Withdraw => "withdraw",
        }
    }
}

/// In this state, this act leads to that state. What is not listed is not possible.
pub const STEPS: &[(State, Verb, State)] = &[
    (State::Draft, Verb::Check, State::Checked),
    (State::Draft, Verb::Withdraw, State::Withdrawn),
    (State::Checked, Verb::Check, State::Checked),
    (State::Checked, Verb::Settle, State::Checked),
    (State::Checked, Verb::Publish, State::Published),
    (State::Checked, Verb::Withdraw, State::Withdrawn),
    (State::Published, Verb::Check, State::Published),
    (State::Published, Verb::Settle, State::Published),
    (State::Published, Verb::Object, State::Published),
    (State::Published, Verb::Decide, State::Published),
    (State::Published, Verb::Confirm, State::Confirmed),
    (State::Published, Verb::Withdraw, State::Withdrawn),
    (State::Confirmed, Verb::Withdraw, State::Withdrawn),
];

/// Where an act leads; nowhere when it is not possible.
pub fn after(state: State, verb: Verb) -> Option<State> {
    let mut steps = STEPS.iter();
    let found = steps.find(|(from, by, _)| *from == state && *by == verb);
    found.map(|(.., to)| *to)
}

/// The acts possible in a state.
pub fn verbs(state: State) -> impl Iterator<Item = Verb> {
    let own = STEPS.iter().filter(move |(from, ..)| *from == state);
    own.map(|(_, verb, _)| *verb)
}
