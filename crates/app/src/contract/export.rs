//! Answers about lists made into files.

use super::JobState;
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::{Diagnostic, Lang};
use serde::Serialize;

/// A list as a file, being made or made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportView {
    /// Its number.
    pub id: i64,
    /// Address of the page whose rows it holds, with its filters.
    pub page: String,
    /// Language of its words.
    pub lang: Lang,
    /// How it stands.
    pub state: JobState,
    /// Somebody asked it to stop; it does so at its next step.
    pub stopping: bool,
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 until known.
    pub total: u64,
    /// What the list is called; empty until it is read.
    pub name: String,
    /// Rows of the list.
    pub rows: u64,
    /// Bytes of the file.
    pub size: u64,
    /// When it was asked for.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// When it is removed.
    pub until: DateTime<Utc>,
    /// What went wrong.
    pub error: Option<Diagnostic>,
}

/// The file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// What was exported.
    pub about: ExportView,
    /// The day of the office it was asked for.
    pub day: NaiveDate,
    /// The workbook.
    pub content: Vec<u8>,
}
