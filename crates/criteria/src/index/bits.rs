//! Bit rows over the rules: for each interval of a column, or each item of a set, the
//! rules that cannot hold there.
//!
//! The intervals of a column are made once, from the cut points of the rules there are
//! then. Where a rule begins or ends to hold within an interval, it stands in a short
//! list beside the row. So rules come and go without touching what belongs to others.
//!
//! Must not know: how the rest of a rule is worked out.

use super::intervals::Interval;
use super::lines::{Line, or, put, shut};
use super::ranks::cuts_of;
use std::collections::HashMap;
use std::hint::{black_box, select_unpredictable};
use std::ops::RangeInclusive;

/// Most intervals of a column of numbers.
pub(super) const NUMBERS: usize = 64;
/// Most intervals of a column of words: regions and branches are many and selective.
pub(super) const WORDS: usize = 4096;

/// Rows of one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Shut {
    /// Lines of a row.
    lines: usize,
    /// Rules that ask for the column.
    asking: Vec<Line>,
    /// Where intervals begin, but the first.
    bounds: Vec<f64>,
    /// Row by row: rules that cannot hold there. Until all rules of a new index are
    /// entered, rules that hold there: a narrow rule is then entered in few rows.
    bits: Vec<Line>,
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
    /// Lines of a row.
    lines: usize,
    /// Rules that ask for an item.
    asking: Vec<Line>,
    /// Row of each item asked for.
    rows: HashMap<u32, usize>,
    /// Row by row: rules that the item satisfies.
    bits: Vec<Line>,
}

impl Shut {
    /// For the intervals that these conditions cut out.
    pub(super) fn new<'a>(
        asked: impl Iterator<Item = &'a [Interval]>,
        most: usize,
        lines: usize,
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
            lines,
            asking: vec![Line::default(); lines],
            bits: vec![Line::default(); lines * (bounds.len() + 1)],
            whole: false,
            edges: vec![vec![]; bounds.len() + 1],
            bounds,
        }
    }

    /// All rules of a new index are entered; single ones come and go from now on.
    pub(super) fn complete(&mut self) {
        for row in self.bits.chunks_exact_mut(self.lines.max(1)) {
            shut(row, &self.asking);
        }
        self.whole = true;
    }

    /// Hands over the rules that cannot hold for a value in its row: most at once, then
    /// some one by one.
    #[inline(always)]
    pub(super) fn shut<R>(
        &self,
        (at, value): (usize, f64),
        room: &mut R,
        all: impl FnOnce(&mut R, &[Line]),
        one: impl Fn(&mut R, usize, bool),
    ) {
        all(room, &self.bits[at * self.lines..][..self.lines]);
        for edge in &self.edges[at] {
            let shut = !((edge.open.0 <= value) & (value <= edge.open.1));
            one(room, edge.rule as usize, shut);
        }
    }

    /// The row of a value. Its bits are on their way when the rows of all columns are known.
    #[inline(always)]
    pub(super) fn row(&self, value: f64) -> usize {
        let at = reached(&self.bounds, value);
        let row = &self.bits[at * self.lines..][..self.lines];
        for line in row.iter().step_by(4) {
            black_box(line.first());
        }
        at
    }

    /// Rules that ask for the column: unknown where the value is.
    #[inline(always)]
    pub(super) fn asking(&self) -> &[Line] {
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
        put(&mut self.asking, rule, true);
        if self.whole {
            self.column(rule).for_each(|line| line.put(rule, true));
        }
        for own in intervals {
            for at in self.rows(own) {
                self.bits[at * self.lines + rule / 512].turn(rule);
                if !whole(self.interval(at), own) {
                    let (rule, open) = (rule as u32, *own);
                    self.edges[at].push(Edge { rule, open });
                }
            }
        }
        true
    }

    /// The line of a rule in all rows.
    fn column(&mut self, rule: usize) -> impl Iterator<Item = &mut Line> {
        self.bits.iter_mut().skip(rule / 512).step_by(self.lines)
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
        put(&mut self.asking, rule, false);
        self.column(rule).for_each(|line| line.put(rule, false));
        for own in intervals {
            for at in self.rows(own) {
                self.edges[at].retain(|edge| edge.rule as usize != rule);
            }
        }
    }

    /// Makes room for more rules.
    pub(super) fn widen(&mut self, lines: usize) {
        widen(&mut self.bits, self.lines, lines);
        self.asking.resize(lines, Line::default());
        self.lines = lines;
    }
}

impl Items {
    /// Without rules.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            lines,
            asking: vec![Line::default(); lines],
            ..Self::default()
        }
    }

    /// A rule that holds with one of the items only, or is taken out again.
    pub(super) fn set(&mut self, rule: usize, items: &[u32], there: bool) {
        put(&mut self.asking, rule, there);
        for item in items {
            let next = self.rows.len();
            let row = *self.rows.entry(*item).or_insert(next);
            if row == next {
                self.bits
                    .resize(self.bits.len() + self.lines, Line::default());
            }
            put(&mut self.bits[row * self.lines..], rule, there);
        }
    }

    /// Rules that ask for an item: unknown where the set is.
    pub(super) fn asking(&self) -> &[Line] {
        &self.asking
    }

    /// The rules that cannot hold with these items.
    pub(super) fn shut(&self, items: &[u32], out: &mut Vec<Line>) {
        out.clear();
        out.resize(self.lines, Line::default());
        for row in items.iter().filter_map(|item| self.rows.get(item)) {
            or(out, &self.bits[row * self.lines..]);
        }
        shut(out, &self.asking);
    }

    /// Makes room for more rules.
    pub(super) fn widen(&mut self, lines: usize) {
        widen(&mut self.bits, self.lines, lines);
        self.asking.resize(lines, Line::default());
        self.lines = lines;
    }
}

fn widen(bits: &mut Vec<Line>, from: usize, to: usize) {
    let mut wide = vec![Line::default(); bits.len() / from.max(1) * to];
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
        let beyond = bounds[first + half - 1] <= value;
        first = select_unpredictable(beyond, first + half, first);
        size -= half;
    }
    first + usize::from(size == 1 && bounds[first] <= value)
}

#[cfg(test)]
mod tests {
    use super::super::lines::has;
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
            let mut found = vec![Line::default()];
            shut.shut(
                (shut.row(value), value),
                &mut found,
                |all, row| or(all, row),
                |all, rule, bit| all[0].add(rule, bit),
            );
            for (rule, list) in lists.iter().enumerate() {
                let holds = list[0].0 <= value && value <= list[0].1;
                prop_assert_eq!(holds, !has(&found, rule), "rule {} at {}", rule, value);
            }
            (0..lists.len()).for_each(|rule| shut.leave(rule, &lists[rule]));
            prop_assert!(shut.bits.iter().chain(&shut.asking).all(|line| *line == Line::default()));
            prop_assert!(shut.edges.iter().all(Vec::is_empty));
        }
    }
}
