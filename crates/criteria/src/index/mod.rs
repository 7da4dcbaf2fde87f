//! Many rules at once: all rules against all rows ([`Batch`]), one row against all rules
//! and rules that come and go ([`Index`]).
//!
//! Answers are those of [`crate::tree::Tree::verdict`] over [`crate::table::Table::answer`].
//! Reading order: `plan` makes a rule ready, with `intervals` instead of comparisons and
//! words by their place in the alphabet (`shape`). For the batch, `ranks` and `slots` turn
//! numbers into ranks, `program` rules into steps over them; `block` and `lanes` work out
//! 64 rows at once, `prune` says which rules are worth it and in which order to look at
//! rows; `batch` drives, `part` is what comes out. For single rows, `bits` has bit rows
//! over the rules (in `lines`), `check` works out what those do not say, `live` drives.
//!
//! Must not know: texts of rules, stores, files.

mod batch;
mod bits;
mod block;
mod check;
mod intervals;
mod lanes;
mod lines;
mod live;
mod part;
mod plan;
mod program;
mod prune;
mod ranks;
mod shape;
mod slots;

pub use batch::Batch;
pub use live::{Index, RowRoom};
pub use part::{Answer, ByRow, Hit, Part};
