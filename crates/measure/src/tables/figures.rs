//! iData for a framework that was not read from iMeta: what each column is follows from
//! what the framework asks for, or else from its cells.

use super::meta::{MetaRow, Type};
use super::{Table, clean, data};
use crate::framework::{Framework, Input};
use crate::matrix::Matrix;
use julin_model::{Diagnostic, Place, Text};

/// The figures of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// One table of units: all rows where no unit comes twice, otherwise the last year.
    pub matrix: Matrix,
    /// Year by year; no year where the table gives none.
    pub years: Vec<(Option<i32>, Matrix)>,
}

/// Reads a table of figures: a column of an indicator's code is that indicator; what
/// formulas and denominators name is a field; what imputation goes by is a
/// classification; any other column is a field where its cells are numbers and a
/// classification where they are not. `None` when the units cannot be made out.
pub fn read_figures(
    framework: &Framework,
    data: &Table,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let rows = rows(framework, data);
    without_column(framework, data, &rows, diagnostics);
    let years = data::read(data, &rows, diagnostics)?;
    Some(Figures {
        years: years.by_year(),
        matrix: years.of_one(data, &mut Vec::new()),
    })
}

fn rows(framework: &Framework, data: &Table) -> Vec<MetaRow> {
    let about_units = |code: &str| {
        let names = data::ABOUT_UNITS.iter();
        names.clone().any(|name| name.eq_ignore_ascii_case(code))
    };
    let mut rows: Vec<MetaRow> = Vec::new();
    for (column, header) in data.headers.iter().enumerate() {
        let code = clean(header);
        if code.is_empty() || about_units(code) || rows.iter().any(|row| row.code == code) {
            continue;
        }
        let node = framework.find(code).map(|id| &framework.nodes[id]);
        rows.push(match node.filter(|node| node.is_indicator()) {
            Some(node) => {
                let (label, unit) = (node.label.clone(), node.unit.clone());
                MetaRow::of_column(code, label, unit, Type::Indicator)
            }
            None => {
                let kind = kind(framework, data, code, column);
                MetaRow::of_column(code, Text::same(code), None, kind)
            }
        });
    }
    rows
}

fn kind(framework: &Framework, data: &Table, code: &str, column: usize) -> Type {
    let steps = || framework.indicators().map(|(_, node)| &node.steps);
    let divisor = steps().any(|s| s.denominate.as_ref().is_some_and(|d| d.by == code));
    if divisor || framework.needs().iter().any(|need| need.field == code) {
        return Type::Denominator;
    }
    if steps().any(|s| s.impute.by.as_deref() == Some(code)) {
        return Type::Group;
    }
    let mut cells = (0..data.rows.len()).filter_map(|row| data.cell(row, Some(column)));
    match cells.all(|cell| cell.parse::<f64>().is_ok()) {
        true => Type::Denominator,
        false => Type::Group,
    }
}

/// Indicators that should have a column and have none.
fn without_column(
    framework: &Framework,
    data: &Table,
    rows: &[MetaRow],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (_, node) in framework.indicators() {
        let there = rows.iter().any(|row| row.code == node.code);
        if !there && !node.unpublished && !matches!(node.input, Input::Formula(_)) {
            let gap = Diagnostic::warning("measure.table.no-indicator-column");
            let place = Place::file(&data.name);
            diagnostics.push(gap.with("code", &node.code).at(place));
        }
    }
}
