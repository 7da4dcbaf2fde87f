//! A consortium: the smallest set of partners that covers what a problem needs.
//!
//! Reading order: [`spec`] (the input), `task` (the input checked, as numbers), `tree` (the
//! best sets, by branch and bound), `partial` (the best where none covers all),
//! `greedy` (a first set, and a bound on every set),
//! [`gap`] (what is missing and why), [`answer`], [`check`] (an answer checked from the
//! input alone).
//!
//! Must not know: what a capability is.

pub mod answer;
pub mod check;
pub mod gap;
mod greedy;
mod partial;
pub mod spec;
mod task;
mod tree;

pub use answer::{Consortium, CoverAnswer, cover};
pub use gap::Gap;
pub use spec::{Capability, CoverSpec, Need, Partner};
