//! The things rules are asked of, column by column. A value that is not known is
//! absent; a set that is known to be empty is a value.
//!
//! Must not know: fields' names, units: numbers are in base units, days are counted
//! from 1970-01-01.

use crate::test::{ColumnId, Test};
use std::collections::HashMap;

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers and days; `NaN` stands for unknown.
    Numbers(Vec<f64>),
    /// Words: codes into `words`; [`UNKNOWN`] stands for unknown.
    Words {
        /// One code per row.
        codes: Vec<u32>,
        /// The words.
        words: Dictionary,
    },
    /// Sets of words: codes into `words`.
    Sets {
        /// Where the row's items begin; one more than there are rows.
        starts: Vec<u32>,
        /// Items of all rows.
        items: Vec<u32>,
        /// Rows whose set is known.
        known: Vec<bool>,
        /// The words.
        words: Dictionary,
    },
    /// Flags: 0, 1, or 2 for unknown.
    Flags(Vec<u8>),
}

/// The code of an unknown word.
pub const UNKNOWN: u32 = u32::MAX;

/// Each word once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dictionary {
    words: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Dictionary {
    /// The code of a word, given now if need be.
    pub fn insert(&mut self, word: &str) -> u32 {
        if let Some(code) = self.codes.get(word) {
            return *code;
        }
        let code = u32::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(word.to_owned());
        self.codes.insert(word.to_owned(), code);
        code
    }

    /// The word of a code.
    pub fn word(&self, code: u32) -> Option<&str> {
        self.words
            .get(usize::try_from(code).ok()?)
            .map(String::as_str)
    }

    /// All words, in order of their codes.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// Columns of equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// How many rows.
    pub rows: usize,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// The answer of one test for one row: the plain reference.
    pub fn answer(&self, test: &Test, row: usize) -> Option<bool> {
        let lower = self.ask(test, test.column, row);
        let answer = match test.upper {
            None => lower,
            // Both ends of a range must agree; an end that is not known decides nothing.
            Some(upper) => lower.filter(|_| lower == self.ask(test, upper, row)),
        };
        answer.map(|holds| holds != test.negated)
    }

    fn ask(&self, test: &Test, column: ColumnId, row: usize) -> Option<bool> {
        let question = &test.question;
        match self.columns.get(column)? {
            Column::Numbers(values) => {
                let value = *values.get(row)?;
                (!value.is_nan()).then(|| question.of_number(value))
            }
            Column::Words { codes, words } => words
                .word(*codes.get(row)?)
                .map(|word| question.of_word(word)),
            Column::Sets {
                starts,
                items,
                known,
                words,
            } => {
                let (start, end) = (*starts.get(row)?, *starts.get(row + 1)?);
                let own = items.get(start as usize..end as usize)?;
                let named = own.iter().filter_map(|code| words.word(*code));
                known.get(row)?.then(|| question.of_set(named))
            }
            Column::Flags(values) => match values.get(row)? {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            },
        }
    }
}
