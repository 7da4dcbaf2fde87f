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
use super::lines::{Line, count, each_without, has, lines, or, put};
use super::part::Answer;
use super::plan::{Node, Plan};
use super::shape::{Kind, Shape, items, number};
use crate::table::Table;
use crate::test::ColumnId;
use crate::tree::Tree;
use pulp::{Arch, Simd, WithSimd};
use std::collections::BTreeMap;
use std::hint::black_box;
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
    /// Lines of a bit row.
    lines: usize,
    /// Rules that are possible at all.
    live: Vec<Line>,
    /// Rules that bit rows do not say all of.
    rest: Vec<Line>,
    /// In order of their columns.
    numbers: Vec<(ColumnId, Shut)>,
    sets: Vec<(ColumnId, Items)>,
    /// By column: rules that read it.
    reading: BTreeMap<ColumnId, Vec<Line>>,
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
    once: Vec<Line>,
    /// Rules with a condition that is not known.
    unknown: Vec<Line>,
    twice: Vec<Line>,
    shut: Vec<Line>,
    /// Rules that bit rows leave open.
    open: Vec<u32>,
    /// By column of numbers: which bit row the value is in.
    rows: Vec<usize>,
    answers: Vec<Answer>,
}

/// Rules whose conditions are fetched at a time.
const TOGETHER: usize = 32;

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
        index.lines = lines(index.rules.len());
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
        room.answers
            .retain(|answer| reading.is_some_and(|bits| has(bits, answer.rule() as usize)));
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
                let one = |(once, twice): &mut (&mut Vec<Line>, &mut Vec<Line>),
                           place: usize,
                           shut: bool| {
                    twice[place / 512].add(place, shut && has(once, place));
                    once[place / 512].add(place, shut);
                };
                shut.shut(
                    (shut.row(value), value),
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
        each_without(&self.live, &room.twice, |place| {
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
        room.rows.clear();
        for (column, shut) in &self.numbers {
            room.rows.push(shut.row(room.row.numbers[*column]));
        }
        for ((column, shut), at) in self.numbers.iter().zip(&room.rows) {
            let value = room.row.numbers[*column];
            if value.is_nan() {
                or(&mut room.unknown, shut.asking());
            } else {
                shut.shut(
                    (*at, value),
                    &mut room.once,
                    |all, shut| or(all, shut),
                    |all, place, shut| {
                        all[place / 512].add(place, shut);
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
            bits.resize(self.lines, Line::default());
        }
    }

    fn finish(&self, room: &mut RowRoom) {
        room.answers.clear();
        room.open.clear();
        let open = &mut room.open;
        each_without(&self.live, &room.once, |place| open.push(place as u32));
        let (row, answers, unknown) = (&room.row, &mut room.answers, &room.unknown);
        for some in room.open.chunks(TOGETHER) {
            // Fetched together, conditions arrive in the time of one.
            for place in some {
                black_box(self.rests[*place as usize].first());
            }
            for place in some.iter().map(|place| *place as usize) {
                let pair = match has(&self.rest, place) {
                    true => self.rests[place].ask(row),
                    false => (true, true),
                };
                if pair.1 {
                    let certain = pair.0 && !has(unknown, place);
                    answers.push(Answer::new(place as u32, certain));
                }
            }
        }
    }

    fn ready(&self, tree: Arc<Tree>) -> Rule {
        let plan = Plan::new(&tree, &self.shape);
        Rule { tree, plan }
    }

    /// Makes all bit rows anew.
    fn rebuild(&mut self) {
        self.live = vec![Line::default(); self.lines];
        self.rest = vec![Line::default(); self.lines];
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
                (column, Shut::new(lists.into_iter(), most, self.lines))
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
        let lines = self.lines;
        each_column(&rule.tree, &mut |column| {
            let bits = self.reading.entry(column);
            put(
                bits.or_insert_with(|| vec![Line::default(); lines]),
                place,
                true,
            );
        });
        let Some(parts) = rule.plan.parts() else {
            return;
        };
        put(&mut self.live, place, true);
        let (mut rest, mut sets) = (vec![], vec![]);
        for part in parts {
            let said = match part {
                Node::Within { column, intervals } => {
                    let new = || {
                        let one = [&**intervals].into_iter();
                        let mut shut = Shut::new(one, bits::NUMBERS, lines);
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
                    let rows = own(&mut self.sets, *column, || Items::new(lines));
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
            put(&mut self.rest, place, true);
        }
        self.rests[place] = rest;
    }

    /// Takes a rule's bits out.
    fn leave(&mut self, place: usize, rule: &Rule) {
        each_column(&rule.tree, &mut |column| {
            if let Some(bits) = self.reading.get_mut(&column) {
                put(bits, place, false);
            }
        });
        put(&mut self.live, place, false);
        put(&mut self.rest, place, false);
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
        let needed = lines(self.rules.len());
        if needed <= self.lines {
            return;
        }
        let lines = needed + needed / 2;
        self.live.resize(lines, Line::default());
        self.rest.resize(lines, Line::default());
        let (numbers, sets) = (&mut self.numbers, &mut self.sets);
        numbers.iter_mut().for_each(|(_, shut)| shut.widen(lines));
        sets.iter_mut().for_each(|(_, items)| items.widen(lines));
        for bits in self.reading.values_mut() {
            bits.resize(lines, Line::default());
        }
        self.lines = lines;
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
