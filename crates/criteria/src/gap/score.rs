//! How a score is raised: items lifted to higher bands or options, alone or together.
//!
//! Must not know: the tree around the test.

use super::direction::divisors;
use super::leaf::Leaf;
use super::moves::Moves;
use super::search::options;
use super::solve::{nearest, step};
use crate::columns::Columns;
use crate::dictionary::FieldKind;
use crate::facts::{Changed, Fact};
use crate::gap::moves::Move;
use crate::lower::Lower;
use crate::names::{Meaning, Names};
use crate::scoring::{Interval, Item};
use crate::situation::Situation;
use crate::test::Test;
use julin_formula::Need;

/// How many items are lifted together at most.
const TOGETHER: usize = 4;
/// How many combinations are followed.
const FOLLOWED: usize = 24;
/// The most ways to lift one item.
const WAYS: usize = 6;

impl Leaf<'_> {
    /// Sets of changes after which a test of a score holds.
    pub(super) fn points(&self, test: &Test, names: &Names) -> Vec<Moves> {
        let Some(scoring) = &names.scoring else {
            return Vec::new();
        };
        let lifts: Vec<Vec<Moves>> = scoring
            .items
            .iter()
            .map(|item| self.lifts(names, item))
            .collect();
        let mut found: Vec<Moves> = Vec::new();
        // Combinations under way, with the last item lifted.
        let mut open = vec![(Moves::default(), 0)];
        for _ in 0..TOGETHER {
            let mut next: Vec<(Moves, usize)> = Vec::new();
            for (moves, first) in &open {
                for (place, ways) in lifts.iter().enumerate().skip(*first) {
                    for all in ways.iter().filter_map(|more| moves.with(more)) {
                        if self.holds(test, &all, self.on) {
                            found.push(all);
                        } else {
                            next.push((all, place + 1));
                        }
                    }
                }
            }
            if !found.is_empty() || next.is_empty() {
                break;
            }
            // Those that lift the total most are followed first.
            let total = |moves: &Moves| self.score_of(names, moves, crate::names::SCORE).low;
            let mut ranked: Vec<(f64, (Moves, usize))> = next
                .into_iter()
                .map(|(moves, place)| (total(&moves), (moves, place)))
                .collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
            ranked.truncate(FOLLOWED);
            open = ranked.into_iter().map(|(_, one)| one).collect();
        }
        found
    }

    fn score_of(&self, names: &Names, moves: &Moves, name: &str) -> Interval {
        let by = moves.facts(self.facts);
        let facts = Changed {
            facts: self.facts,
            by: &by,
        };
        let situation = Situation::new(names, &facts, self.on);
        situation.score(name).unwrap_or_default()
    }

    /// Changes that lift the certain points of one item.
    fn lifts(&self, names: &Names, item: &Item) -> Vec<Moves> {
        let now = self.score_of(names, &Moves::default(), &item.name).low;
        let mut found: Vec<Moves> = Vec::new();
        if let (Some(value), Some(bands)) = (&item.value, &item.bands) {
            let divisors = divisors(names, value);
            let worth = |points| Interval::from(points).low.min(item.max);
            let higher = bands.steps.iter().map(|(_, points)| worth(*points));
            let mut higher: Vec<f64> = higher.filter(|points| *points > now).collect();
            higher.sort_by(f64::total_cmp);
            higher.dedup();
            for points in higher.into_iter().take(WAYS) {
                for need in names.fields_of(value) {
                    let mut ways = self.lift_by(names, item, &need, points);
                    if divisors.contains(&need) {
                        for moves in &mut ways {
                            moves.divisors.insert(need.clone());
                        }
                    }
                    found.extend(ways);
                }
            }
        }
        for (place, (test, points)) in item.options.iter().enumerate() {
            if Interval::from(*points).low <= now || place >= WAYS {
                continue;
            }
            let mut columns = Columns::new();
            let tree = Lower::new(self.rule, self.on, &mut columns).test(test, false);
            let leaf = Leaf {
                columns: &columns,
                ..*self
            };
            let lifted = |moves: &Moves| self.score_of(names, moves, &item.name).low > now;
            found.extend(options(&tree, &leaf).into_iter().filter(lifted));
        }
        found
    }

    /// The nearest numbers of one field that lift an item to so many points.
    fn lift_by(&self, names: &Names, item: &Item, need: &Need, points: f64) -> Vec<Moves> {
        let Meaning::Field(field) = names.meaning(&need.field) else {
            return Vec::new();
        };
        if !matches!(field.kind, FieldKind::Number { .. }) {
            return Vec::new();
        }
        let from = match Fact::of(self.facts, need, &field.kind) {
            Some(Fact::Number(from)) => Some(from),
            _ => None,
        };
        if need.prior() && from.is_some() {
            return Vec::new();
        }
        let change = |to: f64| Moves::one(need, Move::Number(from, to));
        let passes = |to: f64| self.score_of(names, &change(to), &item.name).low >= points;
        let found = nearest(from.unwrap_or(0.0), step(field.scale.as_ref()), passes);
        found.into_iter().map(change).collect()
    }
}
