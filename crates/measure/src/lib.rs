//! Composite indicators: from figures and a framework to scores, ranks and reasons.
//!
//! Reading order: [`spec`] (a framework as people write it) or [`tables`] (as analysts
//! write it) → [`framework`] (the engine's own shape) and [`matrix`] (the figures) →
//! [`run`], whose steps are [`inputs`], [`normalise`], [`weigh`], [`aggregate`],
//! [`coverage`] and [`rank`] → [`outcome`], [`missing`] and [`explain`].
//!
//! What is missing is never zero: it leaves the mean, lowers the coverage and is
//! listed; with too little coverage there is no score at all.
//!
//! Must not know: stores, files, packs, other engines, the time.

pub mod aggregate;
pub mod coverage;
pub mod explain;
pub mod framework;
pub mod inputs;
pub mod matrix;
pub mod missing;
pub mod normalise;
pub mod number;
pub mod outcome;
pub mod rank;
pub mod run;
pub mod spec;
mod spec_check;
pub mod tables;
pub mod weigh;

pub use framework::{Built, Framework, Input, Node, NodeId, NodeKind};
pub use matrix::{Column, ColumnKind, Matrix, MatrixError, Unit};
pub use missing::{Missing, MissingReason};
pub use outcome::{NodeOutcome, Outcome, UnitOutcome};
pub use run::score;
pub use spec::{
    Aggregate, Confidence, DefaultWeight, Direction, FrameworkSpec, Goalposts, GroupSpec,
    IndicatorSpec, Method, Normalise, NormaliseKind, Validity,
};
pub use tables::{Table, TablesOutcome, read_tables};
