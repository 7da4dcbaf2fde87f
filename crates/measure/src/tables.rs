//! The two tables of analysts: *iMeta* (what is measured) and *iData* (the figures), in
//! the convention of the COINr package.
//!
//! iMeta has one row per column of iData and per group: `iCode`, `Level` (1 for
//! indicators), `Parent`, `Type` (Indicator, Aggregate, Group, Denominator, Target or
//! Other), and optionally `iName`, `Unit`, `Weight`, `Direction` (1 or -1), `Target`,
//! `Denominator`; beyond the convention `Low` and `High` (goalposts), `iName_zh` and
//! `iName_en`. iData has one row per unit: `uCode`, optionally `uName` and `Time`, then
//! one column per row of iMeta that is not an aggregate, and again for each year of
//! `Time`. Empty cells, `NA` and `NaN` are missing.
//!
//! Takes rows already split: must not know about files.

mod data;
mod figures;
mod meta;
mod tree;

pub use figures::{Figures, read_figures};

use crate::framework::Framework;
use crate::matrix::Matrix;
use crate::panel::Panel;
use crate::recipe::Method;
use crate::spec_check::{check_method, check_nodes};
use julin_model::{Diagnostic, Place, Severity};

/// A table as read: headers, then rows of cells. The header is row 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What the user calls it; stands in messages.
    pub name: String,
    /// Column names.
    pub headers: Vec<String>,
    /// Cells, row by row; short rows lack their last cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Position of a column, blanks, a byte order mark and case aside.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        let same = |header: &String| clean(header).eq_ignore_ascii_case(name);
        self.headers.iter().position(same)
    }

    /// A cell without blanks around it; `None` when missing.
    pub(crate) fn cell(&self, row: usize, column: Option<usize>) -> Option<&str> {
        let cell = self.rows.get(row)?.get(column?)?.trim();
        let missing = ["", "na", "nan"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word));
        (!missing).then_some(cell)
    }

    /// The place of a row in messages.
    fn place(&self, row: usize, column: Option<usize>) -> Place {
        let column = column.map_or(0, |column| column as u64 + 1);
        Place::line(&self.name, row as u64 + 2, column)
    }
}

fn clean(header: &str) -> &str {
    header.trim_start_matches('\u{feff}').trim()
}

/// What two tables give.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TablesOutcome {
    /// None when the hierarchy or the units cannot be made out.
    pub framework: Option<Framework>,
    /// Units with one indicator column per indicator and one field column per denominator.
    pub matrix: Matrix,
    /// The figures year by year, ascending; none where the table has no column of years.
    pub years: Vec<(i32, Matrix)>,
    /// Findings, with row and column.
    pub diagnostics: Vec<Diagnostic>,
}

/// What two tables with several years give.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PanelOutcome {
    /// None when the hierarchy or the units cannot be made out.
    pub framework: Option<Framework>,
    /// The figures by the years of the column `Time`.
    pub panel: Panel,
    /// Findings, with row and column.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the two tables. `id` names the framework; `method` says how to compute. Of
/// several years of the same units the last is taken.
pub fn read_tables(id: &str, method: &Method, meta: &Table, data: &Table) -> TablesOutcome {
    let mut diagnostics = Vec::new();
    let (framework, years) = read(id, method, (meta, data), &mut diagnostics);
    let dated = |(year, matrix): (Option<i32>, Matrix)| Some((year?, matrix));
    let by_year = years.iter().flat_map(|years| years.by_year());
    let by_year = by_year.filter_map(dated).collect();
    let one = years.map(|years| years.of_one(data, &mut diagnostics));
    TablesOutcome {
        framework: framework.filter(|_| one.is_some()),
        matrix: one.unwrap_or_default(),
        years: by_year,
        diagnostics,
    }
}

/// Reads the two tables with all years of the column `Time`.
pub fn read_panel(id: &str, method: &Method, meta: &Table, data: &Table) -> PanelOutcome {
    let mut diagnostics = Vec::new();
    let (framework, years) = read(id, method, (meta, data), &mut diagnostics);
    let panel = years.and_then(|years| years.of_all(data, &mut diagnostics));
    PanelOutcome {
        framework: framework.filter(|_| panel.is_some()),
        panel: panel.unwrap_or_default(),
        diagnostics,
    }
}

/// Reads the two tables with the figures in both shapes.
pub(crate) fn read_tables_by_year(
    id: &str,
    method: &Method,
    tables: (&Table, &Table),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Framework>, Option<Figures>) {
    let (framework, years) = read(id, method, tables, diagnostics);
    let figures = years.map(|years| Figures {
        years: years.by_year(),
        // That several years are there is no finding: all of them are kept.
        matrix: years.of_one(tables.1, &mut Vec::new()),
    });
    (framework.filter(|_| figures.is_some()), figures)
}

/// Reads iMeta alone.
pub(crate) fn read_meta(
    id: &str,
    method: &Method,
    meta: &Table,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Framework> {
    let rows = meta::read(meta, diagnostics);
    let framework = tree::build(id, method, meta, &rows, diagnostics);
    let wrong = |found: &Diagnostic| found.severity == Severity::Error;
    framework.filter(|_| !diagnostics.iter().any(wrong))
}

fn read(
    id: &str,
    method: &Method,
    (meta, data): (&Table, &Table),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Framework>, Option<data::Years>) {
    diagnostics.extend(check_method(method));
    let rows = meta::read(meta, diagnostics);
    let framework = tree::build(id, method, meta, &rows, diagnostics);
    diagnostics.extend(framework.iter().flat_map(check_nodes));
    let sound = !diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    (
        framework.filter(|_| sound),
        data::read(data, &rows, diagnostics),
    )
}

/// A table lacks a column it must have.
fn no_column(table: &Table, name: &str) -> Diagnostic {
    let found = Diagnostic::error("measure.table.no-column").with("column", name);
    found.at(Place::file(&table.name))
}
