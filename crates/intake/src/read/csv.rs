//! Separated text, streaming: rows are found in a window over the decoded file, cells
//! are copied into the row's own buffer, nothing else is kept.
//!
//! Quoting as in RFC 4180; line ends LF, CRLF or CR. A text after a closing quote
//! belongs to the cell. Rows are counted as a spreadsheet counts them: a cell with
//! line breaks is one row, a blank line is a row.

use super::{RowSource, row::RawRow, text::TextStream};
use crate::error::{IntakeError, Problem};
use julin_model::Place;

/// Longest cell, in bytes. A spreadsheet holds 32,767 characters.
pub const CELL_LIMIT: usize = 1 << 20;
/// Most columns; the same as a spreadsheet's.
pub const COLUMN_LIMIT: usize = 16_384;
/// Text looked at to find the separator.
const SNIFF: usize = 64 * 1024;
const SEPARATORS: [&str; 5] = [",", "\t", ";", "|", "，"];

/// Rows of a separated text.
pub(crate) struct CsvSource {
    text: TextStream,
    separator: Vec<u8>,
    row: u32,
    file: String,
}

impl CsvSource {
    /// Opens a text; the separator is found in its first rows unless given.
    pub(crate) fn new(mut text: TextStream, separator: Option<&str>, file: &str) -> Self {
        let declared = declared_separator(text.window());
        if let Some((length, _)) = &declared {
            text.consume(*length);
        }
        let declared = declared.map(|(_, separator)| separator);
        let separator = separator
            .map(|given| unescape(given).into_bytes())
            .or(declared)
            .unwrap_or_else(|| sniff(text.window()).as_bytes().to_vec());
        Self {
            text,
            separator,
            row: 0,
            file: file.to_owned(),
        }
    }

    /// The separator in use.
    pub(crate) fn separator(&self) -> String {
        String::from_utf8_lossy(&self.separator).into_owned()
    }

    /// The encoding in use.
    pub(crate) fn encoding(&self) -> &str {
        self.text.encoding()
    }

    fn fail(&self, problem: Problem, column: usize) -> IntakeError {
        problem.at(Place::line(&self.file, u64::from(self.row), column as u64))
    }
}

impl RowSource for CsvSource {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        self.row += 1;
        loop {
            row.start(self.row);
            let ended = self.text.at_end();
            match parse(self.text.window(), &self.separator, ended, row) {
                Outcome::Row(length) => {
                    self.text.consume(length);
                    return Ok(true);
                }
                Outcome::End => return Ok(false),
                Outcome::Unclosed => return Err(self.fail(Problem::UnclosedQuote, row.width() + 1)),
                Outcome::TooLong(found) => {
                    let limit = CELL_LIMIT as u64;
                    let problem = Problem::TooLarge {
                        what: "cell",
                        found: found as u64,
                        limit,
                    };
                    return Err(self.fail(problem, row.width() + 1));
                }
                Outcome::TooWide => {
                    let (found, limit) = (row.width() as u64, COLUMN_LIMIT as u64);
                    let problem = Problem::TooLarge {
                        what: "columns",
                        found,
                        limit,
                    };
                    return Err(self.fail(problem, 0));
                }
                Outcome::More => {
                    self.text.grow().map_err(|p| p.in_file(&self.file))?;
                }
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }
}

enum Outcome {
    /// A row, and how many bytes it took.
    Row(usize),
    /// Nothing left.
    End,
    /// The window ends inside the row.
    More,
    Unclosed,
    TooLong(usize),
    TooWide,
}

fn parse(text: &[u8], separator: &[u8], ended: bool, row: &mut RawRow) -> Outcome {
    if text.is_empty() {
        return if ended { Outcome::End } else { Outcome::More };
    }
    let mark = separator[0];
    let mut at = 0;
    loop {
        if text.get(at) == Some(&b'"') {
            match quoted(text, at, separator, ended, row) {
                Ok(Stop {
                    at: next,
                    row_ends: true,
                }) => return Outcome::Row(next),
                Ok(Stop { at: next, .. }) => at = next,
                Err(outcome) => return outcome,
            }
            continue;
        }
        let from = at;
        let end = loop {
            let Some(&byte) = text.get(at) else {
                if ended {
                    row.push_text(&text[from..]);
                    return Outcome::Row(text.len());
                }
                let length = at - from;
                return if length > CELL_LIMIT {
                    Outcome::TooLong(length)
                } else {
                    Outcome::More
                };
            };
            if byte == mark || byte == b'\n' || byte == b'\r' {
                match stop(text, at, separator, ended) {
                    Some(Found::Stop(stop)) => break stop,
                    Some(Found::More) => return Outcome::More,
                    None => {}
                }
            }
            at += 1;
        };
        if at - from > CELL_LIMIT {
            return Outcome::TooLong(at - from);
        }
        row.push_text(&text[from..at]);
        if end.row_ends {
            return Outcome::Row(end.at);
        }
        if row.width() >= COLUMN_LIMIT {
            return Outcome::TooWide;
        }
        at = end.at;
    }
}

/// Where the next cell or row begins.
struct Stop {
    at: usize,
    row_ends: bool,
}

enum Found {
    Stop(Stop),
    More,
}

/// Is there a separator or a line end at `at`?
#[inline]
fn stop(text: &[u8], at: usize, separator: &[u8], ended: bool) -> Option<Found> {
    let rest = &text[at..];
    let found = |length: usize, row_ends| {
        Some(Found::Stop(Stop {
            at: at + length,
            row_ends,
        }))
    };
    match rest[0] {
        b'\n' => found(1, true),
        b'\r' => match rest.get(1) {
            Some(b'\n') => found(2, true),
            None if !ended => Some(Found::More),
            _ => found(1, true),
        },
        _ if rest.starts_with(separator) => found(separator.len(), false),
        _ if rest.len() < separator.len() && !ended => Some(Found::More),
        _ => None,
    }
}

/// Reads a cell that begins with a quote at `open`.
fn quoted(
    text: &[u8],
    open: usize,
    separator: &[u8],
    ended: bool,
    row: &mut RawRow,
) -> Result<Stop, Outcome> {
    let mut cell = Vec::new();
    let mut at = open + 1;
    loop {
        let Some(length) = memchr::memchr(b'"', &text[at..]) else {
            let unclosed = ended || text.len() - open > CELL_LIMIT;
            return Err(if unclosed {
                Outcome::Unclosed
            } else {
                Outcome::More
            });
        };
        cell.extend_from_slice(&text[at..at + length]);
        at += length + 1;
        match text.get(at) {
            Some(b'"') => {
                cell.push(b'"');
                at += 1;
            }
            None if !ended => return Err(Outcome::More),
            _ => break,
        }
    }
    loop {
        let Some(&byte) = text.get(at) else {
            if !ended {
                return Err(Outcome::More);
            }
            row.push_text(&cell);
            return Ok(Stop { at, row_ends: true });
        };
        match stop(text, at, separator, ended) {
            Some(Found::More) => return Err(Outcome::More),
            Some(Found::Stop(stop)) => {
                if cell.len() > CELL_LIMIT {
                    return Err(Outcome::TooLong(cell.len()));
                }
                row.push_text(&cell);
                let too_wide = !stop.row_ends && row.width() >= COLUMN_LIMIT;
                return if too_wide {
                    Err(Outcome::TooWide)
                } else {
                    Ok(stop)
                };
            }
            None => cell.push(byte),
        }
        at += 1;
    }
}

/// A first line `sep=;`, as some spreadsheets write it: its length and the separator.
fn declared_separator(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let rest = text.strip_prefix(b"sep=")?;
    let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r'))?;
    let crlf = usize::from(rest[end..].starts_with(b"\r\n"));
    (1..=4)
        .contains(&end)
        .then(|| (4 + end + 1 + crlf, rest[..end].to_vec()))
}

fn unescape(separator: &str) -> String {
    match separator {
        "\\t" | "tab" | "" => "\t".to_owned(),
        other => other.to_owned(),
    }
}

/// The separator whose count is the same in most rows.
fn sniff(window: &[u8]) -> &'static str {
    let sample = &window[..window.len().min(SNIFF)];
    let score = |separator: &str| {
        let counts: Vec<usize> = counts(sample, separator).into_iter().take(50).collect();
        let agree = |n: usize| counts.iter().filter(|c| **c == n).count();
        let best = counts
            .iter()
            .copied()
            .filter(|n| *n > 0)
            .max_by_key(|n| (agree(*n), *n));
        best.map_or((0, 0), |n| (agree(n), n))
    };
    // At a tie the earlier one of the list stands.
    let mut best = (",", (0, 0));
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

/// How often the separator stands outside quotes, for each row that is not blank.
fn counts(sample: &[u8], separator: &str) -> Vec<usize> {
    let mut row = RawRow::default();
    let mut rest = sample;
    let mut counts = Vec::new();
    while !rest.is_empty() && counts.len() < 50 {
        row.start(0);
        let Outcome::Row(length) = parse(rest, separator.as_bytes(), true, &mut row) else {
            break;
        };
        rest = &rest[length..];
        if !row.is_blank() {
            counts.push(row.width() - 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u32, Vec<String>)>, IntakeError> {
        let input = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let stream = TextStream::new(input, None).unwrap();
        let mut source = CsvSource::new(stream, None, "t.csv");
        let mut row = RawRow::default();
        let mut rows = Vec::new();
        while source.next_row(&mut row)? {
            rows.push((row.number, row.shown()));
        }
        Ok(rows)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text)
            .unwrap()
            .into_iter()
            .map(|(_, cells)| cells)
            .collect()
    }

    #[test]
    fn quotes_line_ends_and_blank_lines() {
        let found = rows("a,b\r\n\r\n\"x\ny\",\"1\"\"2\"\n\"q\"z,\r").unwrap();
        let texts: Vec<_> = found.iter().map(|(n, c)| (*n, c.join("|"))).collect();
        let expected = [(1, "a|b"), (2, ""), (3, "x\ny|1\"2"), (4, "qz|")];
        assert_eq!(texts, expected.map(|(n, c)| (n, c.to_owned())));
        assert_eq!(cells("a,b\n1,2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(cells("5\" pipe,b\n"), [["5\" pipe", "b"]]);
    }

    #[test]
    fn separators_are_found_outside_quotes() {
        for separator in SEPARATORS {
            let text = format!(
                "名称{separator}\"收入, ; | ，\"{separator}数\n甲{separator}1{separator}2\n"
            );
            assert_eq!(cells(&text)[1], ["甲", "1", "2"], "{separator}");
        }
        assert_eq!(cells("sep=|\na|b,c\n"), [["a", "b,c"]]);
        assert_eq!(cells("甲\n乙\n"), [["甲"], ["乙"]]);
    }

    #[test]
    fn an_unclosed_quote_names_its_row() {
        let error = rows("a,b\n1,2\n3,\"4\n5,6\n").unwrap_err();
        assert!(matches!(error.problem, Problem::UnclosedQuote));
        assert_eq!((error.place.line, error.place.column), (Some(3), Some(2)));
        // Also when the rest of the file is too long to be one cell.
        let error = rows(&format!("a,b\n1,\"{}", "x\n".repeat(CELL_LIMIT))).unwrap_err();
        assert!(matches!(error.problem, Problem::UnclosedQuote));
    }

    #[test]
    fn a_huge_cell_and_endless_columns_are_refused() {
        let error = rows(&format!("a,b\n1,{}\n", "x".repeat(CELL_LIMIT + 1))).unwrap_err();
        assert_eq!(error.problem.code(), "intake.cell-too-large");
        let error = rows(&format!("a,b\n{}\n", ",".repeat(COLUMN_LIMIT))).unwrap_err();
        assert_eq!(error.problem.code(), "intake.too-many-columns");
    }
}
