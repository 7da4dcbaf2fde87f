//! Workbooks. XLSX sheets stream cell by cell: a reading thread hands over blocks of
//! rows through a short queue, so memory does not grow with the sheet; only the
//! workbook's shared texts are held. XLS and ODS are read whole, up to a limit.

use super::archive::{SMALL_LIMIT, guard};
use super::csv::{CELL_LIMIT, COLUMN_LIMIT};
use super::row::{Cell, RawRow};
use super::{FileFacts, Format, Input, Merge, OpenOptions, ReadSeek, RowSource, shielded};
use crate::check::as_percent;
use crate::error::{IntakeError, Problem};
use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetType, Xls, XlsError, Xlsx, XlsxError,
};
use chrono::NaiveDate;
use julin_model::Place;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Merged headings are looked up in workbooks that unpack to at most this.
const MERGES_LIMIT: u64 = 64 << 20;

/// Rows handed over at a time.
const BLOCK: usize = 512;

type Workbook = Xlsx<BufReader<Counted>>;

/// Opens an XLSX for streaming.
pub(crate) fn open_xlsx(
    input: &Input,
    options: &OpenOptions,
    facts: &mut FileFacts,
) -> Result<Box<dyn RowSource>, IntakeError> {
    let fail = |problem: Problem| problem.in_file(&facts.file);
    let unpacked = guard(input.reader()?, false).map_err(fail)?;
    let counter = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        inner: input.reader()?,
        count: counter.clone(),
    };
    let opened = shielded(|| Xlsx::new(BufReader::new(counted)).map_err(xlsx_problem));
    let mut book: Workbook = opened.map_err(fail)?;
    let sheets: Vec<String> = worksheets(book.sheets_metadata());
    facts.sheets = sheets.clone();
    let sheet = match &options.sheet {
        Some(wanted) => wanted_sheet(wanted, &sheets).map_err(fail)?,
        None => shielded(|| first_with_cells(&mut book, &sheets)).map_err(fail)?,
    };
    let merges = if unpacked <= MERGES_LIMIT {
        merges(&mut book, &sheet)
    } else {
        vec![]
    };
    facts.sheet = Some(sheet.clone());
    let (sender, blocks) = sync_channel(2);
    let place = Place {
        file: facts.file.clone(),
        sheet: Some(sheet.clone()),
        ..Place::default()
    };
    std::thread::spawn(move || pump(book, &sheet, &place, &sender));
    let size = facts.bytes;
    Ok(Box::new(Streamed {
        blocks,
        block: vec![].into_iter(),
        merges,
        counter,
        size,
    }))
}

/// Opens an XLS or ODS, whole.
pub(crate) fn open_small(
    input: &Input,
    options: &OpenOptions,
    facts: &mut FileFacts,
) -> Result<Box<dyn RowSource>, IntakeError> {
    let fail = |problem: Problem| problem.in_file(&facts.file);
    if facts.bytes > SMALL_LIMIT {
        let (found, limit) = (facts.bytes, SMALL_LIMIT);
        return Err(fail(Problem::TooLarge {
            what: "file",
            found,
            limit,
        }));
    }
    let read = || {
        if facts.format == Format::Ods {
            read_ods(input, options)
        } else {
            read_xls(input, options)
        }
    };
    let (sheets, sheet, range) = shielded(read).map_err(fail)?;
    facts.sheets = sheets;
    facts.sheet = Some(sheet);
    Ok(Box::new(Whole {
        range,
        next: 0,
        size: facts.bytes,
    }))
}

type WholeSheet = (Vec<String>, String, calamine::Range<Data>);

fn read_ods(input: &Input, options: &OpenOptions) -> Result<WholeSheet, Problem> {
    let reader = || input.reader().map_err(|e| e.problem);
    guard(reader()?, true)?;
    let mut book: Ods<_> = Ods::new(BufReader::new(reader()?)).map_err(ods_problem)?;
    let sheets = worksheets(book.sheets_metadata());
    let sheet = pick(options, &sheets, |s| {
        book.worksheet_range(s).is_ok_and(|r| !r.is_empty())
    })?;
    let range = book.worksheet_range(&sheet).map_err(ods_problem)?;
    Ok((sheets, sheet, range))
}

fn read_xls(input: &Input, options: &OpenOptions) -> Result<WholeSheet, Problem> {
    let reader = || input.reader().map_err(|e| e.problem).map(BufReader::new);
    // A workbook of the new kind with a password comes in the container of the old kind.
    if let Err(XlsxError::Password) = Xlsx::new(reader()?) {
        return Err(Problem::Protected);
    }
    let mut book: Xls<_> = Xls::new(reader()?).map_err(xls_problem)?;
    let sheets = worksheets(book.sheets_metadata());
    let sheet = pick(options, &sheets, |s| {
        book.worksheet_range(s).is_ok_and(|r| !r.is_empty())
    })?;
    let range = book.worksheet_range(&sheet).map_err(xls_problem)?;
    Ok((sheets, sheet, range))
}

fn worksheets(metadata: &[calamine::Sheet]) -> Vec<String> {
    let sheets = metadata.iter().filter(|s| s.typ == SheetType::WorkSheet);
    sheets.map(|s| s.name.clone()).collect()
}

fn wanted_sheet(wanted: &str, sheets: &[String]) -> Result<String, Problem> {
    let same = |s: &&String| s.trim().eq_ignore_ascii_case(wanted.trim());
    sheets
        .iter()
        .find(same)
        .cloned()
        .ok_or_else(|| Problem::NoSuchSheet {
            wanted: wanted.to_owned(),
            there: sheets.join(", "),
        })
}

fn pick(
    options: &OpenOptions,
    sheets: &[String],
    mut full: impl FnMut(&str) -> bool,
) -> Result<String, Problem> {
    match &options.sheet {
        Some(wanted) => wanted_sheet(wanted, sheets),
        None => sheets
            .iter()
            .find(|s| full(s))
            .cloned()
            .ok_or(Problem::Empty),
    }
}

fn first_with_cells(book: &mut Workbook, sheets: &[String]) -> Result<String, Problem> {
    for sheet in sheets {
        let mut cells = match book.worksheet_cells_reader(sheet) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(other) => return Err(xlsx_problem(other)),
        };
        while let Some(cell) = cells.next_cell().map_err(xlsx_problem)? {
            if *cell.get_value() != DataRef::Empty {
                return Ok(sheet.clone());
            }
        }
    }
    Err(Problem::Empty)
}

fn merges(book: &mut Workbook, sheet: &str) -> Vec<Merge> {
    let areas = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let merge = |area: &calamine::Dimensions| Merge {
        rows: (area.start.0 + 1, area.end.0 + 1),
        columns: (area.start.1 as usize, area.end.1 as usize),
    };
    areas.iter().filter(|a| a.start.0 < 60).map(merge).collect()
}

type Block = Result<Vec<RawRow>, IntakeError>;

/// Reads the sheet and sends blocks of rows until the end or until nobody listens.
fn pump(mut book: Workbook, sheet: &str, place: &Place, sender: &SyncSender<Block>) {
    if let Err(problem) = shielded(|| pump_rows(&mut book, sheet, sender)) {
        let _ = sender.send(Err(problem.at(place.clone())));
    }
}

fn pump_rows(book: &mut Workbook, sheet: &str, sender: &SyncSender<Block>) -> Result<(), Problem> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(xlsx_problem)?;
    let mut block: Vec<RawRow> = Vec::with_capacity(BLOCK);
    let mut row = RawRow::default();
    let shares: Vec<bool> = cells.styles().iter().map(shows_percent).collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(xlsx_problem)? {
        let (line, column) = cell.get_position();
        let number = line.saturating_add(1);
        if number != row.number {
            if row.width() > 0 {
                block.push(std::mem::take(&mut row));
            }
            if block.len() == BLOCK && sender.send(Ok(std::mem::take(&mut block))).is_err() {
                return Ok(());
            }
            row.start(number);
        }
        if (column as usize) < COLUMN_LIMIT {
            match cell.get_value() {
                DataRef::Float(share) if shares.get(style) == Some(&true) => {
                    let shown = format!("{}%", as_percent(*share));
                    row.set(column as usize, Cell::Text(shown.as_bytes()));
                }
                value => put(&mut row, column as usize, value)?,
            }
        }
    }
    if row.width() > 0 {
        block.push(row);
    }
    let _ = sender.send(Ok(block));
    Ok(())
}

/// A number kept as 0.12 and shown as 12% is read as it is shown.
fn shows_percent(style: &calamine::Style) -> bool {
    // Formats 9 and 10 of ECMA-376 are `0%` and `0.00%`.
    style.number_format.as_ref().is_some_and(|format| {
        format.format_code.contains('%') || matches!(format.format_id, Some(9 | 10))
    })
}

fn put(row: &mut RawRow, column: usize, value: &DataRef<'_>) -> Result<(), Problem> {
    let text = match value {
        DataRef::Empty => return Ok(()),
        DataRef::String(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::DateTimeIso(text) => {
            row.set(
                column,
                iso_date(text).map_or(Cell::Text(text.as_bytes()), Cell::Date),
            );
            return Ok(());
        }
        DataRef::DurationIso(text) => text.as_str(),
        DataRef::Int(number) => {
            row.set(column, Cell::Number(*number as f64));
            return Ok(());
        }
        DataRef::Float(number) => {
            row.set(column, Cell::Number(*number));
            return Ok(());
        }
        DataRef::Bool(flag) => {
            row.set(column, Cell::Flag(*flag));
            return Ok(());
        }
        DataRef::DateTime(stamp) => {
            row.set(column, date_cell(stamp));
            return Ok(());
        }
        DataRef::Error(error) => {
            row.set(column, Cell::Fault(error.to_string().as_bytes()));
            return Ok(());
        }
    };
    if text.len() > CELL_LIMIT {
        let (found, limit) = (text.len() as u64, CELL_LIMIT as u64);
        return Err(Problem::TooLarge {
            what: "cell",
            found,
            limit,
        });
    }
    row.set(column, Cell::Text(text.as_bytes()));
    Ok(())
}

fn date_cell(stamp: &ExcelDateTime) -> Cell<'static> {
    let date = stamp.is_datetime().then(|| stamp.as_datetime()).flatten();
    date.map_or(Cell::Number(stamp.as_f64()), |d| Cell::Date(d.date()))
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}

struct Streamed {
    blocks: Receiver<Block>,
    block: std::vec::IntoIter<RawRow>,
    merges: Vec<Merge>,
    counter: Arc<AtomicU64>,
    size: u64,
}

impl RowSource for Streamed {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        loop {
            if let Some(next) = self.block.next() {
                *row = next;
                return Ok(true);
            }
            match self.blocks.recv() {
                Ok(block) => self.block = block?.into_iter(),
                Err(_) => return Ok(false),
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.counter.load(Ordering::Relaxed).min(self.size)
    }

    fn merges(&self) -> &[Merge] {
        &self.merges
    }
}

struct Whole {
    range: calamine::Range<Data>,
    next: usize,
    size: u64,
}

impl RowSource for Whole {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        let Some((top, left)) = self.range.start() else {
            return Ok(false);
        };
        if self.next >= self.range.height() {
            return Ok(false);
        }
        row.start(top + self.next as u32 + 1);
        for column in 0..self.range.width() {
            let at = left as usize + column;
            match self.range.get((self.next, column)) {
                None | Some(Data::Empty) => {}
                Some(Data::Int(n)) => row.set(at, Cell::Number(*n as f64)),
                Some(Data::Float(n)) => row.set(at, Cell::Number(*n)),
                Some(Data::Bool(b)) => row.set(at, Cell::Flag(*b)),
                Some(Data::DateTime(stamp)) => row.set(at, date_cell(stamp)),
                Some(Data::Error(e)) => row.set(at, Cell::Fault(e.to_string().as_bytes())),
                Some(Data::DateTimeIso(text)) => {
                    row.set(
                        at,
                        iso_date(text).map_or(Cell::Text(text.as_bytes()), Cell::Date),
                    );
                }
                Some(Data::String(text) | Data::DurationIso(text)) => {
                    row.set(at, Cell::Text(text.as_bytes()));
                }
            }
        }
        self.next += 1;
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.size * self.next as u64 / self.range.height().max(1) as u64
    }
}

/// Counts the bytes that pass.
struct Counted {
    inner: Box<dyn ReadSeek>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

fn xlsx_problem(error: XlsxError) -> Problem {
    match error {
        XlsxError::Password => Problem::Protected,
        other => Problem::Truncated(other.to_string()),
    }
}

fn xls_problem(error: XlsError) -> Problem {
    match error {
        XlsError::Password => Problem::Protected,
        other => Problem::Truncated(other.to_string()),
    }
}

fn ods_problem(error: OdsError) -> Problem {
    match error {
        OdsError::Password => Problem::Protected,
        other => Problem::Truncated(other.to_string()),
    }
}
