//! A rule asked of the rows of a table, each answered in short: for audiences and files.
//!
//! Must not know: who the rows are.

use crate::matters::matters;
use crate::rule::{Program, Rule};
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// How near a thing is to a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Eligible.
    Yes,
    /// One clause is in the way and nothing else, or one clause is open and nothing else.
    Short,
    /// It cannot be told.
    Unknown,
    /// Not eligible.
    No,
}

impl Reach {
    /// All, from near to far.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Short, Self::Unknown, Self::No];

    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Short => "short",
            Self::Unknown => "unknown",
            Self::No => "no",
        }
    }
}

/// The answer for one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAnswer {
    /// The answer; `None` when unknown.
    pub answer: Option<bool>,
    /// How near a yes is.
    pub reach: Reach,
    /// Clauses that stand in the way, by their places.
    pub failing: Vec<usize>,
    /// Open clauses the answer depends on, by their places.
    pub open: Vec<usize>,
}

impl Rule {
    /// The answer for a row of a table of the program's columns.
    pub fn row(&self, program: &Program, table: &Table, row: usize) -> RowAnswer {
        self.row_answer(&self.clause_answers(program, table, row))
    }

    /// The answers of its clauses for a row of a table of the program's columns, in order.
    pub fn clause_answers(
        &self,
        program: &Program,
        table: &Table,
        row: usize,
    ) -> Vec<Option<bool>> {
        let of = |tree: &crate::tree::Tree| tree.verdict(&|test| table.answer(test, row));
        program.clauses.iter().map(of).collect()
    }

    /// Whether it is addressed, by the answers of its clauses: everybody is where the rule
    /// says nothing.
    pub fn targeted(&self, answers: &[Option<bool>]) -> Option<bool> {
        let answer_of = |place: usize| answers.get(place).copied().flatten();
        let targeting = self.targeting.as_ref();
        targeting.map_or(Some(true), |own| own.answer(&answer_of))
    }

    /// The answer that follows from those of its clauses.
    pub fn row_answer(&self, answers: &[Option<bool>]) -> RowAnswer {
        let answer_of = |place: usize| answers.get(place).copied().flatten();
        let answer = self.conditions.answer(&answer_of);
        // What a no rests on stands in the way, whether it should hold or should not.
        let (open, told): (Vec<_>, Vec<_>) = matters(&self.conditions, &answer_of)
            .into_iter()
            .partition(|place| answer_of(*place).is_none());
        let failing = match answer {
            Some(false) => told,
            _ => Vec::new(),
        };
        // Short of a yes by one clause: with that one the other way round it is a yes.
        let turned = |place: usize| match failing.as_slice() {
            [only] if *only == place => answer_of(place).map(|holds| !holds),
            _ => answer_of(place),
        };
        let reach = match answer {
            Some(true) => Reach::Yes,
            None if open.len() == 1 => Reach::Short,
            None => Reach::Unknown,
            Some(false) if self.conditions.answer(&turned) == Some(true) => Reach::Short,
            Some(false) => Reach::No,
        };
        RowAnswer {
            answer,
            reach,
            failing,
            open,
        }
    }
}
