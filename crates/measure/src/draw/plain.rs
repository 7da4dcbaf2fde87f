//! One draw by the plain pipeline: slow, and the measure of everything faster.

use super::combination::Combination;
use crate::framework::{Framework, NodeId};
use crate::matrix::Matrix;
use crate::outcome::Outcome;
use crate::recipe::Weigh;
use crate::run::finish;
use crate::stage::Prepared;

/// What one draw decides besides its combination.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    /// Weights by node, for the groups below.
    pub(crate) weights: Vec<f64>,
    /// Groups whose children's weights are varied.
    pub(crate) weighed: Vec<NodeId>,
    /// The node left out.
    pub(crate) out: Option<NodeId>,
}

/// Scores (NaN where none) and ranks (0 where none) of the index.
pub(crate) fn score(
    combination: &Combination,
    prepared: &Prepared,
    matrix: &Matrix,
    changes: &Changes,
) -> (Vec<f64>, Vec<u32>) {
    let mut framework = combination.framework.clone();
    for group in &changes.weighed {
        framework.nodes[*group].steps.weigh = Weigh::default();
        for child in framework.nodes[*group].children.clone() {
            framework.nodes[child].weight_used = changes.weights[child];
        }
    }
    let mut prepared = prepared.clone();
    if let Some(out) = changes.out {
        for node in left_out(&framework, &prepared.nodes_out, out) {
            prepared.nodes_out[node] = true;
        }
    }
    let outcome: Outcome<'_> = finish(&framework, matrix, prepared);
    let root = Framework::ROOT;
    (outcome.scores(root).to_vec(), outcome.ranks(root).to_vec())
}

/// Everything that goes when one node does: what is below it, and the groups above in
/// which nothing stays.
pub(crate) fn left_out(framework: &Framework, already: &[bool], out: NodeId) -> Vec<NodeId> {
    let mut gone = already.to_vec();
    let mut new = vec![out];
    gone[out] = true;
    for (id, node) in framework.nodes.iter().enumerate().skip(out + 1) {
        if !gone[id] && node.parent.is_some_and(|parent| new.contains(&parent)) {
            gone[id] = true;
            new.push(id);
        }
    }
    let mut at = framework.nodes[out].parent;
    while let Some(group) = at.filter(|group| *group != Framework::ROOT) {
        if !framework.nodes[group]
            .children
            .iter()
            .all(|child| gone[*child])
        {
            break;
        }
        gone[group] = true;
        new.push(group);
        at = framework.nodes[group].parent;
    }
    new
}
