//! Effective weights: what the children of a group move its score by, beside the weights
//! they were given.
//!
//! A weight is a rate of exchange, not importance: how much a child counts depends on its
//! spread and on its correlations too. The main effect of a child is the share of the
//! variance of the group's score that goes away when the child is known; its linear
//! estimate is the squared correlation of the two. The *effective weight* is a child's
//! main effect over the sum of all.
//!
//! Source: P. Paruolo, M. Saisana and A. Saltelli, "Ratings and rankings: voodoo or
//! science?", *Journal of the Royal Statistical Society A* 176 (2013); W. Becker,
//! M. Saisana, P. Paruolo and I. Vandecasteele, "Weights and importance in composite
//! indicators: closing the gap", *Ecological Indicators* 80 (2017).
//!
//! Worked example: two children without correlation, equal weights, one with twice the
//! standard deviation: squared correlations 1/5 and 4/5, so effective weights 20 % and
//! 80 % beside 50 % and 50 %.

use super::correlation::Correlations;
use crate::framework::{Framework, NodeId};
use crate::outcome::Outcome;
use crate::weigh::Weights;
use julin_model::Text;
use serde::Serialize;

/// A node's part in a group above it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Importance {
    /// Position of the node.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Share of the weight, 0 to 1; the mean over the units where they have their own.
    pub nominal: f64,
    /// Correlation with the group's score.
    pub correlation: Option<f64>,
    /// Squared correlation.
    pub effect: Option<f64>,
    /// Its share of the effects of all, 0 to 1; `None` where it has no correlation.
    pub effective: Option<f64>,
}

impl Importance {
    /// How many times its weight a node counts: 1 where both agree.
    pub fn ratio(&self) -> Option<f64> {
        let ratio = self.effective? / self.nominal;
        ratio.is_finite().then_some(ratio)
    }
}

/// The children of a group beside its score.
pub(super) fn in_group(
    outcome: &Outcome<'_>,
    all: &Correlations,
    group: NodeId,
) -> Vec<Importance> {
    let children = &outcome.framework().nodes[group].children;
    let shares = nominal(outcome.weights(group), children.len());
    let nodes = children.iter().copied().zip(shares);
    importance(outcome.framework(), all, group, nodes.collect())
}

/// All indicators beside the index.
pub(super) fn in_index(outcome: &Outcome<'_>, all: &Correlations) -> Vec<Importance> {
    let framework = outcome.framework();
    let mut shares = vec![1.0; framework.nodes.len()];
    for (group, node) in framework.groups() {
        let below = nominal(outcome.weights(group), node.children.len());
        for (child, share) in node.children.iter().zip(below) {
            shares[*child] = shares[group] * share;
        }
    }
    let nodes = framework.indicators().map(|(id, _)| (id, shares[id]));
    importance(framework, all, Framework::ROOT, nodes.collect())
}

fn importance(
    framework: &Framework,
    all: &Correlations,
    group: NodeId,
    nodes: Vec<(NodeId, f64)>,
) -> Vec<Importance> {
    let effect = |id: NodeId| all.between(id, group).map(|r| r * r);
    let total: f64 = nodes.iter().filter_map(|(id, _)| effect(*id)).sum();
    let one = |(id, nominal): (NodeId, f64)| Importance {
        node: id,
        code: framework.nodes[id].code.clone(),
        label: framework.nodes[id].label.clone(),
        nominal,
        correlation: all.between(id, group),
        effect: effect(id),
        effective: effect(id).map(|x| x / total).filter(|x| x.is_finite()),
    };
    nodes.into_iter().map(one).collect()
}

/// Shares of the weight by child; zeros where all weights are.
fn nominal(weights: &Weights, children: usize) -> Vec<f64> {
    let sums: Vec<f64> = (0..children)
        .map(|child| match weights {
            Weights::Shared(shared) => shared.get(child).copied().unwrap_or(0.0),
            Weights::Own(own) => mean_share(own, child),
        })
        .collect();
    let total: f64 = sums.iter().sum();
    let share = |sum: f64| if total > 0.0 { sum / total } else { 0.0 };
    sums.into_iter().map(share).collect()
}

/// Sum over the units of a child's share in each.
fn mean_share(own: &[Vec<f64>], child: usize) -> f64 {
    let shares = own[child].iter().enumerate().map(|(unit, weight)| {
        let total: f64 = own.iter().map(|weights| weights[unit]).sum();
        if total > 0.0 { weight / total } else { 0.0 }
    });
    shares.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_weights_are_averaged_by_unit() {
        // One unit puts 3:1, the other 1:1 in another scale.
        let own = Weights::Own(vec![vec![3.0, 10.0], vec![1.0, 10.0]]);
        assert_eq!(nominal(&own, 2), [0.625, 0.375]);
        assert_eq!(nominal(&Weights::Shared(vec![1.0, 0.25]), 2), [0.8, 0.2]);
        assert_eq!(nominal(&Weights::Shared(vec![0.0, 0.0]), 2), [0.0, 0.0]);
    }
}
