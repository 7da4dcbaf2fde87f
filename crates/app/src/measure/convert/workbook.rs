//! The COIN Tool's workbook, as XLSX: cells in, cells out.

use crate::call::Answer;
use crate::error::AppError;
use julin_intake::read::row::{Cell, RawRow};
use julin_intake::{Input, IntakeError, OpenOptions, Problem, open};
use julin_measure::convert::coin_tool::{self, CODES, DATABASE, FRAMEWORK, Grid, Workbook};
use rust_xlsxwriter::{Workbook as Book, XlsxError};
use std::path::Path;

/// Rows after which nothing is read: the tool itself ends at row 315.
const ROWS: u32 = 2000;

/// Reads the three sheets; one that is not there is none.
pub(super) fn read(path: &Path) -> Answer<Workbook> {
    Ok(Workbook {
        name: path.display().to_string(),
        database: grid(path, DATABASE)?,
        framework: grid(path, FRAMEWORK)?,
        codes: grid(path, CODES)?,
    })
}

fn grid(path: &Path, sheet: &str) -> Result<Option<Grid>, IntakeError> {
    let options = OpenOptions {
        sheet: Some(sheet.to_owned()),
        ..OpenOptions::default()
    };
    let mut table = match open(&Input::from(path), &options) {
        Ok(table) => table,
        Err(error) if matches!(error.problem, Problem::NoSuchSheet { .. }) => return Ok(None),
        Err(error) if matches!(error.problem, Problem::Empty) => return Ok(Some(Grid::default())),
        Err(error) => return Err(error),
    };
    let mut grid = Grid::default();
    let mut row = RawRow::default();
    while table.next_row(&mut row)? && row.number <= ROWS {
        for (column, cell) in row.cells().enumerate() {
            if !cell.is_blank() {
                grid.set(row.number as usize, column + 1, value(cell));
            }
        }
    }
    Ok(Some(grid))
}

fn value(cell: Cell<'_>) -> coin_tool::Cell {
    match cell {
        Cell::Number(number) => coin_tool::Cell::Number(number),
        // The value of a formula that finds nothing is no value.
        Cell::Fault(b"#N/A") => coin_tool::Cell::Empty,
        cell => {
            let text = cell.shown();
            match share(&text) {
                Some(share) => coin_tool::Cell::Number(share),
                None => coin_tool::Cell::Text(text.into_owned()),
            }
        }
    }
}

/// A number shown as a percentage is read as it is kept.
fn share(text: &str) -> Option<f64> {
    let number: f64 = text.strip_suffix('%')?.parse().ok()?;
    Some(number / 100.0)
}

/// The workbook as a file.
pub(super) fn write(workbook: &Workbook) -> Answer<Vec<u8>> {
    bytes(workbook).map_err(AppError::internal)
}

fn bytes(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let sheets = [
        (DATABASE, &workbook.database),
        (FRAMEWORK, &workbook.framework),
        (CODES, &workbook.codes),
    ];
    for (name, grid) in sheets {
        let Some(grid) = grid else { continue };
        let sheet = book.add_worksheet().set_name(name)?;
        for (row, cells) in grid.rows().iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match cell {
                    coin_tool::Cell::Empty => {}
                    coin_tool::Cell::Text(text) => {
                        sheet.write_string(row, column, text)?;
                    }
                    coin_tool::Cell::Number(number) => {
                        sheet.write_number(row, column, *number)?;
                    }
                }
            }
        }
    }
    book.save_to_buffer()
}
