//! Slots: the columns that rules ask about, each with its cut points.
//!
//! A column with more cut points than ranks has several slots; an interval that begins
//! in one and ends in another is two tests.
//!
//! Must not know: rows, policies' meaning.

use super::intervals::Interval;
use super::plan::{Node, Plan};
use super::ranks::{LIMIT, Ranks, cuts_of};
use super::shape::{Kind, Shape, number};
use crate::table::{Column, Table};
use crate::test::ColumnId;
use std::collections::BTreeMap;

/// A column's cut points, or a part of them.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// The column.
    pub(super) column: ColumnId,
    /// Its cut points.
    pub(super) ranks: Ranks,
    /// By code of a word or value of a flag: the rank.
    codes: Vec<u16>,
}

/// All slots, and the words of sets that are asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// Slots, a column's side by side.
    pub(super) slots: Vec<Slot>,
    /// By column: its slots and their first cut points.
    of: BTreeMap<ColumnId, Vec<(f64, u32)>>,
    /// Set columns.
    pub(super) sets: Vec<SetSlot>,
}

/// A set column.
#[derive(Debug, Clone)]
pub(super) struct SetSlot {
    /// The column.
    pub(super) column: ColumnId,
    /// By code: one more than the plane of the item; 0 when nobody asks for it.
    pub(super) planes: Vec<u32>,
}

/// A test of a slot: ranks from `low` on, `span` more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Within {
    pub(super) slot: u32,
    pub(super) low: u16,
    pub(super) span: u16,
}

impl Slots {
    /// The slots that these plans need.
    pub(super) fn new<'a>(plans: impl Iterator<Item = &'a Plan>, shape: &Shape) -> Self {
        let mut cuts: BTreeMap<ColumnId, Vec<f64>> = BTreeMap::new();
        let mut wanted: BTreeMap<ColumnId, Vec<u32>> = BTreeMap::new();
        let mut visit = |node: &Node| match node {
            Node::Within { column, intervals } => {
                let own = cuts.entry(*column).or_default();
                own.extend(intervals.iter().copied().flat_map(cuts_of));
            }
            Node::Holds { column, items, .. } => {
                wanted.entry(*column).or_default().extend(items);
            }
            _ => {}
        };
        for node in plans.filter_map(Plan::parts).flatten() {
            node.each(&mut visit);
        }
        let mut slots = Self::default();
        for (column, cuts) in cuts {
            slots.add(column, cuts, &shape.kinds[column]);
        }
        let mut planes = 0;
        for (column, items) in wanted {
            slots.add_set(column, items, &mut planes);
        }
        slots
    }

    fn add(&mut self, column: ColumnId, mut cuts: Vec<f64>, kind: &Kind) {
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup_by(|a, b| a == b);
        let groups: Vec<&[f64]> = if cuts.is_empty() {
            vec![&[]]
        } else {
            cuts.chunks(LIMIT).collect()
        };
        for group in groups {
            let ranks = Ranks::new(group.to_vec());
            let codes = match kind {
                Kind::Words(order) => order
                    .places
                    .iter()
                    .map(|p| ranks.rank(f64::from(*p)))
                    .collect(),
                Kind::Flags => vec![ranks.rank(0.0), ranks.rank(1.0)],
                Kind::Numbers | Kind::Sets(_) => vec![],
            };
            let first = group.first().copied().unwrap_or(f64::NEG_INFINITY);
            let own = self.of.entry(column).or_default();
            own.push((first, self.slots.len() as u32));
            self.slots.push(Slot {
                column,
                ranks,
                codes,
            });
        }
    }

    fn add_set(&mut self, column: ColumnId, mut items: Vec<u32>, next: &mut u32) {
        items.sort_unstable();
        items.dedup();
        let mut planes = vec![0; items.last().map_or(0, |item| *item as usize + 1)];
        for item in items {
            *next += 1;
            planes[item as usize] = *next;
        }
        self.sets.push(SetSlot { column, planes });
    }

    /// The first slot of a column.
    pub(super) fn first(&self, column: ColumnId) -> u32 {
        let own = self.of.get(&column).and_then(|own| own.first());
        own.map_or(0, |(_, slot)| *slot)
    }

    /// How many words of sets are asked for.
    pub(super) fn planes(&self) -> usize {
        let all = self.sets.iter().flat_map(|set| &set.planes);
        all.copied().max().unwrap_or(0) as usize
    }

    /// A set column's place, and the plane of each item.
    pub(super) fn set(&self, column: ColumnId, items: &[u32]) -> (u32, Vec<u32>) {
        let at = self.sets.iter().position(|set| set.column == column);
        let planes = at.map_or(vec![], |at| {
            let planes = &self.sets[at].planes;
            items
                .iter()
                .map(|item| planes[*item as usize] - 1)
                .collect()
        });
        (at.unwrap_or(0) as u32, planes)
    }

    /// The tests that together say a number lies in the interval.
    pub(super) fn within(&self, column: ColumnId, interval: Interval) -> Vec<Within> {
        let Some(own) = self.of.get(&column) else {
            return vec![];
        };
        let (low, high) = interval;
        // The group of a cut point is the last that begins at or below it.
        let group = |cut: f64| own.partition_point(|(first, _)| *first <= cut).max(1) - 1;
        let test = |at: usize, interval: Interval| {
            let slot = own[at].1;
            let (low, high) = self.slots[slot as usize].ranks.span(interval);
            let span = high - low;
            Within { slot, low, span }
        };
        let (from, to) = (group(low), group(high.next_up()));
        if from == to {
            return vec![test(from, interval)];
        }
        let mut out = vec![];
        if low > f64::NEG_INFINITY {
            out.push(test(from, (low, f64::INFINITY)));
        }
        if high < f64::INFINITY {
            out.push(test(to, (f64::NEG_INFINITY, high)));
        }
        if out.is_empty() {
            // Any number will do, but it must be known.
            out.push(test(0, interval));
        }
        out
    }
}

impl Slot {
    /// The ranks of consecutive rows.
    #[inline(always)]
    pub(super) fn fill(&self, table: &Table, kind: &Kind, first: usize, out: &mut [u16]) {
        let column = &table.columns[self.column];
        let last = first + out.len();
        match (kind, column) {
            (Kind::Numbers, Column::Numbers(values)) if last <= values.len() => {
                self.ranks.fill(&values[first..last], out);
            }
            (Kind::Words(_), Column::Words { codes, .. }) if last <= codes.len() => {
                for (rank, code) in out.iter_mut().zip(&codes[first..last]) {
                    let own = self.codes.get(*code as usize);
                    *rank = own.copied().unwrap_or(super::ranks::UNKNOWN);
                }
            }
            (Kind::Flags, Column::Flags(values)) if last <= values.len() => {
                for (rank, value) in out.iter_mut().zip(&values[first..last]) {
                    let own = self.codes.get(usize::from(*value));
                    *rank = own.copied().unwrap_or(super::ranks::UNKNOWN);
                }
            }
            // A column of another kind or too short.
            _ => {
                for (rank, row) in out.iter_mut().zip(first..) {
                    *rank = self.ranks.rank(number(kind, column, row));
                }
            }
        }
    }
}
