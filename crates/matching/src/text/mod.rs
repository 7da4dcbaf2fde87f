//! Find cards by words: both Chinese scripts, English, either language through a term base.
//!
//! Reading order: [`fold`] (what counts as the same character), [`tokens`] (words and pairs
//! of characters), [`terms`] (what means the same in other words), [`query`] (what is
//! wanted), [`index`] (where cards are kept); inside, `plan` (what a query is in this
//! index), `score` (BM25F), `rank` (the best cards), `explain` (the parts of a score);
//! [`snippet`] (the passage to show).
//!
//! Must not know: files, what a card is about, who may see it.

mod error;
mod explain;
pub mod fold;
pub mod index;
mod matched;
mod plan;
pub mod query;
mod rank;
mod schema;
mod score;
mod snapshot;
pub mod snippet;
mod stop_words;
pub mod terms;
pub mod tokens;
mod top;
mod writer;

pub use error::TextError;
pub use explain::{Hit, Part};
pub use fold::{Folded, fold, fold_mapped};
pub use index::{Found, TextIndex};
pub use query::{Kind, Query, Way};
pub use schema::{FieldId, FieldWeight, TextCard};
pub use snippet::{Snippet, snippet};
pub use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
pub use terms::{TermBase, TermGroup};
pub use writer::{Means, TextWriter};
