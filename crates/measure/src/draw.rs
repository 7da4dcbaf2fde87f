//! Drawing variants of an evaluation: what is not certain about a framework is varied,
//! and the units are scored again and again.
//!
//! Reading order: [`spec`] (what is varied, as people write it) → [`plan`] (the same,
//! checked: factors that own coordinates of the unit cube) → [`source`] (points of the
//! cube: [`splitmix`](julin_model::splitmix), [`sobol`]) → [`combination`] (the indicators, prepared once for
//! each combination of choices) → [`evaluate`] (points to scores and ranks: many draws
//! side by side, or one at a time by [`plain`]).
//!
//! A draw is a point of the unit cube: the same point gives the same scores, whoever
//! asks, in whatever order, on any number of threads.

pub mod check;
pub mod combination;
pub mod evaluate;
pub mod exponential;
pub mod flat;
pub mod gamma;
pub mod order;
pub mod plain;
pub mod plan;
pub mod sobol;
pub mod source;
pub mod spec;
pub mod tree;

/// Draws computed side by side.
pub const LANES: usize = 64;

/// One number for each of the draws computed side by side.
pub type Lane = [f64; LANES];
