//! Kemeny: the order of the units that agrees most with all pairs, `max Σ e(a, b)` over the
//! pairs with *a* above *b*, `e` the share of weight on the side of *a*.
//!
//! Source: J. G. Kemeny, "Mathematics without numbers", *Daedalus* 88 (1959); H. P. Young
//! and A. Levenglick, "A consistent extension of Condorcet's election principle", *SIAM
//! Journal on Applied Mathematics* 35 (1978); G. Munda and M. Nardo (2009), who rank
//! countries by it.
//!
//! The score is the number of units below. Where several orders are best, it is the mean
//! over all of them, so the order in which units are listed plays no part.
//!
//! Where every unit of a set beats every other unit, the set stands on top in each best
//! order (M. Truchon, "An extension of the Condorcet criterion and Kemeny orders", 1998).
//! So the units fall into knots that are solved one by one: up to [`exact::MOST`] units
//! exactly, larger ones by [`search`], which is told in a finding.
//!
//! Worked example: Condorcet's 60 voters. The orders *bca*, *abc*, *bac*, *cab*, *cba*, *acb*
//! have 104, 100, 94, 86, 80, 76 voices: *b* stands above 2, *c* above 1, *a* above 0.

pub mod exact;
pub mod search;

use super::{Aggregated, Support};
use julin_model::Diagnostic;

/// Scores of all units.
pub fn scores(support: &Support) -> Aggregated {
    let many = support.count();
    let mut below = vec![0.0; many];
    let (mut above, mut largest) = (0, 0);
    for knot in knots(support) {
        let places = if knot.len() > exact::MOST {
            largest = largest.max(knot.len());
            search::places(support, &knot)
        } else {
            exact::places(support, &knot)
        };
        for (unit, place) in knot.iter().zip(places) {
            below[*unit] = (many - 1 - above) as f64 - place;
        }
        above += knot.len();
    }
    let searched = (largest > 0).then(|| {
        Diagnostic::note("measure.kemeny-searched")
            .with("count", largest)
            .with("most", exact::MOST)
    });
    Aggregated {
        findings: searched.into_iter().collect(),
        ..Aggregated::clean(support.column(below))
    }
}

/// Sets of units from the top down, each unit of one beating each of the next; no set
/// can be divided further.
///
/// In the order of pairs won less pairs lost, a set of the first `k` of `n` beats all
/// others when these differences add up to `k (n - k)`: pairs within it add nothing.
fn knots(support: &Support) -> Vec<Vec<usize>> {
    let many = support.count();
    let side = |a, b| i64::from(support.beats(a, b)) - i64::from(support.beats(b, a));
    let net: Vec<i64> = (0..many)
        .map(|unit| (0..many).map(|other| side(unit, other)).sum())
        .collect();
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by_key(|unit| std::cmp::Reverse(net[*unit]));
    let (mut knots, mut open, mut sum) = (Vec::new(), Vec::new(), 0);
    for (at, unit) in order.into_iter().enumerate() {
        open.push(unit);
        sum += net[unit];
        if sum == ((at + 1) * (many - at - 1)) as i64 {
            knots.push(std::mem::take(&mut open));
        }
    }
    knots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::{CONDORCET, children};
    use proptest::prelude::*;

    #[test]
    fn the_worked_example() {
        let made = scores(&Support::new(3, &children(&CONDORCET), 0.0));
        assert_eq!((made.scores, made.findings), (vec![0.0, 2.0, 1.0], vec![]));
    }

    #[test]
    fn clear_majorities_are_knots_of_one() {
        let column: Vec<f64> = (0..200).map(|n| f64::from(n * 37 % 200)).collect();
        let pairs: [(f64, &[f64]); 1] = [(1.0, &column)];
        let support = Support::new(200, &children(&pairs), 0.0);
        assert_eq!(knots(&support).len(), 200);
        assert_eq!(scores(&support).scores, column);
    }

    #[test]
    fn all_alike_share_the_middle_and_a_large_knot_is_told() {
        let made = |units: usize| {
            let column = vec![7.0; units];
            let pairs: [(f64, &[f64]); 1] = [(1.0, &column)];
            scores(&Support::new(units, &children(&pairs), 0.0))
        };
        assert_eq!(made(5).scores, [2.0; 5]);
        let large = made(41);
        assert_eq!(large.scores, [20.0; 41]);
        assert_eq!(large.findings[0].code, "measure.kemeny-searched");
        assert_eq!(made(1).scores, [0.0]);
        assert!(made(0).scores.is_empty());
    }

    /// All orders of `0..many`.
    fn orders(many: usize) -> Vec<Vec<usize>> {
        if many == 0 {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for shorter in orders(many - 1) {
            for at in 0..many {
                let mut order = shorter.clone();
                order.insert(at, many - 1);
                all.push(order);
            }
        }
        all
    }

    fn agreement(support: &Support, order: &[usize]) -> f64 {
        let pairs = (0..order.len()).flat_map(|a| (a + 1..order.len()).map(move |b| (a, b)));
        pairs.map(|(a, b)| support.of(order[a], order[b])).sum()
    }

    /// Tries every order, in the mean over the best ones.
    fn brute_force(support: &Support) -> Vec<f64> {
        let many = support.count();
        let all = orders(many);
        let value = |order: &Vec<usize>| agreement(support, order);
        let best = all.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let (mut below, mut count) = (vec![0.0; many], 0.0);
        for order in all.iter().filter(|order| best - value(order) < 1e-9) {
            count += 1.0;
            for (place, unit) in order.iter().enumerate() {
                below[*unit] += (many - 1 - place) as f64;
            }
        }
        below.iter().map(|sum| sum / count).collect()
    }

    proptest! {
        #[test]
        fn exact_is_brute_force(
            columns in (1_usize..=6).prop_flat_map(|units| prop::collection::vec(
                (1_u8..5, prop::collection::vec(0_u8..6, units)), 1..6)),
        ) {
            let units = columns[0].1.len();
            let figures: Vec<(f64, Vec<f64>)> = columns
                .iter()
                .map(|(w, column)| (f64::from(*w), column.iter().map(|x| f64::from(*x)).collect()))
                .collect();
            let pairs: Vec<(f64, &[f64])> =
                figures.iter().map(|(w, column)| (*w, column.as_slice())).collect();
            let support = Support::new(units, &children(&pairs), 0.0);
            let (found, slow) = (scores(&support).scores, brute_force(&support));
            for (a, b) in found.iter().zip(&slow) {
                prop_assert!((a - b).abs() < 1e-9, "{found:?} {slow:?}");
            }
        }

        /// The search is never worse than the plain order by net majorities, and no single
        /// move betters it.
        #[test]
        fn a_searched_order_cannot_be_bettered_by_one_move(
            columns in prop::collection::vec(prop::collection::vec(0_u8..30, 24), 3),
        ) {
            let figures: Vec<Vec<f64>> =
                columns.iter().map(|c| c.iter().map(|x| f64::from(*x)).collect()).collect();
            let pairs: Vec<(f64, &[f64])> =
                figures.iter().map(|column| (1.0, column.as_slice())).collect();
            let support = Support::new(24, &children(&pairs), 0.0);
            let all: Vec<usize> = (0..24).collect();
            let order = search::order(&support, &all);
            let value = agreement(&support, &order);
            for from in 0..24 {
                for to in 0..24 {
                    let mut moved = order.clone();
                    let unit = moved.remove(from);
                    moved.insert(to, unit);
                    prop_assert!(agreement(&support, &moved) <= value + 1e-9);
                }
            }
        }
    }
}
