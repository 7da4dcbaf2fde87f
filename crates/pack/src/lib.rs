//! Packs: content as data, read strictly and checked with file, line and column.
//!
//! Reading order: [`yaml`] (text → tree → structs), [`document`], [`kind`] (what may
//! stand in which folder), [`files`] and [`builtin`] (bytes), [`load`] with [`check`]
//! (references), [`pack`] (what others use), [`case`] and `case_files` (tests of packs), [`registry`]
//! and [`schema`] (kinds of other crates, editors).
//!
//! Must not know: what an indicator, a policy or any registered kind means.

pub mod builtin;
pub mod case;
mod case_files;
pub mod check;
mod declare;
pub mod document;
pub mod files;
pub mod kind;
pub mod load;
pub mod pack;
mod parts;
pub mod registry;
mod resolve;
pub mod schema;
mod suggest;
pub mod yaml;

pub use builtin::builtin;
pub use case::{CaseResult, Difference, Outcome, Runners, run_case, run_cases};
pub use case_files::CaseFiles;
pub use check::{Category, Names};
pub use document::{Document, Parsed, RawDocument, read_text};
pub use files::PackFiles;
pub use load::{Loaded, PackSource, load};
pub use pack::{Case, Discrepancy, Fact, Pack, PackEntity, PackLink, PackSourceItem};
pub use registry::{Registry, View};
