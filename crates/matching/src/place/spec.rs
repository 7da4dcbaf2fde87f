//! What a placement is made of.
//!
//! Must not know: how it is made.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Floors, tenants, and who belongs near whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSpec {
    /// Day on which tenants move.
    pub day: NaiveDate,
    /// Floors of one or more buildings.
    pub floors: Vec<Floor>,
    /// Who is to be placed, also those who are there already.
    pub tenants: Vec<Tenant>,
    /// Who belongs near whom.
    #[serde(default)]
    pub edges: Vec<ChainEdge>,
    /// Pairs of hazard classes that never share a floor; a class may stand with itself.
    #[serde(default)]
    pub apart: Vec<[String; 2]>,
    /// How nearness falls with distance.
    #[serde(default)]
    pub nearness: Nearness,
    /// Distance between two buildings at ground level, in floors.
    #[serde(default = "between")]
    pub between: f64,
    /// Random placements to compare with.
    #[serde(default = "draws")]
    pub draws: u32,
    /// Seed of these and of the search.
    #[serde(default)]
    pub seed: u64,
    /// How long is searched: 1 is usual, more takes as many times as long, 0 only makes a
    /// first placement.
    #[serde(default = "effort")]
    pub effort: u32,
}

fn between() -> f64 {
    10.0
}

fn draws() -> u32 {
    200
}

fn effort() -> u32 {
    1
}

/// A floor.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Identifier.
    pub id: String,
    /// Building it is in.
    #[serde(default)]
    pub building: String,
    /// Floors above ground.
    pub level: i32,
    /// Area that can be let, m².
    pub area: f64,
    /// Load it bears, kN/m².
    #[serde(default)]
    pub load: f64,
    /// Power it has, kW.
    #[serde(default)]
    pub power: f64,
    /// Clear height, m.
    #[serde(default)]
    pub height: f64,
    /// What it has besides, such as process water or exhaust.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// Hazard classes that are allowed on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<String>,
    /// What is let to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leases: Vec<Lease>,
}

/// A part of a floor that is let to somebody who is not placed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lease {
    /// Area, m².
    pub area: f64,
    /// Power, kW.
    #[serde(default)]
    pub power: f64,
    /// Its hazard class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<String>,
    /// Its last day.
    pub until: NaiveDate,
}

/// Somebody to be placed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// Identifier.
    pub id: String,
    /// Area needed, m².
    pub area: f64,
    /// Load brought, kN/m².
    #[serde(default)]
    pub load: f64,
    /// Power needed, kW.
    #[serde(default)]
    pub power: f64,
    /// Height needed, m.
    #[serde(default)]
    pub height: f64,
    /// Services needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// Hazard class brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<String>,
    /// Floor where it is today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Last day of its lease: it stays until then. Without one it may be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_end: Option<NaiveDate>,
}

/// Two tenants that belong near each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainEdge {
    /// One of them.
    pub a: String,
    /// The other.
    pub b: String,
    /// How much it matters, from 0 up.
    pub weight: f64,
}

/// How nearness falls with the distance in floors; 1 on the same floor, never below 0.
/// Between buildings the way leads down, across and up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Nearness {
    /// `1 / (1 + distance / half)`: one half at the distance `half`, in floors.
    Half(f64),
    /// Falls evenly to 0 at this distance.
    Until(f64),
}

impl Default for Nearness {
    /// One half two floors apart: a stair's walk.
    fn default() -> Self {
        Self::Half(2.0)
    }
}
