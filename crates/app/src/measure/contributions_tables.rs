//! Contributions of firms without a store: framework and zones from two tables, firms
//! from a third.

use super::contributions::fill;
use super::subject::Subject;
use super::zone_firm_tables::{firm_changes, firms_of_zone, only_need};
use crate::call::Answer;
use crate::contract::{ContributionsView, FrameworkLine};
use crate::error::AppError;
use julin_formula::Formula;
use julin_measure::{ColumnKind, Framework, Input, Matrix};
use julin_model::{Diagnostic, Text};
use std::path::PathBuf;

/// Framework and zones, firms, and what is done to them.
#[derive(Debug, Clone)]
pub struct TableContributionsInput {
    /// Framework and zones, from tables.
    pub subject: Subject,
    /// Firms: who, in which zone, then codes of indicators.
    pub firms: PathBuf,
    /// The zone, by code or name.
    pub zone: String,
    /// Firms to leave out.
    pub drop: Vec<String>,
    /// Firms that change or come, as a table.
    pub changes: Option<PathBuf>,
}

/// What each firm does to the zone's indicators, score and rank. Figures of firms add up.
pub fn contributions_of_tables(input: &TableContributionsInput) -> Answer<ContributionsView> {
    if input.firms.as_os_str().is_empty() {
        let missing = Diagnostic::error("app.firms-missing");
        return Err(AppError::invalid(missing));
    }
    let read = input.subject.read(None)?;
    let (framework, matrix) = over_fields(&read.framework, read.matrix())?;
    let at = read.unit(&input.zone)?;
    let units = matrix.units();
    let firms = firms_of_zone(&input.firms, &units[at].id)?;
    if firms.links.is_empty() {
        let found = Diagnostic::error("app.no-firms-of-zone").with("zone", &units[at].id);
        return Err(AppError::invalid(found.with("file", input.firms.display())));
    }
    let mut wanted = match &input.changes {
        Some(path) => firm_changes(path, firms.figures.ids())?,
        None => Default::default(),
    };
    wanted.drop.extend(input.drop.iter().cloned());
    let outcome = julin_measure::score(&framework, &matrix);
    let ranked = (0..units.len()).filter(|unit| outcome.rank(*unit, Framework::ROOT).is_some());
    let line = FrameworkLine {
        id: String::new(),
        title: read.title.clone(),
        issuer: Text::default(),
        number: None,
        indicators: framework.indicators().count() as u32,
        computable: framework.indicators().count() as u32,
        weights_published: framework.indicators().count() as u32,
        ranked: ranked.count() as u32,
        units: units.len() as u32,
    };
    let mut view = ContributionsView::before_firms(line, units, Some(at));
    view.dropped.clone_from(&input.drop);
    let name = |field: &str| Text::same(field);
    fill(&name, &mut view, (&framework, &matrix, at), &firms, &wanted);
    Ok(view)
}

/// The same framework with every ready indicator read as a field of its code, so that
/// firms can be taken out of it.
fn over_fields(framework: &Framework, matrix: &Matrix) -> Answer<(Framework, Matrix)> {
    let mut changed = framework.clone();
    let mut figures = Matrix::new(matrix.units().to_vec());
    for node in &mut changed.nodes {
        let Some(column) = matrix.get(ColumnKind::Indicator, &node.code) else {
            continue;
        };
        let (kind, own) = match (only_need(&node.code), Formula::compile(&node.code)) {
            (Some(need), Ok(formula)) if node.input == Input::Column && need.field == node.code => {
                (ColumnKind::Field, Input::Formula(Box::new(formula)))
            }
            _ => (ColumnKind::Indicator, node.input.clone()),
        };
        let inserted = figures.insert(kind, &node.code, column.clone());
        inserted.map_err(|error| AppError::internal(error.to_string()))?;
        node.input = own;
    }
    Ok((changed, figures))
}
