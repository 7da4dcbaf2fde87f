//! Match: who needs what somebody else has, and why.
//!
//! Reading order: [`card`] (a need or an offer), [`pair`] (what stands between the two and
//! what speaks for them), [`taxonomy`] (what cards are classified by), [`text`] (cards
//! found by words, in both scripts and languages),
//! [`evaluation`] (how well a search finds what people judged to be right); over many at
//! once [`assign`] (who gets whom), [`schedule`] (who meets whom, when and at which table),
//! [`place`] (which tenant is on which floor), [`cover`] (who together has what a problem
//! needs), with what they share in [`sets`].
//!
//! Must not know: stores, packs, other engines, people's rights, the time.

pub mod assign;
pub mod card;
pub mod cover;
pub mod evaluation;
pub mod linear;
pub mod pair;
pub mod place;
pub mod schedule;
pub mod sets;
pub mod taxonomy;
pub mod text;

pub use card::Card;
pub use taxonomy::TaxonomySpec;
