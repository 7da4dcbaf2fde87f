//! Firms of a file, as rules ask for them: headings to fields, cells to facts or, where
//! reasons are wanted, to statements. A cell that cannot be read is told with its place
//! and is unknown; the rest goes on.

use super::facts::EntityFacts;
use super::set_words::set_of_words;
use crate::call::{Answer, App};
use crate::contract::{EntityLink, SourceLink};
use crate::error::AppError;
use crate::lookup::link;
use chrono::NaiveDate;
use julin_criteria::dictionary::Scale;
use julin_criteria::{Columns, Fact, MapFacts};
use julin_formula::{Formula, Need};
use julin_intake::check::{Checked, Checker, Expected};
use julin_intake::heading::{Heading, fold, parse};
use julin_intake::read::row::{Cell, RawRow};
use julin_intake::{Dictionary, Field, Input, OpenOptions, PercentStyle, Table, open};
use julin_model::{
    BatchId, Diagnostic, Digest, EntityId, FieldId, Locator, Place, RecordId, SourceId, Spot,
    Statement, StatementId, Status, Text, TypeId, Value,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Findings kept at most; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// Firms by row.
pub struct FirmTable {
    /// What each row is called: the first column.
    pub ids: Vec<String>,
    /// Where each row stands in the file.
    pub lines: Vec<u32>,
    /// Their values, for these columns of rules.
    pub table: julin_criteria::table::Table,
    /// What was wrong; at most [`MOST_FINDINGS`].
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

/// One column of the file that a rule can read.
struct FileColumn {
    at: usize,
    heading: String,
    need: Need,
    field: FieldId,
    expected: Expected,
    many: bool,
}

/// A file of firms, row by row.
pub struct FirmFile<'a> {
    app: &'a App,
    name: String,
    checker: Checker,
    dictionary: Dictionary,
    file: Table,
    columns: Vec<FileColumn>,
    row: RawRow,
    findings: Vec<Diagnostic>,
    bad_cells: u64,
}

/// Reads the file into a table of these columns.
pub fn read_firms(
    app: &App,
    path: &Path,
    columns: &Columns,
    as_of: NaiveDate,
) -> Answer<FirmTable> {
    let mut file = FirmFile::open(app, path)?;
    let (mut ids, mut lines) = (Vec::new(), Vec::new());
    let mut table = columns.table(std::iter::empty(), as_of);
    while let Some(id) = file.next_firm()? {
        let facts = file.facts();
        columns.push(&mut table, &facts, as_of);
        ids.push(id);
        lines.push(file.row.number);
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
    let mut file = FirmFile::open(app, path)?;
    let mut found: Option<(u32, EntityLink, BTreeMap<Need, Statement>)> = None;
    let source = file.source(path)?;
    while let Some(id) = file.next_firm()? {
        if id != wanted.trim() {
            continue;
        }
        if let Some((first, ..)) = found {
            let twice = Diagnostic::error("app.criteria-firm-twice").with("id", wanted);
            let twice = twice.with("first", first);
            return Err(AppError::invalid(twice.at(file.place(file.row.number, 0))));
        }
        let entity = firm_link(&id, file.row.number, kind)?;
        let cells = file.statements(&entity.id, &source.id);
        found = Some((file.row.number, entity, cells));
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
    let mut file = FirmFile::open(app, path)?;
    while let Some(id) = file.next_firm()? {
        if only.is_none_or(|only| only.trim() == id) {
            file.facts();
        }
    }
    Ok((file.findings, file.bad_cells))
}

impl<'a> FirmFile<'a> {
    /// Opens it and reads its headings.
    pub fn open(app: &'a App, path: &Path) -> Answer<Self> {
        let dictionary = app.packs.dictionary();
        let mut own = Self {
            app,
            name: path.display().to_string(),
            checker: Checker::new(&dictionary.words, &dictionary.units, app.today()),
            dictionary,
            file: open(&Input::from(path), &OpenOptions::default())?,
            columns: Vec::new(),
            row: RawRow::default(),
            findings: Vec::new(),
            bad_cells: 0,
        };
        let apart = own.file.column_names().map(<[String]>::to_vec);
        let names = match apart {
            Some(names) => names,
            None if own.file.next_row(&mut own.row)? => own.row.shown(),
            None => Vec::new(),
        };
        own.headings(&names)?;
        Ok(own)
    }

    /// Goes to the next row that has something; tells whose it is.
    pub fn next_firm(&mut self) -> Answer<Option<String>> {
        while self.file.next_row(&mut self.row)? {
            if !self.row.is_blank() {
                return Ok(Some(self.row.cell(0).shown().trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// Which columns are fields. A file without any is refused; others are told.
    fn headings(&mut self, names: &[String]) -> Answer<()> {
        let line = self.row.number.max(1);
        for (at, name) in names.iter().enumerate().skip(1) {
            match self.column(at, name) {
                Some(column) => self.columns.push(column),
                None if name.trim().is_empty() => {}
                None => {
                    let found =
                        Diagnostic::note("app.criteria-column-unknown").with("column", name);
                    self.findings.push(found.at(self.place(line, at)));
                }
            }
        }
        if self.columns.is_empty() {
            let found = Diagnostic::error("app.criteria-no-column").with("file", &self.name);
            return Err(AppError::invalid(found));
        }
        Ok(())
    }

    fn column(&self, at: usize, name: &str) -> Option<FileColumn> {
        let (heading, need) = self.need(at, name)?;
        let field = self
            .dictionary
            .fields
            .iter()
            .find(|f| f.id.as_str() == need.field)?;
        let unit = heading.unit.or_else(|| field.unit.clone());
        Some(FileColumn {
            at,
            heading: name.to_owned(),
            field: field.id.clone(),
            many: self.app.packs.holds_many(&field.id),
            expected: Expected {
                kind: field.kind,
                percent: unit.as_deref() == Some("percent"),
                unit,
                style: PercentStyle::Percent,
                non_negative: field.non_negative,
            },
            need,
        })
    }

    /// The field a heading means: `prior(field, n)`, the identifier, its name or another
    /// spelling, with the unit in brackets.
    fn need(&self, at: usize, name: &str) -> Option<(Heading, Need)> {
        let heading = parse(at, name, &self.dictionary.units);
        if let Ok(formula) = Formula::compile(name.trim())
            && let [need] = formula.needs()
            && self
                .dictionary
                .fields
                .iter()
                .any(|f| f.id.as_str() == need.field)
        {
            return Some((heading, need.clone()));
        }
        let wanted = fold(&heading.name);
        let called = |field: &&Field| {
            let names = [field.id.as_str(), &field.label.zh, &field.label.en];
            let spelled = field.spellings.iter().map(String::as_str);
            names
                .into_iter()
                .chain(spelled)
                .any(|one| fold(one) == wanted)
        };
        let field = self.dictionary.fields.iter().find(called)?;
        Some((heading, Need::now(field.id.as_str())))
    }

    /// The values of the row, by column. A cell that cannot be read is told.
    fn values(&mut self) -> Vec<(usize, Value)> {
        let mut values = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            let cell = self.row.cell(column.at);
            match read(&self.checker, cell, &column.expected) {
                Ok(Some(value)) => values.push((place, value)),
                Ok(None) => {}
                Err(code) => {
                    self.bad_cells += 1;
                    if self.findings.len() < MOST_FINDINGS {
                        let found = Diagnostic::warning(code)
                            .with("value", cell.shown())
                            .with("row", self.row.number)
                            .with("heading", &column.heading);
                        let place = self.place(self.row.number, column.at);
                        self.findings.push(found.at(place));
                    }
                }
            }
        }
        values
    }

    /// The facts of the row.
    fn facts(&mut self) -> MapFacts {
        let mut facts = MapFacts::new();
        for (place, value) in self.values() {
            let column = &self.columns[place];
            let fact = match value {
                Value::Number(number) => {
                    let unit = column.expected.unit.as_deref();
                    let scale = unit.and_then(|unit| Scale::of(unit, &*self.app.packs));
                    Fact::Number(scale.map_or(number, |scale| scale.to_base(number)))
                }
                Value::Flag(yes) => Fact::Flag(yes),
                Value::Date(day) => Fact::Day(day),
                Value::Word(words) if column.many => {
                    Fact::Set(set_of_words(&self.app.packs, &words))
                }
                Value::Word(word) => Fact::Word(word),
                Value::Text(_) | Value::Entity { .. } => continue,
            };
            facts.set_fact(column.need.clone(), fact);
        }
        facts
    }

    /// The cells of the row as statements.
    fn statements(&mut self, entity: &EntityId, source: &SourceId) -> BTreeMap<Need, Statement> {
        let number = self.row.number;
        let mut cells = BTreeMap::new();
        for (place, value) in self.values() {
            let column = &self.columns[place];
            let spot = Spot::Row {
                sheet: self.file.facts.sheet.clone(),
                row: number,
                column: u32::try_from(column.at + 1).ok(),
            };
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
                locator: Locator { spot, phrase: None },
                told: None,
                batch: BatchId(0),
                recorded_at: self.app.clock.now(),
                ended_at: None,
            };
            cells.insert(column.need.clone(), statement);
        }
        cells
    }

    /// The file as a source, known by its bytes.
    fn source(&self, path: &Path) -> Answer<SourceLink> {
        let bytes = std::fs::read(path).map_err(|error| AppError::internal(error.to_string()))?;
        let digest = Digest::of_bytes(&bytes);
        let id = SourceId::new(format!("file:{}", &digest[..16]));
        Ok(SourceLink {
            id: id.map_err(AppError::internal)?,
            title: Text::same(&self.file.facts.file),
            published: None,
            held: false,
        })
    }

    fn place(&self, row: u32, column: usize) -> Place {
        Place {
            file: self.name.clone(),
            sheet: self.file.facts.sheet.clone(),
            line: Some(u64::from(row)),
            column: Some(column as u64 + 1),
        }
    }
}

fn read(
    checker: &Checker,
    cell: Cell<'_>,
    expected: &Expected,
) -> Result<Option<Value>, &'static str> {
    match checker.check(cell, expected) {
        Checked::Value(value) | Checked::Doubtful(value, _) => Ok(Some(value)),
        Checked::Missing => Ok(None),
        Checked::Bad(fault) => Err(fault.code()),
    }
}
