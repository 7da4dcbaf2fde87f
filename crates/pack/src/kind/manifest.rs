//! `pack.yaml`: what a pack is, what it needs, which official texts it cites.

use chrono::NaiveDate;
use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The manifest of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Identifier: the name of the folder.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Version of the content.
    pub version: String,
    /// Packs whose words this one uses.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The day the content was last compared with its sources.
    #[schemars(with = "String")]
    pub checked_on: NaiveDate,
    /// Official texts cited, by key.
    #[serde(default)]
    pub references: BTreeMap<String, Reference>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Text,
}

/// An official text cited by the pack, of which no copy is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Title.
    pub title: Text,
    /// Who issued it.
    #[serde(default)]
    pub publisher: Text,
    /// Number of the document.
    #[serde(default)]
    pub number: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub url: Option<String>,
    /// When it was published, as precisely as known.
    #[serde(default)]
    pub published: Option<String>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Text,
}

impl Reference {
    /// The title with the number of the document, when it has one.
    pub fn numbered_title(&self) -> Text {
        let Some(number) = &self.number else {
            return self.title.clone();
        };
        let join = |title: &str, open: &str, close: &str| match title {
            "" => String::new(),
            title if title.contains(&**number) => title.to_owned(),
            title => format!("{title}{open}{number}{close}"),
        };
        Text::new(
            join(&self.title.zh, "（", "）"),
            join(&self.title.en, " (", ")"),
        )
    }
}
