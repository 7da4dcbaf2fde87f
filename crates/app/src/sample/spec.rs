//! What is generated for practice: `packs/<pack>/samples/<id>.yaml`.

use chrono::NaiveDate;
use julin_model::{FieldId, Period, Text, TypeId};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A set of generated entities.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleSpec {
    /// What it is called.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub title: Text,
    /// Type of the generated entities.
    #[schemars(with = "String")]
    pub entity_type: TypeId,
    /// Name pattern; `{n}` is the running number.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub name: Text,
    /// A relation from each generated entity to one that exists.
    pub link: LinkSpec,
    /// The period of the figures.
    #[schemars(with = "String")]
    pub period: Period,
    /// Numbers of earlier years, where they are wanted.
    #[serde(default)]
    pub history: Option<History>,
    /// The figures; a share must stand after the field it is a share of.
    pub fields: Vec<FieldSpec>,
}

/// Numbers of earlier years: each is the next year's divided by a factor of growth.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// How many earlier years.
    pub years: u32,
    /// Smallest factor.
    pub from: f64,
    /// Largest factor.
    pub to: f64,
}

/// A relation to an existing entity.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SampleLinkSpec")]
pub struct LinkSpec {
    /// Type of the relation.
    #[serde(rename = "type")]
    pub kind: String,
    /// Type of the entities pointed at.
    #[schemars(with = "String")]
    pub to_type: TypeId,
}

/// How one figure is drawn.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "SampleFieldSpec")]
pub enum FieldSpec {
    /// Log-normal around a median.
    Drawn(Drawn),
    /// A share of a field drawn before.
    Share(Share),
    /// Yes or no.
    Flag(Flag),
    /// A day.
    Day(Day),
    /// One of some words.
    Word(Word),
    /// Several words at once, or none.
    Set(Set),
}

/// Log-normal around a median.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// Half of the enterprises are below.
    pub median: f64,
    /// Standard deviation of the natural logarithm.
    pub spread: f64,
    /// Decimals kept.
    pub decimals: u8,
}

/// A share of a field drawn before, evenly between two bounds.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// The field it is a share of.
    #[schemars(with = "String")]
    pub share_of: FieldId,
    /// Smallest share.
    pub from: f64,
    /// Largest share.
    pub to: f64,
    /// Decimals kept.
    pub decimals: u8,
}

/// Yes or no.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// Share of yes.
    pub true_share: f64,
}

/// A day, evenly between two.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// First day.
    #[schemars(with = "String")]
    pub first: NaiveDate,
    /// Last day.
    #[schemars(with = "String")]
    pub last: NaiveDate,
}

/// One of some words, each as likely.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// The words.
    pub one_of: Vec<String>,
}

/// Words, each with its own share; none at all is written as the empty set.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// Share of entities that have the word.
    pub shares: BTreeMap<String, f64>,
}

impl FieldSpec {
    /// The field that is drawn.
    pub fn field(&self) -> &FieldId {
        match self {
            Self::Drawn(drawn) => &drawn.field,
            Self::Share(share) => &share.field,
            Self::Flag(flag) => &flag.field,
            Self::Day(day) => &day.field,
            Self::Word(word) => &word.field,
            Self::Set(set) => &set.field,
        }
    }
}
