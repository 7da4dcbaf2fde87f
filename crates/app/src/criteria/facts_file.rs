//! Firms of a file, as rules ask for them: cells to facts or, where reasons are wanted, to
//! statements.

use super::facts::EntityFacts;
use crate::call::{Answer, App};
use crate::contract::{EntityLink, SourceLink};
use crate::error::AppError;
use crate::lookup::link;
use crate::row_file::RowFile;
use crate::set_words::set_of_words;
use chrono::NaiveDate;
use julin_criteria::dictionary::Scale;
use julin_criteria::{Columns, Fact, MapFacts};
use julin_formula::Need;
use julin_model::{
    BatchId, Diagnostic, EntityId, Locator, RecordId, SourceId, Statement, StatementId, Status,
    Text, TypeId, Value,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Firms by row.
pub struct FirmTable {
    /// What each row is called: the first column.
    pub ids: Vec<String>,
    /// Where each row stands in the file.
    pub lines: Vec<u32>,
    /// Their values, for these columns of rules.
    pub table: julin_criteria::table::Table,
    /// What was wrong, the first of it.
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

/// One firm with the statements its cells make.
pub struct FileFirm<'a> {
    /// Who.
    pub entity: EntityLink,
    /// What the file says of it.
    pub known: EntityFacts<'a>,
    /// The file.
    pub source: SourceLink,
}

/// Reads the file into a table of these columns.
pub fn read_firms(
    app: &App,
    path: &Path,
    columns: &Columns,
    as_of: NaiveDate,
) -> Answer<FirmTable> {
    let mut file = RowFile::open(app, path)?;
    let (mut ids, mut lines) = (Vec::new(), Vec::new());
    let mut table = columns.table(std::iter::empty(), as_of);
    while let Some(id) = file.next_name()? {
        let facts = facts(app, &mut file);
        columns.push(&mut table, &facts, as_of);
        ids.push(id);
        lines.push(file.line());
    }
    Ok(FirmTable {
        ids,
        lines,
        table,
        findings: file.findings,
        bad_cells: file.bad_cells,
    })
}

/// The firm of that name, with its statements. Two rows of one name are refused: nobody
/// can tell which is meant.
pub fn find_firm<'a>(
    app: &'a App,
    path: &Path,
    wanted: &str,
    (kind, as_of): (&TypeId, NaiveDate),
) -> Answer<FileFirm<'a>> {
    let mut file = RowFile::open(app, path)?;
    let mut found: Option<(u32, EntityLink, BTreeMap<Need, Statement>)> = None;
    let source = file.source(path)?;
    while let Some(id) = file.next_name()? {
        if id != wanted.trim() {
            continue;
        }
        if let Some((first, ..)) = found {
            let twice = Diagnostic::error("app.criteria-firm-twice").with("id", wanted);
            let twice = twice.with("first", first);
            return Err(AppError::invalid(twice.at(file.place(file.line(), 0))));
        }
        let entity = firm_link(&id, file.line(), kind)?;
        let cells = statements(app, &mut file, (&entity.id, &source.id));
        found = Some((file.line(), entity, cells));
    }
    let (_, entity, cells) = found.ok_or_else(|| AppError::not_found("firm-in-file", wanted))?;
    Ok(FileFirm {
        entity,
        known: EntityFacts::of_cells(app, cells, as_of),
        source,
    })
}

/// A firm as a link: by its own name where that is an identifier, else by its row.
pub fn firm_link(name: &str, row: u32, kind: &TypeId) -> Answer<EntityLink> {
    let id = EntityId::new(name).or_else(|_| EntityId::new(format!("row-{row}")));
    let id = id.map_err(AppError::internal)?;
    Ok(link(&id, kind.clone(), Text::same(name)))
}

/// A summary of a file before it is asked: what could not be read.
pub fn check_firms(app: &App, path: &Path, only: Option<&str>) -> Answer<(Vec<Diagnostic>, u64)> {
    let mut file = RowFile::open(app, path)?;
    while let Some(id) = file.next_name()? {
        if only.is_none_or(|only| only.trim() == id) {
            facts(app, &mut file);
        }
    }
    Ok((file.findings, file.bad_cells))
}

/// The facts of the row.
fn facts(app: &App, file: &mut RowFile<'_>) -> MapFacts {
    let mut facts = MapFacts::new();
    for (place, value) in file.values() {
        let column = file.field_column(place);
        let fact = match value {
            Value::Number(number) => {
                let unit = column.expected.unit.as_deref();
                let scale = unit.and_then(|unit| Scale::of(unit, &*app.packs));
                Fact::Number(scale.map_or(number, |scale| scale.to_base(number)))
            }
            Value::Flag(yes) => Fact::Flag(yes),
            Value::Date(day) => Fact::Day(day),
            Value::Word(words) if column.many => Fact::Set(set_of_words(&app.packs, &words)),
            Value::Word(word) => Fact::Word(word),
            Value::Text(_) | Value::Entity { .. } => continue,
        };
        facts.set_fact(column.need.clone(), fact);
    }
    facts
}

/// The cells of the row as statements.
fn statements(
    app: &App,
    file: &mut RowFile<'_>,
    (entity, source): (&EntityId, &SourceId),
) -> BTreeMap<Need, Statement> {
    let number = file.line();
    let mut cells = BTreeMap::new();
    for (place, value) in file.values() {
        let column = file.field_column(place);
        let statement = Statement {
            id: StatementId {
                record: RecordId(i64::from(number)),
                column: u16::try_from(column.at).unwrap_or(u16::MAX),
            },
            entity: entity.clone(),
            field: column.field.clone(),
            scope: None,
            period: None,
            value,
            unit: column.expected.unit.clone(),
            status: Status::Reported,
            source: source.clone(),
            series: source.to_string(),
            locator: Locator {
                spot: file.spot(column),
                phrase: None,
            },
            told: None,
            batch: BatchId(0),
            recorded_at: app.clock.now(),
            ended_at: None,
        };
        cells.insert(column.need.clone(), statement);
    }
    cells
}
