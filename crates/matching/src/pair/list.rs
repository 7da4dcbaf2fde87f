//! The offers for a need, in the order a person should look at them.
//!
//! Must not know: where offers come from.

use super::score::Match;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Cards at the head of a list that leave room for other parties.
const HEAD: usize = 10;

/// Puts matches in order, each with what its caller knows it by: what nothing stands
/// against first, then by score, then by name. `party` says whose an offer is; of one party
/// there are at most so many among the first ten, the others follow them.
pub fn in_order<'p, K>(
    mut found: Vec<(K, Match)>,
    party: impl Fn(&K) -> &'p str,
    most_of_one: usize,
) -> Vec<(K, Match)> {
    found.sort_by(|(_, a), (_, b)| order(a, b));
    let mut seen = BTreeMap::<&str, usize>::new();
    let (mut head, mut rest) = (Vec::new(), Vec::new());
    for (known, own) in found {
        let whose = party(&known);
        let many = seen.entry(whose).or_default();
        let has_room = whose.is_empty() || *many < most_of_one;
        if head.len() < HEAD && !own.is_blocked() && has_room {
            *many += 1;
            head.push((known, own));
        } else {
            rest.push((known, own));
        }
    }
    head.append(&mut rest);
    head
}

fn order(a: &Match, b: &Match) -> Ordering {
    let blocked = a.is_blocked().cmp(&b.is_blocked());
    let score = b.score.total_cmp(&a.score);
    blocked.then(score).then_with(|| a.offer.cmp(&b.offer))
}
