//! `entities/*.yaml`: who and what there is.

use super::shapes::{IdShape, LangShape, StatusShape};
use super::{At, FactSpec, LinkSpec};
use julin_model::{EntityId, Lang, Status, Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of entities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entities {
    /// What holds for each item that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The entities.
    pub entities: Vec<EntitySpec>,
}

/// What holds for every item of a file that does not say otherwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Where it is said.
    #[serde(default)]
    pub at: Option<At>,
    /// What kind of saying.
    #[serde(default)]
    #[schemars(with = "Option<StatusShape>")]
    pub status: Option<Status>,
}

/// One entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitySpec {
    /// Identifier.
    #[schemars(with = "IdShape")]
    pub id: EntityId,
    /// Its type.
    #[serde(rename = "type")]
    #[schemars(with = "IdShape")]
    pub kind: TypeId,
    /// Preferred name.
    pub name: Text,
    /// Further names and official identifiers.
    #[serde(default)]
    pub names: Vec<NameSpec>,
    /// Where it is spoken of; also holds for its facts and links that name no place.
    #[serde(default)]
    pub at: Option<At>,
    /// What is said about it.
    #[serde(default)]
    pub facts: Vec<FactSpec>,
    /// Its links.
    #[serde(default)]
    pub links: Vec<LinkSpec>,
}

/// What kind of name a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NameWord {
    /// Another name in use.
    Alias,
    /// A shortened form.
    Short,
    /// A name it had before.
    Former,
    /// A misspelling met in a source.
    Noisy,
    /// An official identifier; needs a scheme.
    Identifier,
}

/// One further name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameSpec {
    /// What kind of name.
    pub kind: NameWord,
    /// Scheme of an identifier: `uscc`.
    #[serde(default)]
    pub scheme: Option<String>,
    /// The name as written.
    pub text: String,
    /// The language it is in.
    #[serde(default)]
    #[schemars(with = "Option<LangShape>")]
    pub lang: Option<Lang>,
}
