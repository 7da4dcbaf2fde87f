//! `facts/*.yaml`: values, each with the place that says so.

use super::shapes::{BoundShape, Confidence, IdShape, PeriodShape, StatusShape};
use super::{At, Defaults, ValueSpec};
use julin_model::{Bound, EntityId, FieldId, Period, Status, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// What holds for each fact that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The facts.
    pub facts: Vec<FactSpec>,
}

/// One value of one field of one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Identifier of its own, where the source numbers its facts.
    #[serde(default)]
    pub id: Option<String>,
    /// Whom it is about; left out inside an entity.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub entity: Option<EntityId>,
    /// Which field.
    #[schemars(with = "IdShape")]
    pub field: FieldId,
    /// Narrower subject within the field.
    #[serde(default)]
    pub scope: Option<String>,
    /// The value.
    pub value: ValueSpec,
    /// Unit of a number, when not the field's.
    #[serde(default)]
    pub unit: Option<String>,
    /// The time it is about.
    #[serde(default)]
    #[schemars(with = "Option<PeriodShape>")]
    pub period: Option<Period>,
    /// What kind of saying; reported when not given.
    #[serde(default)]
    #[schemars(with = "Option<StatusShape>")]
    pub status: Option<Status>,
    /// How the teller bounded the number.
    #[serde(default)]
    #[schemars(with = "Option<BoundShape>")]
    pub bound: Bound,
    /// The words as told.
    #[serde(default)]
    pub raw: Option<String>,
    /// Who said it, when not the source itself.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub by: Option<EntityId>,
    /// Where it is said.
    #[serde(default)]
    pub at: Option<At>,
    /// Other places that say the same.
    #[serde(default)]
    pub also: Vec<At>,
    /// How sure the reading is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Remark on the reading.
    #[serde(default)]
    pub note: Text,
    /// The discrepancy it is part of.
    #[serde(default)]
    #[schemars(with = "Option<IdShape>")]
    pub discrepancy: Option<EntityId>,
    /// What the discrepancy rules: `true` to use, `false` not to use.
    #[serde(default)]
    pub preferred: Option<bool>,
}
