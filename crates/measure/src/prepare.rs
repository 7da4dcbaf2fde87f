//! The steps on indicators: given → those between, in the method's order → normalise.
//! Works on whole columns; knows nothing of weights and groups' scores.

use crate::framework::{Framework, NodeId};
use crate::inputs;
use crate::matrix::Matrix;
use crate::missing::MissingReason;
use crate::normalise::{self, Fitted, Fitting};
use crate::recipe::ImputeKind;
use crate::stage::{Prepared, Stage, Step};
use crate::{denominate, impute, screen, treat};
use julin_model::Diagnostic;

/// Takes all indicators from the figures to one scale.
pub fn prepare(framework: &Framework, matrix: &Matrix) -> Prepared {
    let mut prepared = before_normalising(framework, matrix);
    normalise_with(framework, matrix, &mut prepared, |node, values| {
        let fitting = Fitting {
            method: &framework.method,
            node: &framework.nodes[node],
            units: matrix.units(),
        };
        normalise::fit(fitting, values)
    });
    prepared
}

/// All steps before the last, for those who bring their own fits.
pub fn before_normalising(framework: &Framework, matrix: &Matrix) -> Prepared {
    let mut prepared = given(framework, matrix);
    for step in &framework.method.order {
        apply(framework, matrix, *step, &mut prepared);
    }
    let mut kinds = framework
        .indicators()
        .map(|(_, node)| node.steps.impute.kind);
    if kinds.any(impute::is_across_years) {
        let alone = Diagnostic::warning("measure.impute.needs-years");
        prepared.diagnostics.push(alone);
    }
    prepared
}

/// One step between the given values and the scale, where the framework uses it.
pub(crate) fn apply(framework: &Framework, matrix: &Matrix, step: Step, prepared: &mut Prepared) {
    let uses = |used: fn(&crate::framework::Steps) -> bool| {
        framework.indicators().any(|(_, node)| used(&node.steps))
    };
    let columns = match step {
        Step::Screen if framework.method.screen != Default::default() => {
            screen::screen(framework, matrix, prepared)
        }
        Step::Denominate if uses(|steps| steps.denominate.is_some()) => {
            denominate::denominate(framework, matrix, prepared)
        }
        Step::Impute if uses(|steps| steps.impute.kind != ImputeKind::None) => {
            impute::impute(framework, matrix, prepared)
        }
        Step::Treat if uses(|steps| !steps.treat.steps.is_empty()) => {
            treat::treat_all(framework, prepared)
        }
        _ => return,
    };
    push(prepared, step, columns);
}

/// The last step: fits every indicator that has values and scores them.
pub fn normalise_with(
    framework: &Framework,
    matrix: &Matrix,
    prepared: &mut Prepared,
    fit: impl Fn(NodeId, &[f64]) -> Result<Fitted, MissingReason>,
) {
    let mut columns = vec![Vec::new(); framework.nodes.len()];
    for (id, _) in framework.indicators() {
        let values = &prepared.before(Step::Normalise).columns[id];
        if prepared.reasons[id].is_none() {
            match fit(id, values) {
                Ok(fitted) => {
                    columns[id] = values.iter().map(|x| fitted.score(*x)).collect();
                    hold_back_infinite(&mut columns[id], id, prepared);
                    prepared.fitted[id] = Some(fitted);
                }
                Err(reason) => prepared.reasons[id] = Some(reason),
            }
        }
        if columns[id].is_empty() {
            columns[id] = vec![f64::NAN; matrix.units().len()];
        }
    }
    push(prepared, Step::Normalise, columns);
}

/// A score beyond the range of numbers is none.
fn hold_back_infinite(column: &mut [f64], id: NodeId, prepared: &mut Prepared) {
    for (unit, score) in column.iter_mut().enumerate() {
        if score.is_infinite() {
            *score = f64::NAN;
            prepared.note(id, unit, MissingReason::Overflow);
        }
    }
}

/// The start: values as given or computed by formula.
pub(crate) fn given(framework: &Framework, matrix: &Matrix) -> Prepared {
    let (nodes, units) = (framework.nodes.len(), matrix.units().len());
    let between = framework.method.order.iter().copied();
    let mut prepared = Prepared {
        order: std::iter::once(Step::Given)
            .chain(between)
            .chain([Step::Normalise])
            .collect(),
        fitted: vec![None; nodes],
        reasons: vec![None; nodes],
        cells: vec![Vec::new(); nodes],
        treated: vec![None; nodes],
        units_out: vec![false; units],
        nodes_out: vec![false; nodes],
        ..Prepared::default()
    };
    let mut columns = vec![Vec::new(); nodes];
    for (id, node) in framework.indicators() {
        let found = inputs::values(node, matrix);
        columns[id] = found.values;
        prepared.reasons[id] = found.reason;
        prepared.cells[id] = found.cells;
    }
    push(&mut prepared, Step::Given, columns);
    prepared
}

fn push(prepared: &mut Prepared, step: Step, columns: Vec<Vec<f64>>) {
    prepared.stages.push(Stage { step, columns });
}
