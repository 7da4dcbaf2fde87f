//! What moved a score: the difference between two years, two units or two editions of a
//! framework, as parts that add up to it exactly.
//!
//! At every group the difference of the two scores is shared out among what differs:
//! each child's score, each child that has a score on one side only, the weights, and the
//! way children are put together. Each gets its Shapley value: the mean, over all orders
//! in which the differences could have come about one by one, of what it adds when its
//! turn comes ([`split`]). No order is preferred, nothing is left over, and what does not
//! differ gets nothing. Where the means are arithmetic and the weights the same this is
//! `share · (score after − score before)`.
//!
//! A child's part is then shared out among what is below it in proportion: the part
//! divided by the child's own difference is the slope by which everything below is
//! multiplied. At an indicator ([`indicator`]) the difference is made of the value that
//! moved and of the scale that moved. So every part of the whole has one cause: data,
//! scale, weights, method, gaps, or a framework that has other nodes.
//!
//! Sources: L. S. Shapley, "A value for n-person games", *Contributions to the Theory of
//! Games* II (1953); A. F. Shorrocks, "Decomposition procedures for distributional
//! analysis: a unified framework based on the Shapley value", *Journal of Economic
//! Inequality* 11 (2013).
//!
//! Worked example: two indicators of weights 3 and 1, arithmetic; scores 40 and 80 become
//! 60 and 40: 50 becomes 55, of which 0.75 · 20 = +15 and 0.25 · (−40) = −10. If the
//! weights become equal as well, 50 becomes 50: the first adds (0.75 + 0.5) / 2 · 20 =
//! 12.5, the second (0.25 + 0.5) / 2 · (−40) = −15, the weights (−0.25) · (40 + 60) / 2 +
//! 0.25 · (80 + 40) / 2 = 2.5.
//!
//! Must not know: which of the two is a year, a unit or an edition.

mod core;
mod indicator;
mod node;
mod split;

pub use self::core::{Crosswalk, common_core};

use crate::framework::Framework;
use crate::outcome::Outcome;
use crate::what_if::Standing;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// One unit in one outcome.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The outcome.
    pub outcome: &'a Outcome<'a>,
    /// Position of the unit in its matrix.
    pub unit: usize,
}

/// Why a part of the difference is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The indicator's value is another.
    Value,
    /// The scale it is measured on is another.
    Scale,
    /// It has a score on one side only.
    Gap,
    /// The weights of a group's children are others.
    Weights,
    /// A group's score is made in another way, or counts from the other end.
    Method,
    /// Only one of the two frameworks has it.
    Framework,
    /// Cannot be divided further.
    Whole,
}

impl Cause {
    /// As written in messages and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Scale => "scale",
            Self::Gap => "gap",
            Self::Weights => "weights",
            Self::Method => "method",
            Self::Framework => "framework",
            Self::Whole => "whole",
        }
    }
}

/// One part of a difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Code of the indicator or group; that of the first framework where both have it.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Codes from the index down to it, both included.
    pub path: Vec<String>,
    /// Why.
    pub cause: Cause,
    /// Points of the index.
    pub points: f64,
    /// Its scores on both sides.
    pub scores: [Option<f64>; 2],
    /// An indicator's values on both sides.
    pub values: [Option<f64>; 2],
    /// Whether the values are estimates of ours.
    pub imputed: [bool; 2],
}

/// A difference and what it is made of.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Comparison {
    /// The first side.
    pub before: Standing,
    /// The second side.
    pub after: Standing,
    /// Parts in the order of the frameworks; they sum to the difference of the scores.
    pub parts: Vec<Part>,
    /// What could not be compared or divided.
    pub diagnostics: Vec<Diagnostic>,
}

impl Comparison {
    /// Second score less first; `None` where one is missing.
    pub fn difference(&self) -> Option<f64> {
        Some(self.after.score? - self.before.score?)
    }

    /// Points of everything at or below a node.
    pub fn points_below(&self, code: &str) -> f64 {
        let inside = |part: &&Part| part.path.iter().any(|one| one == code);
        self.parts
            .iter()
            .filter(inside)
            .map(|part| part.points)
            .sum()
    }

    /// Points of one cause.
    pub fn points_of(&self, cause: Cause) -> f64 {
        let alike = |part: &&Part| part.cause == cause;
        self.parts
            .iter()
            .filter(alike)
            .map(|part| part.points)
            .sum()
    }
}

/// Divides the difference of two scores among indicators, weights and method.
///
/// Nodes are matched by code, or by the crosswalk where it names them, within groups
/// that match.
pub fn compare(before: Side<'_>, after: Side<'_>, crosswalk: &Crosswalk) -> Comparison {
    let sides = [before, after];
    let mut comparison = Comparison {
        before: Standing::of(before.outcome, before.unit),
        after: Standing::of(after.outcome, after.unit),
        ..Comparison::default()
    };
    for (side, standing) in sides.iter().zip([comparison.before, comparison.after]) {
        if standing.score.is_none() {
            let units = side.outcome.matrix().units();
            let unit = units.get(side.unit).map_or("", |unit| unit.id.as_str());
            let found = Diagnostic::warning("measure.compare-no-score").with("unit", unit);
            comparison.diagnostics.push(found);
        }
    }
    if comparison.difference().is_some() {
        let mut comparing = node::Comparing {
            sides,
            crosswalk,
            diagnostics: Vec::new(),
        };
        let parts = comparing.node([Framework::ROOT; 2], &[]);
        comparison.parts = parts.into_iter().filter(tells).collect();
        comparison.diagnostics.append(&mut comparing.diagnostics);
    }
    comparison
}

/// False for a part without points whose value did not move either.
fn tells(part: &Part) -> bool {
    part.points != 0.0 || part.values[0] != part.values[1]
}
