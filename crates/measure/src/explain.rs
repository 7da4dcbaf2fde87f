//! Why a score is what it is: from the index down to the statements.
//!
//! Below a group stands one step per child with a score, and under it the child itself.
//! Where the group is a weighted sum the step is worth the points the child adds (they sum
//! to the group's score), otherwise the child's score as the group counts it. Children
//! without a score stand there too, with the reason. Where weights do not come from the
//! framework a first step says where they come from.

mod fields;
mod indicator;

use crate::framework::{Node, NodeId};
use crate::number::{brief, percent};
use crate::outcome::Outcome;
use crate::recipe::{AggregateKind, WeighKind};
use crate::run::{is_turned, turned};
use julin_model::Trace;

impl Outcome<'_> {
    /// Explains one node of one unit. Values of the trace are unrounded.
    pub fn trace(&self, unit: usize, node: NodeId) -> Trace {
        let Some(about) = self.framework.nodes.get(node) else {
            return Trace::default();
        };
        let mut trace = if about.is_indicator() {
            self.indicator(unit, node, about)
        } else {
            self.group(unit, node, about)
        };
        trace.id = Some(about.code.clone());
        trace
    }

    fn group(&self, unit: usize, id: NodeId, node: &Node) -> Trace {
        let score = self.score(unit, id);
        let step = match self.reason(unit, id) {
            Some(reason) => reason.code(),
            None => self.group_step(unit, id, node),
        };
        let present = node
            .children
            .iter()
            .filter(|child| self.score(unit, **child).is_some())
            .count();
        let mut trace = Trace::new(node.label.clone(), step, score)
            .with("present", present)
            .with("children", node.children.len())
            .with("coverage", percent(self.coverage(unit, id)))
            .with("used", percent(self.used(unit, id)))
            .with("minimum", percent(node.minimum_coverage));
        if let Some(score) = score {
            trace = self.group_figures(trace, (unit, id), node, score);
        }
        if let (Some(step), Some(_)) = (self.weights_step(id, node.steps.weigh.kind), score) {
            trace
                .inputs
                .push(Trace::new(node.label.clone(), step, None));
        }
        let children = node.children.iter();
        trace
            .inputs
            .extend(children.map(|child| self.child(unit, *child)));
        trace
    }

    /// How the group made its score.
    fn group_step(&self, unit: usize, id: NodeId, node: &Node) -> &'static str {
        let computed = &self.computed[id];
        if computed.zeros.contains(&unit) {
            return "measure.step.zero";
        }
        match node.steps.aggregate.kind {
            AggregateKind::Arithmetic if computed.factor.is_some() => "measure.step.doubt",
            AggregateKind::Arithmetic => "measure.step.arithmetic",
            AggregateKind::Geometric => "measure.step.geometric",
            AggregateKind::Harmonic => "measure.step.harmonic",
            AggregateKind::Power => "measure.step.power",
            AggregateKind::WeightedProduct => "measure.step.weighted-product",
            AggregateKind::MazziottaPareto if node.steps.aggregate.penalty_up => {
                "measure.step.mazziotta-pareto-up"
            }
            AggregateKind::MazziottaPareto => "measure.step.mazziotta-pareto",
            AggregateKind::OrderedWeights => "measure.step.ordered-weights",
            AggregateKind::Copeland => "measure.step.copeland",
            AggregateKind::Kemeny => "measure.step.kemeny",
            AggregateKind::NonCompensatory => "measure.step.non-compensatory",
        }
    }

    /// The figures the sentences of the ways need beyond those of all groups.
    fn group_figures(
        &self,
        trace: Trace,
        (unit, id): (usize, NodeId),
        node: &Node,
        score: f64,
    ) -> Trace {
        let trace = trace.with("score", brief(score));
        match node.steps.aggregate.kind {
            AggregateKind::Arithmetic => match &self.computed[id].factor {
                Some(factor) => trace.with("mean", brief(score / factor[unit])),
                None => trace,
            },
            AggregateKind::Power => {
                let exponent = node.steps.aggregate.exponent;
                trace.with("exponent", brief(exponent.unwrap_or(1.0)))
            }
            AggregateKind::MazziottaPareto => {
                let parts = node.children.iter().filter_map(|child| {
                    let share = self.share(unit, *child)?;
                    Some(share * self.facing(unit, *child)?)
                });
                let mean: f64 = parts.sum();
                trace
                    .with("mean", brief(mean))
                    .with("penalty", brief((score - mean).abs()))
            }
            AggregateKind::Copeland | AggregateKind::Kemeny | AggregateKind::NonCompensatory => {
                let others = self.scores(id).iter().filter(|s| !s.is_nan()).count();
                trace.with("others", others.saturating_sub(1))
            }
            _ => trace,
        }
    }

    /// A child's score as its group counts it.
    fn facing(&self, unit: usize, child: NodeId) -> Option<f64> {
        let score = self.score(unit, child)?;
        Some(if is_turned(&self.framework.nodes[child]) {
            turned(self.framework, child, score)
        } else {
            score
        })
    }

    /// A child under its group: its points or its score, and below them the child itself.
    fn child(&self, unit: usize, id: NodeId) -> Trace {
        let node = &self.framework.nodes[id];
        let mut below = self.trace(unit, id);
        let Some(score) = self.facing(unit, id) else {
            return below;
        };
        if is_turned(node) {
            let mut mirrored = Trace::new(node.label.clone(), "measure.step.mirror", Some(score));
            mirrored.inputs = vec![below];
            below = mirrored;
        }
        let share = self.share(unit, id).unwrap_or_default();
        let points = self.contribution(unit, id).unwrap_or_default();
        let parent = node.parent.map(|parent| &self.framework.nodes[parent]);
        let step = parent.map_or("measure.step.share", |parent| self.child_step(parent, node));
        let adds = parent.is_some_and(|p| p.steps.aggregate.kind == AggregateKind::Arithmetic);
        let mut trace = Trace::new(
            node.label.clone(),
            step,
            Some(if adds { points } else { score }),
        )
        .with("share", percent(share))
        .with("score", brief(score));
        if adds {
            trace = trace
                .with("weight", brief(node.weight_used))
                .with("points", brief(points));
        }
        if step == "measure.step.place" {
            trace = trace.with("place", self.place(unit, id, score));
        }
        trace.id = Some(node.code.clone());
        trace.inputs = vec![below];
        trace
    }

    fn child_step(&self, group: &Node, child: &Node) -> &'static str {
        match (group.steps.aggregate.kind, group.steps.weigh.kind) {
            (AggregateKind::Arithmetic, WeighKind::Given) if child.weight.is_none() => {
                "measure.step.weight-not-published"
            }
            (AggregateKind::Arithmetic, WeighKind::Given) => "measure.step.weight",
            (AggregateKind::Arithmetic, WeighKind::BenefitOfTheDoubt) => {
                "measure.step.weight-stretched"
            }
            (AggregateKind::Arithmetic, _) => "measure.step.weight-found",
            (AggregateKind::OrderedWeights, _) => "measure.step.place",
            _ => "measure.step.share",
        }
    }

    /// A child's place among its siblings, the best first.
    fn place(&self, unit: usize, id: NodeId, score: f64) -> usize {
        let parent = self.framework.nodes[id].parent;
        let siblings = parent.map_or(&[][..], |p| &self.framework.nodes[p].children);
        let better = |child: &&NodeId| self.facing(unit, **child).is_some_and(|s| s > score);
        siblings.iter().filter(better).count() + 1
    }

    /// Where weights come from, when not from the framework.
    fn weights_step(&self, group: NodeId, kind: WeighKind) -> Option<&'static str> {
        let unlearned = ["measure.weigh.no-spread", "measure.weigh.negative"];
        let mut findings = self.computed[group].findings.iter();
        if findings.any(|found| unlearned.contains(&found.code.as_str())) {
            return Some("measure.step.weights-equal");
        }
        match kind {
            WeighKind::Given => None,
            WeighKind::Equal => Some("measure.step.weights-equal"),
            WeighKind::Pca => Some("measure.step.weights-pca"),
            WeighKind::BudgetAllocation => Some("measure.step.weights-budget-allocation"),
            WeighKind::Ahp => Some("measure.step.weights-ahp"),
            WeighKind::Entropy => Some("measure.step.weights-entropy"),
            WeighKind::Critic => Some("measure.step.weights-critic"),
            WeighKind::BenefitOfTheDoubt => Some("measure.step.weights-benefit-of-the-doubt"),
            WeighKind::Optimised => Some("measure.step.weights-optimised"),
        }
    }
}
