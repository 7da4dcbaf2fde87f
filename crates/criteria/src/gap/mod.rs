//! The gap: the smallest changes of facts that lead to yes, and the margin: the smallest
//! that lose it.
//!
//! For each test on the way the nearest value that passes is looked for: the bound of a
//! number, the numerator or denominator of a ratio, a title to obtain, a flag to settle,
//! a higher band of a score, the day on which time alone suffices. Sets of changes are
//! joined along the tree, the cheapest few kept at every node. Every plan returned was
//! asked of the rule again and gives the answer it promises.
//!
//! A plan for a yes moves a value the way nobody wants (fewer sales, fewer people) only
//! where there is no other, and says so. Fewer changes count as smaller; among equal numbers, the smaller relative changes.
//!
//! Must not know: which changes are easy in life.

mod direction;
mod leaf;
mod moves;
mod score;
mod search;
mod solve;

use crate::facts::{Fact, Facts, MapFacts};
use crate::names::Meaning;
use crate::rule::Rule;
use chrono::NaiveDate;
use direction::is_against;
use julin_formula::Need;
use moves::Moves;
use search::Search;
use std::cell::RefCell;

/// The most plans returned.
pub const MAX_PLANS: usize = 5;

/// One fact that changes. Numbers are in the unit of the field.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The field, and which year's.
    pub need: Need,
    /// What it is now; `None` when unknown.
    pub from: Option<Fact>,
    /// What it must become. For sets, all members.
    pub to: Fact,
    /// Members to obtain.
    pub obtain: Vec<String>,
    /// Members to lose.
    pub lose: Vec<String>,
    /// Unit of a number.
    pub unit: Option<String>,
    /// It makes the value worse; there was no other way.
    pub against: bool,
}

/// Changes that lead to an answer together.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The changes, in order of field.
    pub changes: Vec<Change>,
    /// The first day on which they lead there; the day asked about unless time must pass.
    pub on: NaiveDate,
    /// Relative size of the changes together: 0.1 for a number to be raised by a tenth,
    /// 1 for a title, a flag or an unknown fact, and for each year to wait.
    pub size: f64,
    changed: MapFacts,
}

impl Plan {
    /// The facts that change, in base units.
    pub fn changed(&self) -> &MapFacts {
        &self.changed
    }

    /// True when nothing but time must pass.
    pub fn waits_only(&self) -> bool {
        self.changes.is_empty()
    }
}

impl Rule {
    /// The smallest changes that lead to yes, smallest first; none when the answer is yes
    /// already, or when none was found.
    pub fn gap(&self, facts: &dyn Facts, as_of: NaiveDate) -> Vec<Plan> {
        self.plans(facts, as_of, true)
    }

    /// The smallest changes that lead to no, smallest first.
    pub fn margin(&self, facts: &dyn Facts, as_of: NaiveDate) -> Vec<Plan> {
        self.plans(facts, as_of, false)
    }

    fn plans(&self, facts: &dyn Facts, as_of: NaiveDate, wanted: bool) -> Vec<Plan> {
        if self.answer(facts, as_of) == Some(wanted) {
            return Vec::new();
        }
        let search = Search {
            rule: self,
            facts,
            wanted,
            programs: RefCell::default(),
        };
        let mut found: Vec<(Moves, f64)> = search.find(as_of);
        found.truncate(MAX_PLANS);
        let plan = |(moves, size): (Moves, f64)| {
            let changed = moves.facts(facts);
            Plan {
                changes: self.changes(facts, (&moves, &changed), wanted),
                on: moves.until.map_or(as_of, |until| until.max(as_of)),
                size,
                changed,
            }
        };
        found.into_iter().map(plan).collect()
    }

    fn changes(
        &self,
        facts: &dyn Facts,
        (moves, changed): (&Moves, &MapFacts),
        wanted: bool,
    ) -> Vec<Change> {
        let change = |(need, to): (&Need, &Fact)| {
            let Meaning::Field(field) = self.names.meaning(&need.field) else {
                return None;
            };
            let own = |fact: Fact| match (fact, &field.scale) {
                (Fact::Number(base), Some(scale)) => Fact::Number(scale.from_base(base)),
                (fact, _) => fact,
            };
            let (obtain, lose) = moves.members(need);
            let change = moves.by_need.get(need);
            Some(Change {
                need: need.clone(),
                from: Fact::of(facts, need, &field.kind).map(own),
                to: own(to.clone()),
                obtain,
                lose,
                unit: field.scale.as_ref().map(|scale| scale.unit.clone()),
                against: wanted
                    && change.is_some_and(|change| is_against(self, facts, need, change)),
            })
        };
        changed.iter().filter_map(change).collect()
    }
}
