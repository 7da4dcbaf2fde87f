//! Entities: whatever can be spoken about. Types come from packs.

use crate::{EntityId, Lang, Text, TypeId};
use serde::{Deserialize, Serialize};

/// One thing: a park, an enterprise, a person, an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Stable identifier.
    pub id: EntityId,
    /// Its type, declared by a pack.
    #[serde(rename = "type")]
    pub kind: TypeId,
    /// Preferred name.
    pub name: Text,
    /// Further names and official identifiers.
    #[serde(default)]
    pub names: Vec<Name>,
}

/// What kind of name a name is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// Another name in use.
    Alias,
    /// A shortened form.
    Short,
    /// A name it had before.
    Former,
    /// A misspelling or mishearing met in a source; found by search, never shown as a name.
    Noisy,
    /// An official identifier in a scheme: `uscc`, `torch`.
    Identifier(String),
}

/// One further name of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// What kind of name.
    pub kind: NameKind,
    /// The language it is in, when that can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The name as written.
    pub text: String,
}
