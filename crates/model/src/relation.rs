//! A relation: a dated, sourced link between two entities.

use crate::{EntityId, Locator, Period, SourceId, Text};
use serde::{Deserialize, Serialize};

/// A link from one entity to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Stable identifier.
    pub id: String,
    /// What kind of link, declared by a pack: `part_of`, `signed_with`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The end the link starts from.
    pub from: EntityId,
    /// The end it points to.
    pub to: EntityId,
    /// When it held, as far as told.
    pub period: Option<Period>,
    /// Words about the link: the role, the title.
    #[serde(default)]
    pub note: Text,
    /// The source.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Locator,
    /// How sure the reader of the source was.
    #[serde(default)]
    pub confidence: Option<String>,
}
