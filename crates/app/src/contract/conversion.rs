//! A framework taken from one form to another.

use julin_model::Diagnostic;
use serde::Serialize;

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Converted {
    /// The form read: `yaml`, `imeta`, `coin-tool`.
    pub from: String,
    /// The form written.
    pub to: String,
    /// Indicators read.
    pub indicators: usize,
    /// Units read.
    pub units: usize,
    /// Files written; none where an error left nothing sound.
    pub files: Vec<String>,
    /// What was found, and what the form written has no place for.
    pub diagnostics: Vec<Diagnostic>,
}
