//! The workbook of the COIN Tool (Joint Research Centre, 2019), as grids of cells.
//!
//! Sheet *Database*, rows and columns from 1:
//!
//! | rows | columns E to CY: one indicator each |
//! |---|---|
//! | 7, 8 | weight; direction, 1 or -1 |
//! | 9, 10 | lower and upper goalpost |
//! | 11 to 14 | codes of index, sub-index (`si.01`), pillar (`p.01`), sub-pillar (`sp.01`) |
//! | 15, 16 | name; code (`Ind.01`) |
//! | 17 to 315 | figures, one unit a row: name in B, code in C; `n/a` is missing |
//!
//! Sheet *Framework*, rows 5 to 52: code of a group in C, weight in E, name in H (`--`
//! where the row is not used). A level in which all indicators have one code and which has
//! no name is not used.
//!
//! We add a sheet *Codes*, tool code in A and own code in B, so that codes come back as
//! they were; the tool does not mind it, and workbooks without it keep the tool's codes.
//!
//! Source: COIN Tool User Guide (EUR 29899 EN, 2019); where the cells are, the importer of
//! the package COINr (W. Becker), MIT licence.

mod read;
mod write;

pub use read::read;
pub use write::write;

use crate::tables::Table;

/// Sheet of figures.
pub const DATABASE: &str = "Database";
/// Sheet of groups.
pub const FRAMEWORK: &str = "Framework";
/// Sheet of codes.
pub const CODES: &str = "Codes";

/// Most indicators: columns E to CY.
const INDICATORS: usize = 99;
/// Most units: rows 17 to 315.
const UNITS: usize = 299;
/// Most groups: rows 5 to 52.
const GROUPS: usize = 48;
/// First column of an indicator.
const FIRST_COLUMN: usize = 5;
/// First row of a unit.
const FIRST_UNIT: usize = 17;
/// First row of a group.
const FIRST_GROUP: usize = 5;
/// Rows of the levels, lowest first, with the beginnings of their codes.
const LEVELS: [(usize, &str); 4] = [(14, "sp."), (13, "p."), (12, "si."), (11, "Index")];

/// Rows of an indicator's column.
mod row {
    pub(super) const WEIGHT: usize = 7;
    pub(super) const DIRECTION: usize = 8;
    pub(super) const LOW: usize = 9;
    pub(super) const HIGH: usize = 10;
    pub(super) const NAME: usize = 15;
    pub(super) const CODE: usize = 16;
}

/// A cell to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The cell as tables have it: empty where it is missing.
    fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("n/a") => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// One sheet: rows of cells from A1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// All rows.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Puts a cell at row and column, from 1.
    pub fn set(&mut self, row: usize, column: usize, cell: Cell) {
        if self.rows.len() < row {
            self.rows.resize(row, Vec::new());
        }
        let cells = &mut self.rows[row - 1];
        if cells.len() < column {
            cells.resize(column, Cell::Empty);
        }
        cells[column - 1] = cell;
    }

    /// The cell at row and column, from 1.
    pub fn get(&self, row: usize, column: usize) -> &Cell {
        let cell = self.rows.get(row - 1).and_then(|row| row.get(column - 1));
        cell.unwrap_or(&Cell::Empty)
    }

    fn shown(&self, row: usize, column: usize) -> String {
        self.get(row, column).shown()
    }
}

/// The sheets that matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    /// What the user calls it; stands in messages.
    pub name: String,
    /// Sheet *Database*; `None` where there is none.
    pub database: Option<Grid>,
    /// Sheet *Framework*.
    pub framework: Option<Grid>,
    /// Sheet *Codes*.
    pub codes: Option<Grid>,
}

/// The two tables a workbook stands for, before they are checked.
struct Tables {
    meta: Table,
    data: Table,
}
