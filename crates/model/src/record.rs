//! A record: one row or passage of a source about one entity and one period.
//!
//! Records are stored, statements are read from them. A table of a million rows and
//! twelve columns is a million records sharing one layout, not twelve million rows.

use crate::{Bound, EntityId, FieldId, Locator, Period, RecordId, SourceId, Status, Value};
use serde::{Deserialize, Serialize};

/// What one position of a record's values means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Column {
    /// The field of the dictionary.
    pub field: FieldId,
    /// Narrower subject within the field (`above-scale-enterprises`); values of
    /// different scopes are never compared as if they were one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Unit of the numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Column number in the file, A = 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Heading in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
}

/// The columns shared by the records of one table or one kind of passage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Layout {
    /// In the order of [`Record::values`].
    pub columns: Vec<Column>,
    /// Sheet the rows stand on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// How a passage told its value, beyond the value itself. Rows of tables have none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The words as told: 超过9.4万亿元.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// How the teller bounded the number.
    #[serde(skip_serializing_if = "is_exact")]
    pub bound: Bound,
    /// Who said it, when that is not the source itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<EntityId>,
    /// How sure the reader of the source was: `high`, `medium`, `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// Remark on the reading.
    #[serde(skip_serializing_if = "crate::Text::is_empty")]
    pub note: crate::Text,
    /// Other places that say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Cited>,
    /// The discrepancy this statement is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discrepancy: Option<EntityId>,
    /// Set by a discrepancy: `true` for the statement to use, `false` for one not to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred: Option<bool>,
}

fn is_exact(bound: &Bound) -> bool {
    *bound == Bound::Exact
}

/// A place in a named source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The source.
    pub source: SourceId,
    /// Where in it.
    pub locator: Locator,
}

/// One row or passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Given by the store; 0 before it is stored.
    pub id: RecordId,
    /// Whom it is about.
    pub entity: EntityId,
    /// The time it is about, when told.
    pub period: Option<Period>,
    /// The source.
    pub source: SourceId,
    /// Where in the source; the column of a cell comes from the layout.
    pub locator: Locator,
    /// What kind of saying.
    pub status: Status,
    /// Values in the order of the layout; `None` where the source is silent.
    pub values: Vec<Option<Value>>,
    /// How it was told, for passages.
    pub told: Option<Told>,
    /// A key of its own within the series, for sources that number their facts.
    pub key: Option<String>,
}
