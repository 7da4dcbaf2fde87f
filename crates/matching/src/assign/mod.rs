//! Who gets whom: the most valuable assignment ([`value`]) and the stable one
//! ([`stable`]), both with capacities, each with a checker that shares no code with it
//! ([`check`]).
//!
//! Must not know: what is assigned; where values and preferences come from.

pub mod check;
pub(crate) mod flow;
pub mod stable;
pub mod value;

pub use stable::{StableAnswer, StableSpec, stable};
pub use value::{AssignAnswer, AssignSpec, assign};
