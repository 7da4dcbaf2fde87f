//! The refused rows of an import as a file of their own, each with its reasons, to mend
//! and import again.

use super::imports::known_batch;
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use julin_intake::error_copy::ErrorCopy;
use julin_intake::plan::SAMPLE;
use julin_intake::read::row::RawRow;
use julin_intake::{BadRow, heading};
use julin_locale::catalogue;
use julin_model::{Diagnostic, Lang};
use julin_store::RowError;
use std::collections::BTreeMap;

/// Which import's refused rows, and how they are to be handed back.
#[derive(Debug, Clone, Copy)]
pub struct ImportErrorsInput {
    /// Batch number.
    pub id: i64,
    /// Language of the reasons.
    pub lang: Lang,
    /// File format.
    pub format: CopyFormat,
}

/// Formats of the copy with reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFormat {
    /// Comma-separated, UTF-8 with byte order mark, for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Rows read at once.
const PAGE: usize = 5_000;

/// The file's bytes: row number and reasons, then the cells of the row where the
/// original file is kept.
pub fn import_errors(app: &App, _call: &Call, input: &ImportErrorsInput) -> Answer<Vec<u8>> {
    let (rows, headings) = app.store.read(|tx| -> Answer<_> {
        let batch = known_batch(tx, input.id)?;
        let mut rows: BTreeMap<u64, Vec<RowError>> = BTreeMap::new();
        for page in 0.. {
            let errors = tx.row_errors(batch.id, PAGE, page * PAGE)?;
            let last = errors.len() < PAGE;
            errors
                .into_iter()
                .for_each(|error| rows.entry(error.row).or_default().push(error));
            if last {
                break;
            }
        }
        let original = match &batch.source {
            Some(id) => tx.source_raw(id)?.zip(tx.source(id)?.and_then(|s| s.file)),
            None => None,
        };
        let sheet = rows
            .values()
            .flatten()
            .find_map(|error| error.sheet.clone());
        let cells = original
            .map(|(raw, file)| cells_of(app, (&file, raw), sheet, &rows))
            .transpose()?;
        Ok(with_cells(rows, cells.unwrap_or_default()))
    })?;
    write(input, &headings, rows)
}

type Cells = (Vec<String>, BTreeMap<u64, Vec<String>>);

/// Headings and the cells of the refused rows, from the original file.
fn cells_of(
    app: &App,
    (file, raw): (&str, Vec<u8>),
    sheet: Option<String>,
    wanted: &BTreeMap<u64, Vec<RowError>>,
) -> Answer<Cells> {
    let options = julin_intake::OpenOptions {
        sheet,
        ..Default::default()
    };
    let mut table = julin_intake::open(&julin_intake::Input::bytes(file, raw), &options)?;
    let (mut first, mut cells) = (Vec::new(), BTreeMap::new());
    let mut row = RawRow::default();
    while table.next_row(&mut row)? {
        let number = u64::from(row.number);
        if wanted.contains_key(&number) {
            cells.insert(number, row.shown());
        }
        if first.len() < SAMPLE {
            first.push(row.clone());
        }
    }
    Ok((headings(app, &table, &first), cells))
}

/// The headings as the import found them, below titles and remarks.
fn headings(app: &App, table: &julin_intake::Table, first: &[RawRow]) -> Vec<String> {
    if let Some(names) = table.column_names() {
        return names.to_vec();
    }
    let known = app.packs.dictionary();
    let block = heading::detect(first, table.merges(), &known.units, &known.words);
    block.map_or_else(Vec::new, |block| {
        block
            .headings
            .into_iter()
            .map(|heading| heading.text)
            .collect()
    })
}

fn with_cells(
    rows: BTreeMap<u64, Vec<RowError>>,
    (headings, mut cells): Cells,
) -> (Vec<BadRow>, Vec<String>) {
    let bad = rows.into_iter().map(|(row, errors)| BadRow {
        row: u32::try_from(row).unwrap_or(u32::MAX),
        problems: errors.into_iter().map(|error| error.diagnostic).collect(),
        cells: cells.remove(&row).unwrap_or_default(),
    });
    (bad.collect(), headings)
}

fn write(input: &ImportErrorsInput, headings: &[String], rows: Vec<BadRow>) -> Answer<Vec<u8>> {
    let folder = tempfile::tempdir().map_err(AppError::internal)?;
    let name = if input.format == CopyFormat::Csv {
        "refused.csv"
    } else {
        "refused.xlsx"
    };
    let path = folder.path().join(name);
    let text = |key: &str| catalogue().text(key, input.lang).to_owned();
    let added = [text("app.refused.row"), text("app.refused.reason")];
    let mut copy = ErrorCopy::create(&path, [&added[0], &added[1]], headings)?;
    let render = |found: &Diagnostic| {
        let message = catalogue().message(found, input.lang);
        [message.what, message.hint].join(" ").trim().to_owned()
    };
    for row in &rows {
        copy.add(row, &render)?;
    }
    copy.finish()?;
    std::fs::read(&path).map_err(AppError::internal)
}
