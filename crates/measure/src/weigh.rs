//! Weights: what stands in for an unpublished one, and shares among siblings.
//!
//! For a unit, the share of child *c* of a group is `w_c / Σ w_k`, the sum running over
//! the children *k* that have a score for that unit: shares sum to 1, so the scale of
//! the weights does not matter, and a missing child leaves its place to its siblings in
//! proportion.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! "Weighting and aggregation": weights are non-negative and sum to one.
//!
//! Worked example: weights 20, 20, 15 with data for the first and the third give shares
//! 20/35 and 15/35.

use crate::aggregate::Weight;
use crate::framework::{Framework, Node, NodeId};
use crate::recipe::WeighKind;
use crate::spec::DefaultWeight;

/// Weights of the children of one group, in the order of the children. Only their
/// proportions matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Weights {
    /// One per child, the largest 1.
    Shared(Vec<f64>),
    /// One per child and unit: `[child][unit]`.
    Own(Vec<Vec<f64>>),
}

impl Default for Weights {
    fn default() -> Self {
        Self::Shared(Vec::new())
    }
}

impl Weights {
    /// The weight of a child, by its place among its siblings.
    pub fn of(&self, place: usize) -> Weight<'_> {
        match self {
            Self::Shared(weights) => Weight::Shared(weights.get(place).copied().unwrap_or(0.0)),
            Self::Own(weights) => Weight::Own(&weights[place]),
        }
    }

    /// True when no child counts for any unit.
    pub fn are_zero(&self) -> bool {
        match self {
            Self::Shared(weights) => weights.iter().all(|w| *w <= 0.0),
            Self::Own(weights) => weights.iter().flatten().all(|w| *w <= 0.0),
        }
    }
}

/// The weights of some children of one group. `scores` are the children's columns, turned
/// round where less is better, for the ways that learn from the figures.
pub fn weights(
    framework: &Framework,
    group: NodeId,
    children: &[NodeId],
    _scores: &[&[f64]],
) -> Weights {
    match framework.nodes[group].steps.weigh.kind {
        WeighKind::Equal => Weights::Shared(vec![1.0; children.len()]),
        _ => Weights::Shared(scaled(framework, children)),
    }
}

/// Sets [`Node::weight_used`] of all children of one group.
///
/// A published weight is used as it is. An unpublished one becomes the value given by
/// the framework, or else the mean of the published weights of the group, or else 1.
pub(crate) fn complete(nodes: &mut [Node], group: NodeId, default: &DefaultWeight) {
    let children = nodes[group].children.clone();
    let published: Vec<f64> = children
        .iter()
        .filter_map(|child| nodes[*child].weight)
        .collect();
    let largest = published.iter().copied().fold(0.0, f64::max);
    let mean = match published.len() {
        0 => 1.0,
        // Divided first: two weights of 1e308 have a mean, if not a sum.
        n => published
            .iter()
            .map(|w| w / n as f64)
            .sum::<f64>()
            .min(largest),
    };
    let stand_in = default.value.unwrap_or(mean);
    for child in children {
        let node = &mut nodes[child];
        node.weight_used = node.weight.unwrap_or(stand_in);
    }
}

/// Weights of siblings divided by the largest, so that sums stay in range.
pub fn scaled(framework: &Framework, children: &[NodeId]) -> Vec<f64> {
    let weight = |child: &NodeId| framework.nodes[*child].weight_used;
    let largest = children.iter().map(weight).fold(0.0, f64::max);
    let one = |child| {
        if largest > 0.0 {
            weight(child) / largest
        } else {
            0.0
        }
    };
    children.iter().map(one).collect()
}

/// A node's share in its group when all siblings have data; 1 for the index, 0 when all
/// weights are zero. As given: ways that learn from the figures are not asked.
pub fn share_among_siblings(framework: &Framework, node: NodeId) -> f64 {
    let Some(parent) = framework.nodes[node].parent else {
        return 1.0;
    };
    let children = &framework.nodes[parent].children;
    let weights = scaled(framework, children);
    let own = children.iter().position(|child| *child == node);
    let total: f64 = weights.iter().sum();
    own.filter(|_| total > 0.0)
        .map_or(0.0, |own| weights[own] / total)
}
