//! The vocabulary every other crate speaks: who says what, about whom, about which
//! time, from which place in which source.
//!
//! Reading order: [`text`] and [`id`], then time and amounts ([`period`], [`unit`],
//! [`value`]), then what is known ([`entity`], [`source`], [`record`], [`statement`],
//! [`relation`], [`profile`]), then what is computed ([`run`], [`trace`],
//! [`diagnostic`]).
//!
//! Must not know: storage, packs, wire formats. Does no input or output.

pub mod batch;
pub mod clock;
pub mod diagnostic;
pub mod digest;
pub mod entity;
pub mod id;
pub mod period;
pub mod profile;
pub mod record;
pub mod relation;
pub mod run;
pub mod source;
pub mod splitmix;
pub mod statement;
pub mod text;
pub mod trace;
pub mod unit;
pub mod value;

pub use batch::{Batch, BatchKind};
pub use clock::{Clock, FixedClock, HandClock, SystemClock};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use digest::Digest;
pub use entity::{Entity, Name, NameKind};
pub use id::{BatchId, EntityId, FieldId, RecordId, SourceId, StatementId, TypeId};
pub use period::Period;
pub use profile::{Finding, Preference, Profile};
pub use record::{Column, Layout, Record, Told};
pub use relation::Relation;
pub use run::{Run, RunHead};
pub use source::{Locator, Source, SourceKind, Spot};
pub use statement::Statement;
pub use text::{Lang, Text};
pub use trace::Trace;
pub use unit::{Unit, UnitTable};
pub use value::{Bound, Status, Value};
