//! A batch: one write that is done, or undone, as a whole.

use crate::{BatchId, SourceId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What kind of write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchKind {
    /// A table brought in.
    Import,
    /// Facts of a pack.
    Pack,
    /// Generated sample entities.
    Sample,
    /// Two entities found to be one.
    Merge,
}

impl BatchKind {
    /// The word used in files, tables and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Pack => "pack",
            Self::Sample => "sample",
            Self::Merge => "merge",
        }
    }
}

/// One write. Undoing it ends everything it brought; nothing is erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Given by the store.
    pub id: BatchId,
    /// What kind.
    pub kind: BatchKind,
    /// File name, pack id, or what was merged.
    pub title: String,
    /// The source it brought, if one.
    pub source: Option<SourceId>,
    /// Who did it.
    pub author: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// When it was undone, if it was.
    pub undone_at: Option<DateTime<Utc>>,
    /// Digest of everything that decided the outcome: bytes, mapping, options.
    pub input_digest: String,
    /// Counts and settings a person may want to see again, as JSON.
    pub summary: String,
}
