//! What people do to a list. Each act is kept as one event; nothing is taken back.

use super::check::Finding;
use super::steps::Verb;
use super::window::Window;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One act, done by somebody at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the history of the list, from 1.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// On whose account.
    pub actor: String,
    /// What.
    pub act: Act,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// Drawn up; always the first.
    Draft {
        /// The rule, `<pack>/<name>`.
        rule: String,
        /// The run that computed it.
        run: String,
        /// Digest of what came out.
        digest: String,
    },
    /// Looked through.
    Check {
        /// All that was found, known findings included.
        findings: Vec<Finding>,
        /// Members of whom something needed for the check is not known.
        untold: u32,
    },
    /// One finding settled.
    Settle {
        /// Number of the finding.
        finding: u32,
        /// The member struck; everybody stays when none.
        strike: Option<String>,
        /// Why.
        reason: String,
        /// Who decided.
        by: String,
    },
    /// Made public.
    Publish {
        /// The time for objections.
        window: Window,
        /// Who decided.
        by: String,
    },
    /// An objection entered.
    Object {
        /// The member it is about.
        about: String,
        /// Who objects.
        objector: String,
        /// On what grounds.
        grounds: String,
        /// The day it came in.
        day: NaiveDate,
    },
    /// An objection decided.
    Decide {
        /// Number of the objection.
        objection: u32,
        /// Upheld, so that the member is struck; otherwise dismissed.
        upheld: bool,
        /// Why.
        grounds: String,
        /// Who decided.
        by: String,
    },
    /// Frozen.
    Confirm {
        /// The list as JSON: the bytes that count.
        list: String,
        /// Digest of those bytes.
        digest: String,
        /// Who decided.
        by: String,
    },
    /// Given up.
    Withdraw {
        /// Why.
        reason: String,
        /// Who decided.
        by: String,
    },
}

impl Act {
    /// Its kind; none for the first.
    pub fn verb(&self) -> Option<Verb> {
        Some(match self {
            Self::Draft { .. } => return None,
            Self::Check { .. } => Verb::Check,
            Self::Settle { .. } => Verb::Settle,
            Self::Publish { .. } => Verb::Publish,
            Self::Object { .. } => Verb::Object,
            Self::Decide { .. } => Verb::Decide,
            Self::Confirm { .. } => Verb::Confirm,
            Self::Withdraw { .. } => Verb::Withdraw,
        })
    }
}

/// How a finding was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The member struck; none when everybody stays.
    pub strike: Option<String>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
