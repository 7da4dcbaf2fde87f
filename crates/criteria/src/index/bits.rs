//! Bit rows over the rules: for each interval of a column, or each item of a set, the
//! rules that cannot hold there.
//!
//! The intervals of a column are made once, from the cut points of the rules there are
//! then. Where a rule begins or ends to hold within an interval, it stands in a short
//! list beside the row. So rules come and go without touching what belongs to others.
//!
//! Must not know: how the rest of a rule is worked out.

use super::intervals::Interval;
use super::ranks::cuts_of;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Most intervals of a column of numbers.
pub(super) const NUMBERS: usize = 64;
/// Most intervals of a column of words: regions and branches are many and selective.
pub(super) const WORDS: usize = 4096;

/// Rows of one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Shut {
    /// Words of a row.
    words: usize,
    /// Rules that ask for the column.
    asking: Vec<u64>,
    /// Where intervals begin, but the first.
    bounds: Vec<f64>,
    /// Row by row: rules that cannot hold there. Until all rules of a new index are
    /// entered, rules that hold there: a narrow rule is then entered in few rows.
    bits: Vec<u64>,
    whole: bool,
    /// Row by row: rules that hold in a part of it only.
    edges: Vec<Vec<Edge>>,
}

/// A rule that holds in a part of an interval.
#[derive(Debug, Clone, Copy)]
struct Edge {
    rule: u32,
    open: Interval,
}

/// Rows of a set.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    /// Words of a row.
    words: usize,
    /// Rules that ask for an item.
    asking: Vec<u64>,
    /// Row of each item asked for.
    rows: HashMap<u32, usize>,
    /// Row by row: rules that the item satisfies.
    bits: Vec<u64>,
}

impl Shut {
    /// For the intervals that these conditions cut out.
    pub(super) fn new<'a>(
        asked: impl Iterator<Item = &'a [Interval]>,
        most: usize,
        words: usize,
    ) -> Self {
        let mut cuts: Vec<f64> = asked.flatten().copied().flat_map(cuts_of).collect();
        cuts.sort_unstable_by(f64::total_cmp);
        // Frequent cut points get bounds of their own.
        let step = cuts.len().div_ceil(most).max(1);
        let mut bounds: Vec<f64> = if distinct(&cuts) < most {
            cuts
        } else {
            cuts.into_iter().step_by(step).collect()
        };
        bounds.dedup_by(|a, b| a == b);
        Self {
            words,
            asking: vec![0; words],
            bits: vec![0; words * (bounds.len() + 1)],
            whole: false,
            edges: vec![vec![]; bounds.len() + 1],
            bounds,
        }
    }

    /// All rules of a new index are entered; single ones come and go from now on.
    pub(super) fn complete(&mut self) {
        for row in self.bits.chunks_exact_mut(self.words.max(1)) {
            for (word, asking) in row.iter_mut().zip(&self.asking) {
                *word = asking & !*word;
            }
        }
        self.whole = true;
    }

    /// Hands over the rules that cannot hold for a value: most at once, then some one by
    /// one.
    #[inline(always)]
    pub(super) fn shut<R>(
        &self,
        value: f64,
        room: &mut R,
        all: impl FnOnce(&mut R, &[u64]),
        one: impl Fn(&mut R, usize, u64),
    ) {
        let at = reached(&self.bounds, value);
        all(room, &self.bits[at * self.words..][..self.words]);
        for edge in &self.edges[at] {
            let shut = !(edge.open.0 <= value && value <= edge.open.1);
            let rule = edge.rule as usize;
            one(room, rule / 64, u64::from(shut) << (rule % 64));
        }
    }

    /// Rules that ask for the column: unknown where the value is.
    #[inline(always)]
    pub(super) fn asking(&self) -> &[u64] {
        &self.asking
    }

    /// Enters a rule that holds within the intervals only. False, and nothing done, where
    /// bit and list cannot say it.
    pub(super) fn enter(&mut self, rule: usize, intervals: &[Interval]) -> bool {
        let whole = |row: Interval, own: &Interval| own.0 <= row.0 && row.1 <= own.1;
        // A list entry says one interval; only the first and last row can need one.
        let split = |own: &Interval| {
            let rows = self.rows(own);
            [*rows.start(), *rows.end()]
                .iter()
                .any(|at| !whole(self.interval(*at), own))
        };
        if intervals.len() > 1 && intervals.iter().any(split) {
            return false;
        }
        let (word, bit) = (rule / 64, 1 << (rule % 64));
        self.asking[word] |= bit;
        if self.whole {
            self.column(word).for_each(|word| *word |= bit);
        }
        for own in intervals {
            for at in self.rows(own) {
                self.bits[at * self.words + word] ^= bit;
                if !whole(self.interval(at), own) {
                    let (rule, open) = (rule as u32, *own);
                    self.edges[at].push(Edge { rule, open });
                }
            }
        }
        true
    }

    /// The same word of all rows.
    fn column(&mut self, word: usize) -> impl Iterator<Item = &mut u64> {
        self.bits.iter_mut().skip(word).step_by(self.words)
    }

    /// The rows that an interval meets.
    fn rows(&self, own: &Interval) -> RangeInclusive<usize> {
        reached(&self.bounds, own.0)..=reached(&self.bounds, own.1)
    }

    /// The numbers of a row.
    fn interval(&self, at: usize) -> Interval {
        let low = at.checked_sub(1).map(|at| self.bounds[at]);
        let next = self.bounds.get(at).map(|next| next.next_down());
        (
            low.unwrap_or(f64::NEG_INFINITY),
            next.unwrap_or(f64::INFINITY),
        )
    }

    /// Takes a rule out that holds within these intervals.
    pub(super) fn leave(&mut self, rule: usize, intervals: &[Interval]) {
        let (word, bit) = (rule / 64, 1 << (rule % 64));
        self.asking[word] &= !bit;
        self.column(word).for_each(|word| *word &= !bit);
        for own in intervals {
            for at in self.rows(own) {
                self.edges[at].retain(|edge| edge.rule as usize != rule);
            }
        }
    }

    /// Makes room for more rules.
    pub(super) fn widen(&mut self, words: usize) {
        widen(&mut self.bits, self.words, words);
        self.asking.resize(words, 0);
        self.words = words;
    }
}

impl Items {
    /// Without rules.
    pub(super) fn new(words: usize) -> Self {
        Self {
            words,
            asking: vec![0; words],
            ..Self::default()
        }
    }

    /// A rule that holds with one of the items only, or is taken out again.
    pub(super) fn set(&mut self, rule: usize, items: &[u32], there: bool) {
        let (word, bit) = (rule / 64, 1 << (rule % 64));
        put(&mut self.asking[word], bit, there);
        for item in items {
            let next = self.rows.len();
            let row = *self.rows.entry(*item).or_insert(next);
            if row == next {
                self.bits.resize(self.bits.len() + self.words, 0);
            }
            put(&mut self.bits[row * self.words + word], bit, there);
        }
    }

    /// Rules that ask for an item: unknown where the set is.
    pub(super) fn asking(&self) -> &[u64] {
        &self.asking
    }

    /// The rules that cannot hold with these items.
    pub(super) fn shut(&self, items: &[u32], out: &mut Vec<u64>) {
        out.clear();
        out.resize(self.words, 0);
        for row in items.iter().filter_map(|item| self.rows.get(item)) {
            for (all, own) in out.iter_mut().zip(&self.bits[row * self.words..]) {
                *all |= own;
            }
        }
        for (shut, asking) in out.iter_mut().zip(&self.asking) {
            *shut = asking & !*shut;
        }
    }

    /// Makes room for more rules.
    pub(super) fn widen(&mut self, words: usize) {
        widen(&mut self.bits, self.words, words);
        self.asking.resize(words, 0);
        self.words = words;
    }
}

fn put(word: &mut u64, bit: u64, there: bool) {
    if there {
        *word |= bit;
    } else {
        *word &= !bit;
    }
}

fn widen(bits: &mut Vec<u64>, from: usize, to: usize) {
    let mut wide = vec![0; bits.len() / from.max(1) * to];
    for (old, new) in bits
        .chunks_exact(from.max(1))
        .zip(wide.chunks_exact_mut(to))
    {
        new[..from].copy_from_slice(old);
    }
    *bits = wide;
}

fn distinct(sorted: &[f64]) -> usize {
    sorted.chunk_by(|a, b| a == b).count()
}

/// How many bounds a value reaches, found without branches.
#[inline(always)]
fn reached(bounds: &[f64], value: f64) -> usize {
    let (mut first, mut size) = (0, bounds.len());
    while size > 1 {
        let half = size / 2;
        first += usize::from(bounds[first + half - 1] <= value) * half;
        size -= half;
    }
    first + usize::from(size == 1 && bounds[first] <= value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bounds_are_counted(mut bounds in proptest::collection::vec(-50i32..50, 0..80), value in -60i32..60) {
            bounds.sort_unstable();
            let bounds: Vec<f64> = bounds.into_iter().map(f64::from).collect();
            let value = f64::from(value);
            prop_assert_eq!(reached(&bounds, value), bounds.iter().filter(|b| **b <= value).count());
        }

        #[test]
        fn a_rule_is_shut_out_exactly_where_it_fails(
            all in proptest::collection::vec((0i32..100, 0i32..20), 1..40), most in 1usize..30, value in -5i32..130
        ) {
            let value = f64::from(value);
            let lists: Vec<Vec<Interval>> = all
                .iter()
                .map(|(low, size)| vec![(f64::from(*low), f64::from(low + size))])
                .collect();
            let mut shut = Shut::new(lists.iter().map(Vec::as_slice), most, 1);
            for (rule, list) in lists.iter().enumerate() {
                prop_assert!(shut.enter(rule, list));
            }
            shut.complete();
            let mut found = 0;
            shut.shut(
                value,
                &mut found,
                |all, shut| *all |= shut[0],
                |all, _, bit| *all |= bit,
            );
            for (rule, list) in lists.iter().enumerate() {
                let holds = list[0].0 <= value && value <= list[0].1;
                prop_assert_eq!(holds, found >> rule & 1 == 0, "rule {} at {}", rule, value);
            }
            (0..lists.len()).for_each(|rule| shut.leave(rule, &lists[rule]));
            prop_assert!(shut.bits.iter().chain(&shut.asking).all(|word| *word == 0));
            prop_assert!(shut.edges.iter().all(Vec::is_empty));
        }
    }
}
