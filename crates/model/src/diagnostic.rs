//! Diagnostics: what is wrong, where, and what to do, as a code with arguments.
//!
//! The sentences live in the message catalogue (`locales/`), one entry per code with
//! `what`, `why` and `hint` in both languages.

use crate::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Works, but a person should look.
    Warning,
    /// This part did not work; the rest went on.
    Error,
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// File, relative to what the user named.
    pub file: String,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Line or row, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Key into the message catalogue: `pack.unknown-key`.
    pub code: String,
    /// How bad.
    pub severity: Severity,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What the message's `{placeholders}` stand for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &str) -> Self {
        Self::new(code, Severity::Error)
    }

    /// A warning.
    pub fn warning(code: &str) -> Self {
        Self::new(code, Severity::Warning)
    }

    /// A note.
    pub fn note(code: &str) -> Self {
        Self::new(code, Severity::Note)
    }

    fn new(code: &str, severity: Severity) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            place: None,
            args: BTreeMap::new(),
        }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds an argument that has a text of its own in each language: `name`, and
    /// `name.en` where the English one differs.
    #[must_use]
    pub fn with_text(self, name: &str, value: &Text) -> Self {
        let (zh, en) = (value.get(Lang::Zh), value.get(Lang::En));
        let told = self.with(name, zh);
        if en == zh {
            return told;
        }
        told.with(&format!("{name}.{}", Lang::En.code()), en)
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }

    /// A line (and column, if not 0) of a file.
    pub fn line(file: impl Into<String>, line: u64, column: u64) -> Self {
        let some = |n: u64| (n > 0).then_some(n);
        Self {
            file: file.into(),
            sheet: None,
            line: some(line),
            column: some(column),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, "[{sheet}]")?;
        }
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}
