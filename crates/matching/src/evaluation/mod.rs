//! How well a search finds what people judged to be right.
//!
//! Reading order: [`read`] (queries, judgements and documents as the field writes them),
//! [`measures`] (what one answer is worth), [`summary`] (over all queries, with intervals).
//!
//! Must not know: how the answers came about.

pub mod measures;
pub mod read;
pub mod summary;

pub use measures::{Measures, measures};
pub use read::{Document, Judgements, Read, Topic, documents, judgements, run_lines, topics};
pub use summary::{Answer, Figure, Summary, summary};
