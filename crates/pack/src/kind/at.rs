//! Where something is said: a place in a source, or in an official text of the manifest.

use super::shapes::{IdShape, SpotShape};
use julin_model::{SourceId, Spot};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `{source: forum-2026, spot: L42, phrase: 首批}` or `{reference: gfgxf-2021-106, spot: §3}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// A source of this pack or of one it requires.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub source: Option<SourceId>,
    /// Key of an official text in this pack's manifest.
    #[serde(default)]
    pub reference: Option<String>,
    /// Where in it; for a reference the whole text when not given.
    #[serde(default)]
    #[schemars(with = "Option<SpotShape>")]
    pub spot: Option<Spot>,
    /// The words that stand there.
    #[serde(default)]
    pub phrase: Option<String>,
}
