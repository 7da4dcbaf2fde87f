//! The message catalogue: every sentence a user reads, by key, in both languages.
//!
//! The files in `locales/` are compiled in. An entry is either one text
//! (`{zh, en}`) or a message with `what`, `why` and `hint`. Placeholders are written
//! `{name}`.
//!
//! Must not know: who asks, and where the sentence is shown.

mod catalogue;
mod fill;
mod number;

pub use catalogue::{Catalogue, Entry, LocaleError, Message, catalogue};
pub use fill::fill;
pub use number::{Amount, Written, amount, count, decimal, digits, percent};
