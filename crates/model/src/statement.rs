//! A statement: one value of one record, with everything needed to judge it.

use crate::{
    BatchId, EntityId, FieldId, Locator, Period, SourceId, StatementId, Status, Told, Value,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One value somebody stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Record and column.
    pub id: StatementId,
    /// Whom it is about.
    pub entity: EntityId,
    /// Which field.
    pub field: FieldId,
    /// Narrower subject within the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The time it is about.
    pub period: Option<Period>,
    /// What is stated.
    pub value: Value,
    /// Unit of a number.
    pub unit: Option<String>,
    /// What kind of saying.
    pub status: Status,
    /// The source.
    pub source: SourceId,
    /// Series of the source.
    pub series: String,
    /// Where in the source.
    pub locator: Locator,
    /// How it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// The batch that brought it.
    pub batch: BatchId,
    /// When we learned it.
    pub recorded_at: DateTime<Utc>,
    /// When it stopped being in force, if it did (superseded, retracted or undone).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}
