//! The best of policies that exclude one another: the set without two that exclude each
//! other whose amounts add up to most, with the reason for each one left out.
//!
//! Policies that exclude one another, directly or through others, form a group. Groups
//! are worked out one by one; up to [`EXACT`] policies exactly, by trying each with and
//! without what it excludes; larger ones by taking the largest amount that still fits.
//!
//! Must not know: what the policies are about. Amounts must be in one unit.

use std::collections::{BTreeMap, BTreeSet};

/// The largest group that is worked out exactly.
pub const EXACT: usize = 20;

/// A policy left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place in the list given.
    pub policy: usize,
    /// The chosen ones that exclude it.
    pub because_of: Vec<usize>,
}

/// The best set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Combination {
    /// Places of the chosen in the list given, in order.
    pub chosen: Vec<usize>,
    /// What they add up to.
    pub total: f64,
    /// The others, in order.
    pub left_out: Vec<LeftOut>,
    /// No other set can add up to more.
    pub exact: bool,
}

/// The best set of policies with these amounts, of which these pairs exclude each other.
/// An amount below zero, or none, counts as nothing gained.
pub fn best_combination(amounts: &[Option<f64>], exclusions: &[(usize, usize)]) -> Combination {
    let worth: Vec<f64> = amounts
        .iter()
        .map(|amount| amount.unwrap_or(0.0).max(0.0))
        .collect();
    let mut excluded: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); worth.len()];
    for (a, b) in exclusions {
        if a != b && *a < worth.len() && *b < worth.len() {
            excluded[*a].insert(*b);
            excluded[*b].insert(*a);
        }
    }
    let mut found = Combination {
        exact: true,
        ..Combination::default()
    };
    for group in groups(&excluded) {
        if group.len() <= EXACT {
            found.chosen.extend(exactly(&group, &worth, &excluded));
        } else {
            found.exact = false;
            found.chosen.extend(greedily(&group, &worth, &excluded));
        }
    }
    found.chosen.sort_unstable();
    found.total = found.chosen.iter().map(|one| worth[*one]).sum();
    let left = (0..worth.len()).filter(|one| !found.chosen.contains(one));
    let left = left.map(|policy| LeftOut {
        policy,
        because_of: excluded[policy]
            .iter()
            .copied()
            .filter(|other| found.chosen.contains(other))
            .collect(),
    });
    found.left_out = left.collect();
    found
}

/// Policies joined by exclusions, each group in order.
fn groups(excluded: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; excluded.len()];
    let mut found = Vec::new();
    for start in 0..excluded.len() {
        let (mut group, mut next) = (Vec::new(), vec![start]);
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                group.push(at);
                next.extend(&excluded[at]);
            }
        }
        group.sort_unstable();
        if !group.is_empty() {
            found.push(group);
        }
    }
    found
}

/// The best set of a group: for each set of policies still open, the first of them is
/// taken or left. Of equal sets the one with the earlier policies is taken.
fn exactly(group: &[usize], worth: &[f64], excluded: &[BTreeSet<usize>]) -> Vec<usize> {
    let place: BTreeMap<usize, usize> = group.iter().enumerate().map(|(i, p)| (*p, i)).collect();
    let bars = |policy: &usize| -> u32 {
        let others = excluded[*policy].iter();
        others
            .filter_map(|other| place.get(other))
            .map(|i| 1 << i)
            .sum()
    };
    let work = Work {
        worth: group.iter().map(|policy| worth[*policy]).collect(),
        bars: group.iter().map(bars).collect(),
    };
    let mut known = BTreeMap::new();
    let all = u32::try_from((1_u64 << group.len()) - 1).unwrap_or(u32::MAX);
    let (_, chosen) = work.best(all, &mut known);
    let taken = group.iter().enumerate();
    taken
        .filter(|(i, _)| chosen >> i & 1 == 1)
        .map(|(_, policy)| *policy)
        .collect()
}

struct Work {
    worth: Vec<f64>,
    bars: Vec<u32>,
}

impl Work {
    /// The most the open policies can give, and which.
    fn best(&self, open: u32, known: &mut BTreeMap<u32, (f64, u32)>) -> (f64, u32) {
        if open == 0 {
            return (0.0, 0);
        }
        if let Some(found) = known.get(&open) {
            return *found;
        }
        let first = open.trailing_zeros() as usize;
        let rest = open & (open - 1);
        let (mut with, mut chosen) = self.best(rest & !self.bars[first], known);
        with += self.worth[first];
        chosen |= 1 << first;
        let without = self.best(rest, known);
        let found = if without.0 > with {
            without
        } else {
            (with, chosen)
        };
        known.insert(open, found);
        found
    }
}

/// The largest amount first, as long as it fits.
fn greedily(group: &[usize], worth: &[f64], excluded: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut order = group.to_vec();
    order.sort_by(|a, b| worth[*b].total_cmp(&worth[*a]).then(a.cmp(b)));
    let mut chosen: Vec<usize> = Vec::new();
    for policy in order {
        if chosen.iter().all(|other| !excluded[policy].contains(other)) {
            chosen.push(policy);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_middle_of_three_gives_way_to_both_ends() {
        // 6 + 6 > 10, although 10 is the largest.
        let found = best_combination(&[Some(6.0), Some(10.0), Some(6.0)], &[(0, 1), (1, 2)]);
        assert_eq!((found.chosen, found.total), (vec![0, 2], 12.0));
        assert_eq!(found.left_out[0].because_of, [0, 2]);
        assert!(found.exact);
    }

    #[test]
    fn unknown_amounts_never_push_out_known_ones() {
        let found = best_combination(&[None, Some(5.0), None], &[(0, 1)]);
        assert_eq!(found.chosen, [1, 2]);
        assert_eq!(best_combination(&[], &[]).chosen, [0_usize; 0]);
    }

    #[test]
    fn a_large_group_is_worked_out_roughly_and_says_so() {
        let pairs: Vec<_> = (0..24).map(|one| (one, one + 1)).collect();
        let found = best_combination(&[Some(1.0); 25], &pairs);
        assert!(!found.exact);
        assert_eq!(found.total, 13.0);
    }

    proptest! {
        /// Against trying every set.
        #[test]
        fn no_other_set_gives_more(
            amounts in prop::collection::vec(prop::option::of(0..50_u8), 0..9),
            pairs in prop::collection::vec((0..9_usize, 0..9_usize), 0..12),
        ) {
            let amounts: Vec<_> = amounts.into_iter().map(|one| one.map(f64::from)).collect();
            let found = best_combination(&amounts, &pairs);
            let fits = |set: u32| pairs.iter().all(|(a, b)| a == b || set >> a & 1 == 0 || set >> b & 1 == 0);
            let sum = |set: u32| -> f64 {
                let inside = amounts.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
                inside.map(|(_, one)| one.unwrap_or(0.0)).sum()
            };
            let best = (0..1_u32 << amounts.len()).filter(|set| fits(*set)).map(sum);
            prop_assert_eq!(found.total, best.fold(0.0, f64::max));
            let chosen: u32 = found.chosen.iter().map(|one| 1 << one).sum();
            prop_assert!(fits(chosen));
            for left in &found.left_out {
                prop_assert!(!left.because_of.is_empty(), "left out for no reason");
            }
        }
    }
}
