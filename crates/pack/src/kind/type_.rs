//! `types/*.yaml`: types of entities and of links.

use super::shapes::IdShape;
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
    /// What scopes and other codes of the content are called.
    #[serde(default)]
    pub codes: Vec<CodeSpec>,
}

/// A type of entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeSpec {
    /// Identifier: `park`.
    #[schemars(with = "IdShape")]
    pub id: TypeId,
    /// What one of it is called.
    pub label: Text,
    /// Headings of columns that name one: 企业名称, Company name.
    #[serde(default)]
    pub name_headings: Vec<String>,
    /// Official identifiers it can have.
    #[serde(default)]
    pub identifiers: Vec<SchemeSpec>,
}

/// A scheme of official identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeSpec {
    /// Identifier of the scheme: `uscc`.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Other headings that mean it.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// The check built in for it, if one: `uscc` (GB 32100-2015).
    #[serde(default)]
    pub check: Option<String>,
}

/// A code used in content and what it is called: a scope, a kind of discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeSpec {
    /// The code.
    pub id: String,
    /// What it is called.
    pub label: Text,
}

/// A type of link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationSpec {
    /// Identifier: `located_in`.
    pub id: String,
    /// Read from the first end: located in.
    pub label: Text,
    /// Read from the second end: is the place of.
    pub reverse: Text,
    /// What stands at the first end is counted into the second: firms into their zone.
    /// Fields with a `rollup` are added up along it.
    #[serde(default)]
    pub rolls_up: bool,
}
