//! Making the score of a group from its children: one file per way.
//!
//! Means look at one unit at a time ([`by_unit`]); outranking looks at pairs of units
//! ([`Support`]). Everywhere a child counts for a unit when it has a score and a weight
//! above zero; the weights of those that count are renormalised.

pub mod arithmetic;
pub mod copeland;
pub mod geometric;
pub mod harmonic;
pub mod kemeny;
pub mod mazziotta_pareto;
pub mod non_compensatory;
pub mod ordered_weights;
pub mod power;
mod support;
pub mod weighted_product;

use crate::recipe::{Aggregate, AggregateKind};
use julin_model::Diagnostic;
pub use support::Support;

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
    /// What a reader should know about the computation.
    pub findings: Vec<Diagnostic>,
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
    let exponent = setting.exponent.unwrap_or(1.0);
    let support = || Support::new(units, children, setting.indifference);
    match setting.kind {
        AggregateKind::Arithmetic => Aggregated::clean(arithmetic::mean(units, children)),
        AggregateKind::Geometric => by_unit(units, children, geometric::mean),
        AggregateKind::Harmonic => by_unit(units, children, harmonic::mean),
        AggregateKind::Power => by_unit(units, children, |parts| power::mean(parts, exponent)),
        AggregateKind::OrderedWeights => by_unit(units, children, |parts| {
            ordered_weights::mean(parts, &setting.places)
        }),
        AggregateKind::MazziottaPareto => by_unit(units, children, |parts| {
            mazziotta_pareto::index(parts, setting.penalty_up)
        }),
        AggregateKind::WeightedProduct => weighted_product::scores(units, children),
        AggregateKind::Copeland => Aggregated::clean(copeland::scores(&support())),
        AggregateKind::Kemeny => kemeny::scores(&support()),
        AggregateKind::NonCompensatory => Aggregated::clean(non_compensatory::scores(&support())),
    }
}

/// A child that counts for a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Weight, above zero.
    pub weight: f64,
    /// Score.
    pub score: f64,
}

/// What a way makes of the children of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// A score.
    Score(f64),
    /// Zero, because one child is.
    Zero,
    /// None: a child is below zero.
    Negative,
}

impl Found {
    /// A mean held between the least and the greatest child against rounding.
    fn between(score: f64, parts: &[Part]) -> Self {
        let scores = || parts.iter().map(|part| part.score);
        let low = scores().fold(f64::INFINITY, f64::min);
        let high = scores().fold(f64::NEG_INFINITY, f64::max);
        Self::Score(score.clamp(low, high))
    }

    /// What stops a way that takes numbers above zero only.
    fn not_positive(parts: &[Part]) -> Option<Self> {
        let least = parts.iter().map(|p| p.score).fold(f64::INFINITY, f64::min);
        match least {
            least if least < 0.0 => Some(Self::Negative),
            0.0 => Some(Self::Zero),
            _ => None,
        }
    }
}

/// A way that looks at the children of one unit at a time; never asked without any.
fn by_unit(units: usize, children: &[Child<'_>], way: impl Fn(&[Part]) -> Found) -> Aggregated {
    let mut made = Aggregated::clean(vec![f64::NAN; units]);
    let mut parts = Vec::with_capacity(children.len());
    for unit in 0..units {
        parts.clear();
        parts.extend(counting(children, unit));
        if parts.is_empty() {
            continue;
        }
        match way(&parts) {
            Found::Score(score) => made.scores[unit] = score,
            Found::Zero => {
                made.scores[unit] = 0.0;
                made.zeros.push(unit);
            }
            Found::Negative => made.negatives.push(unit),
        }
    }
    made
}

/// The children that count for a unit, in order.
fn counting<'c>(children: &'c [Child<'_>], unit: usize) -> impl Iterator<Item = Part> + 'c {
    let part = move |child: &Child<'_>| Part {
        weight: child.weight.at(unit),
        score: child.scores[unit],
    };
    let parts = children.iter().map(part);
    parts.filter(|part| part.weight > 0.0 && !part.score.is_nan())
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

#[cfg(test)]
pub(crate) mod examples {
    use super::{Child, Part, Weight};

    /// Parts from weights and scores.
    pub(crate) fn parts(pairs: &[(f64, f64)]) -> Vec<Part> {
        let part = |(weight, score): &(f64, f64)| Part {
            weight: *weight,
            score: *score,
        };
        pairs.iter().map(part).collect()
    }

    /// Children with one weight each.
    pub(crate) fn children<'a>(pairs: &'a [(f64, &'a [f64])]) -> Vec<Child<'a>> {
        let child = |(weight, scores): &(f64, &'a [f64])| Child {
            weight: Weight::Shared(*weight),
            scores,
        };
        pairs.iter().map(child).collect()
    }

    /// Condorcet's example as H. P. Young has it ("Condorcet's theory of voting",
    /// *American Political Science Review* 82, 1988): 60 voters order a, b, c.
    pub(crate) const CONDORCET: [(f64, &[f64]); 5] = [
        (23.0, &[3.0, 2.0, 1.0]),
        (17.0, &[1.0, 3.0, 2.0]),
        (2.0, &[2.0, 3.0, 1.0]),
        (10.0, &[2.0, 1.0, 3.0]),
        (8.0, &[1.0, 2.0, 3.0]),
    ];
}
