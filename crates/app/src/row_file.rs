//! A table of a file, row by row, as the dictionary understands it: headings to fields,
//! cells to values. A cell that cannot be read is told with its place and is unknown; the
//! rest goes on.
//!
//! Must not know: what the rows are asked for.

use crate::call::{Answer, App};
use crate::contract::SourceLink;
use crate::error::AppError;
use julin_formula::{Formula, Need};
use julin_intake::check::{Checked, Checker, Expected};
use julin_intake::heading::{Heading, fold, parse};
use julin_intake::read::row::{Cell, RawRow};
use julin_intake::{Dictionary, Field, Input, OpenOptions, PercentStyle, Table, open};
use julin_model::{Diagnostic, Digest, FieldId, Place, SourceId, Spot, Text, Value};
use std::path::Path;

/// Findings kept at most; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// A column that is a field.
pub(crate) struct FileColumn {
    pub at: usize,
    pub heading: String,
    pub need: Need,
    pub field: FieldId,
    pub expected: Expected,
    /// The field holds several values at once.
    pub many: bool,
}

/// A file, row by row.
pub(crate) struct RowFile<'a> {
    app: &'a App,
    name: String,
    checker: Checker,
    dictionary: Dictionary,
    file: Table,
    columns: Vec<FileColumn>,
    row: RawRow,
    /// What was wrong; at most [`MOST_FINDINGS`].
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

impl<'a> RowFile<'a> {
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
    pub fn next_name(&mut self) -> Answer<Option<String>> {
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

    /// A column that is a field.
    pub fn field_column(&self, place: usize) -> &FileColumn {
        &self.columns[place]
    }

    /// The line of the row.
    pub fn line(&self) -> u32 {
        self.row.number
    }

    /// Where a column of the row stands.
    pub fn spot(&self, column: &FileColumn) -> Spot {
        Spot::Row {
            sheet: self.file.facts.sheet.clone(),
            row: self.row.number,
            column: u32::try_from(column.at + 1).ok(),
        }
    }

    /// The values of the row, by place of the column. A cell that cannot be read is told.
    pub fn values(&mut self) -> Vec<(usize, Value)> {
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

    /// The file as a source, known by its bytes.
    pub fn source(&self, path: &Path) -> Answer<SourceLink> {
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

    pub fn place(&self, row: u32, column: usize) -> Place {
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
