//! `types/*.yaml`: types of entities and of links.

use super::shapes::{IdShape, TextShape};
use julin_model::{Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of types.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Types {
    /// Types of entities.
    #[serde(default)]
    pub types: Vec<TypeSpec>,
    /// Types of links.
    #[serde(default)]
    pub relations: Vec<RelationSpec>,
}

/// A type of entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeSpec {
    /// Identifier: `park`.
    #[schemars(with = "IdShape")]
    pub id: TypeId,
    /// What one of it is called.
    #[schemars(with = "TextShape")]
    pub label: Text,
}

/// A type of link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationSpec {
    /// Identifier: `located_in`.
    pub id: String,
    /// Read from the first end: located in.
    #[schemars(with = "TextShape")]
    pub label: Text,
    /// Read from the second end: is the place of.
    #[schemars(with = "TextShape")]
    pub reverse: Text,
}
