//! Answers about packs.

use julin_model::{Diagnostic, Locator, Text};
use serde::{Deserialize, Serialize};

/// A pack in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackLine {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Version.
    pub version: String,
    /// When its content was last checked against the originals.
    pub checked_on: Option<String>,
    /// Digest over its files.
    pub digest: String,
    /// How many of each kind it holds: kind, count.
    pub contents: Vec<(String, u32)>,
    /// Its facts are in the store in this version.
    pub loaded: bool,
}

/// A pack with what it cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackView {
    /// The line.
    pub line: PackLine,
    /// References: key, title, number, address.
    pub references: Vec<ReferenceView>,
    /// Crosswalks.
    pub crosswalks: Vec<CrosswalkView>,
    /// Frameworks: id and title.
    pub frameworks: Vec<(String, Text)>,
    /// Cases run just now.
    pub cases: Vec<CaseView>,
    /// Findings of the check.
    pub diagnostics: Vec<Diagnostic>,
}

/// A cited official text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceView {
    /// Key.
    pub key: String,
    /// Title.
    pub title: Text,
    /// Document number.
    pub number: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Publication date.
    pub published: Option<String>,
    /// Who issued it.
    pub publisher: Text,
    /// Remark.
    pub note: Text,
}

/// Parallel lists and how their items answer to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrosswalkView {
    /// `<pack>/<name>`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// The lists.
    pub lists: Vec<(String, Text)>,
    /// Rows: one item (or none) per list, with the basis.
    pub rows: Vec<CrosswalkRow>,
}

/// An item: identifier, label and, where told, source and place.
pub type CrosswalkItem = (String, Text, Option<(String, Locator)>);

/// Items that answer to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrosswalkRow {
    /// Item id, label and place, one per list.
    pub items: Vec<Option<CrosswalkItem>>,
    /// `told` or `inferred`.
    pub basis: String,
    /// Remark.
    pub note: Text,
}

/// The outcome of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Held.
    pub passed: bool,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Where the expectation comes from.
    pub from: Text,
}
