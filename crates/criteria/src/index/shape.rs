//! What kinds of columns there are, and the order of their words.
//!
//! Every column but sets is read as numbers: words by their place in the alphabetical
//! order of the dictionary, so that "begins with" is an interval; flags as 0 and 1.
//!
//! Must not know: rules, rows' meaning.

use super::intervals::{self, Interval};
use crate::table::{Column, Dictionary, Table};
use crate::test::{ColumnId, Question};
use std::collections::HashMap;

/// The kinds of a table's columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// By column.
    pub(super) kinds: Vec<Kind>,
}

/// One column's kind.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Numbers and days.
    Numbers,
    /// Flags.
    Flags,
    /// Words.
    Words(Order),
    /// Sets: the code of each word.
    Sets(HashMap<String, u32>),
}

/// Words in alphabetical order.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    sorted: Vec<String>,
    /// By code: the place in `sorted`.
    pub(super) places: Vec<u32>,
}

/// What a test asks of one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// A number in one of the intervals.
    Within(Vec<Interval>),
    /// A set with, or without, one of the items.
    Holds { items: Vec<u32>, negated: bool },
}

impl Shape {
    /// The kinds of a table's columns.
    pub(super) fn of(table: &Table) -> Self {
        let kinds = table.columns.iter().map(Kind::of).collect();
        Self { kinds }
    }

    /// Takes in words and columns that came since; true for each column that changed.
    pub(super) fn learn(&mut self, table: &Table) -> Vec<bool> {
        let mut changed = vec![];
        for (at, column) in table.columns.iter().enumerate() {
            let known = match (self.kinds.get(at), column) {
                (Some(kind @ Kind::Words(_)), Column::Words { words, .. })
                | (Some(kind @ Kind::Sets(_)), Column::Sets { words, .. }) => {
                    kind.words() == words.words().len()
                }
                (Some(Kind::Numbers), Column::Numbers(_))
                | (Some(Kind::Flags), Column::Flags(_)) => true,
                _ => false,
            };
            changed.push(!known);
            match self.kinds.get_mut(at) {
                Some(kind) if !known => *kind = Kind::of(column),
                Some(_) => {}
                None => self.kinds.push(Kind::of(column)),
            }
        }
        changed
    }

    /// What a question comes to for a column; `None` where there is no such column.
    pub(super) fn asked(
        &self,
        column: ColumnId,
        question: &Question,
        negated: bool,
    ) -> Option<Asked> {
        let intervals = match self.kinds.get(column)? {
            Kind::Sets(codes) => {
                let items = held(codes, question);
                return Some(Asked::Holds { items, negated });
            }
            Kind::Flags => vec![(1.0, 1.0)],
            Kind::Words(order) => order.intervals(question),
            Kind::Numbers => match question {
                Question::Within { low, high } => intervals::between(*low, *high),
                _ => vec![],
            },
        };
        Some(Asked::Within(if negated {
            intervals::complement(&intervals)
        } else {
            intervals
        }))
    }
}

fn held(codes: &HashMap<String, u32>, question: &Question) -> Vec<u32> {
    let Question::HoldsAny(words) = question else {
        return vec![];
    };
    let mut items: Vec<u32> = words.iter().filter_map(|w| codes.get(w).copied()).collect();
    items.sort_unstable();
    items.dedup();
    items
}

impl Kind {
    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        match self {
            Self::Words(order) => order.places.len(),
            Self::Sets(codes) => codes.len(),
            Self::Numbers | Self::Flags => 0,
        }
    }

    fn of(column: &Column) -> Self {
        match column {
            Column::Numbers(_) => Self::Numbers,
            Column::Flags(_) => Self::Flags,
            Column::Words { words, .. } => Self::Words(Order::of(words)),
            Column::Sets { words, .. } => {
                let coded = words.words().iter().zip(0..);
                Self::Sets(coded.map(|(word, code)| (word.clone(), code)).collect())
            }
        }
    }
}

impl Order {
    fn of(dictionary: &Dictionary) -> Self {
        let words = dictionary.words();
        let mut codes: Vec<usize> = (0..words.len()).collect();
        codes.sort_unstable_by_key(|code| &words[*code]);
        let mut places = vec![0; words.len()];
        for (place, code) in (0..).zip(&codes) {
            places[*code] = place;
        }
        let sorted = codes.iter().map(|code| words[*code].clone()).collect();
        Self { sorted, places }
    }

    /// The places of the words that answer the question.
    fn intervals(&self, question: &Question) -> Vec<Interval> {
        let from = |word: &str| self.sorted.partition_point(|w| w.as_str() < word);
        let span =
            |start: usize, end: usize| (start < end).then(|| (start as f64, (end - 1) as f64));
        let found = match question {
            Question::OneOf(words) => words
                .iter()
                .filter_map(|word| {
                    let at = from(word);
                    let same = self.sorted.get(at).is_some_and(|w| w == word);
                    span(at, at + usize::from(same))
                })
                .collect(),
            Question::Begins(stems) => stems
                .iter()
                .filter_map(|stem| {
                    let start = from(stem);
                    let beginning = |w: &String| w.starts_with(stem.as_str());
                    span(
                        start,
                        start + self.sorted[start..].partition_point(beginning),
                    )
                })
                .collect(),
            _ => vec![],
        };
        // Neighbours in the order are one apart: [3, 3] and [4, 4] stay two intervals
        // unless joined here.
        let mut out: Vec<Interval> = vec![];
        for (low, high) in intervals::union(found) {
            match out.last_mut() {
                Some(last) if low <= last.1 + 1.0 => last.1 = last.1.max(high),
                _ => out.push((low, high)),
            }
        }
        out
    }
}

/// The value of a row in a column that is no set, as a number; NaN is unknown.
#[inline]
pub(super) fn number(kind: &Kind, column: &Column, row: usize) -> f64 {
    let value = match (kind, column) {
        (Kind::Numbers, Column::Numbers(values)) => values.get(row).copied(),
        (Kind::Flags, Column::Flags(values)) => {
            values.get(row).filter(|v| **v < 2).map(|v| f64::from(*v))
        }
        (Kind::Words(order), Column::Words { codes, .. }) => codes
            .get(row)
            .and_then(|code| order.places.get(*code as usize))
            .map(|place| f64::from(*place)),
        _ => None,
    };
    value.unwrap_or(f64::NAN)
}

/// The items of a row in a set column; `None` is unknown.
#[inline]
pub(super) fn items(column: &Column, row: usize) -> Option<&[u32]> {
    let Column::Sets {
        starts,
        items,
        known,
        ..
    } = column
    else {
        return None;
    };
    let (start, end) = (*starts.get(row)?, *starts.get(row + 1)?);
    let own = items.get(start as usize..end as usize)?;
    known.get(row)?.then_some(own)
}
