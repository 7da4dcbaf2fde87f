//! A first set, and a bound on every set.
//!
//! Again and again the partner that covers most of what is open (Chvátal 1979). The set is
//! at most `H(d)` times as large as the smallest one, `d` the most that one partner covers;
//! so the smallest has at least `size / H(d)` partners. Dividing each need's share of the
//! greedy set by `H(d)` gives the same bound as a dual solution; counting how many of the
//! largest partners are needed at least gives another. The higher of both holds.
//!
//! Must not know: which set is wanted in the end.

use super::task::{Musts, Task};

/// Partners that cover most of what is open, among those who can work with the chosen.
pub(super) fn greedy(task: &Task, most: usize, together: bool) -> Vec<usize> {
    let mut set: Vec<usize> = vec![];
    let mut open = task.all();
    while open != 0 && set.len() < most {
        let can = |own: &usize| {
            !together
                || !task.partners[*own]
                    .apart
                    .iter()
                    .any(|other| set.contains(other))
        };
        let free = (0..task.partners.len()).filter(can);
        let best = free.max_by(|x, y| {
            let (x_own, y_own) = (&task.partners[*x], &task.partners[*y]);
            let weight = |covers: Musts| (covers & open).count_ones();
            let more = weight(x_own.covers).cmp(&weight(y_own.covers));
            more.then(y_own.cost.total_cmp(&x_own.cost)).then(y.cmp(x))
        });
        match best.filter(|own| task.partners[*own].covers & open != 0) {
            Some(own) => {
                open &= !task.partners[own].covers;
                set.push(own);
            }
            None => break,
        }
    }
    set
}

/// Partners that every set has at least that covers these must-needs; all of them must be
/// covered by somebody.
pub(super) fn least(task: &Task, open: Musts, size_of_greedy: Option<usize>) -> usize {
    let most = task
        .partners
        .iter()
        .map(|own| (own.covers & open).count_ones())
        .max();
    let most = most.unwrap_or(0);
    if open == 0 || most == 0 {
        return 0;
    }
    let count = open.count_ones().div_ceil(most) as usize;
    let harmonic: f64 = (1..=most).map(|n| 1.0 / f64::from(n)).sum();
    let shared = size_of_greedy.map_or(0, |size| (size as f64 / harmonic - 1e-9).ceil() as usize);
    count.max(shared)
}
