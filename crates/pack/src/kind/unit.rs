//! `units/*.yaml`: units of measurement.

use super::shapes::UnitShape;
use julin_model::Unit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// The units.
    #[schemars(with = "Vec<UnitShape>")]
    pub units: Vec<Unit>,
}
