//! What an import would do, before anything is written.

use super::import_file::input_digest;
use super::import_options::{ImportOptions, Opened, open_table};
use crate::call::{Answer, App, Call};
use crate::contract::{ColumnProposal, PreviewRow, PreviewView, RowProblem};
use crate::error::AppError;
use julin_intake::{Confidence, MappedRow, PeriodRule, Preview, Role};
use julin_model::{Diagnostic, Text, Value};
use std::path::PathBuf;

/// Which file, and what is said about it.
#[derive(Debug, Clone, Default)]
pub struct PreviewInput {
    /// Where the file is.
    pub file: PathBuf,
    /// Its name as the user knows it.
    pub name: String,
    /// What is said about it.
    pub options: ImportOptions,
}

/// How the file would be read, with its first rows as they would be stored.
pub fn preview_import(app: &App, _call: &Call, input: &PreviewInput) -> Answer<PreviewView> {
    let opened = open_table(app, (&input.file, &input.name), &input.options)?;
    let digest = input_digest(&input.file, &opened.mapping)?;
    let already = app.store.read(|tx| tx.batch_by_digest(&digest.both))?;
    let Opened {
        mapping, preview, ..
    } = &opened;
    let period = match mapping.period {
        PeriodRule::Fixed(period) => Some(period),
        _ => None,
    };
    Ok(PreviewView {
        token: String::new(),
        file: input.name.clone(),
        format: word(&preview.facts.format),
        encoding: preview.facts.encoding.clone(),
        sheets: preview.facts.sheets.clone(),
        sheet: preview.facts.sheet.clone(),
        heading_row: preview.headings.rows.map_or(0, |(_, last)| last),
        entity_type: mapping.entity_type.clone(),
        period,
        columns: preview
            .columns
            .iter()
            .map(|column| proposal(app, column))
            .collect(),
        rows: preview
            .rows
            .iter()
            .map(|row| shown_row(preview, row))
            .collect(),
        diagnostics: preview.diagnostics.clone(),
        mapping: serde_saphyr::to_string(mapping).map_err(AppError::internal)?,
        already: already.map(|batch| batch.id.0),
    })
}

/// The word an enum is written as.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn proposal(app: &App, column: &julin_intake::ColumnProposal) -> ColumnProposal {
    let (role, field, unit) = match &column.role {
        Role::Name => ("name", None, None),
        Role::Identifier(_) => ("identifier", None, None),
        Role::Period => ("period", None, None),
        Role::Field { field, unit, .. } => ("field", Some(field.clone()), unit.clone()),
        Role::Ignored => ("ignored", None, None),
    };
    ColumnProposal {
        column: column_number(column),
        heading: column.heading.clone(),
        role: role.to_owned(),
        label: field
            .as_ref()
            .map_or_else(Text::default, |f| app.packs.field_label(f)),
        field,
        unit,
        reason: column.reason.code().to_owned(),
        confidence: match column.confidence {
            Confidence::None => 0.0,
            Confidence::Low => 0.3,
            Confidence::Medium => 0.7,
            Confidence::High => 1.0,
        },
    }
}

/// A row as it would be stored, one cell per column of the file.
fn shown_row(preview: &Preview, row: &MappedRow) -> PreviewRow {
    let mut names = row.names.iter();
    let mut cell = |column: &julin_intake::ColumnProposal| match &column.role {
        Role::Name => names.next().cloned().unwrap_or_default(),
        Role::Identifier(scheme) => {
            let own = row.identifiers.iter().find(|(s, _)| **s == **scheme);
            own.map(|(_, value)| value.clone()).unwrap_or_default()
        }
        Role::Period => row.period.map(|p| p.to_string()).unwrap_or_default(),
        Role::Field { .. } => value_of(preview, row, column),
        Role::Ignored => String::new(),
    };
    let problem =
        |diagnostic: &Diagnostic| problem_of(preview.facts.sheet.clone(), row.row, diagnostic);
    PreviewRow {
        row: row.row,
        cells: preview.columns.iter().map(&mut cell).collect(),
        problems: row.warnings.iter().map(problem).collect(),
    }
}

/// The value of a row under a column of the file.
fn value_of(preview: &Preview, row: &MappedRow, column: &julin_intake::ColumnProposal) -> String {
    let number = Some(column_number(column));
    let position = preview
        .layout
        .columns
        .iter()
        .position(|c| c.column == number);
    let value = position.and_then(|at| row.values.get(at)?.as_ref());
    value.map(plain).unwrap_or_default()
}

/// Column number, A = 1.
fn column_number(column: &julin_intake::ColumnProposal) -> u32 {
    julin_intake::mapping::column_of(&column.letter).map_or(0, |c| c as u32 + 1)
}

/// A diagnostic about a row, as shown in lists.
pub fn problem_of(sheet: Option<String>, row: u32, diagnostic: &Diagnostic) -> RowProblem {
    RowProblem {
        sheet,
        row: row.into(),
        column: diagnostic.args.get("heading").cloned(),
        value: diagnostic.args.get("value").cloned(),
        diagnostic: diagnostic.clone(),
    }
}

/// A value as text.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Text(text) => text.get(julin_model::Lang::Zh).to_owned(),
        Value::Entity { entity } => entity.to_string(),
    }
}
