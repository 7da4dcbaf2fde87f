//! Firms in tables: those of a zone with their figures, and changes of firms. The first
//! column says who, the others are headed by fields (codes of indicators, for tables
//! without a store); an earlier year as `prior(field)`.

use super::firms::ZoneFirms;
use super::subject::read_table;
use crate::call::Answer;
use crate::contract::EntityLink;
use crate::error::AppError;
use julin_formula::{Formula, Need};
use julin_measure::Table;
use julin_measure::contributions::{FirmChanges, FirmValue, Firms, NewFirm};
use julin_model::{Diagnostic, EntityId, Place, Text, TypeId};
use std::collections::BTreeMap;
use std::path::Path;

/// The firms of a zone from a table whose second column says in which zone they are.
pub(super) fn firms_of_zone(path: &Path, zone: &str) -> Answer<ZoneFirms> {
    let table = read_table(path)?;
    let own: Vec<(usize, &Vec<String>)> = rows(&table)
        .filter(|(_, row)| cell(row, 1) == zone)
        .collect();
    let ids: Vec<String> = own.iter().map(|(_, row)| cell(row, 0).to_owned()).collect();
    let mut figures = Firms::new(ids.clone());
    for (at, need) in needs(&table, 2) {
        let mut column = Vec::new();
        for (line, row) in &own {
            let number = number(path, (*line, at), cell(row, at))?;
            column.push(number.unwrap_or(f64::NAN));
        }
        let inserted = figures.insert(need, column);
        inserted.map_err(|error| AppError::internal(error.to_string()))?;
    }
    let mut links = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        links.push(EntityLink {
            id: EntityId::new(format!("row-{}", position + 1)).map_err(AppError::internal)?,
            kind: TypeId::new("firm").map_err(AppError::internal)?,
            name: Text::same(id),
            sample: false,
        });
    }
    Ok(ZoneFirms {
        links,
        figures,
        roll_up: BTreeMap::new(),
        has_samples: false,
    })
}

/// Changes from a table: firms that are known change, others come.
pub(super) fn firm_changes(path: &Path, known: &[String]) -> Answer<FirmChanges> {
    let table = read_table(path)?;
    let columns: Vec<(usize, Need)> = needs(&table, 1).collect();
    let mut wanted = FirmChanges::default();
    for (line, row) in rows(&table) {
        let id = cell(row, 0).to_owned();
        let mut new = NewFirm {
            id: id.clone(),
            ..NewFirm::default()
        };
        for (at, need) in &columns {
            let Some(value) = number(path, (line, *at), cell(row, *at))? else {
                continue;
            };
            if known.contains(&id) {
                wanted.change.push(FirmValue {
                    firm: id.clone(),
                    field: need.field.clone(),
                    prior: need.prior(),
                    value: Some(value),
                });
            } else if need.prior() {
                new.prior.insert(need.field.clone(), value);
            } else {
                new.values.insert(need.field.clone(), value);
            }
        }
        if !known.contains(&id) {
            wanted.add.push(new);
        }
    }
    Ok(wanted)
}

/// Rows of data with their numbers, those without a name left out.
fn rows(table: &Table) -> impl Iterator<Item = (usize, &Vec<String>)> {
    let numbered = table.rows.iter().enumerate().map(|(at, row)| (at + 2, row));
    numbered.filter(|(_, row)| !cell(row, 0).is_empty())
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", |text| text.trim())
}

/// The columns that are fields.
fn needs(table: &Table, from: usize) -> impl Iterator<Item = (usize, Need)> {
    let headers = table.headers.iter().enumerate().skip(from);
    headers.filter_map(|(at, name)| Some((at, only_need(name)?)))
}

/// The field a heading names.
pub(super) fn only_need(name: &str) -> Option<Need> {
    let formula = Formula::compile(name.trim()).ok()?;
    match formula.needs() {
        [need] => Some(need.clone()),
        _ => None,
    }
}

fn number(path: &Path, (line, column): (usize, usize), text: &str) -> Answer<Option<f64>> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = text.parse::<f64>().ok().filter(|number| number.is_finite());
    found.map(Some).ok_or_else(|| {
        let place = Place {
            file: path.display().to_string(),
            sheet: None,
            line: Some(line as u64),
            column: Some(column as u64 + 1),
        };
        AppError::invalid(
            Diagnostic::error("app.firm-not-a-number")
                .with("value", text)
                .at(place),
        )
    })
}
