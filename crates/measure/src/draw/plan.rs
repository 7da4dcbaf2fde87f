//! A specification bound to a framework: factors, each owning coordinates of the unit
//! cube, and how a point is read as choices and weights.
//!
//! Coordinates are given out in the order of the specification: a choice takes one,
//! weights take one for each weight, in the order of the framework.

use super::gamma;
use super::source::Points;
use super::spec::{DrawSpec, SourceKind};
use super::{LANES, Lane};
use crate::framework::NodeId;
use crate::recipe::{Aggregate, Impute, Normalise, Treat};
use std::ops::Range;

/// What a factor varies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Varied {
    /// Each weight by a share.
    Noise { nodes: Vec<NodeId>, noise: f64 },
    /// The shares in each group: its children.
    Dirichlet {
        groups: Vec<Vec<NodeId>>,
        concentration: f64,
    },
    /// The normalisation of these indicators.
    Normalise(Vec<NodeId>, Vec<Normalise>),
    /// The aggregation of these groups.
    Aggregate(Vec<NodeId>, Vec<Aggregate>),
    /// The imputation of these indicators.
    Impute(Vec<NodeId>, Vec<Impute>),
    /// The treatment of these indicators.
    Treat(Vec<NodeId>, Vec<Treat>),
    /// One of these, or none.
    LeaveOut(Vec<NodeId>),
}

/// One factor: an entry of the specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name: `weights-1`, `normalise`, `leave-out-groups`.
    pub name: String,
    /// Its coordinates.
    pub dimensions: Range<usize>,
    pub(crate) varied: Varied,
}

impl Factor {
    /// How many choices it makes a combination of; 1 for weights and for leaving out.
    pub(crate) fn options(&self) -> usize {
        match &self.varied {
            Varied::Normalise(_, options) => options.len(),
            Varied::Aggregate(_, options) => options.len(),
            Varied::Impute(_, options) => options.len(),
            Varied::Treat(_, options) => options.len(),
            _ => 1,
        }
    }
}

/// A checked specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The factors, in order.
    pub factors: Vec<Factor>,
    /// Coordinates of a point.
    pub dimensions: usize,
    /// How many draws.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
    /// Where the numbers come from.
    pub source: SourceKind,
    /// The places asked for, ascending.
    pub top: Vec<u32>,
}

impl Plan {
    pub(crate) fn new(spec: &DrawSpec, varied: Vec<(String, Varied)>) -> Self {
        let mut dimensions = 0;
        let factor = |(name, varied): (String, Varied)| {
            let from = dimensions;
            dimensions += match &varied {
                Varied::Noise { nodes, .. } => nodes.len(),
                Varied::Dirichlet { groups, .. } => groups.iter().map(Vec::len).sum(),
                _ => 1,
            };
            Factor {
                name,
                dimensions: from..dimensions,
                varied,
            }
        };
        let factors = varied.into_iter().map(factor).collect();
        let mut top = spec.top.clone();
        top.sort_unstable();
        top.dedup();
        Self {
            factors,
            dimensions,
            draws: spec.draws,
            seed: spec.seed,
            source: spec.source,
            top,
        }
    }

    /// How many combinations of choices there are.
    pub fn combinations(&self) -> usize {
        let product = |all: usize, factor: &Factor| all.saturating_mul(factor.options());
        self.factors.iter().fold(1, product)
    }

    /// The option each factor takes in a combination; the first factor counts fastest.
    pub(crate) fn digits(&self, mut combination: usize) -> Vec<usize> {
        let digit = |factor: &Factor| {
            let options = factor.options();
            let digit = combination % options;
            combination /= options;
            digit
        };
        self.factors.iter().map(digit).collect()
    }

    /// What a point chooses: the combination, and the node left out.
    pub(crate) fn choices(&self, points: &impl Points, row: u64) -> (usize, Option<NodeId>) {
        let (mut combination, mut scale, mut out) = (0, 1, None);
        for factor in &self.factors {
            let options = factor.options();
            if let Varied::LeaveOut(nodes) = &factor.varied {
                let picked = pick(points.at(row, factor.dimensions.start), nodes.len() + 1);
                out = nodes.get(picked).copied();
            } else if options > 1 {
                combination += scale * pick(points.at(row, factor.dimensions.start), options);
            }
            scale *= options;
        }
        (combination, out)
    }

    /// Sets the weights of many draws, by node. `weights` holds the unvaried ones.
    #[inline(always)]
    pub(crate) fn weigh(
        &self,
        points: &impl Points,
        rows: &[u64; LANES],
        lanes: usize,
        weights: &mut [Lane],
    ) {
        let mut unit = [0.0; LANES];
        for factor in &self.factors {
            match &factor.varied {
                Varied::Noise { nodes, noise } => {
                    for (node, at) in nodes.iter().zip(factor.dimensions.clone()) {
                        points.fill(rows, at, &mut unit);
                        for (weight, u) in weights[*node].iter_mut().zip(&unit) {
                            *weight *= 1.0 + noise * (2.0 * u - 1.0);
                        }
                    }
                }
                Varied::Dirichlet {
                    groups,
                    concentration,
                } => {
                    let mut at = factor.dimensions.start;
                    for group in groups {
                        let total: f64 = group.iter().map(|node| weights[*node][0]).sum();
                        for node in group {
                            points.fill(rows, at, &mut unit);
                            at += 1;
                            let shape = concentration * weights[*node][0] / total;
                            let lane = &mut weights[*node];
                            for (weight, u) in lane.iter_mut().zip(&unit).take(lanes) {
                                *weight = gamma::quantile(shape, *u);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Nodes whose weights are varied.
    pub(crate) fn weighed(&self) -> impl Iterator<Item = NodeId> {
        let nodes = |factor: &Factor| -> Vec<NodeId> {
            match &factor.varied {
                Varied::Noise { nodes, .. } => nodes.clone(),
                Varied::Dirichlet { groups, .. } => groups.concat(),
                _ => Vec::new(),
            }
        };
        self.factors.iter().flat_map(nodes)
    }

    /// True when something may be left out.
    pub(crate) fn leaves_out(&self) -> bool {
        let leaves = |factor: &Factor| matches!(factor.varied, Varied::LeaveOut(_));
        self.factors.iter().any(leaves)
    }
}

/// One of `options` equally likely choices.
#[inline(always)]
fn pick(u: f64, options: usize) -> usize {
    ((u * options as f64) as usize).min(options - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_equally_long_intervals() {
        let picks = [0.0, 0.33, 0.34, 0.66, 0.67, 0.999_999].map(|u| pick(u, 3));
        assert_eq!(picks, [0, 0, 1, 1, 2, 2]);
        assert_eq!(pick(1.0, 3), 2);
    }
}
