//! A framework as people write it: `packs/<pack>/frameworks/<id>.yaml`.
//!
//! The identifier comes from the path. What is not published stays `null` and is shown
//! as such. [`crate::framework::Framework::from_spec`] turns this into the engine's own
//! shape and checks it.

use crate::recipe::{Aggregate, Denominate, Impute, Method, Normalise, Treat, Weigh};
use chrono::NaiveDate;
use julin_model::{Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A framework: who issued it, how it is computed, and its tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkSpec {
    /// Its name.
    pub title: Text,
    /// Key of the official text among the references of the pack.
    #[serde(default)]
    pub reference: Option<String>,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Text,
    /// Number of the official document.
    #[serde(default)]
    pub number: Option<String>,
    /// When it is in force.
    #[serde(default)]
    pub valid: Validity,
    /// Type of entity it evaluates.
    #[schemars(with = "String")]
    pub units_of: TypeId,
    /// Field that holds the officially published place of a unit, shown beside the rank.
    #[serde(default)]
    pub published_place: Option<String>,
    /// How it is computed.
    #[serde(default)]
    pub method: Method,
    /// Remarks for readers: what is published, what is not.
    #[serde(default)]
    pub note: Text,
    /// The groups of the first level.
    pub groups: Vec<GroupSpec>,
}

/// First and last day a text is in force; open ends are `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub to: Option<NaiveDate>,
}

/// What stands in for a weight that is not published.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaultWeight {
    /// The weight; `null` for the mean of the published weights of the same group, which
    /// is 1 where the group has none.
    #[serde(default)]
    pub value: Option<f64>,
    /// Why this one.
    #[serde(default)]
    pub note: Text,
}

/// How sure a figure of the framework itself is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FrameworkConfidence")]
pub enum Confidence {
    /// The source was seen.
    S,
    /// General knowledge of high certainty.
    H,
    /// To be checked.
    C,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    #[default]
    Up,
    /// Less is better.
    Down,
}

/// A group of groups, of indicators, or of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSpec {
    /// Identifier, unique in the framework: `1`, `original-innovation`.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// Weight among its siblings, in any scale; `null` when not published.
    #[serde(default)]
    pub weight: Option<f64>,
    /// How sure the weight is.
    #[serde(default)]
    pub weight_confidence: Option<Confidence>,
    /// Key of a reference of the pack.
    #[serde(default)]
    pub reference: Option<String>,
    /// How sure name and place in the tree are.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// `down` where a high score of the group lowers the score above it.
    #[serde(default)]
    pub direction: Direction,
    /// Share of weight that must have data, where it differs from the method's.
    #[serde(default)]
    pub minimum_coverage: Option<f64>,
    /// What stands in for unpublished weights in this group, where it differs from the
    /// method's.
    #[serde(default)]
    pub default_weight: Option<DefaultWeight>,
    /// How its children make its score, where it differs from the method's.
    #[serde(default)]
    pub aggregate: Option<Aggregate>,
    /// Where its children's weights come from, where it differs from the method's.
    #[serde(default)]
    pub weigh: Option<Weigh>,
    /// Remark for readers.
    #[serde(default)]
    pub note: Text,
    /// Identifiers of what this corresponds to elsewhere: items of another framework, goals.
    #[serde(default)]
    pub tags: Vec<String>,
    /// True when the list below is known to be partial, or not published at all.
    #[serde(default)]
    pub incomplete: bool,
    /// Groups below.
    #[serde(default)]
    pub groups: Vec<GroupSpec>,
    /// Indicators below.
    #[serde(default)]
    pub indicators: Vec<IndicatorSpec>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSpec {
    /// Identifier, unique in the framework: `1.4`.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// Unit of its value, a unit code of the packs.
    #[serde(default)]
    pub unit: Option<String>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// Weight among its siblings, in any scale; `null` when not published.
    #[serde(default)]
    pub weight: Option<f64>,
    /// How sure the weight is.
    #[serde(default)]
    pub weight_confidence: Option<Confidence>,
    /// How it is computed from fields; `null` where it is named but cannot be computed.
    #[serde(default)]
    pub formula: Option<String>,
    /// Low and high for the goalposts method.
    #[serde(default)]
    pub goalposts: Option<Goalposts>,
    /// The value aimed at, for distances to a target.
    #[serde(default)]
    pub target: Option<f64>,
    /// Column it is divided by.
    #[serde(default)]
    pub denominate: Option<Denominate>,
    /// How its missing values are estimated, where it differs from the method's.
    #[serde(default)]
    pub impute: Option<Impute>,
    /// What is done about its outliers, where it differs from the method's.
    #[serde(default)]
    pub treat: Option<Treat>,
    /// How it is brought to the scale, where it differs from the method's.
    #[serde(default)]
    pub normalise: Option<Normalise>,
    /// Key of a reference of the pack.
    #[serde(default)]
    pub reference: Option<String>,
    /// How sure name and formula are.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Remark for readers.
    #[serde(default)]
    pub note: Text,
    /// Identifiers of what this corresponds to elsewhere: items of another framework, goals.
    #[serde(default)]
    pub tags: Vec<String>,
    /// True when its definition is not published.
    #[serde(default)]
    pub unpublished: bool,
}

/// The value that gives the lowest score and the one that gives the highest (before the
/// direction turns them round): `low` is always the smaller number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goalposts {
    /// The smaller value.
    pub low: f64,
    /// The larger value.
    pub high: f64,
}
