//! One row against all rules, and rules that come and go.
//!
//! For each column asked about, a bit row over the rules says which cannot hold for the
//! row's value; what is left after all columns is worked out rule by rule. An unknown
//! value shuts nothing out.
//!
//! Must not know: where rows come from, texts of rules.

use super::bits::{self, Items, Shut};
use super::check::{Check, Row, Set};
use super::intervals::Interval;
use super::part::Answer;
use super::plan::{Node, Plan};
use super::shape::{Kind, Shape, items, number};
use crate::table::Table;
use crate::test::ColumnId;
use crate::tree::Tree;
use pulp::{Arch, Simd, WithSimd};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rules made ready to be asked about single rows. Rules keep their places; a place may
/// be empty.
///
/// The index belongs to the columns and dictionaries of the table it was made with, and
/// to others that only add words or rows: see [`Index::learn`].
#[derive(Debug, Clone, Default)]
pub struct Index {
    shape: Shape,
    /// By place.
    rules: Vec<Option<Rule>>,
    /// By place: what bit rows do not say.
    rests: Vec<Check>,
    /// Words of a bit row.
    words: usize,
    /// Rules that are possible at all.
    live: Vec<u64>,
    /// Rules that bit rows do not say all of.
    rest: Vec<u64>,
    /// In order of their columns.
    numbers: Vec<(ColumnId, Shut)>,
    sets: Vec<(ColumnId, Items)>,
    /// By column: rules that read it.
    reading: BTreeMap<ColumnId, Vec<u64>>,
}

/// A rule in its place.
#[derive(Debug, Clone)]
struct Rule {
    tree: Arc<Tree>,
    plan: Plan,
}

/// Room for the work on a row, to be used again.
#[derive(Debug, Clone, Default)]
pub struct RowRoom {
    row: Row,
    /// Rules shut out, by one condition or more.
    once: Vec<u64>,
    /// Rules with a condition that is not known.
    unknown: Vec<u64>,
    twice: Vec<u64>,
    shut: Vec<u64>,
    answers: Vec<Answer>,
}

impl Index {
    /// Makes rules ready; they get the places 0, 1, 2 …
    pub fn new(table: &Table, rules: impl IntoIterator<Item = Arc<Tree>>) -> Self {
        let mut index = Self {
            shape: Shape::of(table),
            ..Self::default()
        };
        index.rules = rules
            .into_iter()
            .map(|tree| Some(index.ready(tree)))
            .collect();
        index.words = index.rules.len().div_ceil(64);
        index.rebuild();
        index
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rule in a place.
    pub fn rule(&self, place: usize) -> Option<&Tree> {
        Some(&*self.rules.get(place)?.as_ref()?.tree)
    }

    /// Puts a rule into a place, instead of the one that may be there, or takes it out.
    pub fn set(&mut self, place: usize, rule: Option<Arc<Tree>>) {
        if place >= self.rules.len() {
            self.rules.resize_with(place + 1, || None);
            self.rests.resize_with(place + 1, Check::default);
            self.widen();
        }
        if let Some(old) = self.rules[place].take() {
            self.leave(place, &old);
        }
        if let Some(tree) = rule {
            let rule = self.ready(tree);
            self.enter(place, &rule);
            self.rules[place] = Some(rule);
        }
    }

    /// Takes in words and columns that a table has got since. Only rules about those
    /// columns are made ready again.
    pub fn learn(&mut self, table: &Table) {
        let changed = self.shape.learn(table);
        let mut any = false;
        for place in 0..self.rules.len() {
            let Some(rule) = &self.rules[place] else {
                continue;
            };
            let mut touched = false;
            each_column(&rule.tree, &mut |column| {
                touched |= changed.get(column).is_some_and(|changed| *changed);
            });
            if touched {
                let tree = Arc::clone(&rule.tree);
                self.rules[place] = Some(self.ready(tree));
                any = true;
            }
        }
        if any {
            self.rebuild();
        }
    }

    /// The rules that hold for a row or may, in order; those not listed do not.
    pub fn row<'r>(&self, table: &Table, row: usize, room: &'r mut RowRoom) -> &'r [Answer] {
        self.load(table, row, room);
        self.clear(room);
        let index = self;
        Arch::new().dispatch(Sweep {
            index,
            table,
            row,
            room,
        });
        self.finish(room);
        &room.answers
    }

    /// The same, for the rules that read a column only: all that a change of the row's
    /// value there may touch.
    pub fn row_reading<'r>(
        &self,
        column: ColumnId,
        table: &Table,
        row: usize,
        room: &'r mut RowRoom,
    ) -> &'r [Answer] {
        self.row(table, row, room);
        let reading = self.reading.get(&column);
        room.answers.retain(|answer| {
            let (word, bit) = (answer.rule() / 64, answer.rule() % 64);
            reading.is_some_and(|bits| bits[word as usize] >> bit & 1 == 1)
        });
        &room.answers
    }

    /// Places of the rules that a row misses by one condition: all but one of the parts
    /// that must hold may hold.
    pub fn near(&self, table: &Table, row: usize, room: &mut RowRoom) -> Vec<u32> {
        self.load(table, row, room);
        self.clear(room);
        let mut counts = (&mut room.once, &mut room.twice);
        for (column, shut) in &self.numbers {
            let value = room.row.numbers[*column];
            if !value.is_nan() {
                let one = |(once, twice): &mut (&mut Vec<u64>, &mut Vec<u64>), word, bit| {
                    twice[word] |= once[word] & bit;
                    once[word] |= bit;
                };
                shut.shut(
                    value,
                    &mut counts,
                    |all, shut| count(all.0, all.1, shut),
                    one,
                );
            }
        }
        for (column, rows) in &self.sets {
            if let Some(items) = held(table, *column, row) {
                rows.shut(items, &mut room.shut);
                count(counts.0, counts.1, &room.shut);
            }
        }
        let mut near = vec![];
        let (row, once) = (&room.row, &room.once);
        let open = self.live.iter().zip(&room.twice);
        each_bit(open.map(|(live, twice)| live & !twice), |place| {
            let refused = usize::from(has(once, place));
            let rest = if has(&self.rest, place) {
                self.rests[place].refused(row, 2)
            } else {
                0
            };
            if refused + rest == 1 {
                near.push(place as u32);
            }
        });
        near
    }

    /// Finds the rules shut out and those with an unknown condition.
    #[inline(always)]
    fn sweep(&self, table: &Table, row: usize, room: &mut RowRoom) {
        for (column, shut) in &self.numbers {
            let value = room.row.numbers[*column];
            if value.is_nan() {
                or(&mut room.unknown, shut.asking());
            } else {
                shut.shut(
                    value,
                    &mut room.once,
                    |all, shut| or(all, shut),
                    |all, word, bit| {
                        all[word] |= bit;
                    },
                );
            }
        }
        for (column, rows) in &self.sets {
            match held(table, *column, row) {
                None => or(&mut room.unknown, rows.asking()),
                Some(items) => {
                    rows.shut(items, &mut room.shut);
                    or(&mut room.once, &room.shut);
                }
            }
        }
    }

    fn clear(&self, room: &mut RowRoom) {
        for bits in [&mut room.once, &mut room.twice, &mut room.unknown] {
            bits.clear();
            bits.resize(self.words, 0);
        }
    }

    fn finish(&self, room: &mut RowRoom) {
        room.answers.clear();
        let (row, answers) = (&room.row, &mut room.answers);
        let unknown = &room.unknown;
        let open = self.live.iter().zip(&room.once);
        each_bit(open.map(|(live, shut)| live & !shut), |place| {
            let pair = if has(&self.rest, place) {
                self.rests[place].ask(row)
            } else {
                (true, true)
            };
            if pair.1 {
                let certain = pair.0 && !has(unknown, place);
                answers.push(Answer::new(place as u32, certain));
            }
        });
    }

    fn ready(&self, tree: Arc<Tree>) -> Rule {
        let plan = Plan::new(&tree, &self.shape);
        Rule { tree, plan }
    }

    /// Makes all bit rows anew.
    fn rebuild(&mut self) {
        self.live = vec![0; self.words];
        self.rest = vec![0; self.words];
        self.reading.clear();
        let mut asked: BTreeMap<ColumnId, Vec<&[Interval]>> = BTreeMap::new();
        for rule in self.rules.iter().flatten() {
            for part in rule.plan.parts().unwrap_or_default() {
                if let Node::Within { column, intervals } = part {
                    asked.entry(*column).or_default().push(intervals);
                }
            }
        }
        self.numbers = asked
            .into_iter()
            .map(|(column, lists)| {
                let most = match self.shape.kinds[column] {
                    Kind::Words(_) => bits::WORDS,
                    _ => bits::NUMBERS,
                };
                (column, Shut::new(lists.into_iter(), most, self.words))
            })
            .collect();
        self.sets.clear();
        let rules = std::mem::take(&mut self.rules);
        self.rests = vec![Check::default(); rules.len()];
        for (place, rule) in rules.iter().enumerate() {
            if let Some(rule) = rule {
                self.enter(place, rule);
            }
        }
        self.rules = rules;
        self.numbers
            .iter_mut()
            .for_each(|(_, shut)| shut.complete());
    }

    /// Enters a rule's bits; what they cannot say becomes its rest.
    fn enter(&mut self, place: usize, rule: &Rule) {
        let words = self.words;
        let (word, bit) = (place / 64, 1 << (place % 64));
        each_column(&rule.tree, &mut |column| {
            let bits = self.reading.entry(column);
            bits.or_insert_with(|| vec![0; words])[word] |= bit;
        });
        let Some(parts) = rule.plan.parts() else {
            return;
        };
        self.live[word] |= bit;
        let (mut rest, mut sets) = (vec![], vec![]);
        for part in parts {
            let said = match part {
                Node::Within { column, intervals } => {
                    let new = || {
                        let one = [&**intervals].into_iter();
                        let mut shut = Shut::new(one, bits::NUMBERS, words);
                        shut.complete();
                        shut
                    };
                    let shut = own(&mut self.numbers, *column, new);
                    shut.enter(place, intervals)
                }
                // By the first condition about a set.
                Node::Holds {
                    column,
                    items,
                    negated: false,
                } if !sets.contains(column) => {
                    sets.push(*column);
                    let rows = own(&mut self.sets, *column, || Items::new(words));
                    rows.set(place, items, true);
                    true
                }
                _ => false,
            };
            if !said {
                rest.push(part);
            }
        }
        let rest = Check::new(rest.into_iter());
        if !rest.is_empty() {
            self.rest[word] |= bit;
        }
        self.rests[place] = rest;
    }

    /// Takes a rule's bits out.
    fn leave(&mut self, place: usize, rule: &Rule) {
        let (word, bit) = (place / 64, 1 << (place % 64));
        each_column(&rule.tree, &mut |column| {
            if let Some(bits) = self.reading.get_mut(&column) {
                bits[word] &= !bit;
            }
        });
        self.live[word] &= !bit;
        self.rest[word] &= !bit;
        for part in rule.plan.parts().unwrap_or_default() {
            match part {
                Node::Within { column, intervals } => {
                    if let Some((_, shut)) = self.numbers.iter_mut().find(|(c, _)| c == column) {
                        shut.leave(place, intervals);
                    }
                }
                Node::Holds { column, items, .. } => {
                    if let Some((_, rows)) = self.sets.iter_mut().find(|(c, _)| c == column) {
                        rows.set(place, items, false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Makes room for more rules, half as many more than there are.
    fn widen(&mut self) {
        let needed = self.rules.len().div_ceil(64);
        if needed <= self.words {
            return;
        }
        let words = needed + needed / 2;
        self.live.resize(words, 0);
        self.rest.resize(words, 0);
        let (numbers, sets) = (&mut self.numbers, &mut self.sets);
        numbers.iter_mut().for_each(|(_, shut)| shut.widen(words));
        sets.iter_mut().for_each(|(_, items)| items.widen(words));
        self.reading
            .values_mut()
            .for_each(|bits| bits.resize(words, 0));
        self.words = words;
    }

    /// Reads a row.
    fn load(&self, table: &Table, at: usize, room: &mut RowRoom) {
        let kinds = &self.shape.kinds;
        let row = &mut room.row;
        row.numbers.clear();
        row.numbers.resize(kinds.len(), f64::NAN);
        row.sets.resize(kinds.len(), Set::default());
        for column in self.reading.keys() {
            let (Some(kind), Some(values)) = (kinds.get(*column), table.columns.get(*column))
            else {
                continue;
            };
            if !matches!(kind, Kind::Sets(_)) {
                row.numbers[*column] = number(kind, values, at);
                continue;
            }
            let set = &mut row.sets[*column];
            let own = items(values, at);
            set.known = own.is_some();
            set.items.clear();
            // A code without a word is no item.
            let own = own.unwrap_or_default().iter();
            for item in own.filter(|item| (**item as usize) < kind.words()) {
                let word = *item as usize / 64;
                set.items.resize(set.items.len().max(word + 1), 0);
                set.items[word] |= 1 << (item % 64);
            }
        }
    }
}

/// The sweep, compiled for the widest words the machine has.
struct Sweep<'a> {
    index: &'a Index,
    table: &'a Table,
    row: usize,
    room: &'a mut RowRoom,
}

impl WithSimd for Sweep<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.index.sweep(self.table, self.row, self.room);
    }
}

/// A column's own, made now if need be.
fn own<T>(all: &mut Vec<(ColumnId, T)>, column: ColumnId, new: impl FnOnce() -> T) -> &mut T {
    let at = all.partition_point(|(other, _)| *other < column);
    if all.get(at).is_none_or(|(other, _)| *other != column) {
        all.insert(at, (column, new()));
    }
    &mut all[at].1
}

fn held(table: &Table, column: ColumnId, row: usize) -> Option<&[u32]> {
    items(table.columns.get(column)?, row)
}

#[inline(always)]
fn has(bits: &[u64], place: usize) -> bool {
    bits[place / 64] >> (place % 64) & 1 == 1
}

#[inline(always)]
fn or(all: &mut [u64], own: &[u64]) {
    for (all, own) in all.iter_mut().zip(own) {
        *all |= own;
    }
}

/// Adds them to a count of none, one, several.
#[inline(always)]
fn count(once: &mut [u64], twice: &mut [u64], own: &[u64]) {
    for ((once, twice), own) in once.iter_mut().zip(twice).zip(own) {
        *twice |= *once & own;
        *once |= own;
    }
}

fn each_bit(words: impl Iterator<Item = u64>, mut visit: impl FnMut(usize)) {
    for (word, mut bits) in words.enumerate() {
        while bits != 0 {
            visit(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

/// Every column a rule reads.
fn each_column(tree: &Tree, visit: &mut impl FnMut(ColumnId)) {
    match tree {
        Tree::Constant(_) => {}
        Tree::Test(test) => {
            visit(test.column);
            test.upper.into_iter().for_each(visit);
        }
        Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
            parts.iter().for_each(|part| each_column(part, visit));
        }
    }
}
