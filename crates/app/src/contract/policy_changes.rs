//! Changes of eligibility between two times, with reasons, and what is muted of them.

use super::{AnswerView, EntityLink, KnownValue};
use chrono::NaiveDate;
use julin_criteria::Reach;
pub use julin_criteria::TurnKind;
use julin_model::{StatementId, Text};
use serde::{Deserialize, Serialize};

/// A rule, by identifier, with its title.
pub type RuleLink = (String, Text);

/// What became of the answers between two times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyChanges {
    /// The earlier day.
    pub since: NaiveDate,
    /// The later day.
    pub until: NaiveDate,
    /// What counted as known on the two days: moments (RFC 3339).
    pub known: (String, String),
    /// Digest of the packs whose rules were asked, on both days the same.
    pub packs: String,
    /// The day on which anything was recorded first, when that is after the earlier day:
    /// before it nobody was known.
    pub first_recorded: Option<NaiveDate>,
    /// Pairs of a rule in force and an entity.
    pub pairs: u64,
    /// How many of them could differ and were asked.
    pub asked: u64,
    /// Rules that began, ended or were replaced.
    pub rules: Vec<RuleTurn>,
    /// How many changes of each kind, of those not muted.
    pub counts: [u64; TurnKind::ALL.len()],
    /// The same by rule, the most changes first.
    pub by_rule: Vec<RuleDigest>,
    /// The same by entity, the most changes first.
    pub by_entity: Vec<EntityDigest>,
    /// How many changes are muted.
    pub muted: u64,
    /// Only changes of this kind are listed.
    pub listed: Option<TurnKind>,
    /// How many there are to list.
    pub total: u64,
    /// The first listed.
    pub offset: u64,
    /// By kind, rule and entity.
    pub rows: Vec<TurnView>,
}

/// A rule that is not in force on both days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleTurn {
    /// In force on the earlier day.
    pub former: Option<RuleLink>,
    /// In force on the later day.
    pub later: Option<RuleLink>,
    /// The first day of the later rule, or the day after the last of the former.
    pub on: Option<NaiveDate>,
}

/// How many changes of each kind a rule has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleDigest {
    /// The rule.
    pub rule: RuleLink,
    /// In the order of the kinds.
    pub counts: [u64; TurnKind::ALL.len()],
}

/// How many changes of each kind an entity has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityDigest {
    /// The entity.
    pub entity: EntityLink,
    /// In the order of the kinds.
    pub counts: [u64; TurnKind::ALL.len()],
}

/// What made an answer change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TurnCause {
    /// Something else is known; the days alone would have changed nothing.
    Known,
    /// The day came; what was known before suffices.
    Day,
    /// Both together.
    Both,
    /// The rule began, ended or was replaced.
    Rule,
    /// Nothing had been known of the entity.
    Entity,
}

impl TurnCause {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Day => "day",
            Self::Both => "both",
            Self::Rule => "rule",
            Self::Entity => "entity",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnView {
    /// What became of the answer.
    pub kind: TurnKind,
    /// Whose.
    pub entity: EntityLink,
    /// The rule in force on the later day; the former one when it ended.
    pub rule: RuleLink,
    /// The rule it replaced, where it did.
    pub former: Option<RuleLink>,
    /// How near a yes was; `None` when there was nobody or nothing to ask.
    pub was: Option<Reach>,
    /// How near a yes is; `None` when the rule ended.
    pub is: Option<Reach>,
    /// What made it change.
    pub cause: TurnCause,
    /// The day on which it turned, as far as it can be told: the day that came, the day on
    /// which the fact was recorded, the first day of the rule.
    pub on: Option<NaiveDate>,
    /// The clauses that turned.
    pub reasons: Vec<TurnReason>,
    /// What stands in the way now, or is open, when it is not a yes.
    pub missing: Vec<Text>,
    /// The mutes that hide it; none when it is listed anyway.
    pub muted_by: Vec<i64>,
}

/// A clause that turned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnReason {
    /// Identifier of the clause.
    pub clause: String,
    /// What it asks, in words.
    pub text: Text,
    /// Its answer before; `None` when the rule had no such clause.
    pub was: Option<AnswerView>,
    /// Its answer now; `None` when the rule has no such clause any more.
    pub is: Option<AnswerView>,
    /// The facts it reads that differ.
    pub facts: Vec<FactTurn>,
    /// Its numbers in the official text that differ.
    pub thresholds: Vec<ThresholdTurn>,
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactTurn {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: Text,
    /// How many years before; 0 for the latest.
    pub years: u32,
    /// Before.
    pub was: Option<KnownAt>,
    /// Now.
    pub is: Option<KnownAt>,
    /// Unit code of a number.
    pub unit: Option<String>,
    /// Unit as written beside numbers.
    pub unit_label: Text,
}

/// What was known of a field at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownAt {
    /// The value; numbers in the unit of the field.
    pub value: KnownValue,
    /// What its words are called.
    pub words: Vec<Text>,
    /// The statement it rests on.
    pub statement: Option<StatementId>,
    /// The day on which that was recorded.
    pub recorded: Option<NaiveDate>,
    /// It is a generated one.
    pub sample: bool,
}

/// A number of the official text that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdTurn {
    /// What it is.
    pub label: Text,
    /// Before; `None` when it was not published.
    pub was: Option<f64>,
    /// Now.
    pub is: Option<f64>,
    /// Unit code.
    pub unit: String,
    /// Unit as written beside it.
    pub unit_label: Text,
}

/// Reasons somebody does not want to hear of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MuteView {
    /// Number.
    pub id: i64,
    /// Only of this rule.
    pub rule: Option<RuleLink>,
    /// Only when nothing but this clause turned: identifier and words.
    pub clause: Option<(String, Text)>,
    /// Only of this kind.
    pub kind: Option<TurnKind>,
    /// Only about this entity.
    pub entity: Option<EntityLink>,
    /// Why.
    pub note: String,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// Who muted it.
    pub author: String,
    /// When (RFC 3339).
    pub muted_at: String,
    /// Who ended it, and when.
    pub ended: Option<(String, String)>,
    /// It counts today.
    pub counts: bool,
}
