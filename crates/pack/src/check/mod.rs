//! Checks of the base kinds: references, values, evidence; what is found sound becomes
//! the model's types. Must not know: what other crates' kinds mean.

mod discrepancies;
mod entities;
mod facts;
mod file;
mod labels;
mod lists;
mod names;
mod values;

pub use names::{Category, Declared, Names};

pub(crate) use discrepancies::resolve_discrepancies;
pub(crate) use entities::{resolve_entities, resolve_links};
pub(crate) use facts::resolve_facts;
pub(crate) use file::Checked;
pub(crate) use labels::missing_labels;
pub(crate) use lists::{check_crosswalk, check_fields, check_manifest, check_types, check_units};
