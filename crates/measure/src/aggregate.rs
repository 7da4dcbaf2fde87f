//! Making the score of a group from its children: one file per way.

pub mod arithmetic;

use crate::recipe::{Aggregate, AggregateKind};

/// Weight of one child.
#[derive(Debug, Clone, Copy)]
pub enum Weight<'a> {
    /// The same for all units; not negative.
    Shared(f64),
    /// One per unit.
    Own(&'a [f64]),
}

impl Weight<'_> {
    /// The weight for one unit.
    pub fn at(&self, unit: usize) -> f64 {
        match self {
            Self::Shared(weight) => *weight,
            Self::Own(weights) => weights[unit],
        }
    }
}

/// The children of one group, as columns over the units.
#[derive(Debug, Clone, Copy)]
pub struct Child<'a> {
    /// Weight, in the scale of its siblings.
    pub weight: Weight<'a>,
    /// Scores, NaN where there is none; already turned round where less is better.
    pub scores: &'a [f64],
}

/// Scores of a group, and the units whose children a way cannot take.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Aggregated {
    /// One per unit, NaN where there is none.
    pub scores: Vec<f64>,
    /// Units with a child at zero where that makes the whole zero, in order.
    pub zeros: Vec<usize>,
    /// Units with a child below zero, which the way cannot take, in order.
    pub negatives: Vec<usize>,
}

impl Aggregated {
    fn clean(scores: Vec<f64>) -> Self {
        Self {
            scores,
            ..Self::default()
        }
    }
}

/// Scores of all units.
pub fn scores(setting: &Aggregate, units: usize, children: &[Child<'_>]) -> Aggregated {
    match setting.kind {
        AggregateKind::Arithmetic => Aggregated::clean(arithmetic::mean(units, children)),
        _ => Aggregated::clean(arithmetic::mean(units, children)),
    }
}

/// True when the score of a group lies between the scores of its children.
pub fn is_mean(kind: AggregateKind) -> bool {
    matches!(
        kind,
        AggregateKind::Arithmetic
            | AggregateKind::Geometric
            | AggregateKind::Harmonic
            | AggregateKind::Power
            | AggregateKind::OrderedWeights
    )
}

/// True when a unit's score depends on its own children only.
pub fn is_own(kind: AggregateKind) -> bool {
    !matches!(
        kind,
        AggregateKind::WeightedProduct
            | AggregateKind::Copeland
            | AggregateKind::Kemeny
            | AggregateKind::NonCompensatory
    )
}
