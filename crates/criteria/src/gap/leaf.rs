//! How a single test is passed: which fact must become what.
//!
//! Must not know: the tree around the test.

use super::direction::{against, divisors};
use super::moves::{Move, Moves};
use super::solve::{first_day, nearest, step, stepped};
use crate::columns::{Columns, Source};
use crate::dictionary::{FieldKind, Scale};
use crate::facts::{Changed, Fact, Facts};
use crate::names::{Meaning, Names};
use crate::rule::Rule;
use crate::table::Table;
use crate::test::{End, Question, Test};
use chrono::{NaiveDate, TimeDelta};
use julin_formula::{Formula, Need};
use std::collections::BTreeSet;

/// The most words tried for one test.
const MAX_WORDS: usize = 6;

/// The situation in which tests are to be passed.
pub struct Leaf<'a> {
    pub rule: &'a Rule,
    pub facts: &'a dyn Facts,
    pub on: NaiveDate,
    /// A yes is wanted, not a no.
    pub wanted: bool,
    pub columns: &'a Columns,
}

impl Leaf<'_> {
    /// Sets of changes after which the test holds for certain.
    pub fn options(&self, test: &Test) -> Vec<Moves> {
        if self.holds(test, &Moves::default(), self.on) {
            return vec![Moves::default()];
        }
        let Some(definition) = self.columns.definitions().get(test.column) else {
            return Vec::new();
        };
        let found = match &definition.source {
            Source::Field(need, kind) => self.field(test, need, kind),
            Source::Computed(names, formula, _) => self.computed(test, names, formula),
        };
        found
            .into_iter()
            .filter(|moves| {
                let on = moves.until.unwrap_or(self.on);
                self.holds(test, moves, on)
            })
            .collect()
    }

    /// True when the test holds for certain after some changes.
    pub fn holds(&self, test: &Test, moves: &Moves, on: NaiveDate) -> bool {
        let by = moves.facts(self.facts);
        let facts = Changed {
            facts: self.facts,
            by: &by,
        };
        let definitions = self.columns.definitions();
        let column = |id: usize| definitions.get(id).map(|own| own.single(&facts, on));
        let columns = [Some(test.column), test.upper]
            .into_iter()
            .flatten()
            .filter_map(column)
            .collect();
        let table = Table { rows: 1, columns };
        let test = Test {
            column: 0,
            upper: test.upper.map(|_| 1),
            ..test.clone()
        };
        table.answer(&test, 0) == Some(true)
    }

    fn field(&self, test: &Test, need: &Need, kind: &FieldKind) -> Vec<Moves> {
        let known = Fact::of(self.facts, need, kind);
        if need.prior() && known.is_some() {
            return Vec::new();
        }
        match (kind, &test.question) {
            (FieldKind::Flag, _) => {
                let to = Fact::Flag(!test.negated);
                vec![Moves::one(need, Move::Become(to))]
            }
            (FieldKind::Set, Question::HoldsAny(words)) if test.negated => {
                let held = |word: &&String| match &known {
                    Some(Fact::Set(members)) => members.contains(word),
                    _ => true,
                };
                let lose = words.iter().filter(held).cloned().collect();
                vec![Moves::one(need, Move::Members(BTreeSet::new(), lose))]
            }
            (FieldKind::Set, Question::HoldsAny(words)) => {
                let obtain = |word: &String| {
                    let obtain = BTreeSet::from([word.clone()]);
                    Moves::one(need, Move::Members(obtain, BTreeSet::new()))
                };
                words.iter().take(MAX_WORDS).map(obtain).collect()
            }
            (FieldKind::Word, Question::OneOf(words) | Question::Begins(words))
                if !test.negated =>
            {
                let become_one =
                    |word: &String| Moves::one(need, Move::Become(Fact::Word(word.clone())));
                words.iter().take(MAX_WORDS).map(become_one).collect()
            }
            (FieldKind::Number { .. }, Question::Within { low, high }) => {
                let from = match known {
                    Some(Fact::Number(from)) => Some(from),
                    _ => None,
                };
                self.number(need, from, (*low, *high), test.negated)
            }
            // A day that has been does not change; one nobody knows may turn out well.
            (FieldKind::Date, Question::Within { low, high }) if known.is_none() => {
                days(need, (*low, *high))
            }
            _ => Vec::new(),
        }
    }

    /// The nearest numbers on the right side of the bounds.
    fn number(
        &self,
        need: &Need,
        from: Option<f64>,
        (low, high): (End, End),
        negated: bool,
    ) -> Vec<Moves> {
        let scale = self.scale(need);
        let above = |end: End, inside: bool| match end {
            End::Open => None,
            End::Included(bound) => Some((bound, inside)),
            End::Excluded(bound) => Some((bound, !inside)),
        };
        // Inside a range one looks up from its low end and down from its high end;
        // outside, the other way round.
        let (up, down) = if negated {
            (above(high, false), above(low, false))
        } else {
            (above(low, true), above(high, true))
        };
        let sides = [(up, 1.0), (down, -1.0)];
        let found = sides.into_iter().filter_map(|(bound, sign)| {
            let (bound, included) = bound?;
            let to = stepped(bound, included, sign, scale.as_ref());
            Some(Moves::one(need, Move::Number(from, to)))
        });
        found.collect()
    }

    /// Changes of one fact below an expression, time, or points of a score.
    fn computed(&self, test: &Test, names: &Names, formula: &Formula) -> Vec<Moves> {
        if test.upper.is_some() {
            return self.points(test, names);
        }
        let mut found = Vec::new();
        let divisors = divisors(names, formula);
        for need in names.fields_of(formula) {
            let mut ways = self.one_fact(test, &need);
            if divisors.contains(&need) {
                for moves in &mut ways {
                    moves.divisors.insert(need.clone());
                }
            }
            found.extend(ways);
        }
        if names.reads_day(formula) {
            let waiting = |on: NaiveDate| self.holds(test, &Moves::wait(on), on);
            found.extend(first_day(self.on, waiting).map(Moves::wait));
        }
        found
    }

    /// Changes of one fact after which a test of an expression holds.
    pub fn one_fact(&self, test: &Test, need: &Need) -> Vec<Moves> {
        let Meaning::Field(field) = self.rule.names.meaning(&need.field) else {
            return Vec::new();
        };
        let passes = |moves: &Moves| self.holds(test, moves, self.on);
        // What has been does not change; what nobody knows of it may turn out well.
        if need.prior() && Fact::of(self.facts, need, &field.kind).is_some() {
            return Vec::new();
        }
        match &field.kind {
            FieldKind::Number { .. } => {
                let from = match Fact::of(self.facts, need, &field.kind) {
                    Some(Fact::Number(from)) => Some(from),
                    _ => None,
                };
                let change = |to: f64| Moves::one(need, Move::Number(from, to));
                let step = step(field.scale.as_ref());
                let found = nearest(from.unwrap_or(0.0), step, |to| passes(&change(to)));
                found.into_iter().map(change).collect()
            }
            FieldKind::Flag => {
                let both = [true, false].map(|yes| Moves::one(need, Move::Become(Fact::Flag(yes))));
                both.into_iter().filter(passes).collect()
            }
            FieldKind::Word | FieldKind::Set | FieldKind::Date => Vec::new(),
        }
    }

    /// How many of the changes go the way nobody wants.
    pub fn against(&self, moves: &Moves) -> usize {
        if self.wanted {
            against(self.rule, self.facts, moves)
        } else {
            0
        }
    }

    fn scale(&self, need: &Need) -> Option<Scale> {
        match self.rule.names.meaning(&need.field) {
            Meaning::Field(field) => field.scale.clone(),
            _ => None,
        }
    }
}

/// A day within bounds, for a day nobody knows.
fn days(need: &Need, (low, high): (End, End)) -> Vec<Moves> {
    let at = |end: End, inward: i64| match end {
        End::Open => None,
        End::Included(days) => Some(days as i64),
        End::Excluded(days) => Some((days as i64).saturating_add(inward)),
    };
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
    let day = at(low, 1).or(at(high, -1));
    let day = day.and_then(|days| epoch.checked_add_signed(TimeDelta::try_days(days)?));
    day.map(|day| Moves::one(need, Move::Become(Fact::Day(day))))
        .into_iter()
        .collect()
}
