//! Grids as a workbook (XLSX): one sheet each, numbers as numbers, words never as
//! formulas, and for every value that is not known a line that says why.
//!
//! Must not know: what the figures mean.

use crate::call::Answer;
use crate::contract::{Cell, Grid};
use crate::error::{AppError, Kind};
use crate::pace::Pace;
use julin_locale::catalogue;
use julin_model::{Diagnostic, Lang};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Characters a cell holds.
pub const CELL_CHARS: usize = 32_767;
/// Characters the name of a sheet may have.
const NAME_CHARS: usize = 31;
/// Pixels a column is made wide at most.
const WIDEST: u32 = 400;
/// Rows and columns a sheet holds.
const MOST: (usize, usize) = (1_048_576, 16_384);

/// The grids as a file, with what they say above and below, and why values are missing, in
/// sheets of their own.
pub fn workbook(grids: &[Grid], lang: Lang) -> Answer<Vec<u8>> {
    workbook_at(grids, lang, &Pace::default())
}

/// The same, telling how many rows are written, as the second half of all.
pub(crate) fn workbook_at(grids: &[Grid], lang: Lang, pace: &Pace) -> Answer<Vec<u8>> {
    let aside = [notes(grids, lang), reasons(grids, lang)];
    let all: Vec<&Grid> = grids.iter().chain(aside.iter().flatten()).collect();
    let too_large = |grid: &&&Grid| {
        let wide = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
        grid.rows.len() >= MOST.0 || wide.max(grid.headings.len()) > MOST.1
    };
    if let Some(grid) = all.iter().find(too_large) {
        let found = Diagnostic::error("app.workbook-too-large").with("sheet", &grid.name);
        return Err(AppError::new(Kind::TooLarge, found));
    }
    written(&all, pace)
}

fn written(grids: &[&Grid], pace: &Pace) -> Answer<Vec<u8>> {
    let mut book = Workbook::new();
    let mut taken = BTreeSet::new();
    let rows: usize = grids.iter().map(|grid| grid.rows.len()).sum();
    let mut before = 0;
    for grid in grids {
        let sheet = book.add_worksheet();
        let named = sheet.set_name(free_name(&grid.name, &mut taken));
        named.map_err(AppError::internal)?;
        fill(sheet, grid, &mut |row| {
            pace.step(rows + before + row, 2 * rows)
        })?;
        before += grid.rows.len();
    }
    book.save_to_buffer().map_err(AppError::internal)
}

/// A name a sheet may have and no other has: programs know sheets by their names, whatever
/// the case.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| match c {
        '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' => '-',
        c if c.is_control() => '-',
        c => c,
    };
    let wanted = wanted.trim();
    let name: String = wanted.chars().map(plain).collect();
    let name = if name.is_empty() { "1" } else { &name };
    let numbered = |n: usize| {
        let ending = if n == 1 {
            String::new()
        } else {
            format!(" {n}")
        };
        let room = NAME_CHARS - ending.chars().count();
        name.chars().take(room).collect::<String>() + &ending
    };
    let mut names = (1..).map(numbered);
    let free = names.find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

fn fill(
    sheet: &mut Worksheet,
    grid: &Grid,
    step: &mut dyn FnMut(usize) -> Answer<()>,
) -> Answer<()> {
    let bold = Format::new().set_bold();
    let headings = grid.headings.iter().cloned().map(Cell::Heading).collect();
    let first = Some(headings).filter(|row: &Vec<Cell>| !row.is_empty());
    if first.is_some() {
        let frozen = sheet.set_freeze_panes(1, 0);
        frozen.map_err(AppError::internal)?;
    }
    for (row, cells) in first.iter().chain(&grid.rows).enumerate() {
        step(row)?;
        for (column, cell) in cells.iter().enumerate() {
            // Sizes are checked before.
            let put = put(sheet, (row as u32, column as u16), cell, &bold);
            put.map_err(AppError::internal)?;
        }
    }
    sheet.set_autofit_max_width(WIDEST);
    sheet.autofit();
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    bold: &Format,
) -> Result<(), XlsxError> {
    let short = |text: &str| text.chars().take(CELL_CHARS).collect::<String>();
    match cell {
        Cell::Empty | Cell::Unknown(_) => return Ok(()),
        // Written as a string, a text is never run as a formula.
        Cell::Text(text) => sheet.write_string(row, column, short(text))?,
        Cell::Heading(text) => sheet.write_string_with_format(row, column, short(text), bold)?,
        Cell::Number(value, decimals) => {
            let shown = match decimals {
                None => "General".to_owned(),
                Some(0) => "0".to_owned(),
                Some(n) => format!("0.{}", "0".repeat(usize::from(*n))),
            };
            let format = Format::new().set_num_format(shown);
            sheet.write_number_with_format(row, column, *value, &format)?
        }
        Cell::Share(share) => {
            let format = Format::new().set_num_format("0%");
            sheet.write_number_with_format(row, column, *share, &format)?
        }
    };
    Ok(())
}

fn text(key: &str, lang: Lang) -> String {
    catalogue().text(key, lang).to_owned()
}

/// Titles and notes of the grids; none where no grid has any.
fn notes(grids: &[Grid], lang: Lang) -> Option<Grid> {
    let mut told = Grid::new(text("export.notes", lang), []);
    for line in grids.iter().flat_map(|g| g.title.iter().chain(&g.notes)) {
        told.row([line.as_str()]);
    }
    (!told.rows.is_empty()).then_some(told)
}

/// Every unknown value with its reason; none where no reason is given.
fn reasons(grids: &[Grid], lang: Lang) -> Option<Grid> {
    let headings = ["export.sheet", "export.row", "export.column", "export.why"];
    let headings = headings.map(|key| text(key, lang));
    let mut told = Grid::new(text("export.reasons", lang), headings);
    for grid in grids {
        for row in &grid.rows {
            let words = |cell: &&Cell| matches!(cell, Cell::Text(_));
            let named = row.iter().find(words).map_or_else(String::new, Cell::shown);
            for (column, cell) in row.iter().enumerate() {
                let Cell::Unknown(why) = cell else { continue };
                let heading = grid.headings.get(column).map_or("", String::as_str);
                told.row([grid.name.as_str(), &named, heading, why]);
            }
        }
    }
    (!told.rows.is_empty()).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_free_of_signs_and_never_twice() {
        let mut taken = BTreeSet::new();
        assert_eq!(free_name("a/b: [c]?", &mut taken), "a-b- -c--");
        assert_eq!(free_name("Run", &mut taken), "Run");
        assert_eq!(free_name("run", &mut taken), "run 2");
        let long = "长".repeat(40);
        let (first, second) = (free_name(&long, &mut taken), free_name(&long, &mut taken));
        assert_eq!((first.chars().count(), second.chars().count()), (31, 31));
        assert!(second.ends_with(" 2"));
        assert_eq!(free_name("", &mut taken), "1");
    }
}
