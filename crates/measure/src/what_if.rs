//! What if: the same evaluation with some weights, values or settings changed.
//!
//! A change set is applied to copies of the framework and of the figures, and these are
//! scored again by the very pipeline that gave the first answer: there is no shortcut
//! that could disagree with it. Where only weights or ways of making groups change, the
//! prepared indicators are taken over.
//!
//! What changes, changes alone: a weight that stands in for an unpublished one keeps its
//! value when its sibling is given another.
//!
//! Of a year on a frame fixed by several years ([`crate::recipe::Frame`]) the scales stay
//! as they are unless a setting of indicators changes; estimates made from other years
//! are kept.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 7,
//! on scenarios in robustness analysis.
//!
//! Worked example: two indicators of equal weight, units A with scores 100 and 0, B with
//! 0 and 100: both 50, rank 1. With weight 3 for the first, A has 75 and rank 1, B 25 and
//! rank 2.
//!
//! Must not know: how changes are entered or shown.

mod apply;
mod changes;

pub use apply::{Changed, apply};
pub use changes::{ChangeSet, SettingChange, ValueChange, ValueKind};

use crate::framework::Framework;
use crate::outcome::Outcome;
use crate::rank::TIE;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// Score and rank of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Standing {
    /// Unrounded score.
    pub score: Option<f64>,
    /// Rank, 1 is best.
    pub rank: Option<u32>,
}

impl Standing {
    /// Of a unit in the index.
    pub fn of(outcome: &Outcome<'_>, unit: usize) -> Self {
        Self {
            score: outcome.score(unit, Framework::ROOT),
            rank: outcome.rank(unit, Framework::ROOT),
        }
    }

    /// True when the rank is another, or the score by more than the tolerance of ties.
    pub fn differs(self, other: Self) -> bool {
        let moved = match (self.score, other.score) {
            (Some(a), Some(b)) => (a - b).abs() > TIE,
            (a, b) => a.is_some() != b.is_some(),
        };
        moved || self.rank != other.rank
    }
}

/// A unit whose standing changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Position of the unit in the matrix.
    #[serde(skip)]
    pub unit: usize,
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// As it was.
    pub before: Standing,
    /// As it would be.
    pub after: Standing,
}

/// What a change set does.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Answer {
    /// Units whose score or rank changed, in the order of the matrix.
    pub units: Vec<Moved>,
    /// Changes that could not be made or do nothing, and findings that were not there
    /// before.
    pub diagnostics: Vec<Diagnostic>,
}

/// Scores with the changes and tells what moved.
pub fn what_if(outcome: &Outcome<'_>, changes: &ChangeSet) -> Answer {
    let changed = apply(outcome, changes);
    let after = changed.score(outcome);
    let mut diagnostics = changed.diagnostics.clone();
    let is_new = |found: &&Diagnostic| !outcome.diagnostics.contains(found);
    diagnostics.extend(after.diagnostics.iter().filter(is_new).cloned());
    Answer {
        units: moved(outcome, &after),
        diagnostics,
    }
}

/// The units that stand differently in two outcomes over the same units.
pub fn moved(before: &Outcome<'_>, after: &Outcome<'_>) -> Vec<Moved> {
    let units = before.matrix().units().iter().enumerate();
    let all = units.map(|(unit, about)| Moved {
        unit,
        id: about.id.clone(),
        label: about.label.clone(),
        before: Standing::of(before, unit),
        after: Standing::of(after, unit),
    });
    all.filter(|one| one.before.differs(one.after)).collect()
}
