//! The bad rows handed back: a copy with the original cells and, in two columns in
//! front, the row number and what is wrong. Sentences come from the caller.

use crate::error::{IntakeError, Problem};
use crate::plan::BadRow;
use julin_model::Diagnostic;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows a sheet can hold below its headings.
const SHEET_ROWS: u32 = 1_048_575;

/// Says a diagnostic in words.
pub type Render<'a> = dyn Fn(&Diagnostic) -> String + 'a;

/// A copy being written: `.csv` when the path says so, a workbook otherwise.
pub struct ErrorCopy {
    path: PathBuf,
    sink: Sink,
    written: u64,
}

enum Sink {
    Csv(BufWriter<File>),
    Workbook(Box<Workbook>),
}

impl std::fmt::Debug for ErrorCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrorCopy")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl ErrorCopy {
    /// Begins a copy; `added` are the headings of the two columns in front (行, 问题).
    pub fn create(path: &Path, added: [&str; 2], headings: &[String]) -> Result<Self, IntakeError> {
        let csv = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let titles: Vec<&str> = added
            .into_iter()
            .chain(headings.iter().map(String::as_str))
            .collect();
        let sink = if csv {
            let file = File::create(path).map_err(|e| fail(path, e.into()))?;
            let mut file = BufWriter::new(file);
            // A spreadsheet reads UTF-8 only with a mark in front.
            file.write_all(b"\xef\xbb\xbf")
                .map_err(|e| fail(path, e.into()))?;
            Sink::Csv(file)
        } else {
            let mut workbook = Workbook::new();
            workbook
                .add_worksheet_with_constant_memory()
                .map_err(|e| fail(path, xlsx(e)))?;
            Sink::Workbook(Box::new(workbook))
        };
        let mut copy = Self {
            path: path.to_owned(),
            sink,
            written: 0,
        };
        copy.line(0, &titles, true)?;
        Ok(copy)
    }

    /// Adds a row with its problems in words.
    pub fn add(&mut self, bad: &BadRow, render: &Render<'_>) -> Result<(), IntakeError> {
        let reasons: Vec<String> = bad.problems.iter().map(render).collect();
        let (number, reasons) = (bad.row.to_string(), reasons.join("\n"));
        let added = [number.as_str(), reasons.as_str()].into_iter();
        let cells: Vec<&str> = added.chain(bad.cells.iter().map(String::as_str)).collect();
        let line = u32::try_from(self.written + 1).unwrap_or(u32::MAX);
        if matches!(self.sink, Sink::Workbook(_)) && line > SHEET_ROWS {
            return Ok(());
        }
        self.line(line, &cells, false)?;
        self.written += 1;
        Ok(())
    }

    /// Rows written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Ends the copy; the file is complete after this.
    pub fn finish(self) -> Result<u64, IntakeError> {
        match self.sink {
            Sink::Csv(mut file) => file.flush().map_err(|e| fail(&self.path, e.into()))?,
            Sink::Workbook(mut workbook) => {
                workbook
                    .save(&self.path)
                    .map_err(|e| fail(&self.path, xlsx(e)))?;
            }
        }
        Ok(self.written)
    }

    fn line(&mut self, line: u32, cells: &[&str], bold: bool) -> Result<(), IntakeError> {
        match &mut self.sink {
            Sink::Csv(file) => {
                let quoted: Vec<String> = cells.iter().map(|c| csv_cell(c)).collect();
                writeln!(file, "{}", quoted.join(",")).map_err(|e| fail(&self.path, e.into()))
            }
            Sink::Workbook(workbook) => {
                let format = if bold {
                    Format::new().set_bold()
                } else {
                    Format::new()
                };
                let path = &self.path;
                let sheet = workbook
                    .worksheet_from_index(0)
                    .map_err(|e| fail(path, xlsx(e)))?;
                for (column, cell) in cells.iter().enumerate().take(16_384) {
                    // A spreadsheet cell holds 32,767 characters.
                    let text: String = cell.chars().take(32_767).collect();
                    let column = u16::try_from(column).unwrap_or(u16::MAX);
                    sheet
                        .write_string_with_format(line, column, text, &format)
                        .map_err(|e| fail(path, xlsx(e)))?;
                }
                Ok(())
            }
        }
    }
}

/// Quoted when needed. A text that a spreadsheet would take for a formula gets an
/// apostrophe in front.
fn csv_cell(text: &str) -> String {
    let formula =
        text.starts_with(['=', '@', '+', '-']) && text.parse::<f64>().is_err() && text.len() > 1;
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn fail(path: &Path, problem: Problem) -> IntakeError {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    problem.in_file(&name)
}

fn xlsx(error: XlsxError) -> Problem {
    Problem::Io(std::io::Error::other(error.to_string()))
}
