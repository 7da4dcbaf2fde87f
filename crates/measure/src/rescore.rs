//! Scoring again and again while a few values of one unit change: what levers,
//! contributions and short boards are made of.
//!
//! Every indicator gets a ready column, so that formulas are not evaluated again;
//! everything after that is the plain pipeline, without ranks and findings.

use crate::framework::{Framework, NodeId};
use crate::matrix::{Column, ColumnKind, Matrix};
use crate::outcome::Outcome;
use crate::prepare::prepare;
use crate::run;
use crate::score;
use crate::spec::Direction;
use crate::stage::{Prepared, Step};

/// A framework and figures that can be changed and scored.
#[derive(Debug, Clone)]
pub(crate) struct Rescorer<'a> {
    framework: &'a Framework,
    matrix: Matrix,
}

impl<'a> Rescorer<'a> {
    /// From an outcome, with the values it was computed from.
    pub(crate) fn new(outcome: &Outcome<'a>) -> Self {
        let framework = outcome.framework();
        let mut matrix = outcome.matrix().figures();
        let given = &outcome.prepared.stages[0].columns;
        for (id, node) in framework.indicators() {
            let known = given[id].iter().any(|value| !value.is_nan());
            if known && matrix.get(ColumnKind::Indicator, &node.code).is_none() {
                // As many values as units: cannot be refused.
                let column = Column::new(given[id].clone());
                let _ = matrix.insert(ColumnKind::Indicator, &node.code, column);
            }
        }
        Self { framework, matrix }
    }

    /// Changes one value; NaN makes it missing.
    pub(crate) fn set(&mut self, unit: usize, node: NodeId, value: f64) {
        let code = &self.framework.nodes[node].code;
        let column = self.matrix.get_mut(ColumnKind::Indicator, code);
        if let Some(place) = column.and_then(|column| column.values.get_mut(unit)) {
            *place = value;
        }
    }

    /// Scores of all units in the index, NaN where there is none.
    pub(crate) fn index(&self) -> Vec<f64> {
        index(self.framework, &prepare(self.framework, &self.matrix))
    }

    /// Everything, computed in full.
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        score(self.framework, &self.matrix)
    }
}

/// Scores in the index from prepared indicators.
pub(crate) fn index(framework: &Framework, prepared: &Prepared) -> Vec<f64> {
    let mut computed = run::compute(framework, prepared);
    std::mem::take(&mut computed[Framework::ROOT].scores)
}

/// The normalised scores of all indicators, to be changed.
pub(crate) fn normalised(prepared: &mut Prepared) -> Option<&mut Vec<Vec<f64>>> {
    let last = prepared.stages.iter_mut().rev();
    let mut last = last.filter(|stage| stage.step == Step::Normalise);
    last.next().map(|stage| &mut stage.columns)
}

/// True when a higher score of a node makes a higher index: none or an even number of
/// the groups above it, and itself if it is a group, count downwards.
pub(crate) fn score_lifts(framework: &Framework, node: NodeId) -> bool {
    let (mut lifts, mut at) = (true, Some(node));
    while let Some(id) = at {
        lifts ^= run::is_turned(&framework.nodes[id]);
        at = framework.nodes[id].parent;
    }
    lifts
}

/// True when a higher value of an indicator makes a higher index.
pub(crate) fn value_lifts(framework: &Framework, node: NodeId) -> bool {
    let up = framework.nodes[node].direction == Direction::Up;
    up == score_lifts(framework, node)
}
