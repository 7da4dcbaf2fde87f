//! Answers about rules: the catalogue, one rule with its tree, the calendar.

use super::ReferenceView;
use chrono::NaiveDate;
use julin_criteria::spec::{BenefitKind, Boundary, Confidence, Per, Purpose, Role, RuleKind};
use julin_model::Text;
use serde::{Deserialize, Serialize};

/// The rules of the packs as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The day.
    pub as_of: NaiveDate,
    /// In order of identifier.
    pub rules: Vec<RuleLine>,
}

/// Whether a rule is in force on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleState {
    /// In force.
    InForce,
    /// Begins later.
    Coming,
    /// Has ended.
    Ended,
}

impl RuleState {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Coming => "coming",
            Self::Ended => "ended",
        }
    }
}

/// One rule in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleLine {
    /// `<pack>/<name>`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// What a yes leads to.
    pub kind: RuleKind,
    /// First time or again.
    pub purpose: Purpose,
    /// What vintages of one rule share.
    pub series: String,
    /// Who issued it.
    pub issuer: Text,
    /// The main official text, with its number.
    pub reference: Text,
    /// First day in force.
    pub from: Option<NaiveDate>,
    /// Last day in force.
    pub to: Option<NaiveDate>,
    /// On the day asked about.
    pub state: RuleState,
    /// About whom.
    pub applies_to: Text,
    /// How many conditions it has.
    pub conditions: u32,
    /// How many of its numbers are not published.
    pub unpublished: u32,
    /// What a yes is worth, in words.
    pub benefit: Text,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// One rule in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleView {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The rule.
    pub rule: RuleLine,
    /// The official texts.
    pub references: Vec<ReferenceView>,
    /// What must hold.
    pub conditions: ConditionView,
    /// Whom the park addresses.
    pub targeting: Option<ConditionView>,
    /// Its named numbers.
    pub thresholds: Vec<ThresholdView>,
    /// Its computed values.
    pub derived: Vec<DerivedView>,
    /// Its points.
    pub scoring: Option<ScoringView>,
    /// What a yes is worth.
    pub benefit: Option<BenefitView>,
    /// What it cannot be combined with.
    pub excludes: Vec<ExclusionView>,
    /// How long a yes lasts, in years; `Some(None)` when the text says no number.
    pub validity: Option<Option<u32>>,
    /// How it is renewed.
    pub renewal: Text,
    /// Its dates.
    pub calendar: Vec<CalendarLine>,
    /// Other vintages of the series, the latest first.
    pub vintages: Vec<RuleLine>,
    /// Place on a ladder, and the rules of the next lower and next higher rung.
    pub ladder: Option<LadderView>,
    /// Remark.
    pub note: Text,
}

/// How the parts of a condition are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// No parts: a test.
    Test,
    /// No parts: a person's judgement.
    Judgement,
    /// All hold.
    All,
    /// One or more hold.
    Any,
    /// None holds.
    None,
    /// Exactly one holds.
    One,
    /// At least so many hold.
    AtLeast(usize),
}

impl Join {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Judgement => "judgement",
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::One => "one",
            Self::AtLeast(_) => "at-least",
        }
    }
}

/// One node of a tree of conditions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionView {
    /// Identifier, for tests and judgements.
    pub id: Option<String>,
    /// What it asks, in words.
    pub text: Text,
    /// How its parts are joined.
    pub join: Join,
    /// The test as written.
    pub expression: Option<String>,
    /// What part it plays.
    pub role: Option<Role>,
    /// Where it stands.
    pub basis: Option<BasisView>,
    /// What proves it.
    pub evidence: Vec<Text>,
    /// Its parts.
    pub parts: Vec<ConditionView>,
}

impl ConditionView {
    /// How many tests and judgements it has.
    pub fn count(&self) -> usize {
        match self.join {
            Join::Test | Join::Judgement => 1,
            _ => self.parts.iter().map(Self::count).sum(),
        }
    }
}

/// Where something stands in an official text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BasisView {
    /// The text, with its number.
    pub reference: Text,
    /// Article.
    pub article: Option<String>,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// A named number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdView {
    /// Its name.
    pub id: String,
    /// What it is.
    pub label: Text,
    /// The number on the day asked about; `None` when not published.
    pub value: Option<f64>,
    /// Unit code.
    pub unit: String,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// Where it stands.
    pub basis: BasisView,
}

/// A computed value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DerivedView {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// How it is computed.
    pub formula: String,
}

/// Points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoringView {
    /// The most points.
    pub max: f64,
    /// Where it stands.
    pub basis: BasisView,
    /// Its items, in order.
    pub items: Vec<ScoringItem>,
}

/// One item of a scoring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoringItem {
    /// The part it belongs to.
    pub part: Text,
    /// What it is called.
    pub label: Text,
    /// The most points.
    pub max: f64,
    /// Which side a bound belongs to, for bands.
    pub boundary: Option<Boundary>,
    /// Unit of the bounds: code.
    pub unit: Option<String>,
    /// Unit as written beside them.
    pub unit_label: Text,
    /// Lower bound (`None` for the lowest band) and points: from, to.
    pub bands: Vec<(Option<f64>, [f64; 2])>,
    /// In words, and points: from, to.
    pub options: Vec<(Text, [f64; 2])>,
}

/// What a yes is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenefitView {
    /// In words.
    pub text: Text,
    /// What sort.
    pub kind: BenefitKind,
    /// How the amount is computed; `None` when the text gives nothing to compute.
    pub formula: Option<String>,
    /// How often it comes.
    pub per: Per,
    /// Where it stands.
    pub basis: BasisView,
    /// Remark.
    pub note: Text,
}

/// A rule that cannot be combined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExclusionView {
    /// Rules of the series, the latest vintage first; empty when no pack has it.
    pub rules: Vec<(String, Text)>,
    /// The series.
    pub series: String,
    /// Where it stands.
    pub basis: BasisView,
    /// In words.
    pub note: Text,
}

/// A place on a ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LadderView {
    /// The ladder.
    pub id: String,
    /// All rungs in force, from low to high.
    pub rungs: Vec<(u32, RuleLine)>,
}

/// The declaration calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeclarationCalendar {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// In order of their last days.
    pub items: Vec<CalendarLine>,
}

/// How a date stands to the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateState {
    /// Not yet open.
    Ahead,
    /// Open, or a deadline still ahead.
    Open,
    /// Over.
    Over,
}

impl DateState {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Open => "open",
            Self::Over => "over",
        }
    }
}

/// One date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarLine {
    /// The rules it is a date of: identifier and title.
    pub rules: Vec<(String, Text)>,
    /// What is to be done.
    pub action: Text,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: NaiveDate,
    /// How it stands.
    pub state: DateState,
    /// Days from the day asked about to the last day; negative when over.
    pub days_left: i64,
    /// The official text.
    pub reference: Text,
    /// How sure it is.
    pub confidence: Confidence,
}
