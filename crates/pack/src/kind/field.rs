//! `fields/*.yaml`: the dictionary of what can be said about an entity.

use super::shapes::{Confidence, IdShape};
use julin_model::{FieldId, Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The fields.
    pub fields: Vec<FieldSpec>,
}

/// What values a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// A number with a unit.
    Number,
    /// A word that reads the same in both languages: code, name, phrase of a document.
    Word,
    /// A text in both languages.
    Text,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// Another entity.
    Entity,
}

impl FieldType {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Word => "word",
            Self::Text => "text",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::Entity => "entity",
        }
    }
}

/// How values of parts make the value of the whole: enterprises to a park.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rollup {
    /// The values are added.
    Sum,
    /// The mean of the values.
    Mean,
    /// The largest value.
    Max,
    /// How many parts have a value.
    Count,
    /// The whole has a value of its own.
    #[default]
    None,
}

/// Which way values should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// What is shown of entities that have the field, where they are suggested for an axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggests {
    /// Fields shown, in order.
    #[serde(default)]
    #[schemars(with = "Vec<IdShape>")]
    pub fields: Vec<FieldId>,
    /// Types of links shown.
    #[serde(default)]
    pub links: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// Identifier: `revenue`.
    #[schemars(with = "IdShape")]
    pub id: FieldId,
    /// What it is called.
    pub label: Text,
    /// What values it takes.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Unit of its numbers, unless a value names another of the same dimension.
    #[serde(default)]
    pub unit: Option<String>,
    /// Types of entities it is said of; empty: any.
    #[serde(default)]
    #[schemars(with = "Vec<IdShape>")]
    pub of: Vec<TypeId>,
    /// How parts make the whole.
    #[serde(default)]
    pub rollup: Rollup,
    /// Code in official statistics.
    #[serde(default)]
    pub code: Option<String>,
    /// Below zero makes no sense.
    #[serde(default)]
    pub non_negative: bool,
    /// Which way its values should go: plans do not move them the other way unless there
    /// is no other. Of a flag, up is yes; of several words, up is more of them.
    #[serde(default)]
    pub better: Option<Better>,
    /// Several values at once are no conflict.
    #[serde(default)]
    pub many: bool,
    /// Its words are codes of titles that rules grant.
    #[serde(default)]
    pub titles: bool,
    /// Its values are codes or tags of groups and indicators: what has the field is
    /// suggested to those who are weak there.
    #[serde(default)]
    pub suggests: Option<Suggests>,
    /// Digits after the point when shown.
    #[serde(default)]
    pub decimals: Option<u8>,
    /// Other names met in headings.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Key of the official text that defines it.
    #[serde(default)]
    pub reference: Option<String>,
    /// How sure its definition is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Text,
}
