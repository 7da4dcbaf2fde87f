//! Scores two tables in the analysts' convention, without a store.

use crate::call::Answer;
use crate::contract::{TableScore, TableScores};
use crate::error::AppError;
use julin_intake::read::row::RawRow;
use julin_intake::{Input, OpenOptions, open};
use julin_measure::{Framework, Method, Table, read_tables};
use julin_model::{Diagnostic, Severity};
use std::path::{Path, PathBuf};

/// Which files, and how strict.
#[derive(Debug, Clone)]
pub struct ScoreTablesInput {
    /// Indicator table: iCode, Level, Parent, Weight, Direction, Type.
    pub meta: PathBuf,
    /// Data table: uCode, uName, one column per indicator.
    pub data: PathBuf,
    /// Share of weight that must have data for a score; 0 when not given.
    pub minimum_coverage: Option<f64>,
}

/// All levels of all units.
pub fn score_tables(input: &ScoreTablesInput) -> Answer<TableScores> {
    let coverage = input.minimum_coverage.unwrap_or(0.0);
    if !(0.0..=1.0).contains(&coverage) {
        let wrong = Diagnostic::error("app.bad-coverage").with("value", coverage);
        return Err(AppError::invalid(wrong));
    }
    let method = Method {
        minimum_coverage: coverage,
        ..Method::default()
    };
    let (meta, data) = (read(&input.meta)?, read(&input.data)?);
    let read = read_tables("tables", &method, &meta, &data);
    let Some(framework) = read.framework else {
        let first = read
            .diagnostics
            .into_iter()
            .find(|d| d.severity == Severity::Error);
        return Err(AppError::invalid(
            first.unwrap_or_else(|| Diagnostic::error("app.tables-unusable")),
        ));
    };
    let outcome = julin_measure::score(&framework, &read.matrix);
    let order = root_first(&framework);
    let rows = outcome.ranking().into_iter().map(|unit| TableScore {
        scores: order
            .iter()
            .map(|at| outcome.score(unit.unit, *at))
            .collect(),
        unit: unit.id,
        name: unit.label.zh,
        rank: unit.rank,
        coverage: unit.coverage,
    });
    let rows = rows.collect();
    let diagnostics = read
        .diagnostics
        .into_iter()
        .chain(outcome.diagnostics.iter().cloned())
        .collect();
    Ok(TableScores {
        nodes: order
            .iter()
            .map(|at| framework.nodes[*at].code.clone())
            .collect(),
        levels: order.iter().map(|at| framework.nodes[*at].level).collect(),
        rows,
        diagnostics,
    })
}

/// Positions by level, the index first, indicators last.
fn root_first(framework: &Framework) -> Vec<usize> {
    let mut order: Vec<usize> = (0..framework.nodes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(framework.nodes[*at].level));
    order
}

fn read(path: &Path) -> Answer<Table> {
    let mut table = open(&Input::from(path), &OpenOptions::default())?;
    let mut rows = Vec::new();
    let mut row = RawRow::default();
    while table.next_row(&mut row)? {
        rows.push(row.shown());
    }
    let headers = if rows.is_empty() {
        Vec::new()
    } else {
        rows.remove(0)
    };
    Ok(Table {
        name: path.display().to_string(),
        headers,
        rows,
    })
}
