//! A result as rows and columns, the same for a terminal, CSV and a workbook: figures stay
//! figures, and what is not known stays empty and says why.

use julin_locale::{decimal, percent};
use serde::{Serialize, Serializer};

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing to say.
    #[default]
    Empty,
    /// Not known, with the reason in words.
    Unknown(String),
    /// Words.
    Text(String),
    /// A figure, with the decimals people are shown; as many as it has where none are said.
    Number(f64, Option<u8>),
    /// A share, 0 to 1; people are shown per cent.
    Share(f64),
    /// Words that head a part of a sheet.
    Heading(String),
}

impl Cell {
    /// A figure; empty where there is none.
    pub fn number(value: impl Into<Option<f64>>, decimals: u8) -> Self {
        let value = value.into().filter(|value| value.is_finite());
        value.map_or(Self::Empty, |value| Self::Number(value, Some(decimals)))
    }

    /// A figure shown with as many decimals as it has.
    pub fn figure(value: impl Into<Option<f64>>) -> Self {
        let value = value.into().filter(|value| value.is_finite());
        value.map_or(Self::Empty, |value| Self::Number(value, None))
    }

    /// A whole number: a rank, a count.
    pub fn count(value: impl Into<Option<u32>>) -> Self {
        Self::number(value.into().map(f64::from), 0)
    }

    /// A share, 0 to 1.
    pub fn share(value: impl Into<Option<f64>>) -> Self {
        let value = value.into().filter(|value| value.is_finite());
        value.map_or(Self::Empty, Self::Share)
    }

    /// The same, with a reason where it is empty.
    #[must_use]
    pub fn or_unknown(self, why: impl FnOnce() -> String) -> Self {
        match self {
            Self::Empty => Self::Unknown(why()),
            known => known,
        }
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Unknown(_) => String::new(),
            Self::Text(text) | Self::Heading(text) => text.clone(),
            Self::Number(value, Some(decimals)) => decimal(*value, *decimals),
            Self::Number(value, None) => value.to_string(),
            Self::Share(share) => percent(*share, 0),
        }
    }

    /// As programs read it: the number that reads back as the same bits.
    pub fn plain(&self) -> String {
        match self {
            Self::Number(value, _) | Self::Share(value) => value.to_string(),
            other => other.shown(),
        }
    }
}

/// In JSON as in CSV.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        match text.is_empty() {
            true => Self::Empty,
            false => Self::Text(text),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Headings and rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Name of its sheet.
    pub name: String,
    /// A line above it; not part of CSV.
    pub title: Option<String>,
    /// Names of the columns; none for a sheet that is read from the top down.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Lines below it; not part of CSV.
    pub notes: Vec<String>,
}

impl Grid {
    /// A grid with its headings.
    pub fn new(name: impl Into<String>, headings: impl IntoIterator<Item = String>) -> Self {
        Self {
            name: name.into(),
            headings: headings.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds a row.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Headings and rows as programs read them.
    pub fn lines(&self) -> Vec<Vec<String>> {
        let rows = self.rows.iter();
        let rows = rows.map(|row| row.iter().map(Cell::plain).collect());
        std::iter::once(self.headings.clone()).chain(rows).collect()
    }

    /// Headings and rows as CSV (RFC 4180, lines ended as on Unix).
    pub fn csv(&self) -> Vec<u8> {
        csv(&self.lines())
    }

    /// The rows without their headings, to go on where others ended.
    pub fn csv_rows(&self) -> Vec<u8> {
        csv(&self.lines()[1..])
    }
}

fn csv(lines: &[Vec<String>]) -> Vec<u8> {
    let line = |cells: &Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
        cells.join(",") + "\n"
    };
    let text: String = lines.iter().map(line).collect();
    text.into_bytes()
}

/// A cell of CSV, in quotes where it needs them.
pub fn quoted(cell: &str) -> String {
    let special = |c: char| matches!(c, ',' | '"' | '\n' | '\r');
    match cell.contains(special) || cell.trim() != cell {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}
