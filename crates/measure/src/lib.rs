//! Composite indicators: from figures and a framework to scores, ranks and reasons.
//!
//! Reading order: [`spec`] (a framework as people write it) with its [`recipe`], or
//! [`tables`] (as analysts write it) → [`framework`] (the engine's own shape) and
//! [`matrix`] (the figures) → [`mod@prepare`] (the steps on indicators: [`inputs`],
//! [`mod@screen`], [`mod@denominate`], [`mod@impute`], [`mod@treat`], [`normalise`]) → [`run`] (the
//! steps on groups: [`weigh`], [`aggregate`], [`coverage`], [`rank`]) → [`outcome`],
//! [`stage`], [`stage_table`], [`missing`] and [`explain`] → reasons: [`mod@compare`],
//! [`mod@what_if`], [`levers`], [`mod@contributions`], [`peer`]. Several years: [`panel`].
//!
//! Beside them, without a framework: [`mod@target`] (plans, paths, forecasts) and [`survey`]
//! (answers of members, shown only as groups).
//!
//! On top of an outcome: [`mod@audit`] looks at it as a statistician. Beside everything:
//! [`convert`] takes a framework from one form to another.
//!
//! What is missing is never zero: it leaves the mean, lowers the coverage and is
//! listed; with too little coverage there is no score at all.
//!
//! Must not know: stores, files, packs, other engines, the time.

pub mod aggregate;
pub mod audit;
pub mod compare;
pub mod contributions;
pub mod convert;
pub mod coverage;
pub mod denominate;
pub mod draw;
mod eigen;
pub mod explain;
pub mod framework;
pub mod impute;
pub mod inputs;
pub mod levers;
pub mod matrix;
pub mod missing;
pub mod normalise;
pub mod number;
pub mod outcome;
pub mod panel;
pub mod peer;
pub mod prepare;
pub mod rank;
pub mod recipe;
mod rescore;
pub mod run;
pub mod screen;
pub mod sensitivity;
pub mod spec;
mod spec_check;
pub mod stage;
pub mod stage_table;
pub mod statistics;
pub mod survey;
pub mod tables;
pub mod target;
pub mod treat;
pub mod uncertainty;
pub mod weigh;
pub mod what_if;

pub use audit::{Audit, AuditInput, LeftOut, Limits, audit};
pub use compare::{Cause, Comparison, Crosswalk, Part, Side, compare};
pub use framework::{Built, Framework, Input, Node, NodeId, NodeKind, Steps};
pub use matrix::{Column, ColumnKind, Matrix, MatrixError, Unit};
pub use missing::{Missing, MissingReason};
pub use outcome::{NodeOutcome, Outcome, UnitOutcome};
pub use panel::{Panel, score_panel};
pub use recipe::{
    Aggregate, AggregateKind, Denominate, Frame, Impute, ImputeKind, Level, Method, Normalise,
    NormaliseKind, PairComparison, Screen, ScreenRule, Treat, TreatKind, TreatStep, Weigh,
    WeighKind,
};
pub use run::score;
pub use spec::{
    Confidence, DefaultWeight, Direction, FrameworkSpec, Goalposts, GroupSpec, IndicatorSpec,
    Validity,
};
pub use stage::{Prepared, Stage, Step};
pub use stage_table::{Mark, StageTable};
pub use tables::{PanelOutcome, Table, TablesOutcome, read_panel, read_tables};
pub use treat::{Shape, Treated};
pub use what_if::{Answer, ChangeSet, what_if};
