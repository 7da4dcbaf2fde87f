//! Preview and stream: the two ways to look at a table through a mapping.
//!
//! Both read the first rows for the headings and for how shares are written; the
//! stream then goes on, chunk by chunk, with memory that does not grow with the file
//! (save for the keys by which rows about one entity and period are noticed).

mod columns;
mod row;

use crate::dictionary::Dictionary;
use crate::error::{IntakeError, Problem};
use crate::heading::{self, HeadingBlock};
use crate::identity::Repeats;
use crate::mapping::Mapping;
use crate::propose::{ColumnProposal, Proposal, propose};
use crate::read::row::RawRow;
use crate::read::{FileFacts, Input, OpenOptions, Table, open};
use chrono::NaiveDate;
use columns::Columns;
use julin_model::{Diagnostic, Layout, Period, Place, Severity, Value};
use row::RowMapper;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Rows read before anything is decided.
pub const SAMPLE: usize = 1000;
/// Converted rows shown in a preview.
pub const SHOWN: usize = 20;
/// Diagnostics shown in a preview.
const TOLD: usize = 200;
/// Rows in a chunk.
pub const CHUNK: usize = 2048;

/// A table and what the caller knows about it.
#[derive(Debug, Clone)]
pub struct Request {
    /// The table.
    pub input: Input,
    /// Sheet, encoding, separator, when the user names them.
    pub options: OpenOptions,
    /// Today: later years are mistakes.
    pub today: NaiveDate,
}

/// One row about one entity and one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappedRow {
    /// Row number as a spreadsheet shows it; element number for JSON, YAML, Parquet.
    pub row: u32,
    /// Scheme and identifier, in normal form.
    pub identifiers: Vec<(String, String)>,
    /// Names; the first is the main one.
    pub names: Vec<String>,
    /// The time the values are about.
    pub period: Option<Period>,
    /// In the order of [`RowStream::layout`]; `None` where the file is silent.
    pub values: Vec<Option<Value>>,
    /// What a person should look at.
    pub warnings: Vec<Diagnostic>,
}

/// A row that cannot be taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BadRow {
    /// Row number.
    pub row: u32,
    /// Why; at least one error.
    pub problems: Vec<Diagnostic>,
    /// The cells as they stand.
    pub cells: Vec<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowItem {
    /// Taken.
    Row(MappedRow),
    /// Not taken, for a reason the user can remove.
    Bad(BadRow),
    /// Not taken because it is none: a sum, a remark, a repetition. Always a note.
    Skipped(Diagnostic),
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes of the file.
    pub total: u64,
    /// Rows of data read.
    pub rows: u64,
}

/// Some rows, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// The rows.
    pub items: Vec<RowItem>,
    /// How far the reading is after them.
    pub progress: Progress,
}

/// What a person sees before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// What was found out about the file.
    pub facts: FileFacts,
    /// Where the headings stand and what they say.
    pub headings: HeadingBlock,
    /// The mapping, given or proposed.
    pub mapping: Mapping,
    /// True when it was proposed.
    pub proposed: bool,
    /// What each column is taken for, and why.
    pub columns: Vec<ColumnProposal>,
    /// Columns in the order of the values of rows.
    pub layout: Layout,
    /// The first rows, converted.
    pub rows: Vec<MappedRow>,
    /// Rows looked at.
    pub sampled: u32,
    /// True when the file has no more rows than those looked at.
    pub whole: bool,
    /// How often each problem occurs in the rows looked at, by code.
    pub counts: BTreeMap<String, u32>,
    /// What a person should look at: about the columns, then about rows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Preview {
    /// True when any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}

/// Rows of a table through a mapping, chunk by chunk.
pub struct RowStream {
    table: Table,
    waiting: VecDeque<RawRow>,
    mapper: RowMapper,
    diagnostics: Vec<Diagnostic>,
    rows: u64,
    ended: bool,
    scratch: RawRow,
    headings: HeadingBlock,
}

impl std::fmt::Debug for RowStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStream")
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

/// Looks at a table: the mapping (given or proposed) and its first rows through it.
pub fn preview(
    request: &Request,
    mapping: Option<&Mapping>,
    dictionary: &Dictionary,
) -> Result<Preview, IntakeError> {
    let start = Start::new(request, mapping, dictionary)?;
    let proposed = mapping.is_none();
    let whole = start.whole;
    let proposal = match mapping {
        Some(mapping) => {
            columns::given(mapping, &start.block, dictionary).map_err(|p| start.fail(p))?
        }
        None => propose(&start.block, &start.sample, dictionary).map_err(|p| start.fail(p))?,
    };
    let Proposal {
        mapping,
        columns,
        diagnostics: about_columns,
    } = proposal;
    let (sampled, mut stream) = start.stream(&mapping, dictionary, request)?;
    let mut preview = Preview {
        facts: stream.table.facts.clone(),
        headings: stream.headings.clone(),
        mapping,
        proposed,
        columns,
        layout: stream.layout().clone(),
        rows: vec![],
        sampled,
        whole,
        counts: BTreeMap::new(),
        diagnostics: vec![],
    };
    let about_columns = stream.mapper.columns.placed(about_columns);
    let decided = stream.diagnostics.clone();
    for finding in about_columns.into_iter().chain(decided) {
        preview.note(finding);
    }
    while let Some(raw) = stream.waiting.pop_front() {
        stream.mapper.map(&raw, &mut |item| preview.take(item));
    }
    Ok(preview)
}

impl Preview {
    fn note(&mut self, finding: Diagnostic) {
        *self.counts.entry(finding.code.clone()).or_default() += 1;
        if self.diagnostics.len() < TOLD {
            self.diagnostics.push(finding);
        }
    }

    fn take(&mut self, item: RowItem) {
        match item {
            RowItem::Row(mut row) => {
                std::mem::take(&mut row.warnings)
                    .into_iter()
                    .for_each(|w| self.note(w));
                if self.rows.len() < SHOWN {
                    self.rows.push(row);
                }
            }
            RowItem::Bad(bad) => bad.problems.into_iter().for_each(|p| self.note(p)),
            RowItem::Skipped(note) => self.note(note),
        }
    }
}

/// Opens a table for reading through a mapping.
pub fn rows(
    request: &Request,
    mapping: &Mapping,
    dictionary: &Dictionary,
) -> Result<RowStream, IntakeError> {
    let start = Start::new(request, Some(mapping), dictionary)?;
    Ok(start.stream(mapping, dictionary, request)?.1)
}

impl RowStream {
    /// Columns in the order of [`MappedRow::values`].
    pub fn layout(&self) -> &Layout {
        &self.mapper.columns.layout
    }

    /// What was found out about the file.
    pub fn facts(&self) -> &FileFacts {
        &self.table.facts
    }

    /// Where the headings stand and what they say.
    pub fn headings(&self) -> &HeadingBlock {
        &self.headings
    }

    /// What was decided about columns from the first rows.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The next chunk; `None` at the end.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>, IntakeError> {
        if self.ended {
            return Ok(None);
        }
        let mut items = Vec::with_capacity(CHUNK);
        while items.len() < CHUNK {
            if let Some(raw) = self.waiting.pop_front() {
                self.mapper.map(&raw, &mut |item| items.push(item));
            } else if self.table.next_row(&mut self.scratch)? {
                self.mapper.map(&self.scratch, &mut |item| items.push(item));
            } else {
                self.ended = true;
                break;
            }
            self.rows += 1;
        }
        let (bytes, total) = (self.table.bytes_read(), self.table.facts.bytes);
        let progress = Progress {
            bytes,
            total,
            rows: self.rows,
        };
        let nothing = items.is_empty() && self.ended;
        Ok((!nothing).then_some(Chunk { items, progress }))
    }
}

impl Iterator for RowStream {
    type Item = Result<Chunk, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_chunk().transpose();
        // After an error nothing more can be read.
        self.ended |= matches!(next, Some(Err(_)));
        next
    }
}

/// A table with its first rows read and its headings found.
struct Start {
    table: Table,
    sample: Vec<RawRow>,
    block: HeadingBlock,
    whole: bool,
}

impl Start {
    fn new(
        request: &Request,
        mapping: Option<&Mapping>,
        dictionary: &Dictionary,
    ) -> Result<Self, IntakeError> {
        let mut options = request.options.clone();
        options.sheet = options
            .sheet
            .or_else(|| mapping.and_then(|m| m.sheet.clone()));
        let mut table = open(&request.input, &options)?;
        let mut sample = Vec::new();
        let mut row = RawRow::default();
        let mut whole = true;
        while table.next_row(&mut row)? {
            sample.push(std::mem::take(&mut row));
            if sample.len() == SAMPLE {
                whole = false;
                break;
            }
        }
        let place = table_place(&table.facts);
        if sample.iter().all(RawRow::is_blank) {
            return Err(Problem::Empty.at(place));
        }
        let block = match table.column_names() {
            Some(names) => heading::named(names, &dictionary.units),
            None => {
                let (units, words) = (&dictionary.units, &dictionary.words);
                heading::detect(&sample, table.merges(), units, words)
                    .ok_or_else(|| Problem::NoHeading.at(place))?
            }
        };
        Ok(Self {
            table,
            sample,
            block,
            whole,
        })
    }

    fn fail(&self, problem: Problem) -> IntakeError {
        problem.at(table_place(&self.table.facts))
    }

    /// Turns into a stream that begins at the first row of data.
    fn stream(
        self,
        mapping: &Mapping,
        dictionary: &Dictionary,
        request: &Request,
    ) -> Result<(u32, RowStream), IntakeError> {
        let data = &self.sample[self.block.data_from.min(self.sample.len())..];
        let built = Columns::new(mapping, &self.block, dictionary, &self.table.facts);
        let mut columns = built.map_err(|p| self.fail(p))?;
        let mut diagnostics = columns.duplicates(&self.block);
        diagnostics.extend(columns.decide_shares(data));
        let mapper = RowMapper::new(columns, mapping, dictionary, request.today);
        let sampled = data.len() as u32;
        let waiting = data.to_vec().into();
        let stream = RowStream {
            table: self.table,
            waiting,
            mapper,
            diagnostics,
            rows: 0,
            ended: false,
            scratch: RawRow::default(),
            headings: self.block,
        };
        Ok((sampled, stream))
    }
}

fn table_place(facts: &FileFacts) -> Place {
    Place {
        file: facts.file.clone(),
        sheet: facts.sheet.clone(),
        ..Place::default()
    }
}

/// What stands for the entity of a row when rows are compared.
pub(crate) fn subject_key(identifiers: &[(String, String)], names: &[String]) -> String {
    match (identifiers.first(), names.first()) {
        (Some((scheme, identifier)), _) => format!("{scheme} {identifier}"),
        (None, Some(name)) => crate::identity::name::full(name),
        (None, None) => String::new(),
    }
}

pub(crate) type Rows = Repeats;
