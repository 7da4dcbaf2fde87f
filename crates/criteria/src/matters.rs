//! Which clauses an answer rests on: for a yes those that make it, for a no those that
//! stand in the way, for an unknown those that are open.
//!
//! Must not know: what the clauses ask.

use crate::condition::{Condition, Join};
use std::collections::BTreeSet;

/// The clauses the answer of a tree rests on.
pub fn matters(condition: &Condition, answer: &impl Fn(usize) -> Option<bool>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    walk(condition, answer, &mut found);
    found
}

fn walk(
    condition: &Condition,
    answer: &impl Fn(usize) -> Option<bool>,
    found: &mut BTreeSet<usize>,
) {
    let own = condition.answer(answer);
    let parts = condition.join.parts();
    // The answers of parts that explain the answer of the whole.
    let telling: &[Option<bool>] = match (&condition.join, own) {
        (Join::Clause(place), _) => {
            found.insert(*place);
            return;
        }
        (Join::All(_), Some(false)) => &[Some(false)],
        (Join::Any(_) | Join::None(_) | Join::AtLeast(..), Some(true))
            if !matches!(condition.join, Join::None(_)) =>
        {
            &[Some(true)]
        }
        (Join::None(_), Some(false)) => &[Some(true)],
        (Join::AtLeast(..), Some(false)) => &[Some(false)],
        (Join::All(_) | Join::Any(_) | Join::None(_), None) => &[None],
        // What fails already may be needed as well as what is open.
        (Join::AtLeast(..), None) => &[None],
        (Join::One(_), None) => &[None, Some(true)],
        _ => &[Some(true), Some(false), None],
    };
    for part in parts {
        if telling.contains(&part.answer(answer)) {
            walk(part, answer, found);
        }
    }
}
