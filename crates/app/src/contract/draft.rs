//! A rule being edited: its text with findings, what it would answer, and its versions.

use super::{AmountView, AnswerView, CaseView, EntityLink, RuleDiff, RuleView};
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::{Diagnostic, Text};
use serde::{Deserialize, Serialize};

/// A draft looked at from all sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftView {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The rule it is of, or will become: `<pack>/<name>`.
    pub rule: String,
    /// The rule it began as.
    pub base: String,
    /// Title of that rule.
    pub base_title: Text,
    /// The file it must become.
    pub file: String,
    /// Its text; empty when it is too long to be looked at.
    pub text: String,
    /// What is wrong with it, in order of line.
    pub findings: Vec<Diagnostic>,
    /// The rule as it would be shown; `None` when it has errors.
    pub drawn: Option<RuleView>,
    /// The firms it was tried on.
    pub firms: Vec<TriedFirm>,
    /// The cases of the rule, run against the draft.
    pub cases: Vec<CaseView>,
    /// The rule in use that it is compared with.
    pub against: Option<(String, Text)>,
    /// Who gains, who loses, what it costs; `None` until asked for.
    pub compared: Option<RuleDiff>,
    /// The version shown, where it is a kept one.
    pub version: Option<u32>,
    /// Kept versions, the last first.
    pub versions: Vec<DraftVersion>,
}

/// A firm a draft was tried on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriedFirm {
    /// As asked for: identifier or name.
    pub asked: String,
    /// Who it is; `None` when nobody is called so.
    pub entity: Option<EntityLink>,
    /// The answer of the rule in use, where there is one.
    pub was: Option<AnswerView>,
    /// The answer of the draft.
    pub is: Option<AnswerView>,
    /// Clauses of the draft in the way or open, in words.
    pub telling: Vec<Text>,
    /// What a yes would be worth under the draft.
    pub amount: Option<AmountView>,
    /// Why it could not be tried.
    pub problem: Option<Diagnostic>,
}

/// A kept version of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftVersion {
    /// Counted from 1.
    pub version: u32,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// By whom.
    pub author: String,
    /// What was changed, in the author's words.
    pub note: String,
}
