//! Files in, checked rows out: what stands between a spreadsheet and the store.
//!
//! Reading order: [`read`] (file → raw rows), [`heading`] and [`propose`] (what the
//! columns mean), [`mapping`] (that meaning, written down), [`check`] (cell → value),
//! [`plan`] (preview, and the stream of mapped rows), [`identity`] (whom a row is
//! about), [`error_copy`] (the bad rows handed back), [`document`] (texts).
//!
//! Must not know: the store, packs as files, HTTP, the terminal. Time comes in.

pub mod check;
pub mod dictionary;
pub mod document;
pub mod error;
pub mod error_copy;
pub mod heading;
pub mod identity;
pub mod mapping;
pub mod plan;
pub mod propose;
pub mod read;
pub mod totals;

pub use dictionary::{Dictionary, EntityKind, Field, FieldKind, Scheme, SchemeCheck, TableWords};
pub use error::{IntakeError, Problem};
pub use mapping::{ColumnRef, ColumnRule, IdentifierRule, Mapping, PercentStyle, PeriodRule};
pub use plan::{
    BadRow, Chunk, MappedRow, Preview, Progress, Request, RowItem, RowStream, preview, rows,
};
pub use propose::{ColumnProposal, Confidence, Proposal, Reason, Role};
pub use read::{FileFacts, Format, Input, OpenOptions, Table, open};
