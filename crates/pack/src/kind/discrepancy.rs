//! `discrepancies/*.yaml`: where sources disagree, and which value to use.

use super::At;
use super::shapes::{Confidence, IdShape};
use julin_model::{EntityId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of discrepancies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discrepancies {
    /// The discrepancies.
    pub discrepancies: Vec<DiscrepancySpec>,
}

/// One disagreement. It becomes an entity of type `discrepancy`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscrepancySpec {
    /// Identifier.
    #[schemars(with = "IdShape")]
    pub id: EntityId,
    /// What kind of disagreement, in the pack's own words: `naming-variant`.
    pub kind: String,
    /// Whom it is about.
    #[schemars(with = "Vec<IdShape>")]
    pub subjects: Vec<EntityId>,
    /// What is said where.
    pub says: Vec<Saying>,
    /// Why they cannot all be right.
    pub why: Text,
    /// What to use.
    #[serde(rename = "use")]
    pub ruling: Text,
    /// How sure that is.
    pub confidence: Confidence,
}

/// One side of a disagreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// What is said.
    pub text: Text,
    /// Where.
    pub at: At,
}
