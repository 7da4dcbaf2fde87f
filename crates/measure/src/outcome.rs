//! What came out: scores, ranks, coverage and gaps, by unit and by node.

use crate::framework::{Framework, Input, Node, NodeId};
use crate::matrix::{ColumnKind, Matrix};
use crate::missing::{Missing, MissingReason};
use crate::normalise::Bounds;
use crate::run::{Computed, is_turned, turned};
use crate::stage::{Prepared, Step};
use crate::weigh::Weights;
use julin_formula::Need;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// The outcome of [`crate::score`]. Units and nodes are named by their position.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    pub(crate) framework: &'a Framework,
    pub(crate) matrix: &'a Matrix,
    /// The indicators after every step.
    pub prepared: Prepared,
    pub(crate) computed: Vec<Computed>,
    /// Findings about the figures and the framework together.
    pub diagnostics: Vec<Diagnostic>,
}

/// One unit in the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitOutcome {
    /// Position of the unit in the matrix.
    #[serde(skip)]
    pub unit: usize,
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// Rank, `None` where not ranked.
    pub rank: Option<u32>,
    /// Score, unrounded; `None` where the coverage is too small.
    pub score: Option<f64>,
    /// Share of the weight with data, 0 to 1.
    pub coverage: f64,
    /// Share of the weight the score rests on, 0 to 1.
    pub used: f64,
    /// What it lacks, in the order of the framework.
    pub missing: Vec<Missing>,
}

/// One node of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeOutcome {
    /// Position of the node in the framework.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// 1 for indicators, higher for groups.
    pub level: u32,
    /// Value of an indicator as given or computed.
    pub value: Option<f64>,
    /// Score, unrounded.
    pub score: Option<f64>,
    /// Rank among all units.
    pub rank: Option<u32>,
    /// Share of the weight with data, 0 to 1.
    pub coverage: f64,
    /// Share of the weight the score rests on, 0 to 1.
    pub used: f64,
    /// Share in its group for this unit; `None` where it has no score.
    pub share: Option<f64>,
}

impl<'a> Outcome<'a> {
    /// The framework.
    pub fn framework(&self) -> &'a Framework {
        self.framework
    }

    /// The figures.
    pub fn matrix(&self) -> &'a Matrix {
        self.matrix
    }

    /// Unrounded score of a node.
    pub fn score(&self, unit: usize, node: NodeId) -> Option<f64> {
        known(&self.computed.get(node)?.scores, unit)
    }

    /// Scores of a node over the units, NaN where there is none.
    pub fn scores(&self, node: NodeId) -> &[f64] {
        self.computed.get(node).map_or(&[], |c| &c.scores)
    }

    /// Ranks of the units in a node, 0 where there is none.
    pub fn ranks(&self, node: NodeId) -> &[u32] {
        self.computed.get(node).map_or(&[], |c| &c.ranks)
    }

    /// Weights of a group's children, in the order of the children.
    pub fn weights(&self, group: NodeId) -> &Weights {
        &self.computed[group].weights
    }

    /// Value of an indicator as given or computed by formula.
    pub fn value(&self, unit: usize, node: NodeId) -> Option<f64> {
        self.prepared.value(Step::Given, unit, node)
    }

    /// Rank of a unit in a node, 1 is best.
    pub fn rank(&self, unit: usize, node: NodeId) -> Option<u32> {
        self.computed
            .get(node)?
            .ranks
            .get(unit)
            .copied()
            .filter(|rank| *rank > 0)
    }

    /// Share of a node's weight with data, 0 to 1.
    pub fn coverage(&self, unit: usize, node: NodeId) -> f64 {
        self.computed
            .get(node)
            .and_then(|c| known(&c.coverage, unit))
            .unwrap_or(0.0)
    }

    /// Share of a node's weight its score rests on, 0 to 1.
    pub fn used(&self, unit: usize, node: NodeId) -> f64 {
        self.computed
            .get(node)
            .and_then(|c| known(&c.used, unit))
            .unwrap_or(0.0)
    }

    /// What an indicator was measured between.
    pub fn bounds(&self, node: NodeId) -> Option<Bounds> {
        self.prepared.fitted.get(node)?.as_ref()?.bounds()
    }

    /// Share of a node in its group for one unit: shares of siblings with a score sum to
    /// 1. `None` where it has no score; 1 for the index.
    pub fn share(&self, unit: usize, node: NodeId) -> Option<f64> {
        self.score(unit, node)?;
        let Some(parent) = self.framework.nodes[node].parent else {
            return Some(1.0);
        };
        let (mut total, mut own) = (0.0, 0.0);
        for (place, child) in self.framework.nodes[parent].children.iter().enumerate() {
            let weight = self.weights(parent).of(place).at(unit);
            let present = self.score(unit, *child).is_some();
            total += if present { weight } else { 0.0 };
            own = if *child == node { weight } else { own };
        }
        (total > 0.0).then(|| own / total)
    }

    /// What a node adds to its group's score, in points: share × score, the score read
    /// from the other end where the group counts downwards. The parts make the whole
    /// where the group is an arithmetic mean, or an index of benefit of the doubt.
    pub fn contribution(&self, unit: usize, node: NodeId) -> Option<f64> {
        let score = self.score(unit, node)?;
        let score = if is_turned(&self.framework.nodes[node]) {
            turned(self.framework, node, score)
        } else {
            score
        };
        Some(score * self.share(unit, node)? * self.factor(unit, node))
    }

    /// What the mean of a node's group is multiplied by to give the group's score; 1 where
    /// the mean is the score.
    fn factor(&self, unit: usize, node: NodeId) -> f64 {
        let parent = self.framework.nodes[node].parent;
        let factor = parent.and_then(|parent| self.computed[parent].factor.as_ref());
        factor.map_or(1.0, |factor| factor[unit])
    }

    /// Why a node has no score for a unit; `None` where it has one.
    pub fn reason(&self, unit: usize, node: NodeId) -> Option<MissingReason> {
        let computed = self.computed.get(node)?;
        if self.score(unit, node).is_some() {
            return None;
        }
        let cell = computed
            .cells
            .iter()
            .find(|(row, _)| *row == unit)
            .map(|(_, reason)| *reason);
        let silent = match self.framework.nodes[node].is_indicator() {
            true => MissingReason::NoData,
            false => MissingReason::BelowCoverage,
        };
        Some(cell.or(computed.reason).unwrap_or(silent))
    }

    /// Everything a unit lacks: indicators without a score, groups left out although
    /// part of them has data, and groups whose list is not published.
    pub fn missing(&self, unit: usize) -> Vec<Missing> {
        let below_root = self.framework.nodes.iter().enumerate().skip(1);
        below_root
            .filter_map(|(id, node)| self.gap(unit, id, node))
            .collect()
    }

    fn gap(&self, unit: usize, id: NodeId, node: &Node) -> Option<Missing> {
        let reason = self.reason(unit, id)?;
        if self.prepared.nodes_out[id] || reason == MissingReason::Screened {
            return None;
        }
        if reason == MissingReason::BelowCoverage && self.coverage(unit, id) <= 0.0 {
            return None;
        }
        let fields = match &node.input {
            Input::Formula(formula) if reason == MissingReason::NoData => formula
                .needs()
                .iter()
                .filter(|need| self.lacks(unit, need))
                .map(spelled)
                .collect(),
            _ => Vec::new(),
        };
        Some(Missing {
            node: node.code.clone(),
            label: node.label.clone(),
            reason,
            fields,
        })
    }

    fn lacks(&self, unit: usize, need: &Need) -> bool {
        let column = self.matrix.get(ColumnKind::of(need), &need.field);
        column
            .and_then(|column| column.values.get(unit))
            .is_none_or(|x| !x.is_finite())
    }

    /// One unit in the index.
    pub fn unit(&self, unit: usize) -> Option<UnitOutcome> {
        let about = self.matrix.units().get(unit)?;
        Some(UnitOutcome {
            unit,
            id: about.id.clone(),
            label: about.label.clone(),
            rank: self.rank(unit, Framework::ROOT),
            score: self.score(unit, Framework::ROOT),
            coverage: self.coverage(unit, Framework::ROOT),
            used: self.used(unit, Framework::ROOT),
            missing: self.missing(unit),
        })
    }

    /// All units: ranked ones by rank, then the others by coverage; by identifier where
    /// these are equal.
    pub fn ranking(&self) -> Vec<UnitOutcome> {
        let count = self.matrix.units().len();
        let mut units: Vec<_> = (0..count).filter_map(|unit| self.unit(unit)).collect();
        units.sort_by(|a, b| {
            let rank = |unit: &UnitOutcome| unit.rank.unwrap_or(u32::MAX);
            let coverage = b.coverage.total_cmp(&a.coverage);
            let coverage = if a.rank.is_none() {
                coverage
            } else {
                std::cmp::Ordering::Equal
            };
            rank(a)
                .cmp(&rank(b))
                .then(coverage)
                .then_with(|| a.id.cmp(&b.id))
        });
        units
    }

    /// All nodes of one unit, the index first.
    pub fn nodes(&self, unit: usize) -> Vec<NodeOutcome> {
        let nodes = self.framework.nodes.iter().enumerate();
        let one = |(id, node): (NodeId, &Node)| NodeOutcome {
            node: id,
            code: node.code.clone(),
            label: node.label.clone(),
            level: node.level,
            value: self.value(unit, id),
            score: self.score(unit, id),
            rank: self.rank(unit, id),
            coverage: self.coverage(unit, id),
            used: self.used(unit, id),
            share: self.share(unit, id),
        };
        nodes.map(one).collect()
    }
}

fn known(column: &[f64], unit: usize) -> Option<f64> {
    column.get(unit).copied().filter(|x| !x.is_nan())
}

/// A need as it is written in formulas.
pub(crate) fn spelled(need: &Need) -> String {
    if need.prior() {
        format!("prior({})", need.field)
    } else {
        need.field.clone()
    }
}
