//! The store: entities, sources, records, relations, runs and everything that was ever
//! written about them, in SQLite or PostgreSQL.
//!
//! Append and supersede. Every row that carries knowledge names the batch that brought
//! it; a batch is written in one transaction and undone as a whole; nothing is changed or
//! removed. What was known at a time are the rows of batches recorded by then and not
//! undone by then, less the records superseded by such batches.
//!
//! Reading order: [`Store`], [`Tx`], then one file per noun. SQL lives in this crate alone.
//! Must not know: engines, packs, files, the time of day.

mod admin;
mod batch;
mod bulk;
mod census;
mod digest;
mod draft;
mod entity;
mod error;
mod export;
pub mod follow;
mod grant;
mod layout;
mod merge;
mod mute;
mod name;
mod normal;
mod pack;
mod record;
mod relation;
mod review;
mod row_error;
mod run;
mod source;
mod sql;
mod statement;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod touched;
mod tx;
mod upsert;
mod url;
mod values;

pub use admin::{
    Copied, Dangling, Migrated, Replace, Verification, backup, copy, migrate, restore, verify,
};
pub use batch::NewBatch;
pub use draft::{Draft, NewDraft};
pub use entity::{EntityCount, EntityFilter, EntityLine};
pub use error::StoreError;
pub use export::{ExportEnd, KeptExport, NewExport};
pub use grant::GrantEvent;
pub use mute::{Mute, NewMute};
pub use name::{Match, NameHit};
pub use normal::normalise;
pub use pack::LoadedPack;
pub use record::KeyedRecord;
pub use review::{NewReview, Review, Verdict};
pub use row_error::RowError;
pub use statement::StatementFilter;
pub use store::Store;
pub use touched::{Span, Touched};
pub use tx::Tx;
pub use upsert::{IncomingEntity, IncomingRow, Repeated, UpsertCount, UpsertTarget};
pub use url::Backend;
