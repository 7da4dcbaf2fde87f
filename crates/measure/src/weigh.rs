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

use crate::framework::{Framework, Node, NodeId};
use crate::spec::DefaultWeight;

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

/// Weights of a group's children divided by the largest, so that sums stay in range.
pub fn scaled(framework: &Framework, group: NodeId) -> Vec<f64> {
    let children = &framework.nodes[group].children;
    let weight = |child: &NodeId| framework.nodes[*child].weight_used;
    let largest = children.iter().map(weight).fold(0.0, f64::max);
    children
        .iter()
        .map(|child| {
            if largest > 0.0 {
                weight(child) / largest
            } else {
                0.0
            }
        })
        .collect()
}

/// A node's share in its group when all siblings have data; 1 for the index, 0 when all
/// weights are zero.
pub fn share_among_siblings(framework: &Framework, node: NodeId) -> f64 {
    let Some(parent) = framework.nodes[node].parent else {
        return 1.0;
    };
    let weights = scaled(framework, parent);
    let own = framework.nodes[parent]
        .children
        .iter()
        .position(|child| *child == node);
    let total: f64 = weights.iter().sum();
    own.filter(|_| total > 0.0)
        .map_or(0.0, |own| weights[own] / total)
}
