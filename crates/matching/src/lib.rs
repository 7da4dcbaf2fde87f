//! Match: who needs what somebody else has, and why.
//!
//! Reading order: [`card`] (a need or an offer), [`pair`] (what stands between the two and
//! what speaks for them).
//!
//! Must not know: stores, packs, other engines, people's rights, the time.

pub mod card;
pub mod linear;
pub mod pair;

pub use card::Card;
