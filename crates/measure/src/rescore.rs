//! Scoring again and again while a few values of one unit change: what levers,
//! contributions and short boards are made of.
//!
//! Every indicator gets a ready column, so that formulas are not evaluated again;
//! everything after that is the plain pipeline, without ranks and findings. Where
//! indicators are only normalised, those that did not change and the groups that do not
//! rest on a change are kept.

use crate::framework::{Framework, NodeId};
use crate::impute;
use crate::matrix::{Column, ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::normalise::{self, Fitted, Fitting};
use crate::outcome::Outcome;
use crate::prepare::{before_normalising, normalise_with, prepare};
use crate::recipe::Frame;
use crate::run::{self, Computed};
use crate::spec::Direction;
use crate::stage::{Prepared, Step};
use std::collections::BTreeSet;

/// A framework and figures that can be changed and scored.
#[derive(Debug, Clone)]
pub(crate) struct Rescorer<'a> {
    framework: &'a Framework,
    matrix: Matrix,
    held: Vec<Option<Fitted>>,
    kept: Option<Kept>,
}

/// The last result, and the indicators that have changed since.
#[derive(Debug, Clone)]
struct Kept {
    prepared: Prepared,
    computed: Vec<Computed>,
    changed: BTreeSet<NodeId>,
}

impl<'a> Rescorer<'a> {
    /// From an outcome, with the values it was computed from.
    pub(crate) fn new(outcome: &Outcome<'a>) -> Self {
        let framework = outcome.framework();
        let mut matrix = outcome.matrix().figures();
        for (id, node) in framework.indicators() {
            let values = from_all_years(outcome, id);
            if values.iter().any(|value| !value.is_nan()) {
                // As many values as units: cannot be refused.
                let _ = matrix.insert(ColumnKind::Indicator, &node.code, Column::new(values));
            }
        }
        Self {
            framework,
            matrix,
            held: outcome.prepared.fitted.clone(),
            kept: None,
        }
    }

    /// Changes one value; NaN makes it missing.
    pub(crate) fn set(&mut self, unit: usize, node: NodeId, value: f64) {
        let code = &self.framework.nodes[node].code;
        let column = self.matrix.get_mut(ColumnKind::Indicator, code);
        if let Some(place) = column.and_then(|column| column.values.get_mut(unit)) {
            *place = value;
            if let Some(kept) = &mut self.kept {
                kept.changed.insert(node);
            }
        }
    }

    /// Scores of all units in the index, NaN where there is none.
    pub(crate) fn index(&mut self) -> &[f64] {
        match self.kept.take() {
            Some(mut kept) if kept.is_plain() => {
                kept.renew(self.framework, &self.matrix, &self.held);
                self.kept = Some(kept);
            }
            _ => {
                let prepared = self.prepared();
                self.kept = Some(Kept {
                    computed: run::compute(self.framework, &prepared),
                    prepared,
                    changed: BTreeSet::new(),
                });
            }
        }
        let kept = self.kept.as_ref();
        kept.map_or(&[], |kept| &kept.computed[Framework::ROOT].scores)
    }

    /// Everything, computed in full.
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        run::finish(self.framework, &self.matrix, self.prepared())
    }

    fn prepared(&self) -> Prepared {
        prepare_like(self.framework, &self.matrix, &self.held)
    }
}

impl Kept {
    /// True where indicators are only normalised, each for itself.
    fn is_plain(&self) -> bool {
        self.prepared.stages.len() == 2
    }

    fn renew(&mut self, framework: &Framework, matrix: &Matrix, held: &[Option<Fitted>]) {
        let mut nodes = std::mem::take(&mut self.changed);
        for id in nodes.clone() {
            let code = &framework.nodes[id].code;
            if let Some(column) = matrix.get(ColumnKind::Indicator, code) {
                self.indicator(framework, (id, &column.values), matrix, held);
            }
            let mut at = framework.nodes[id].parent;
            while let Some(group) = at {
                nodes.insert(group);
                at = framework.nodes[group].parent;
            }
        }
        // Every node comes after its parent.
        for id in nodes.into_iter().rev() {
            self.computed[id] = run::compute_node(framework, id, &self.prepared, &self.computed);
        }
    }

    fn indicator(
        &mut self,
        framework: &Framework,
        (id, values): (NodeId, &[f64]),
        matrix: &Matrix,
        held: &[Option<Fitted>],
    ) {
        let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
        let values: Vec<f64> = values.iter().map(|value| finite(*value)).collect();
        let fitted = fit_like(framework, matrix, held, (id, &values));
        let scores = match &fitted {
            Ok(fitted) => values.iter().map(|x| finite(fitted.score(*x))).collect(),
            Err(_) => vec![f64::NAN; values.len()],
        };
        self.prepared.stages[0].columns[id] = values;
        self.prepared.stages[1].columns[id] = scores;
        self.prepared.reasons[id] = fitted.as_ref().err().copied();
        self.prepared.fitted[id] = fitted.ok();
    }
}

/// The fit of an indicator to changed values, or the one held on a fixed frame.
fn fit_like(
    framework: &Framework,
    matrix: &Matrix,
    held: &[Option<Fitted>],
    (node, values): (NodeId, &[f64]),
) -> Result<Fitted, MissingReason> {
    let fixed = framework.method.frame == Frame::Fixed;
    if let (true, Some(Some(fitted))) = (fixed, held.get(node)) {
        return Ok(fitted.clone());
    }
    let fitting = Fitting {
        method: &framework.method,
        node: &framework.nodes[node],
        units: matrix.units(),
    };
    normalise::fit(fitting, values)
}

/// Prepares changed figures as the first ones were: on a frame fixed by several years the
/// scale stays what it was, since the other years are not at hand.
pub(crate) fn prepare_like(
    framework: &Framework,
    matrix: &Matrix,
    held: &[Option<Fitted>],
) -> Prepared {
    if framework.method.frame == Frame::Moving {
        return prepare(framework, matrix);
    }
    let mut prepared = before_normalising(framework, matrix);
    normalise_with(framework, matrix, &mut prepared, |node, values| {
        fit_like(framework, matrix, held, (node, values))
    });
    prepared
}

/// Values of an indicator as given, with the estimates made from other years: those
/// cannot be made again from one year.
pub(crate) fn from_all_years(outcome: &Outcome<'_>, node: NodeId) -> Vec<f64> {
    let mut values = outcome.prepared.stages[0].columns[node].clone();
    let kind = outcome.framework().nodes[node].steps.impute.kind;
    if impute::is_across_years(kind) {
        for (unit, value) in values.iter_mut().enumerate() {
            let estimate = outcome.prepared.value(Step::Impute, unit, node);
            *value = if value.is_nan() {
                estimate.unwrap_or(f64::NAN)
            } else {
                *value
            };
        }
    }
    values
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
