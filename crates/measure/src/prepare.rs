//! The steps on indicators, in order: given → screen → denominate → impute → treat →
//! normalise. Works on whole columns; knows nothing of weights and groups' scores.

use crate::framework::{Framework, NodeId};
use crate::inputs;
use crate::matrix::Matrix;
use crate::missing::MissingReason;
use crate::normalise::{self, Fitted, Fitting};
use crate::recipe::ImputeKind;
use crate::stage::{Prepared, Stage, Step};
use crate::{denominate, impute, screen, treat};

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
    if framework.method.screen != Default::default() {
        let mut columns = prepared.stages[0].columns.clone();
        screen::screen(framework, matrix, &mut columns, &mut prepared);
        push(&mut prepared, Step::Screen, columns);
    }
    let uses = |used: fn(&crate::framework::Steps) -> bool| {
        framework.indicators().any(|(_, node)| used(&node.steps))
    };
    if uses(|steps| steps.denominate.is_some()) {
        let columns = denominate::denominate(framework, matrix, &mut prepared);
        push(&mut prepared, Step::Denominate, columns);
    }
    if uses(|steps| steps.impute.kind != ImputeKind::None) {
        let columns = impute::impute(framework, matrix, &mut prepared);
        push(&mut prepared, Step::Impute, columns);
    }
    if uses(|steps| !steps.treat.steps.is_empty()) {
        let columns = treat_all(framework, &mut prepared);
        push(&mut prepared, Step::Treat, columns);
    }
    prepared
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
        let values = &prepared.after(Step::Treat).columns[id];
        if prepared.reasons[id].is_none() {
            match fit(id, values) {
                Ok(fitted) => {
                    columns[id] = values.iter().map(|x| fitted.score(*x)).collect();
                    for (unit, score) in columns[id].iter_mut().enumerate() {
                        if score.is_infinite() {
                            *score = f64::NAN;
                            prepared.cells[id].push((unit, MissingReason::Overflow));
                        }
                    }
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

fn given(framework: &Framework, matrix: &Matrix) -> Prepared {
    let (nodes, units) = (framework.nodes.len(), matrix.units().len());
    let mut prepared = Prepared {
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

fn treat_all(framework: &Framework, prepared: &mut Prepared) -> Vec<Vec<f64>> {
    let mut columns = prepared.after(Step::Impute).columns.clone();
    for (id, node) in framework.indicators() {
        let treated = treat::treat(&node.steps.treat, &columns[id]);
        if !treated.applied.is_empty() {
            columns[id].clone_from(&treated.values);
        }
        prepared.treated[id] = Some(treated);
    }
    columns
}

fn push(prepared: &mut Prepared, step: Step, columns: Vec<Vec<f64>>) {
    prepared.stages.push(Stage { step, columns });
}
