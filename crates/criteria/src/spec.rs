//! A rule as people write it: `packs/<pack>/criteria/<id>.yaml`.
//!
//! The identifier comes from the path. What is not published stays `null`: a test
//! against it is unknown, never passed. Numbers stand in the unit they are written
//! with; [`crate::compile`] checks units against the field dictionary.

use crate::grant_list::ObjectionSpec;
use chrono::NaiveDate;
use julin_model::{Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One vintage of one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriteriaSpec {
    /// Its name.
    pub title: Text,
    /// What a yes leads to.
    pub kind: RuleKind,
    /// What vintages of one rule share: `srdi-sme`. Two first-time vintages of a series
    /// are never in force on one day.
    pub series: String,
    /// Whether it is asked for the first time or when a title is looked at again.
    #[serde(default)]
    pub purpose: Purpose,
    /// Who issued it.
    pub issuer: Text,
    /// The official texts, as keys of the pack's references; the first is the main one.
    pub references: Vec<String>,
    /// When it is in force.
    #[serde(default)]
    pub effective: Window,
    /// Type of entity it is about.
    #[schemars(with = "String")]
    pub applies_to: TypeId,
    /// Code that a yes adds to the titles of the entity.
    #[serde(default)]
    pub grants: Option<String>,
    /// Its place on a ladder.
    #[serde(default)]
    pub ladder: Option<Rung>,
    /// How long a yes lasts.
    #[serde(default)]
    pub validity: Option<ValiditySpec>,
    /// When to apply, report or renew.
    #[serde(default)]
    pub calendar: Vec<CalendarItem>,
    /// Named numbers of the official text.
    #[serde(default)]
    pub thresholds: BTreeMap<String, ThresholdSpec>,
    /// Values computed from fields, usable by name in every expression; in order, each
    /// may use those before it.
    #[serde(default)]
    pub derived: Vec<DerivedSpec>,
    /// Points for parts and items; gives the names `score`, `score.<part>` and
    /// `score.<part>.<item>`.
    #[serde(default)]
    pub scoring: Option<ScoringSpec>,
    /// What must hold.
    pub conditions: ConditionSpec,
    /// Whom the park addresses, apart from who is eligible in law.
    #[serde(default)]
    pub targeting: Option<ConditionSpec>,
    /// What a yes is worth.
    #[serde(default)]
    pub benefit: Option<BenefitSpec>,
    /// Rules that cannot be enjoyed together with this one. Counts in both directions.
    #[serde(default)]
    pub excludes: Vec<ExclusionSpec>,
    /// How long a list of who gets it stands open to objections.
    #[serde(default)]
    pub objection: Option<ObjectionSpec>,
    /// How sure the reading of the official text is.
    pub confidence: Confidence,
    /// Remarks for readers: what is published, what is not, what was not modelled.
    #[serde(default)]
    pub note: Text,
}

/// What a yes leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A title of an enterprise: a rung of a ladder, a size class.
    Title,
    /// A benefit: tax, award, insurance, procedure.
    Policy,
    /// A certificate of a park, incubator or platform.
    Certificate,
    /// What a fund may invest in.
    Mandate,
}

impl RuleKind {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Policy => "policy",
            Self::Certificate => "certificate",
            Self::Mandate => "mandate",
        }
    }
}

/// Whether a rule is asked for the first time or again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// First recognition, or any time.
    #[default]
    First,
    /// Re-check of a title held.
    Recheck,
}

impl Purpose {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Recheck => "recheck",
        }
    }
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "RuleConfidence")]
pub enum Confidence {
    /// Said plainly by the source, or general knowledge of high certainty.
    High,
    /// Some reading was needed.
    Medium,
    /// To be checked.
    Low,
}

impl Confidence {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// First and last day; open ends are `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub to: Option<NaiveDate>,
}

/// A place on a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// The ladder: `quality`, `growth`.
    pub id: String,
    /// Height; the next rung is the next larger number.
    pub rung: u32,
}

/// How long a yes lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValiditySpec {
    /// Years; `null` when it has no end or the text does not say.
    pub years: Option<u32>,
    /// How it is renewed.
    #[serde(default)]
    pub renewal: Text,
}

/// A date of the declaration calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarItem {
    /// What is to be done.
    pub action: Text,
    /// First day; `null` for a mere deadline.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[schemars(with = "String")]
    pub to: NaiveDate,
    /// Key of the official text.
    #[serde(default)]
    pub reference: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A named number of the official text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdSpec {
    /// The number; `null` when it is not published.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// What it is.
    #[serde(default)]
    pub label: Text,
    /// Where it stands.
    pub basis: Basis,
    /// Values of other times: the last one that began by the day asked for holds instead
    /// of `value`.
    #[serde(default)]
    pub dated: Vec<DatedValue>,
}

/// The value of a threshold or rate from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// First day.
    #[schemars(with = "String")]
    pub from: NaiveDate,
    /// The number; `null` when it is not published.
    pub value: Option<f64>,
    /// Where it stands.
    pub basis: Basis,
}

/// Where a condition stands in the official texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleBasis")]
pub struct Basis {
    /// Key of a reference of the pack.
    pub reference: String,
    /// Article, annex or section, as the text counts them.
    #[serde(default)]
    pub article: Option<String>,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// A value computed from fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DerivedSpec {
    /// Its name in expressions.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Unit it is shown in; must measure what the formula yields.
    #[serde(default)]
    pub unit: Option<String>,
    /// How it is computed, in CEL syntax.
    pub formula: String,
}

/// One node of the tree of conditions. Exactly one of `if`, `judgement`, `all`, `any`,
/// `none`, `at_least` and `one` is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionSpec {
    /// Identifier, unique in the rule; required for `if` and `judgement`.
    #[serde(default)]
    pub id: Option<String>,
    /// What it asks, in words; required for `if` and `judgement`.
    #[serde(default)]
    pub text: Text,
    /// A test in CEL syntax.
    #[serde(default, rename = "if")]
    pub test: Option<String>,
    /// A flag field that only a person can answer.
    #[serde(default)]
    pub judgement: Option<String>,
    /// All of these.
    #[serde(default)]
    pub all: Option<Vec<ConditionSpec>>,
    /// At least one of these.
    #[serde(default)]
    pub any: Option<Vec<ConditionSpec>>,
    /// None of these.
    #[serde(default)]
    pub none: Option<Vec<ConditionSpec>>,
    /// At least so many of these.
    #[serde(default)]
    pub at_least: Option<AtLeastSpec>,
    /// Exactly one of these.
    #[serde(default)]
    pub one: Option<Vec<ConditionSpec>>,
    /// What part it plays, for readers.
    #[serde(default)]
    pub role: Option<Role>,
    /// Where it stands.
    #[serde(default)]
    pub basis: Option<Basis>,
    /// What proves it.
    #[serde(default)]
    pub evidence: Vec<Text>,
}

/// At least so many of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtLeastSpec {
    /// How many.
    pub count: usize,
    /// Of which.
    pub of: Vec<ConditionSpec>,
}

/// What part a condition plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Passing it makes the scored path needless.
    DirectPass,
    /// Failing it ends the matter.
    Veto,
    /// The scored path.
    Scored,
}

impl Role {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::DirectPass => "direct-pass",
            Self::Veto => "veto",
            Self::Scored => "scored",
        }
    }
}

/// Points for parts and items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoringSpec {
    /// The most points in all.
    pub max: f64,
    /// Its parts.
    pub parts: Vec<PartSpec>,
    /// Where it stands.
    pub basis: Basis,
}

/// A part of a scoring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartSpec {
    /// Its name in expressions: `score.<id>`.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// The most points.
    pub max: f64,
    /// Whether its items add up or the best one counts.
    #[serde(default)]
    pub combine: Combine,
    /// Its items.
    pub items: Vec<ItemSpec>,
}

/// How items make a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// They add up, to the part's maximum.
    #[default]
    Sum,
    /// The best one counts.
    Best,
}

/// An item of a scoring: `bands` over a number, or `options` tried in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemSpec {
    /// Its name in expressions: `score.<part>.<id>`.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// The most points.
    pub max: f64,
    /// The number the bands are about, in CEL syntax.
    #[serde(default)]
    pub value: Option<String>,
    /// Points by size of the number.
    #[serde(default)]
    pub bands: Option<BandsSpec>,
    /// Points by the first test that holds; none holds: 0.
    #[serde(default)]
    pub options: Vec<OptionSpec>,
}

/// Points by size. A list without a lowest band gives 0 below its lowest bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandsSpec {
    /// Unit of the bounds.
    pub unit: String,
    /// The band to which a value equal to a bound belongs.
    pub boundary: Boundary,
    /// Bounds from high to low.
    pub steps: Vec<BandSpec>,
}

/// To which band a bound belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// To the band above it: `>=`.
    Upper,
    /// To the band below it: `>`.
    Lower,
}

impl Boundary {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
        }
    }
}

/// One band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandSpec {
    /// Its lower bound; `null` for the lowest band.
    pub over: Option<f64>,
    /// Its points.
    pub points: Points,
}

/// Points for a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PointsOptionSpec")]
pub struct OptionSpec {
    /// What it asks, in words.
    pub text: Text,
    /// The test, in CEL syntax.
    #[serde(rename = "if")]
    pub test: String,
    /// Its points.
    pub points: Points,
}

/// Fixed points, or a range within which a jury decides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Points {
    /// So many.
    Fixed(f64),
    /// From, to.
    Range([f64; 2]),
}

/// What a yes is worth. Always an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitSpec {
    /// What it is, in words.
    pub text: Text,
    /// What sort of benefit.
    pub kind: BenefitKind,
    /// The amount, in CEL syntax; `null` where the text gives none that can be computed.
    #[serde(default)]
    pub formula: Option<String>,
    /// Unit of the amount.
    #[serde(default)]
    pub unit: Option<String>,
    /// Name of the threshold above which it does not go.
    #[serde(default)]
    pub cap: Option<String>,
    /// Name of the threshold below which it does not go.
    #[serde(default)]
    pub floor: Option<String>,
    /// How often it comes.
    #[serde(default)]
    pub per: Per,
    /// Where it stands.
    pub basis: Basis,
    /// How it combines with others, what happens beyond a limit.
    #[serde(default)]
    pub note: Text,
}

/// What sort of benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BenefitKind {
    /// Less tax or duty.
    Tax,
    /// Tax paid later.
    Deferral,
    /// Money received.
    Grant,
    /// A share or reward due to persons.
    Reward,
    /// Time saved.
    Time,
    /// A right or a way of doing things.
    Right,
}

impl BenefitKind {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tax => "tax",
            Self::Deferral => "deferral",
            Self::Grant => "grant",
            Self::Reward => "reward",
            Self::Time => "time",
            Self::Right => "right",
        }
    }
}

/// How often a benefit comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Every year.
    #[default]
    Year,
    /// Once.
    Once,
    /// For every deal, contract or import.
    Deal,
}

impl Per {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Once => "once",
            Self::Deal => "deal",
        }
    }
}

/// A rule that cannot be enjoyed together with this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExclusionSpec {
    /// Series of the other rule.
    pub series: String,
    /// Where it stands.
    pub basis: Basis,
    /// In words.
    #[serde(default)]
    pub note: Text,
}
