//! Tenants on floors, so that partners of a chain are near each other.
//!
//! Reading order: [`spec`] (the input), `site` (the input checked, as numbers), [`limit`]
//! (what stops a tenant on a floor), `plan` (a placement being made), `search` (a good
//! one), `exact` (small ones to the end), `bound` (what none can exceed), `chance` (random
//! ones, for comparison), [`answer`], [`check`] (an answer checked from the input alone).
//!
//! Must not know: why partners belong together.

pub mod answer;
mod bound;
mod chance;
pub mod check;
mod exact;
pub mod limit;
mod plan;
mod search;
mod site;
pub mod spec;

pub use answer::{PlaceAnswer, Placed, Unplaced, place};
pub use limit::{Limit, Refusal};
pub use spec::{ChainEdge, Floor, Lease, Nearness, PlaceSpec, Tenant};
