//! Who meets whom, when and at which table.
//!
//! Reading order: [`spec`] (the input), `event` (the input checked, as numbers), `bound`
//! and `bound_by_slot` (what no schedule can exceed, and which pairs it would take),
//! `board` (a schedule being made), `insert` (one meeting more), `search` (the whole),
//! `exact` (small ones to the end), `relax` (what must give way), [`answer`], [`revise`]
//! (changes on the day), [`check`] (an answer checked from the input alone).
//!
//! Must not know: why two people should meet.

pub mod answer;
mod board;
mod bound;
mod bound_by_slot;
pub mod check;
mod event;
mod exact;
mod insert;
mod relax;
pub mod revise;
mod search;
pub mod spec;

pub use answer::{Meeting, Relaxation, ScheduleAnswer, schedule};
pub use revise::{Change, Revision, revise};
pub use spec::{Absence, Person, Rest, ScheduleSpec, Table, Wish, WishKind};
