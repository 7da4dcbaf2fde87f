//! A figure as shown anywhere: value, unit, time, marks, and the way to its why.

use julin_model::{
    Bound, EntityId, FieldId, Locator, Period, Preference, SourceId, StatementId, Status, Text,
    TypeId, Value,
};
use serde::{Deserialize, Serialize};

/// An entity as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityLink {
    /// Identifier.
    pub id: EntityId,
    /// Type.
    #[serde(rename = "type")]
    pub kind: TypeId,
    /// Name.
    pub name: Text,
    /// Generated for practice, not real.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// One value with everything a reader needs to judge it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Field.
    pub field: FieldId,
    /// Name of the field.
    pub label: Text,
    /// Narrower subject, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What the scope is called.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub scope_label: Text,
    /// The value.
    pub value: Value,
    /// For values that point at an entity: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<EntityLink>,
    /// Unit code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Unit as written beside the figure.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub unit_label: Text,
    /// The time it is about.
    pub period: Option<Period>,
    /// Kind of saying.
    pub status: Status,
    /// How the teller bounded it.
    pub bound: Bound,
    /// As told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Others say something else about the same period.
    pub conflicting: bool,
    /// The statement; opens `why`.
    pub statement: StatementId,
}

/// A statement with its source, for lists of who said what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementView {
    /// The figure.
    pub figure: Figure,
    /// About whom.
    pub entity: EntityLink,
    /// The source.
    pub source: SourceLink,
    /// Where in it.
    pub locator: Locator,
    /// Who said it, if not the source itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<EntityLink>,
    /// Confidence of the reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// Remark on the reading.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// Other places that say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<CitedView>,
    /// The discrepancy it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discrepancy: Option<EntityLink>,
    /// The batch that brought it.
    pub batch: i64,
    /// When we learned it (RFC 3339).
    pub recorded_at: String,
    /// When it stopped being in force, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
}

/// A source as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLink {
    /// Identifier.
    pub id: SourceId,
    /// Title.
    pub title: Text,
    /// Publication date as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The text or table itself is held and can be opened.
    pub held: bool,
}

/// A place in a source, as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedView {
    /// The source.
    pub source: SourceLink,
    /// Where.
    pub locator: Locator,
}

/// All that is known of one field and scope of one entity: preferred first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingView {
    /// The statement shown.
    pub preferred: StatementView,
    /// Why this one.
    pub because: Preference,
    /// Others about the same period.
    pub others: Vec<StatementView>,
    /// One of the others says something else.
    pub conflicting: bool,
    /// Earlier periods, newest first.
    pub earlier: Vec<StatementView>,
}
