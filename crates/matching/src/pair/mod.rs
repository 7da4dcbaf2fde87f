//! Needs and offers, pair by pair.
//!
//! Reading order: [`spec`] (what is written), [`compiled`] (made ready), [`like`] (how like
//! two cards are), [`weights`] (what that is worth, learned), [`score`] (one pair), [`list`]
//! (all offers for a need).
//!
//! Must not know: how texts are searched; sets of more than two.

pub mod compiled;
pub mod like;
pub mod list;
pub mod score;
pub mod spec;
pub mod weights;

pub use compiled::{Compiled, Pairing, Side};
pub use like::Surroundings;
pub use list::in_order;
pub use score::{Blocker, Match, Part};
pub use spec::PairSpec;
pub use weights::{Told, Weights};
