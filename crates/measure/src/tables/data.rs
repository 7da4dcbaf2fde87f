//! Rows of iData.

use super::meta::{MetaRow, Type};
use super::{Table, clean};
use crate::matrix::{Column, ColumnKind, Matrix, Unit};
use julin_model::{Diagnostic, Text};
use std::collections::BTreeMap;

/// Columns that describe the unit.
const ABOUT_UNITS: [&str; 3] = ["uCode", "uName", "Time"];

/// Reads the figures; `None` when the units cannot be made out.
pub(super) fn read(
    data: &Table,
    meta: &[MetaRow],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Matrix> {
    let Some(code) = data.column("uCode") else {
        diagnostics.push(super::no_column(data, "uCode"));
        return None;
    };
    check_headers(data, meta, diagnostics);
    let (rows, units) = units(data, code, diagnostics);
    let mut matrix = Matrix::new(units);
    for row in meta {
        let kind = match row.kind {
            Type::Indicator => ColumnKind::Indicator,
            Type::Denominator => ColumnKind::Field,
            Type::Group => {
                classes(data, row, &rows, &mut matrix);
                continue;
            }
            Type::Aggregate | Type::Aside => continue,
        };
        let Some(column) = data
            .headers
            .iter()
            .position(|header| clean(header) == row.code)
        else {
            if kind == ColumnKind::Indicator {
                let gap = Diagnostic::error("measure.table.indicator-without-data");
                diagnostics.push(
                    gap.with("code", &row.code)
                        .at(julin_model::Place::file(&data.name)),
                );
            }
            continue;
        };
        let values = rows
            .iter()
            .map(|at| number(data, *at, column, diagnostics))
            .collect();
        let label = Text::same(row.name.as_deref().unwrap_or(&row.code));
        let values = Column::new(values).labelled(label, row.unit.clone());
        // As many values as units, by construction.
        if let Err(error) = matrix.insert(kind, &row.code, values) {
            diagnostics.push(error.diagnostic());
        }
    }
    Some(matrix)
}

/// A classification of the units; a column that is not there classifies nobody.
fn classes(data: &Table, row: &MetaRow, rows: &[usize], matrix: &mut Matrix) {
    let column = data.headers.iter().position(|h| clean(h) == row.code);
    let class = |at: &usize| data.cell(*at, column).map(str::to_owned);
    // As many classes as units, by construction.
    let _ = matrix.insert_classes(&row.code, rows.iter().map(class).collect());
}

fn check_headers(data: &Table, meta: &[MetaRow], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for (at, header) in data.headers.iter().enumerate() {
        let header = clean(header);
        let place = julin_model::Place::line(&data.name, 1, at as u64 + 1);
        if seen.insert(header, at).is_some() {
            let twice = Diagnostic::error("measure.table.duplicate-column").with("column", header);
            diagnostics.push(twice.at(place));
        } else if !ABOUT_UNITS
            .iter()
            .any(|name| name.eq_ignore_ascii_case(header))
            && !meta.iter().any(|row| row.code == header)
        {
            let unknown =
                Diagnostic::warning("measure.table.unknown-column").with("column", header);
            diagnostics.push(unknown.at(place));
        }
    }
}

/// The units and the rows they stand in; a row without a code or with one already met is
/// told and left out.
fn units(data: &Table, code: usize, diagnostics: &mut Vec<Diagnostic>) -> (Vec<usize>, Vec<Unit>) {
    let name = data.column("uName");
    let mut seen = BTreeMap::new();
    let (mut rows, mut units) = (Vec::new(), Vec::new());
    for (row, cells) in data.rows.iter().enumerate() {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        // NA is the code of Namibia: only an empty cell is no code.
        let id = cells.get(code).map_or("", |cell| cell.trim());
        let place = data.place(row, Some(code));
        if id.is_empty() {
            diagnostics.push(Diagnostic::error("measure.table.no-unit").at(place));
        } else if let Some(first) = seen.insert(id, row) {
            let twice = Diagnostic::error("measure.table.duplicate-unit").with("unit", id);
            diagnostics.push(twice.with("first", first + 2).at(place));
        } else {
            let label = Text::same(data.cell(row, name).unwrap_or(id));
            rows.push(row);
            units.push(Unit {
                id: id.to_owned(),
                label,
            });
        }
    }
    (rows, units)
}

fn number(data: &Table, row: usize, column: usize, diagnostics: &mut Vec<Diagnostic>) -> f64 {
    let Some(cell) = data.cell(row, Some(column)) else {
        return f64::NAN;
    };
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => value,
        _ => {
            let header = data.headers.get(column).map_or("", |header| clean(header));
            let found = Diagnostic::error("measure.table.not-a-number")
                .with("value", cell)
                .with("column", header);
            diagnostics.push(found.at(data.place(row, Some(column))));
            f64::NAN
        }
    }
}
