//! One meeting more: in a slot that is free, or one that is made free.
//!
//! Where two people have free slots but none in common, slots `a` and `b` are exchanged
//! along the chain of meetings that hang together by them (Kempe 1879; the step in
//! Vizing's and Kőnig's theorems on colouring edges). Where only tables lack, a meeting of
//! the slot moves to another.
//!
//! Must not know: whether the meeting pays.

use super::board::{Board, each};

/// Holds a pair that does not meet; false, and nothing changed, where no way was found.
pub(super) fn insert(board: &mut Board, pair: usize) -> bool {
    let own = board.event.pairs[pair];
    if board.slot(pair).is_some() || board.sated(own.a) || board.sated(own.b) {
        return false;
    }
    plain(board, pair) || beside(board, pair) || chains(board, pair)
}

/// In a slot that is free for both, the one with most tables left.
pub(super) fn plain(board: &mut Board, pair: usize) -> bool {
    let own = board.event.pairs[pair];
    let common = board.free(own.a) & board.free(own.b);
    let fitting = each(common).filter(|slot| board.tables(*slot) > 0 && board.fits(pair, *slot));
    // Of equal ones the first: `max_by_key` would take the last.
    let best = fitting.min_by_key(|slot| std::cmp::Reverse(board.tables(*slot)));
    if best.is_some() {
        board.put(pair, best);
    }
    best.is_some()
}

/// In a slot whose tables are full, after another meeting has moved out of it.
fn beside(board: &mut Board, pair: usize) -> bool {
    let own = board.event.pairs[pair];
    let common = board.free(own.a) & board.free(own.b);
    let full = each(common).filter(|slot| board.tables(*slot) == 0 && board.fits(pair, *slot));
    let full: Vec<usize> = full.collect();
    if full.is_empty() || (0..board.event.slots).all(|slot| board.tables(slot) == 0) {
        return false;
    }
    for slot in full {
        for person in 0..board.event.people.len() {
            let Some(other) = board.seat(person, slot) else {
                continue;
            };
            if board.fixed[other] || board.event.pairs[other].b == person {
                continue;
            }
            let mark = board.mark();
            board.put(other, None);
            let common = board.free(person) & board.free(board.event.pairs[other].b);
            let there = each(common)
                .find(|to| *to != slot && board.tables(*to) > 0 && board.fits(other, *to));
            if there.is_some() {
                board.put(other, there);
                if board.fits(pair, slot) {
                    board.put(pair, Some(slot));
                    return true;
                }
            }
            board.back(mark);
        }
    }
    false
}

/// By exchanging two slots along a chain.
fn chains(board: &mut Board, pair: usize) -> bool {
    let own = board.event.pairs[pair];
    for (stays, yields) in [(own.a, own.b), (own.b, own.a)] {
        let here = board.free(stays) & board.busy(yields);
        for to in each(here) {
            for from in each(board.free(yields)) {
                let mark = board.mark();
                if exchange(board, (yields, stays), (to, from)) {
                    if board.tables(to) > 0 && board.fits(pair, to) {
                        board.put(pair, Some(to));
                        return true;
                    }
                    board.back(mark);
                }
            }
        }
    }
    false
}

/// Exchanges two slots along the chain that starts with somebody's meeting in the first;
/// false, and nothing changed, where the chain reaches the other person or somebody on it
/// is not free to change.
fn exchange(board: &mut Board, (start, other): (usize, usize), (a, b): (usize, usize)) -> bool {
    let mut chain = vec![];
    let (mut person, mut slot) = (start, a);
    while let Some(pair) = board.seat(person, slot) {
        if board.fixed[pair] {
            return false;
        }
        chain.push(pair);
        let own = board.event.pairs[pair];
        person = if own.a == person { own.b } else { own.a };
        slot = a + b - slot;
        if person == other || chain.len() > board.event.people.len() {
            return false;
        }
    }
    // Only the two ends change their slots; whoever is between has both.
    let turned = |person: usize| board.busy(person) ^ (1 << a) ^ (1 << b);
    let more = chain.len() % 2;
    let room = more == 0 || board.tables(b) > 0;
    if chain.is_empty()
        || !room
        || !board.may(start, turned(start))
        || !board.may(person, turned(person))
    {
        return false;
    }
    let slots: Vec<usize> = chain.iter().filter_map(|pair| board.slot(*pair)).collect();
    for pair in &chain {
        board.put(*pair, None);
    }
    for (pair, slot) in chain.iter().zip(slots) {
        board.put(*pair, Some(a + b - slot));
    }
    true
}
