//! A table of firms from a file, as rules ask for it: headings to fields, cells to facts.
//! A cell that cannot be read is told with its place and is unknown; the rest goes on.

use super::set_words::set_of_words;
use crate::call::{Answer, App};
use crate::error::AppError;
use chrono::NaiveDate;
use julin_criteria::dictionary::Scale;
use julin_criteria::{Columns, Fact, MapFacts};
use julin_formula::{Formula, Need};
use julin_intake::check::{Checked, Checker, Expected};
use julin_intake::heading::{Heading, fold, parse};
use julin_intake::read::row::{Cell, RawRow};
use julin_intake::{Dictionary, Field, Input, OpenOptions, PercentStyle, open};
use julin_model::{Diagnostic, Place, Value};
use std::path::Path;

/// Findings kept at most; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// Firms by row.
pub struct FirmTable {
    /// What each row is called: the first column.
    pub ids: Vec<String>,
    /// Their values, for these columns of rules.
    pub table: julin_criteria::table::Table,
    /// What was wrong; at most [`MOST_FINDINGS`].
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

/// One column of the file that a rule can read.
struct FileColumn {
    at: usize,
    heading: String,
    need: Need,
    expected: Expected,
    many: bool,
}

struct Reader<'a> {
    app: &'a App,
    file: String,
    checker: Checker,
    dictionary: Dictionary,
}

/// Reads the file into a table of these columns.
pub fn read_firms(
    app: &App,
    path: &Path,
    columns: &Columns,
    as_of: NaiveDate,
) -> Answer<FirmTable> {
    let dictionary = app.packs.dictionary();
    let reader = Reader {
        app,
        file: path.display().to_string(),
        checker: Checker::new(&dictionary.words, &dictionary.units, app.today()),
        dictionary,
    };
    let mut file = open(&Input::from(path), &OpenOptions::default())?;
    let mut row = RawRow::default();
    let apart = file.column_names().map(<[String]>::to_vec);
    let names = match apart {
        Some(names) => names,
        None if file.next_row(&mut row)? => row.shown(),
        None => Vec::new(),
    };
    let mut firms = FirmTable {
        ids: Vec::new(),
        table: columns.table(std::iter::empty(), as_of),
        findings: Vec::new(),
        bad_cells: 0,
    };
    let known = reader.columns(&names, &mut firms)?;
    while file.next_row(&mut row)? {
        if row.is_blank() {
            continue;
        }
        let facts = reader.facts(&row, &known, &mut firms);
        columns.push(&mut firms.table, &facts, as_of);
        firms.ids.push(row.cell(0).shown().trim().to_owned());
    }
    Ok(firms)
}

impl Reader<'_> {
    /// Which columns are fields. A file without any is refused; others are told.
    fn columns(&self, names: &[String], firms: &mut FirmTable) -> Answer<Vec<FileColumn>> {
        let mut known = Vec::new();
        for (at, name) in names.iter().enumerate().skip(1) {
            match self.column(at, name) {
                Some(column) => known.push(column),
                None if name.trim().is_empty() => {}
                None => {
                    let found =
                        Diagnostic::note("app.criteria-column-unknown").with("column", name);
                    firms.findings.push(found.at(self.place(1, Some(at))));
                }
            }
        }
        if known.is_empty() {
            let found = Diagnostic::error("app.criteria-no-column").with("file", &self.file);
            return Err(AppError::invalid(found));
        }
        Ok(known)
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

    fn facts(&self, row: &RawRow, columns: &[FileColumn], firms: &mut FirmTable) -> MapFacts {
        let mut facts = MapFacts::new();
        for column in columns {
            match self.fact(row.cell(column.at), column) {
                Ok(Some(fact)) => {
                    facts.set_fact(column.need.clone(), fact);
                }
                Ok(None) => {}
                Err(code) => {
                    firms.bad_cells += 1;
                    if firms.findings.len() < MOST_FINDINGS {
                        let found = Diagnostic::warning(code)
                            .with("value", row.cell(column.at).shown())
                            .with("row", row.number)
                            .with("heading", &column.heading);
                        let place = self.place(row.number, Some(column.at));
                        firms.findings.push(found.at(place));
                    }
                }
            }
        }
        facts
    }

    fn fact(&self, cell: Cell<'_>, column: &FileColumn) -> Result<Option<Fact>, &'static str> {
        let value = match self.checker.check(cell, &column.expected) {
            Checked::Value(value) | Checked::Doubtful(value, _) => value,
            Checked::Missing => return Ok(None),
            Checked::Bad(fault) => return Err(fault.code()),
        };
        Ok(Some(match value {
            Value::Number(number) => {
                let unit = column.expected.unit.as_deref();
                let scale = unit.and_then(|unit| Scale::of(unit, &*self.app.packs));
                Fact::Number(scale.map_or(number, |scale| scale.to_base(number)))
            }
            Value::Flag(yes) => Fact::Flag(yes),
            Value::Date(day) => Fact::Day(day),
            Value::Word(words) if column.many => Fact::Set(set_of_words(&self.app.packs, &words)),
            Value::Word(word) => Fact::Word(word),
            Value::Text(_) | Value::Entity { .. } => return Ok(None),
        }))
    }

    fn place(&self, row: u32, column: Option<usize>) -> Place {
        Place {
            file: self.file.clone(),
            sheet: None,
            line: Some(u64::from(row)),
            column: column.map(|at| at as u64 + 1),
        }
    }
}
