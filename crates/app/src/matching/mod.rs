//! Match: what is needed and what is offered, pair by pair.

mod cards_file;
mod pairs;
mod texts;

pub use pairs::{PairsInput, match_pairs, pair_list};
