//! An order for many units: from the order by net weight of all pairs, single units are
//! moved to their best place until no move is better (insertion search). A good order, not
//! proven the best. Deterministic; time grows with the square of the units per round.
//!
//! Source: A. Ali and M. Meilă, "Experiments with Kemeny ranking: what works when?",
//! *Mathematical Social Sciences* 64 (2012), local search from Borda's order.

use crate::aggregate::Support;

/// Gains smaller than this are noise.
const NOISE: f64 = 1e-12;

/// Rounds after which it stops in any case.
const ROUNDS: usize = 1000;

/// Places, 0 on top, of each unit; neighbours none of which beats another share theirs.
pub fn places(support: &Support, units: &[usize]) -> Vec<f64> {
    let order = order(support, units);
    let tied = |a: usize, b: usize| !support.beats(a, b) && !support.beats(b, a);
    let mut places = vec![0.0; units.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && order[start..end].iter().all(|unit| tied(*unit, order[end])) {
            end += 1;
        }
        let middle = (start + end - 1) as f64 / 2.0;
        for unit in &order[start..end] {
            let at = units.iter().position(|one| one == unit);
            places[at.unwrap_or_default()] = middle;
        }
        start = end;
    }
    places
}

/// The order found, from the top down.
pub fn order(support: &Support, units: &[usize]) -> Vec<usize> {
    let margin = |a: usize, b: usize| support.of(a, b) - 0.5;
    let net = |unit: usize| -> f64 { units.iter().map(|other| margin(unit, *other)).sum() };
    let mut order: Vec<(f64, usize)> = units.iter().map(|unit| (net(*unit), *unit)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut order: Vec<usize> = order.into_iter().map(|(_, unit)| unit).collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for from in 0..order.len() {
            let to = best_place(&order, from, margin);
            if to != from {
                let unit = order.remove(from);
                order.insert(to, unit);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    order
}

/// Where the unit at a place stands best, all others staying in order.
fn best_place(order: &[usize], from: usize, margin: impl Fn(usize, usize) -> f64) -> usize {
    let unit = order[from];
    let (mut best, mut to) = (NOISE, from);
    let mut gain = 0.0;
    for (at, other) in order[..from].iter().enumerate().rev() {
        gain += 2.0 * margin(unit, *other);
        if gain > best {
            (best, to) = (gain, at);
        }
    }
    gain = 0.0;
    for (at, other) in order.iter().enumerate().skip(from + 1) {
        gain += 2.0 * margin(*other, unit);
        if gain > best {
            (best, to) = (gain, at);
        }
    }
    to
}
