//! What is known of one type of entity as a table: one row each, one column per field.

use super::entities::known_type;
use super::preview_import::plain;
use crate::as_of::AsOf;
use crate::call::{Answer, App, Call};
use crate::contract::Cell;
use julin_model::{EntityId, FieldId, Lang, Profile, Status, Value};
use julin_store::{EntityFilter, StatementFilter};
use std::collections::BTreeMap;

/// Which entities, as of when, with headings in which language.
#[derive(Debug, Clone)]
pub struct ExportInput {
    /// Type of entity.
    pub kind: String,
    /// Year or day; this year when not given.
    pub as_of: Option<String>,
    /// Language of headings and names.
    pub lang: Lang,
}

/// Headings and rows. An empty cell is not known.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ExportTable {
    /// Identifier, name, then each field with its unit.
    pub headings: Vec<String>,
    /// One row per entity.
    pub rows: Vec<Vec<Cell>>,
}

/// Exports preferred facts; generated samples stand in a column that says so.
pub fn export_entities(app: &App, _call: &Call, input: &ExportInput) -> Answer<ExportTable> {
    let kind = known_type(app, &input.kind)?;
    let as_of = AsOf::parse(input.as_of.as_deref(), app.today())?;
    app.store.read(|tx| {
        let lines = tx.entities(&EntityFilter {
            kind: Some(kind.clone()),
            ..EntityFilter::default()
        })?;
        let filter = StatementFilter {
            kind: Some(kind.clone()),
            ..StatementFilter::default()
        };
        let mut by_entity: BTreeMap<EntityId, Vec<_>> = BTreeMap::new();
        for statement in tx.statements(&filter)? {
            by_entity
                .entry(statement.entity.clone())
                .or_default()
                .push(statement);
        }
        let mut cells: BTreeMap<(EntityId, FieldId), (Cell, Status)> = BTreeMap::new();
        for (entity, statements) in by_entity {
            for finding in Profile::of(statements, as_of.day).findings {
                let s = finding.preferred;
                if s.scope.is_none() && s.status != Status::Target {
                    cells.insert((entity.clone(), s.field), (cell(&s.value), s.status));
                }
            }
        }
        let used = |field: &FieldId| cells.keys().any(|(_, f)| f == field);
        let fields: Vec<_> = app
            .packs
            .fields()
            .into_iter()
            .filter(|f| used(&f.id))
            .collect();
        let unit = |f: &julin_pack::kind::FieldSpec| {
            f.unit
                .as_deref()
                .and_then(|u| app.packs.units().get(u))
                .cloned()
        };
        let heading = |f: &&julin_pack::kind::FieldSpec| match unit(f) {
            Some(unit) => format!(
                "{}({})",
                f.label.get(input.lang),
                unit.label.get(input.lang)
            ),
            None => f.label.get(input.lang).to_owned(),
        };
        let mut headings = vec!["id".to_owned(), "name".to_owned(), "sample".to_owned()];
        headings.extend(fields.iter().map(heading));
        let row = |line: julin_store::EntityLine| {
            let told =
                |f: &&julin_pack::kind::FieldSpec| cells.get(&(line.id.clone(), f.id.clone()));
            let sample = fields
                .iter()
                .filter_map(told)
                .any(|(_, status)| *status == Status::Sample);
            let first = [
                line.id.to_string().into(),
                line.name.get(input.lang).into(),
                if sample { "1" } else { "" }.into(),
            ];
            let rest = fields
                .iter()
                .map(|f| told(f).map(|(cell, _)| cell.clone()).unwrap_or_default());
            first.into_iter().chain(rest).collect()
        };
        Ok(ExportTable {
            rows: lines.into_iter().map(row).collect(),
            headings,
        })
    })
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => Cell::figure(*number),
        other => plain(other).into(),
    }
}
