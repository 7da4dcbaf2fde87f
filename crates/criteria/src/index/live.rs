//! One row against all rules, and rules that come and go.
//!
//! For each column asked about, a bit row over the rules says which cannot hold for the
//! row's value; what is left after all columns is worked out rule by rule. An unknown
//! value shuts nothing out.
//!
//! Must not know: where rows come from, texts of rules.

use super::bits::{self, Items, Shut};
use super::check::{self, Check, Pair, Row};
use super::intervals::Interval;
use super::part::Answer;
use super::plan::{Node, Plan};
use super::shape::{Kind, Shape, items, number};
use crate::table::Table;
use crate::test::ColumnId;
use crate::tree::Tree;
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
    /// Words of a bit row.
    words: usize,
    /// Rules that are possible at all.
    live: Vec<u64>,
    numbers: BTreeMap<ColumnId, Shut>,
    sets: BTreeMap<ColumnId, Items>,
    /// By column: rules that read it.
    reading: BTreeMap<ColumnId, Vec<u64>>,
}

/// A rule in its place.
#[derive(Debug, Clone)]
struct Rule {
    tree: Arc<Tree>,
    plan: Plan,
    check: Check,
}

/// Room for the work on a row, to be used again.
#[derive(Debug, Clone, Default)]
pub struct RowRoom {
    row: Row,
    /// By set column: the items as a list.
    lists: Vec<(ColumnId, Vec<u32>)>,
    once: Vec<u64>,
    twice: Vec<u64>,
    shut: Vec<u64>,
    stack: Vec<Pair>,
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
            self.widen();
        }
        if let Some(old) = self.rules[place].take() {
            self.put(place, &old, false);
        }
        if let Some(tree) = rule {
            let rule = self.ready(tree);
            self.put(place, &rule, true);
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
        room.once.clear();
        room.once.resize(self.words, 0);
        for (column, shut) in &self.numbers {
            let value = room.row.numbers[*column];
            if !value.is_nan() {
                or(&mut room.once, shut.row(value));
            }
        }
        for (column, items) in &room.lists {
            if let Some(rows) = self.sets.get(column) {
                rows.shut(items, &mut room.shut);
                or(&mut room.once, &room.shut);
            }
        }
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
        for bits in [&mut room.once, &mut room.twice] {
            bits.clear();
            bits.resize(self.words, 0);
        }
        for (column, shut) in &self.numbers {
            let value = room.row.numbers[*column];
            if !value.is_nan() {
                count(&mut room.once, &mut room.twice, shut.row(value));
            }
        }
        for (column, items) in &room.lists {
            if let Some(rows) = self.sets.get(column) {
                rows.shut(items, &mut room.shut);
                count(&mut room.once, &mut room.twice, &room.shut);
            }
        }
        let mut near = vec![];
        let (live, row, stack) = (&self.live, &room.row, &mut room.stack);
        each_bit(live.iter().zip(&room.twice).map(|(a, b)| a & !b), |place| {
            let rule = self.rules[place].as_ref();
            if rule.is_some_and(|rule| rule.check.refused(row, stack, 2) == 1) {
                near.push(place as u32);
            }
        });
        near
    }

    fn finish(&self, room: &mut RowRoom) {
        room.answers.clear();
        let (row, stack, answers) = (&room.row, &mut room.stack, &mut room.answers);
        let open = self.live.iter().zip(&room.once);
        let open = open.map(|(live, shut)| live & !shut);
        each_bit(open, |place| {
            let Some(rule) = &self.rules[place] else {
                return;
            };
            let (certain, possible) = rule.check.ask(row, stack);
            if possible {
                answers.push(Answer::new(place as u32, certain));
            }
        });
    }

    fn ready(&self, tree: Arc<Tree>) -> Rule {
        let plan = Plan::new(&tree, &self.shape);
        let check = Check::new(&plan).unwrap_or_default();
        Rule { tree, plan, check }
    }

    /// Makes all bit rows anew.
    fn rebuild(&mut self) {
        self.live = vec![0; self.words];
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
        for (place, rule) in rules.iter().enumerate() {
            if let Some(rule) = rule {
                self.put(place, rule, true);
            }
        }
        self.rules = rules;
    }

    /// Enters a rule's bits, or takes them out.
    fn put(&mut self, place: usize, rule: &Rule, there: bool) {
        let words = self.words;
        let (word, bit) = (place / 64, 1 << (place % 64));
        let parts = rule.plan.parts();
        if parts.is_some() && there {
            self.live[word] |= bit;
        } else {
            self.live[word] &= !bit;
        }
        each_column(&rule.tree, &mut |column| {
            let bits = self.reading.entry(column).or_insert_with(|| vec![0; words]);
            if there {
                bits[word] |= bit;
            } else {
                bits[word] &= !bit;
            }
        });
        let mut asked_sets = vec![];
        for part in parts.unwrap_or_default() {
            match part {
                Node::Within { column, intervals } => {
                    let new = || Shut::new([&**intervals].into_iter(), bits::NUMBERS, words);
                    let shut = self.numbers.entry(*column).or_insert_with(new);
                    shut.set(place, intervals, there);
                }
                // By the first condition about a set; the others are worked out.
                Node::Holds {
                    column,
                    items,
                    negated: false,
                } if !asked_sets.contains(column) => {
                    asked_sets.push(*column);
                    let rows = self.sets.entry(*column);
                    let rows = rows.or_insert_with(|| Items::new(words));
                    rows.set(place, items, there);
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
        self.numbers.values_mut().for_each(|shut| shut.widen(words));
        self.sets.values_mut().for_each(|items| items.widen(words));
        self.reading
            .values_mut()
            .for_each(|bits| bits.resize(words, 0));
        self.words = words;
    }

    /// Reads a row.
    fn load(&self, table: &Table, row: usize, room: &mut RowRoom) {
        let kinds = &self.shape.kinds;
        room.row.numbers.clear();
        room.row.numbers.resize(kinds.len(), f64::NAN);
        room.row.sets.resize(kinds.len(), None);
        room.lists.clear();
        for (column, kind) in kinds.iter().enumerate() {
            let Some(values) = table.columns.get(column) else {
                continue;
            };
            if !self.reading.contains_key(&column) {
                continue;
            }
            if !matches!(kind, Kind::Sets(_)) {
                room.row.numbers[column] = number(kind, values, row);
                continue;
            }
            room.row.sets[column] = items(values, row).map(|items| {
                room.lists.push((column, items.to_vec()));
                let mut bits = check::Items::new();
                for item in items {
                    let word = *item as usize / 64;
                    // A code without a word is no item.
                    if (*item as usize) < kind.words() {
                        bits.resize(bits.len().max(word + 1), 0);
                        bits[word] |= 1 << (item % 64);
                    }
                }
                bits
            });
        }
    }
}

fn or(all: &mut [u64], own: &[u64]) {
    for (all, own) in all.iter_mut().zip(own) {
        *all |= own;
    }
}

/// Adds to a count of none, one, several.
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
