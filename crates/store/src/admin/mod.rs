//! Looking after a store: bring it to this version, copy it to another place or
//! database, back it up, bring it back, check it.

mod backup;
mod copy;
pub(crate) mod migrate;
mod verify;

pub use backup::{Replace, backup, restore};
pub use copy::{Copied, copy};
pub use migrate::{Migrated, migrate};
pub use verify::{Dangling, Verification, verify};
