//! Whom a row is about: identifiers that check themselves, names that fold, and a
//! decision that says why.

pub mod name;
pub mod repeats;
pub mod resolve;
pub mod uscc;

pub use name::{NameKey, NameRules};
pub use repeats::{Repeats, Seen};
pub use resolve::{Because, Candidate, Claim, Resolution, resolve};
