//! `crosswalks/*.yaml`: which items of several lists mean the same.

use super::At;
use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One crosswalk between lists; one per file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Identifier: the name of the file.
    pub id: String,
    /// Title.
    pub title: Text,
    /// The lists.
    pub lists: Vec<CrosswalkList>,
    /// The rows.
    pub rows: Vec<CrosswalkRow>,
    /// What a reader should know.
    #[serde(default)]
    pub note: Text,
}

/// One list of a crosswalk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkList {
    /// Identifier within the crosswalk.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Where it is stated.
    #[serde(default)]
    pub at: Option<At>,
    /// Its items.
    pub items: Vec<CrosswalkItem>,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkItem {
    /// Identifier, unique among all lists of the crosswalk.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Where it is stated.
    #[serde(default)]
    pub at: Option<At>,
}

/// Whether a row is stated by somebody or read by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A source says so.
    Told,
    /// Our reading.
    Inferred,
}

/// Items that correspond.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkRow {
    /// At most one item of each list; `null` or nothing where a list has none.
    pub items: Vec<Option<String>>,
    /// Remark.
    #[serde(default)]
    pub note: Text,
    /// Stated or inferred.
    pub basis: Basis,
}
