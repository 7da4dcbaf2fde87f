//! Weights: where they come from (one file per way), what stands in for an unpublished
//! one, and shares among siblings.
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

pub mod ahp;
pub mod benefit_of_the_doubt;
pub mod budget_allocation;
pub mod critic;
pub mod entropy;
pub mod optimised;
pub mod pca;
mod shares;
mod simplex;

use crate::aggregate::Weight;
use crate::framework::{Framework, Node, NodeId};
use crate::recipe::{AggregateKind, WeighKind};
use crate::spec::DefaultWeight;
use julin_model::Diagnostic;
pub use shares::within;

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

/// Weights, and what came with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weighed {
    /// The weights.
    pub weights: Weights,
    /// By unit: what the weighted mean is multiplied by to give the group's score; none
    /// where the mean is the score.
    pub factor: Option<Vec<f64>>,
    /// What a reader should know.
    pub findings: Vec<Diagnostic>,
}

/// Why a way that learns from the figures learns nothing. Equal weights stand in, and it
/// is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlearned {
    /// Too few units have scores, or they do not differ, or no child stands out.
    NoSpread,
    /// A child, by its place, has a score below zero.
    Negative(usize),
}

/// What a way learnt: weights by place, and what a reader should know.
type Learned = Result<(Vec<f64>, Vec<Diagnostic>), Unlearned>;

/// The weights of some children of one group. `scores` are the children's columns, turned
/// round where less is better, for the ways that learn from the figures.
pub fn weights(
    framework: &Framework,
    group: NodeId,
    children: &[NodeId],
    scores: &[&[f64]],
) -> Weighed {
    let node = &framework.nodes[group];
    let setting = &node.steps.weigh;
    let codes: Vec<&str> = children
        .iter()
        .map(|child| framework.nodes[*child].code.as_str())
        .collect();
    let plain = |weights| (weights, Vec::new());
    let learned = match setting.kind {
        WeighKind::Given => Ok(plain(scaled(framework, children))),
        WeighKind::Equal => Ok(plain(vec![1.0; children.len()])),
        WeighKind::BudgetAllocation => Ok(asked(
            budget_allocation::weights(&codes, &setting.points),
            codes.len(),
        )),
        WeighKind::Ahp => Ok(compared(framework, group, children)),
        WeighKind::Pca => pca::weights(&codes, scores, setting.squared),
        WeighKind::Entropy => entropy::weights(scores).map(plain),
        WeighKind::Critic => critic::weights(scores).map(plain),
        WeighKind::Optimised => optimised::weights(&codes, scores, setting, &node.steps.aggregate),
        WeighKind::BenefitOfTheDoubt => match benefit_of_the_doubt::weigh(scores, setting.shares) {
            Ok(found) => return doubted(framework, node, found),
            Err(why) => Err(why),
        },
    };
    let (weights, findings) =
        learned.unwrap_or_else(|why| (vec![1.0; children.len()], vec![unlearned(why, &codes)]));
    Weighed {
        weights: Weights::Shared(largest_one(weights)),
        factor: None,
        findings,
    }
}

/// Weights people gave, or equal ones where a fault of the setting was let through.
fn asked(found: Result<Vec<f64>, Box<Diagnostic>>, count: usize) -> (Vec<f64>, Vec<Diagnostic>) {
    match found {
        Ok(weights) => (weights, Vec::new()),
        Err(fault) => (vec![1.0; count], vec![*fault]),
    }
}

/// Weights of a hierarchy process over all children, then of those asked for.
fn compared(
    framework: &Framework,
    group: NodeId,
    children: &[NodeId],
) -> (Vec<f64>, Vec<Diagnostic>) {
    let all = &framework.nodes[group].children;
    let codes: Vec<&str> = all
        .iter()
        .map(|child| framework.nodes[*child].code.as_str())
        .collect();
    let comparisons = &framework.nodes[group].steps.weigh.comparisons;
    let found = ahp::priorities(&codes, comparisons).map(|found| {
        let inside = |child: &NodeId| all.iter().position(|one| one == child);
        let weight = |child| inside(child).map_or(0.0, |at| found.weights[at]);
        children.iter().map(weight).collect()
    });
    asked(found, children.len())
}

/// Each unit's own weights; with a plain weighted sum the score is its index.
fn doubted(framework: &Framework, node: &Node, found: benefit_of_the_doubt::Doubted) -> Weighed {
    let additive = node.steps.aggregate.kind == AggregateKind::Arithmetic;
    let [_, high] = framework.method.range;
    let factor = found.stretch.iter().map(|stretch| stretch * high).collect();
    Weighed {
        weights: Weights::Own(found.weights),
        factor: additive.then_some(factor),
        findings: Vec::new(),
    }
}

fn unlearned(why: Unlearned, codes: &[&str]) -> Diagnostic {
    match why {
        Unlearned::NoSpread => Diagnostic::warning("measure.weigh.no-spread"),
        Unlearned::Negative(place) => Diagnostic::warning("measure.weigh.negative")
            .with("child", codes.get(place).copied().unwrap_or_default()),
    }
}

/// Divided by the largest, so that sums stay in range.
fn largest_one(mut weights: Vec<f64>) -> Vec<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= largest);
    }
    weights
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

/// Given weights of siblings divided by the largest.
pub fn scaled(framework: &Framework, children: &[NodeId]) -> Vec<f64> {
    let weight = |child: &NodeId| framework.nodes[*child].weight_used;
    largest_one(children.iter().map(weight).collect())
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
