//! Several years in one object: the same units every year, each year scored by the same
//! framework.
//!
//! A unit that a year does not have is missing in that year. The steps are taken year by
//! year; estimates from other years ([`crate::impute`]: latest, linear, constant) come
//! within the imputing step, after those within the year. The scale moves with each
//! year's values, or is fixed by the values of all years together
//! ([`crate::recipe::Frame`]).

use crate::framework::{Framework, NodeId};
use crate::impute::{self, constant, latest, linear};
use crate::matrix::{Matrix, Unit};
use crate::missing::MissingReason;
use crate::normalise::{self, Fitted, Fitting};
use crate::outcome::Outcome;
use crate::prepare;
use crate::recipe::{Frame, ImputeKind};
use crate::run;
use crate::stage::{Prepared, Step};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Figures of several years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    years: Vec<i32>,
    matrices: Vec<Matrix>,
}

/// A year given twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the year {year} is given twice")]
pub struct PanelError {
    /// The year.
    pub year: i32,
}

impl PanelError {
    /// The message.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("measure.panel.year-twice").with("year", self.year)
    }
}

impl Panel {
    /// Puts years together, in order. Units are those of any year, as first met; their
    /// names are those of the last year that has them.
    pub fn new(mut years: Vec<(i32, Matrix)>) -> Result<Self, PanelError> {
        years.sort_by_key(|(year, _)| *year);
        if let Some(pair) = years.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(PanelError { year: pair[0].0 });
        }
        let mut units: Vec<Unit> = Vec::new();
        let mut met = BTreeSet::new();
        for unit in years.iter().flat_map(|(_, matrix)| matrix.units()) {
            if met.insert(unit.id.clone()) {
                units.push(unit.clone());
            } else if let Some(known) = units.iter_mut().find(|known| known.id == unit.id) {
                known.label.clone_from(&unit.label);
            }
        }
        let (years, matrices) = years
            .into_iter()
            .map(|(year, matrix)| (year, matrix.of_units(&units)))
            .unzip();
        Ok(Self { years, matrices })
    }

    /// The years, ascending.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// The figures of each year, all with the same units.
    pub fn matrices(&self) -> &[Matrix] {
        &self.matrices
    }

    /// The figures of one year.
    pub fn matrix(&self, year: i32) -> Option<&Matrix> {
        let place = self.years.binary_search(&year).ok()?;
        self.matrices.get(place)
    }
}

/// Scores every year; outcomes in the order of the years.
pub fn score_panel<'a>(framework: &'a Framework, panel: &'a Panel) -> Vec<Outcome<'a>> {
    let matrices = panel.matrices();
    let mut prepared: Vec<Prepared> = matrices
        .iter()
        .map(|matrix| prepare::given(framework, matrix))
        .collect();
    for step in &framework.method.order {
        for (matrix, prepared) in matrices.iter().zip(&mut prepared) {
            prepare::apply(framework, matrix, *step, prepared);
        }
        if *step == Step::Impute {
            across_years(framework, panel, &mut prepared);
        }
    }
    match framework.method.frame {
        Frame::Moving => {
            for (matrix, prepared) in matrices.iter().zip(&mut prepared) {
                prepare::normalise_with(framework, matrix, prepared, |node, values| {
                    fit(framework, matrix.units(), node, values)
                });
            }
        }
        Frame::Fixed => on_one_frame(framework, panel, &mut prepared),
    }
    let years = matrices.iter().zip(prepared);
    years
        .map(|(matrix, prepared)| run::finish(framework, matrix, prepared))
        .collect()
}

fn fit(
    framework: &Framework,
    units: &[Unit],
    node: NodeId,
    values: &[f64],
) -> Result<Fitted, MissingReason> {
    let fitting = Fitting {
        method: &framework.method,
        node: &framework.nodes[node],
        units,
    };
    normalise::fit(fitting, values)
}

/// Fits every indicator once, to the values of all years, the last year first: a unit
/// that serves as reference is that of the last year.
fn on_one_frame(framework: &Framework, panel: &Panel, prepared: &mut [Prepared]) {
    let pooled = |node: NodeId, prepared: &[Prepared]| -> Vec<f64> {
        let years = prepared.iter().rev();
        let column = |one: &Prepared| one.before(Step::Normalise).columns[node].clone();
        years.flat_map(column).collect()
    };
    let units: Vec<Unit> = panel
        .matrices()
        .iter()
        .rev()
        .flat_map(|matrix| matrix.units().iter().cloned())
        .collect();
    let fits: Vec<Option<Result<Fitted, MissingReason>>> = framework
        .nodes
        .iter()
        .enumerate()
        .map(|(id, node)| {
            let values = || pooled(id, prepared);
            node.is_indicator()
                .then(|| fit(framework, &units, id, &values()))
        })
        .collect();
    for (matrix, prepared) in panel.matrices().iter().zip(prepared) {
        prepare::normalise_with(framework, matrix, prepared, |node, _| {
            fits[node].clone().unwrap_or(Err(MissingReason::NoData))
        });
    }
}

/// Estimates from the other years of the same unit, all from the values before the step.
fn across_years(framework: &Framework, panel: &Panel, prepared: &mut [Prepared]) {
    for (id, node) in framework.indicators() {
        let kind = node.steps.impute.kind;
        if !impute::is_across_years(kind) {
            continue;
        }
        let before: Vec<Vec<f64>> = prepared
            .iter()
            .map(|one| one.before(Step::Impute).columns[id].clone())
            .collect();
        let units = before.first().map_or(0, Vec::len);
        for unit in 0..units {
            let series: Vec<f64> = before.iter().map(|column| column[unit]).collect();
            let estimates = match kind {
                ImputeKind::Latest => latest::latest(&series),
                ImputeKind::Linear => linear::linear(panel.years(), &series),
                _ => constant::constant(panel.years(), &series),
            };
            for (one, estimate) in prepared.iter_mut().zip(estimates) {
                put(one, (id, unit), estimate);
            }
        }
        for ((one, before), matrix) in prepared.iter_mut().zip(&before).zip(panel.matrices()) {
            let column = &one.after(Step::Impute).columns[id];
            let open = |unit: &usize| column[*unit].is_nan() && !one.units_out[*unit];
            let gaps: Vec<usize> = (0..units).filter(open).collect();
            let found = impute::tell_gaps(node, &gaps, before, matrix);
            one.diagnostics.extend(found.filter(|_| !one.nodes_out[id]));
        }
    }
}

/// Puts an estimate where a value is missing and may have one.
fn put(prepared: &mut Prepared, (id, unit): (NodeId, usize), estimate: f64) {
    let screened = prepared.units_out[unit] || prepared.nodes_out[id];
    // The step's own table is the last one.
    let Some(stage) = prepared.stages.last_mut() else {
        return;
    };
    let cell = &mut stage.columns[id][unit];
    if cell.is_nan() && !screened && estimate.is_finite() {
        *cell = estimate;
    }
}
