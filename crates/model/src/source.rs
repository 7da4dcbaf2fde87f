//! Sources and places in them.

use crate::{SourceId, Text};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A text: report, transcript, newspaper page, law.
    #[default]
    Document,
    /// A table file: CSV, XLSX, Parquet.
    Table,
    /// Content of a pack that cites no file of its own.
    Pack,
    /// What this system's users recorded.
    OwnRecords,
    /// Generated for practice.
    Sample,
}

/// A source, frozen by the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Stable identifier.
    pub id: SourceId,
    /// What kind.
    pub kind: SourceKind,
    /// Title.
    pub title: Text,
    /// Who published it, if known.
    #[serde(default)]
    pub publisher: Text,
    /// When it was published, as precisely as known: `2026-03`, `2026-03-30`.
    #[serde(default)]
    pub published: Option<String>,
    /// Under which terms it may be used.
    #[serde(default)]
    pub licence: Option<String>,
    /// Where it can be found, if public.
    #[serde(default)]
    pub url: Option<String>,
    /// The file it was read from: name without folders.
    #[serde(default)]
    pub file: Option<String>,
    /// SHA-256 of the bytes, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Editions of one publication share a series: a newer edition supersedes an
    /// older one; different series that disagree are a conflict.
    pub series: String,
    /// What a reader should know: noise, coverage, how dates were inferred.
    #[serde(default)]
    pub note: Text,
}

/// A place in a source.
///
/// Written `L42` (line), `R7` (row), `R7C3` (cell), `Sheet1!R7C3`, `p12` (page),
/// `§3.2` (article), `*` (the whole).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Spot {
    /// The whole source.
    #[default]
    Whole,
    /// A line of text, from 1.
    Line(u32),
    /// A row of a table, counted from 1 as the file's reader sees it, with sheet and
    /// column (from 1) where known.
    Row {
        /// Sheet name in a workbook.
        sheet: Option<String>,
        /// Row number as a spreadsheet shows it.
        row: u32,
        /// Column number, A = 1.
        column: Option<u32>,
    },
    /// A page.
    Page(u32),
    /// An article, section or key.
    Article(String),
}

/// A spot and, for texts, the words that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Locator {
    /// Where.
    pub spot: Spot,
    /// The words to highlight, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
}

/// Why a text is not a spot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a place in a source: write L42, R7, R7C3, Sheet!R7C3, p12, §3.2 or *")]
pub struct BadSpot(pub String);

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("*"),
            Self::Line(n) => write!(f, "L{n}"),
            Self::Page(n) => write!(f, "p{n}"),
            Self::Article(a) => write!(f, "§{a}"),
            Self::Row { sheet, row, column } => {
                if let Some(sheet) = sheet {
                    write!(f, "{sheet}!")?;
                }
                write!(f, "R{row}")?;
                column.map_or(Ok(()), |c| write!(f, "C{c}"))
            }
        }
    }
}

impl FromStr for Spot {
    type Err = BadSpot;
    fn from_str(text: &str) -> Result<Self, BadSpot> {
        let bad = || BadSpot(text.to_owned());
        if text == "*" {
            return Ok(Self::Whole);
        }
        if let Some(article) = text.strip_prefix('§') {
            return Ok(Self::Article(article.to_owned()));
        }
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| bad());
        let (sheet, cell) = match text.rsplit_once('!') {
            Some((sheet, cell)) => (Some(sheet.to_owned()), cell),
            None => (None, text),
        };
        match cell.split_at_checked(1) {
            Some(("L", n)) if sheet.is_none() => Ok(Self::Line(number(n)?)),
            Some(("p", n)) if sheet.is_none() => Ok(Self::Page(number(n)?)),
            Some(("R", rest)) => {
                let (row, column) = match rest.split_once('C') {
                    Some((row, column)) => (row, Some(number(column)?)),
                    None => (rest, None),
                };
                Ok(Self::Row {
                    sheet,
                    row: number(row)?,
                    column,
                })
            }
            _ => Err(bad()),
        }
    }
}

impl From<Spot> for String {
    fn from(spot: Spot) -> Self {
        spot.to_string()
    }
}

impl TryFrom<String> for Spot {
    type Error = BadSpot;
    fn try_from(text: String) -> Result<Self, BadSpot> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spot_reads_back() {
        for text in [
            "*",
            "L42",
            "R7",
            "R7C3",
            "Sheet1!R7C3",
            "年 报!表!R7",
            "p12",
            "§3.2",
        ] {
            assert_eq!(text.parse::<Spot>().unwrap().to_string(), text);
        }
        for text in ["", "42", "L", "Lx", "RC3", "a!L3"] {
            assert!(text.parse::<Spot>().is_err(), "{text}");
        }
    }
}
