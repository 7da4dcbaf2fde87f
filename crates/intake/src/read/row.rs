//! One row as the file holds it: bytes and kinds, no meaning yet. The buffers are
//! used again for the next row.

use chrono::NaiveDate;
use std::borrow::Cow;

/// A row of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawRow {
    /// Row number as a spreadsheet shows it; element number for JSON, YAML, Parquet.
    pub number: u32,
    bytes: Vec<u8>,
    cells: Vec<Slot>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Slot {
    #[default]
    Empty,
    Text(u32, u32),
    Number(f64),
    Flag(bool),
    Date(NaiveDate),
    Fault(u32, u32),
}

/// A cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text; UTF-8 unless the file is damaged.
    Text(&'a [u8]),
    /// A number of a typed format.
    Number(f64),
    /// Yes or no of a typed format.
    Flag(bool),
    /// A day of a typed format.
    Date(NaiveDate),
    /// A formula error: `#DIV/0!`.
    Fault(&'a [u8]),
}

impl RawRow {
    /// Empties the row for the next one.
    pub fn start(&mut self, number: u32) {
        self.number = number;
        self.bytes.clear();
        self.cells.clear();
    }

    /// Number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// Adds a text cell; an empty one when there is no text.
    pub fn push_text(&mut self, text: &[u8]) {
        let slot = self.store(text);
        self.cells.push(if text.is_empty() {
            Slot::Empty
        } else {
            Slot::Text(slot.0, slot.1)
        });
    }

    /// Adds an empty cell.
    pub fn push_empty(&mut self) {
        self.cells.push(Slot::Empty);
    }

    /// Puts a cell at a column, filling up with empty ones.
    pub fn set(&mut self, column: usize, cell: Cell<'_>) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Slot::Empty);
        }
        let slot = match cell {
            Cell::Empty => Slot::Empty,
            Cell::Text([]) => Slot::Empty,
            Cell::Text(text) => {
                let (from, to) = self.store(text);
                Slot::Text(from, to)
            }
            Cell::Number(number) => Slot::Number(number),
            Cell::Flag(flag) => Slot::Flag(flag),
            Cell::Date(date) => Slot::Date(date),
            Cell::Fault(text) => {
                let (from, to) = self.store(text);
                Slot::Fault(from, to)
            }
        };
        self.cells[column] = slot;
    }

    /// Adds a cell.
    pub fn push(&mut self, cell: Cell<'_>) {
        self.set(self.cells.len(), cell);
    }

    /// The cell of a column; empty beyond the end.
    #[inline]
    pub fn cell(&self, column: usize) -> Cell<'_> {
        let text = |from: u32, to: u32| &self.bytes[from as usize..to as usize];
        match self.cells.get(column) {
            None | Some(Slot::Empty) => Cell::Empty,
            Some(&Slot::Text(from, to)) => Cell::Text(text(from, to)),
            Some(&Slot::Number(number)) => Cell::Number(number),
            Some(&Slot::Flag(flag)) => Cell::Flag(flag),
            Some(&Slot::Date(date)) => Cell::Date(date),
            Some(&Slot::Fault(from, to)) => Cell::Fault(text(from, to)),
        }
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.width()).map(|column| self.cell(column))
    }

    /// True when no cell holds anything but spaces.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.is_blank())
    }

    /// The cells as a person would read them.
    pub fn shown(&self) -> Vec<String> {
        self.cells().map(|cell| cell.shown().into_owned()).collect()
    }

    fn store(&mut self, text: &[u8]) -> (u32, u32) {
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text);
        (from, self.bytes.len() as u32)
    }
}

impl<'a> Cell<'a> {
    /// True for empty cells and cells of spaces.
    pub fn is_blank(self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => trim(text).is_empty(),
            _ => false,
        }
    }

    /// The cell as a person would read it.
    pub fn shown(self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Fault(text) => String::from_utf8_lossy(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if flag { "TRUE" } else { "FALSE" }),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

/// Text without spaces at its ends: ASCII, no-break and ideographic spaces, BOM.
pub fn trim(mut text: &[u8]) -> &[u8] {
    const WIDE: [&[u8]; 4] = [
        "\u{3000}".as_bytes(),
        "\u{a0}".as_bytes(),
        "\u{feff}".as_bytes(),
        "\u{200b}".as_bytes(),
    ];
    loop {
        text = text.trim_ascii();
        let (Some(&first), Some(&last)) = (text.first(), text.last()) else {
            return text;
        };
        if first.is_ascii() && last.is_ascii() {
            return text;
        }
        let shorter = WIDE.iter().find_map(|space| {
            text.strip_prefix(*space)
                .or_else(|| text.strip_suffix(*space))
        });
        let Some(shorter) = shorter else { return text };
        text = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_the_spaces_of_chinese_tables() {
        assert_eq!(
            trim("\u{3000} 园 区\u{a0}\n".as_bytes()),
            "园 区".as_bytes()
        );
        assert_eq!(trim("　".as_bytes()), b"");
        assert_eq!(trim(" 12 ".as_bytes()), b"12");
        assert_eq!(trim("\u{feff}年".as_bytes()), "年".as_bytes());
    }

    #[test]
    fn cells_may_come_in_any_order_of_columns() {
        let mut row = RawRow::default();
        row.set(2, Cell::Number(1.5));
        row.set(0, Cell::Text("甲".as_bytes()));
        assert_eq!(row.shown(), ["甲", "", "1.5"]);
        row.start(2);
        assert_eq!(row.width(), 0);
    }
}
