//! `links/*.yaml`: dated, sourced links between entities.

use super::shapes::{Confidence, IdShape, PeriodShape};
use super::{At, Defaults};
use julin_model::{EntityId, Period, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// What holds for each link that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The links.
    pub links: Vec<LinkSpec>,
}

/// One link. Inside an entity one end is left out: it is the entity itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    /// Identifier; made of the ends and the type when not given.
    #[serde(default)]
    pub id: Option<String>,
    /// What kind of link.
    #[serde(rename = "type")]
    pub kind: String,
    /// The end it starts from.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub from: Option<EntityId>,
    /// The end it points to.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub to: Option<EntityId>,
    /// When it held.
    #[serde(default)]
    #[schemars(with = "Option<PeriodShape>")]
    pub period: Option<Period>,
    /// Words about it: the role, the title.
    #[serde(default)]
    pub note: Text,
    /// Where it is said.
    #[serde(default)]
    pub at: Option<At>,
    /// How sure the reading is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
}
