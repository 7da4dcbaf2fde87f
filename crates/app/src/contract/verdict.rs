//! Answers of rules for entities: one verdict with its reasons, all rules for one
//! entity, one rule for all entities.

use super::{BasisView, ConditionView, EntityLink, RuleLine, StatementView};
use chrono::NaiveDate;
pub use julin_criteria::Reach;
use julin_criteria::spec::{BenefitKind, Per, Role};
use julin_model::{Diagnostic, Period, StatementId, Text, Trace};
use serde::{Deserialize, Serialize};

/// Yes, no or unknown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerView {
    /// Eligible.
    Yes,
    /// Not eligible.
    No,
    /// It cannot be told.
    #[default]
    Unknown,
}

impl AnswerView {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Option<bool>> for AnswerView {
    fn from(answer: Option<bool>) -> Self {
        match answer {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// One rule's answer for one entity, with all reasons. Printed, it is the record of a
/// decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerdictView {
    /// About whom.
    pub entity: EntityLink,
    /// The rule.
    pub rule: RuleLine,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// Only what was known at this moment counts (RFC 3339); `None` for all that is known.
    pub known_at: Option<String>,
    /// Digest of the packs the rule stands in.
    pub packs: String,
    /// Eligible by law.
    pub answer: AnswerView,
    /// Addressed by the park.
    pub targeted: AnswerView,
    /// Whom the park addresses; `None` where the rule addresses everybody.
    pub targeting: Option<ConditionView>,
    /// The day on which this was asked.
    pub asked_on: NaiveDate,
    /// What must hold.
    pub conditions: ConditionView,
    /// The answer of each test and judgement, in order.
    pub clauses: Vec<ClauseView>,
    /// What to ask, those that decide most first.
    pub asks: Vec<AskView>,
    /// The smallest changes that lead to a yes; of a yes, none.
    pub gaps: Vec<PlanView>,
    /// The smallest changes that would lose a yes.
    pub margins: Vec<PlanView>,
    /// What a yes would be worth.
    pub amount: Option<AmountView>,
    /// The statements it rests on.
    pub statements: Vec<StatementView>,
    /// Some fact is a generated one.
    pub sample: bool,
}

/// The answer of one clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClauseView {
    /// Identifier.
    pub id: String,
    /// What it asks, in words.
    pub text: Text,
    /// What part it plays.
    pub role: Option<Role>,
    /// Only a person can answer it.
    pub judgement: bool,
    /// Its answer.
    pub answer: AnswerView,
    /// The answer of the rule depends on it.
    pub matters: bool,
    /// What it reads.
    pub readings: Vec<ReadingView>,
    /// What it is held against.
    pub thresholds: Vec<BarView>,
    /// Where it stands.
    pub basis: Option<BasisView>,
    /// How the answer came about.
    pub trace: Trace,
}

/// A fact a clause reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingView {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: Text,
    /// How many years before; 0 for the latest.
    pub years: u32,
    /// What is known; `None` when nothing is.
    pub value: Option<KnownValue>,
    /// What its words are called.
    pub words: Vec<Text>,
    /// Unit code of a number.
    pub unit: Option<String>,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// The time it is about.
    pub period: Option<Period>,
    /// The statement it rests on.
    pub statement: Option<StatementId>,
    /// It is a generated one.
    pub sample: bool,
}

/// What is known of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum KnownValue {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of the field.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// A word.
    Word(String),
    /// A set; empty when it is known to be so.
    Set(Vec<String>),
}

/// A number of the official text that a clause is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarView {
    /// Its name in the rule.
    pub id: String,
    /// What it is.
    pub label: Text,
    /// The number; `None` when it is not published.
    pub value: Option<f64>,
    /// Unit code.
    pub unit: String,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// Where it stands.
    pub basis: BasisView,
}

/// A fact to ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskView {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: Text,
    /// How many years before.
    pub years: u32,
    /// It alone could settle the rule.
    pub settles: bool,
    /// Only a person can answer it.
    pub judgement: bool,
    /// How many open clauses it decides.
    pub decides: usize,
}

/// Changes that lead to an answer together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// The changes; none when time alone suffices.
    pub changes: Vec<ChangeView>,
    /// The first day on which they lead there.
    pub on: NaiveDate,
}

/// One fact that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: Text,
    /// How many years before.
    pub years: u32,
    /// What it is now.
    pub from: Option<KnownValue>,
    /// What it must become.
    pub to: KnownValue,
    /// What words to obtain are called.
    pub obtain: Vec<Text>,
    /// What words to lose are called.
    pub lose: Vec<Text>,
    /// Unit code of a number.
    pub unit: Option<String>,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// It makes the value worse; no other way was found.
    pub against: bool,
}

/// An estimate of what a yes is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AmountView {
    /// The amount; `None` when unknown.
    pub value: Option<f64>,
    /// The least it can be.
    pub low: Option<f64>,
    /// The most it can be.
    pub high: Option<f64>,
    /// Unit code.
    pub unit: String,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// How often it comes.
    pub per: Per,
    /// What sort of benefit.
    pub kind: BenefitKind,
    /// The computation.
    pub trace: Trace,
}

/// The best of what can be had together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CombinationView {
    /// Rules chosen: identifier, title, amount a year.
    pub chosen: Vec<(String, Text, Option<f64>)>,
    /// Rules left out, each with those that exclude it.
    pub left_out: Vec<(String, Text, Vec<Text>)>,
    /// What the chosen add up to.
    pub total: f64,
    /// Unit code of the amounts.
    pub unit: String,
    /// No other set can add up to more.
    pub exact: bool,
}

/// One rule for one entity, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferView {
    /// The rule.
    pub rule: RuleLine,
    /// How near.
    pub reach: Reach,
    /// The answer.
    pub answer: AnswerView,
    /// Clauses in the way, in words.
    pub failing: Vec<Text>,
    /// Facts to ask for.
    pub asks: Vec<Text>,
    /// What a yes would be worth.
    pub amount: Option<AmountView>,
}

/// All rules for one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Eligibility {
    /// About whom.
    pub entity: EntityLink,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// Rules in force for its type, the nearest first.
    pub offers: Vec<OfferView>,
    /// The best of what it is eligible for, where amounts are known.
    pub best: Option<CombinationView>,
    /// Its place on each ladder.
    pub ladders: Vec<LadderPlace>,
    /// Some fact is a generated one.
    pub sample: bool,
}

/// Where an entity stands on a ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LadderPlace {
    /// The ladder.
    pub id: String,
    /// Rules of its rungs from low to high: how near, and whether the title is held.
    pub rungs: Vec<(OfferView, bool)>,
}

/// One rule for all entities of its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// The rule.
    pub rule: RuleLine,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// How many of each reach, in the order of [`Reach::ALL`].
    pub counts: [u64; 4],
    /// Of each reach, how many the park addresses; `None` where the rule addresses
    /// everybody.
    pub targeted: Option<[u64; 4]>,
    /// Which reach is listed; all when `None`.
    pub listed: Option<Reach>,
    /// How many are in the list as a whole.
    pub total: u64,
    /// First row of the page.
    pub offset: u64,
    /// One page of the list.
    pub rows: Vec<AudienceRow>,
    /// How often each clause stands in the way, the most frequent first.
    pub obstacles: Vec<(Text, u64)>,
    /// Some facts are generated ones.
    pub sample: bool,
}

/// How many a rule reaches on several days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudienceOverTime {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// Past days by all that is known now, instead of by what was known then.
    pub with_hindsight: bool,
    /// In order; the day asked about is one of them.
    pub days: Vec<AudienceAt>,
}

/// How many a rule reaches on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudienceAt {
    /// The day.
    pub day: NaiveDate,
    /// By what was known on that day; else by what is known now.
    pub known_then: bool,
    /// How many of each reach, in the order of [`Reach::ALL`].
    pub counts: [u64; 4],
}

/// One entity of an audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudienceRow {
    /// Who.
    pub entity: EntityLink,
    /// How near.
    pub reach: Reach,
    /// Addressed by the park; not told by lists kept before it was.
    #[serde(default)]
    pub targeted: AnswerView,
    /// Clauses in the way, in words.
    pub failing: Vec<Text>,
    /// Open clauses, in words.
    pub unknown: Vec<Text>,
}

/// Rules asked of the firms of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matches {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// How many firms.
    pub firms: u64,
    /// How many rules in force.
    pub rules: u64,
    /// The answers, in order of firm and rule.
    pub rows: Vec<MatchRow>,
    /// What was wrong with the file.
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read.
    pub bad_cells: u64,
}

/// One answer of one rule for one firm of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchRow {
    /// The firm, as the file calls it.
    pub entity: String,
    /// The rule.
    pub rule: String,
    /// The answer.
    pub verdict: AnswerView,
    /// Clauses a no rests on.
    pub failing: Vec<String>,
    /// Open clauses the answer depends on.
    pub unknown: Vec<String>,
    /// What a yes is worth, an estimate; `None` where the rule gives no amount, it is
    /// unknown, or the answer is no yes.
    pub amount: Option<f64>,
    /// Unit of the amount.
    pub unit: Option<String>,
}

/// What could not be read in a file of firms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmFileCheck {
    /// The first findings, each with its place.
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

/// Two rules over everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleDiff {
    /// The old rule.
    pub old: RuleLine,
    /// The new rule.
    pub new: RuleLine,
    /// The day both were asked about.
    pub as_of: NaiveDate,
    /// How many by old answer, then by new: yes, unknown, no.
    pub counts: [[u64; 3]; 3],
    /// Eligible under the new rule only.
    pub gained: Vec<Turned>,
    /// Eligible under the old rule only.
    pub lost: Vec<Turned>,
    /// What the known amounts add up to under each; `None` for a rule without an amount.
    pub cost: [Option<f64>; 2],
    /// Unit code of the amounts.
    pub unit: Option<String>,
    /// Some facts are generated ones.
    pub sample: bool,
}

/// An entity whose answer turned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// Who.
    pub entity: EntityLink,
    /// The answer of the old rule.
    pub was: AnswerView,
    /// The answer of the new rule.
    pub is: AnswerView,
}
