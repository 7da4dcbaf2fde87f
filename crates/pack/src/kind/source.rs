//! `sources/*.yaml`: documents and tables the pack rests on.

use super::shapes::{IdShape, SourceKindShape};
use julin_model::{Source, SourceId, SourceKind, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The sources.
    pub sources: Vec<SourceSpec>,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Identifier.
    #[schemars(with = "IdShape")]
    pub id: SourceId,
    /// What kind; a document when not given.
    #[serde(default)]
    #[schemars(with = "Option<SourceKindShape>")]
    pub kind: SourceKind,
    /// Title.
    pub title: Text,
    /// Who published it.
    #[serde(default)]
    pub publisher: Text,
    /// When it was published, as precisely as known.
    #[serde(default)]
    pub published: Option<String>,
    /// Under which terms it may be used.
    #[serde(default)]
    pub licence: Option<String>,
    /// Where it can be found.
    #[serde(default)]
    pub url: Option<String>,
    /// Name of the file, without folders.
    #[serde(default)]
    pub file: Option<String>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Editions of one publication share a series.
    pub series: String,
    /// Steps that turn the raw text into the cleaned one, by name, in order.
    #[serde(default)]
    pub cleaning: Vec<String>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Text,
}

impl SourceSpec {
    /// The source without the cleaning steps.
    pub fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            kind: self.kind,
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            published: self.published.clone(),
            licence: self.licence.clone(),
            url: self.url.clone(),
            file: self.file.clone(),
            sha256: self.sha256.clone(),
            series: self.series.clone(),
            note: self.note.clone(),
        }
    }
}
