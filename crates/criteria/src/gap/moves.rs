//! A set of changes under way: what becomes of which fact, and until when to wait.
//!
//! Must not know: rules.

use crate::facts::{Fact, Facts, MapFacts};
use chrono::NaiveDate;
use julin_formula::Need;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one fact; numbers in base units.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// A number becomes another; from what, when known.
    Number(Option<f64>, f64),
    /// Another value.
    Become(Fact),
    /// Members of a set: obtained, lost.
    Members(BTreeSet<String>, BTreeSet<String>),
}

/// Changes that go together.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    /// By fact.
    pub by_need: BTreeMap<Need, Move>,
    /// The day to wait for.
    pub until: Option<NaiveDate>,
    /// Those that move a ratio by what it is divided by.
    pub divisors: BTreeSet<Need>,
}

/// The same changes, however they were found.
impl PartialEq for Moves {
    fn eq(&self, other: &Self) -> bool {
        self.by_need == other.by_need && self.until == other.until
    }
}

impl Moves {
    /// A single change.
    pub fn one(need: &Need, change: Move) -> Self {
        Self {
            by_need: BTreeMap::from([(need.clone(), change)]),
            ..Self::default()
        }
    }

    /// Waiting alone.
    pub fn wait(until: NaiveDate) -> Self {
        Self {
            until: Some(until),
            ..Self::default()
        }
    }

    /// Both sets of changes; `None` when they contradict one another.
    pub fn with(&self, other: &Self) -> Option<Self> {
        let mut all = self.clone();
        all.until = all.until.max(other.until);
        all.divisors.extend(other.divisors.iter().cloned());
        for (need, change) in &other.by_need {
            let joined = match all.by_need.get(need) {
                None => change.clone(),
                Some(own) => together(own, change)?,
            };
            all.by_need.insert(need.clone(), joined);
        }
        Some(all)
    }

    /// These changes and then others, made from where these lead.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        let mut all = self.clone();
        all.until = all.until.max(later.until);
        all.divisors.extend(later.divisors.iter().cloned());
        for (need, change) in &later.by_need {
            let joined = match (all.by_need.get(need), change) {
                (Some(Move::Number(from, _)), Move::Number(_, to)) => Move::Number(*from, *to),
                (Some(Move::Members(a, b)), Move::Members(c, d)) => {
                    Move::Members(&(a - d) | c, &(b - c) | d)
                }
                _ => change.clone(),
            };
            all.by_need.insert(need.clone(), joined);
        }
        all
    }

    /// How many changes; waiting counts as one.
    pub fn count(&self) -> usize {
        self.by_need.len() + usize::from(self.until.is_some())
    }

    /// Their relative size together.
    pub fn size(&self, as_of: NaiveDate) -> f64 {
        let wait = self
            .until
            .map_or(0.0, |until| (until - as_of).num_days() as f64 / 365.25);
        wait + self.by_need.values().map(weight).sum::<f64>()
    }

    /// The facts that change.
    pub fn facts(&self, facts: &dyn Facts) -> MapFacts {
        let mut changed = MapFacts::new();
        for (need, change) in &self.by_need {
            let fact = match change {
                Move::Number(_, to) => Fact::Number(*to),
                Move::Become(fact) => fact.clone(),
                Move::Members(obtain, lose) => {
                    let mut members = facts.set(need).unwrap_or_default();
                    members.retain(|one| !lose.contains(one));
                    let new = obtain.iter().filter(|one| !members.contains(one));
                    let new: Vec<_> = new.cloned().collect();
                    members.extend(new);
                    Fact::Set(members)
                }
            };
            changed.set_fact(need.clone(), fact);
        }
        changed
    }

    /// Members of a set to obtain and to lose.
    pub fn members(&self, need: &Need) -> (Vec<String>, Vec<String>) {
        match self.by_need.get(need) {
            Some(Move::Members(obtain, lose)) => (
                obtain.iter().cloned().collect(),
                lose.iter().cloned().collect(),
            ),
            _ => (Vec::new(), Vec::new()),
        }
    }
}

/// One change that does what both do.
fn together(own: &Move, other: &Move) -> Option<Move> {
    match (own, other) {
        (Move::Number(from, a), Move::Number(_, b)) => {
            let start = from.unwrap_or(f64::NEG_INFINITY);
            if *a >= start && *b >= start {
                Some(Move::Number(*from, a.max(*b)))
            } else if *a <= start && *b <= start {
                Some(Move::Number(*from, a.min(*b)))
            } else {
                None
            }
        }
        (Move::Members(a, b), Move::Members(c, d)) => {
            let (obtain, lose): (BTreeSet<_>, BTreeSet<_>) = (a | c, b | d);
            obtain
                .is_disjoint(&lose)
                .then_some(Move::Members(obtain, lose))
        }
        (a, b) => (a == b).then(|| a.clone()),
    }
}

fn weight(change: &Move) -> f64 {
    match change {
        Move::Number(Some(from), to) if from == to => 0.0,
        Move::Number(Some(from), to) => (to - from).abs() / from.abs().max(to.abs()),
        Move::Members(obtain, lose) => (obtain.len() + lose.len()).max(1) as f64,
        Move::Number(None, _) | Move::Become(_) => 1.0,
    }
}
