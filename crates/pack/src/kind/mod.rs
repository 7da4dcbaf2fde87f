//! The base kinds: what may stand in which folder of a pack, as plain serde structs.
//!
//! One file per kind. Specs say what is written; references between them are checked
//! in [`crate::check`]. Must not know: what other crates' kinds mean.

pub mod at;
pub mod case;
pub mod crosswalk;
pub mod discrepancy;
pub mod entity;
pub mod fact;
pub mod field;
pub mod link;
pub mod manifest;
pub mod shapes;
pub mod source;
pub mod type_;
pub mod unit;
pub mod value;

pub use at::At;
pub use case::{CaseSpec, Cases};
pub use crosswalk::{Crosswalk, CrosswalkItem, CrosswalkList, CrosswalkRow};
pub use discrepancy::{Discrepancies, DiscrepancySpec, Saying};
pub use entity::{Defaults, Entities, EntitySpec, NameSpec};
pub use fact::{FactSpec, Facts};
pub use field::{Better, FieldSpec, FieldType, Fields, Rollup, Suggests};
pub use link::{LinkSpec, Links};
pub use manifest::{Manifest, Reference};
pub use shapes::Confidence;
pub use source::{SourceSpec, Sources};
pub use type_::{CodeSpec, RelationSpec, SchemeSpec, TypeSpec, Types};
pub use unit::Units;
pub use value::ValueSpec;

/// Folders read by this crate, in the order they are read.
pub const BASE: [&str; 11] = [
    "units",
    "types",
    "fields",
    "sources",
    "entities",
    "discrepancies",
    "facts",
    "links",
    "crosswalks",
    "cases",
    "names",
];

/// Folders whose files hold one document each, named by their path.
pub const ONE_PER_FILE: [&str; 1] = ["crosswalks"];
