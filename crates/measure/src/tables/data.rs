//! Rows of iData.

use super::meta::{MetaRow, Type};
use super::{Table, clean};
use crate::matrix::{Column, ColumnKind, Matrix, Unit};
use crate::panel::Panel;
use julin_model::{Diagnostic, Place, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that describe the unit.
pub(super) const ABOUT_UNITS: [&str; 3] = ["uCode", "uName", "Time"];

/// The figures by year.
pub(super) struct Years {
    /// Ascending; no year where none is given.
    years: Vec<(Option<i32>, Matrix)>,
    /// All rows as one table, where no unit comes twice.
    one: Option<Matrix>,
}

impl Years {
    /// One table: all rows where each unit comes once, otherwise those of the last year.
    pub(super) fn of_one(mut self, data: &Table, diagnostics: &mut Vec<Diagnostic>) -> Matrix {
        if let Some(one) = self.one {
            return one;
        }
        let count = self.years.len();
        let Some((year, matrix)) = self.years.pop() else {
            return Matrix::default();
        };
        let shown = year.map_or_else(String::new, |year| year.to_string());
        let several = Diagnostic::note("measure.table.several-years")
            .with("count", count)
            .with("year", shown);
        diagnostics.push(several.at(Place::file(&data.name)));
        matrix
    }

    /// Year by year; no year where the table gives none.
    pub(super) fn by_year(&self) -> Vec<(Option<i32>, Matrix)> {
        self.years.clone()
    }

    /// All years; `None` without a column of years.
    pub(super) fn of_all(self, data: &Table, diagnostics: &mut Vec<Diagnostic>) -> Option<Panel> {
        if data.column("Time").is_none() {
            diagnostics.push(super::no_column(data, "Time"));
            return None;
        }
        let dated = |(year, matrix): (Option<i32>, Matrix)| Some((year?, matrix));
        let years = self.years.into_iter().filter_map(dated).collect();
        // Years are keys here: none comes twice.
        Panel::new(years).ok()
    }
}

/// Reads the figures; `None` when the units cannot be made out.
pub(super) fn read(
    data: &Table,
    meta: &[MetaRow],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Years> {
    let Some(code) = data.column("uCode") else {
        diagnostics.push(super::no_column(data, "uCode"));
        return None;
    };
    check_headers(data, meta, diagnostics);
    let rows = units(data, code, diagnostics);
    let columns = columns(data, meta, diagnostics);
    let mut years: BTreeMap<Option<i32>, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        years.entry(row.year).or_default().push(row);
    }
    let alone = rows.iter().map(|row| &row.unit.id).collect::<BTreeSet<_>>();
    let once = alone.len() == rows.len();
    let years: Vec<_> = years
        .into_iter()
        .map(|(year, rows)| (year, matrix(data, &columns, &rows, diagnostics)))
        .collect();
    let all: Vec<&Row> = rows.iter().collect();
    // What is wrong with a cell was told above.
    let one = once.then(|| matrix(data, &columns, &all, &mut Vec::new()));
    Some(Years { years, one })
}

/// A row of iMeta with the column of its figures.
type Found<'a> = (&'a MetaRow, Option<usize>);

/// What is read, in the order of iMeta.
fn columns<'a>(
    data: &Table,
    meta: &'a [MetaRow],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for row in meta {
        let column = data
            .headers
            .iter()
            .position(|header| clean(header) == row.code);
        match row.kind {
            Type::Aggregate | Type::Aside => {}
            Type::Indicator if column.is_none() => {
                let gap = Diagnostic::error("measure.table.indicator-without-data");
                diagnostics.push(gap.with("code", &row.code).at(Place::file(&data.name)));
            }
            _ => found.push((row, column)),
        }
    }
    found
}

/// The figures of some rows.
fn matrix(
    data: &Table,
    columns: &[Found<'_>],
    rows: &[&Row],
    diagnostics: &mut Vec<Diagnostic>,
) -> Matrix {
    let mut matrix = Matrix::new(rows.iter().map(|row| row.unit.clone()).collect());
    for (about, column) in columns {
        let kind = match (about.kind, column) {
            (Type::Group, _) => {
                classes(data, about, (rows, *column), &mut matrix);
                continue;
            }
            (Type::Indicator, _) => ColumnKind::Indicator,
            _ => ColumnKind::Field,
        };
        let Some(column) = *column else {
            continue;
        };
        let values = rows
            .iter()
            .map(|row| number(data, row.at, column, diagnostics))
            .collect();
        let values = Column::new(values).labelled(about.label.clone(), about.unit.clone());
        // As many values as units, by construction.
        if let Err(error) = matrix.insert(kind, &about.code, values) {
            diagnostics.push(error.diagnostic());
        }
    }
    matrix
}

/// A classification of the units; a column that is not there classifies nobody.
fn classes(
    data: &Table,
    about: &MetaRow,
    (rows, column): (&[&Row], Option<usize>),
    matrix: &mut Matrix,
) {
    let class = |row: &&Row| data.cell(row.at, column).map(str::to_owned);
    // As many classes as units, by construction.
    let _ = matrix.insert_classes(&about.code, rows.iter().map(class).collect());
}

fn check_headers(data: &Table, meta: &[MetaRow], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for (at, header) in data.headers.iter().enumerate() {
        let header = clean(header);
        let place = Place::line(&data.name, 1, at as u64 + 1);
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

/// One row of iData.
struct Row {
    at: usize,
    unit: Unit,
    year: Option<i32>,
}

/// The rows with their units; a row without a code, with a year that is none, or with a
/// unit already met in its year is told and left out.
fn units(data: &Table, code: usize, diagnostics: &mut Vec<Diagnostic>) -> Vec<Row> {
    let (name, time) = (data.column("uName"), data.column("Time"));
    let dated = (0..data.rows.len()).any(|row| data.cell(row, time).is_some());
    let mut seen = BTreeMap::new();
    let mut rows = Vec::new();
    for (at, cells) in data.rows.iter().enumerate() {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        // NA is the code of Namibia: only an empty cell is no code.
        let id = cells.get(code).map_or("", |cell| cell.trim());
        let place = data.place(at, Some(code));
        let year = data.cell(at, time).and_then(year);
        if id.is_empty() {
            diagnostics.push(Diagnostic::error("measure.table.no-unit").at(place));
        } else if dated && year.is_none() {
            let found = Diagnostic::error("measure.table.year").with("unit", id);
            let text = data.cell(at, time).unwrap_or_default();
            diagnostics.push(found.with("value", text).at(data.place(at, time)));
        } else if let Some(first) = seen.insert((id, year), at) {
            let twice = Diagnostic::error("measure.table.duplicate-unit").with("unit", id);
            diagnostics.push(twice.with("first", first + 2).at(place));
        } else {
            let label = Text::same(data.cell(at, name).unwrap_or(id));
            let id = id.to_owned();
            let unit = Unit { id, label };
            rows.push(Row { at, unit, year });
        }
    }
    rows
}

/// `2018` and `2018.0`, as spreadsheets write it.
fn year(text: &str) -> Option<i32> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && number.abs() < 1e5).then_some(number as i32)
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
