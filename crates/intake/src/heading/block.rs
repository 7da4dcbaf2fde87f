//! Where the headings of a table stand: below titles and unit notes, in one row or
//! several, merged or with gaps.

use super::{Heading, HeadingBlock, JOINT, parse, take_period, unit_in};
use crate::dictionary::TableWords;
use crate::read::Merge;
use crate::read::row::{Cell, RawRow, trim};
use julin_model::{Period, UnitTable};
use unicode_normalization::UnicodeNormalization;

/// A heading may stand this far down.
const SEARCH: usize = 30;

/// A heading may have this many rows.
const MOST_ROWS: usize = 4;

/// Finds the headings in the first rows of a table.
pub fn detect(
    sample: &[RawRow],
    merges: &[Merge],
    units: &UnitTable,
    words: &TableWords,
) -> Option<HeadingBlock> {
    let width = sample.iter().take(SEARCH * 4).map(filled_width).max()?;
    let (mut unit, mut period) = (None, None);
    let mut top = None;
    for (at, row) in sample.iter().take(SEARCH).enumerate() {
        let filled = row.cells().filter(|c| !c.is_blank()).count();
        if filled == 0 {
            continue;
        }
        if let Some(found) = unit_note(row, filled, units, words) {
            unit = Some(found);
        } else if filled == 1 && width > 1 {
            period = period.or_else(|| title_period(row));
        } else if filled >= 2.min(width) && mostly_words(row) {
            top = Some(at);
            break;
        }
    }
    let top = top?;
    let rows = heading_rows(sample, top, merges, width);
    let unit_row = sample.get(top + rows).filter(|row| is_unit_row(row, units));
    let mut data_from = top + rows + usize::from(unit_row.is_some());
    if sample
        .get(data_from)
        .is_some_and(|row| is_column_numbers(row, words))
    {
        data_from += 1;
    }
    let mut texts = flatten(&sample[top..top + rows], merges, width);
    let named = texts
        .iter()
        .rposition(|text| !text.is_empty())
        .map_or(0, |at| at + 1);
    texts.truncate(named);
    let mut headings: Vec<Heading> = texts
        .iter()
        .enumerate()
        .map(|(column, text)| parse(column, text, units))
        .collect();
    if let Some(row) = unit_row {
        for heading in headings.iter_mut().filter(|h| h.unit.is_none()) {
            heading.unit = unit_in(&row.cell(heading.column).shown(), units);
        }
    }
    let rows = Some((sample[top].number, sample[top + rows - 1].number));
    Some(HeadingBlock {
        rows,
        headings,
        unit,
        period,
        data_from,
    })
}

/// Headings of a format that carries the names of columns apart from the rows.
pub fn named(names: &[String], units: &UnitTable) -> HeadingBlock {
    let headings = names
        .iter()
        .enumerate()
        .map(|(at, name)| parse(at, name, units))
        .collect();
    HeadingBlock {
        rows: None,
        headings,
        unit: None,
        period: None,
        data_from: 0,
    }
}

fn title_period(row: &RawRow) -> Option<Period> {
    let cell = row.cells().find(|c| !c.is_blank())?;
    let plain: String = cell.shown().nfkc().collect();
    take_period(&plain).map(|(period, _)| period)
}

fn filled_width(row: &RawRow) -> usize {
    (0..row.width())
        .rev()
        .find(|at| !row.cell(*at).is_blank())
        .map_or(0, |at| at + 1)
}

/// A row such as `单位：千元`, alone or at the right edge.
fn unit_note(row: &RawRow, filled: usize, units: &UnitTable, words: &TableWords) -> Option<String> {
    if filled > 2 {
        return None;
    }
    row.cells().find_map(|cell| {
        let text = cell.shown().nfkc().collect::<String>();
        let inner = text.trim().trim_matches(['(', ')', '[', ']']);
        let mark = words
            .unit_marks
            .iter()
            .find(|m| inner.to_lowercase().starts_with(*m))?;
        let rest = inner.get(mark.len()..)?.trim_start_matches([':', ' ']);
        let first = rest.split(['、', ',', ';', '/']).next().unwrap_or(rest);
        unit_in(rest, units).or_else(|| unit_in(first, units))
    })
}

/// More words than figures; years count as words, they may head columns.
fn mostly_words(row: &RawRow) -> bool {
    let (mut words, mut figures) = (0, 0);
    for cell in row.cells().filter(|c| !c.is_blank()) {
        if is_figure(cell) {
            figures += 1
        } else {
            words += 1
        }
    }
    words > figures
}

fn is_figure(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Number(n) => !is_year(n),
        Cell::Date(_) | Cell::Flag(_) | Cell::Fault(_) => true,
        Cell::Empty => false,
        Cell::Text(text) => {
            let text = trim(text);
            let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
            let year = text.len() == 4
                && digits == 4
                && [b"19", b"20"].iter().any(|c| text.starts_with(*c));
            digits > 0 && digits * 2 >= text.len() && !year
        }
    }
}

fn is_year(n: f64) -> bool {
    n.fract() == 0.0 && (1949.0..=2100.0).contains(&n)
}

/// How many rows the headings take: as far as merged areas reach down, or as long as
/// the next row fills gaps with words.
fn heading_rows(sample: &[RawRow], top: usize, merges: &[Merge], width: usize) -> usize {
    let first = sample[top].number;
    let merged = merges
        .iter()
        .filter(|m| m.rows.0 == first)
        .map(|m| m.rows.1)
        .max();
    if let Some(last) = merged.filter(|last| *last > first && *last < first + MOST_ROWS as u32) {
        let inside = |row: &&RawRow| row.number <= last;
        return sample[top..].iter().take_while(inside).count().max(1);
    }
    let mut rows = 1;
    while rows < MOST_ROWS {
        let Some(next) = sample.get(top + rows) else {
            break;
        };
        let block = &sample[top..top + rows];
        let gap = |c: &usize| block.iter().all(|row| row.cell(*c).is_blank());
        let gaps: Vec<usize> = (0..width).filter(gap).collect();
        let filled = gaps.iter().filter(|c| !next.cell(**c).is_blank()).count();
        let words = next.cells().all(|c| !is_figure(c));
        if filled == 0 || filled * 2 < gaps.len() || !words || missing_marks(next) {
            break;
        }
        rows += 1;
    }
    rows
}

fn missing_marks(row: &RawRow) -> bool {
    row.cells()
        .any(|c| matches!(&*c.shown(), "-" | "—" | "--" | "——" | "/" | "N/A" | "…"))
}

/// A row below the headings that only names units.
fn is_unit_row(row: &RawRow, units: &UnitTable) -> bool {
    let mut filled = row.cells().filter(|c| !c.is_blank()).peekable();
    filled.peek().is_some()
        && filled.all(|c| {
            let text = c.shown();
            matches!(text.trim(), "-" | "—" | "/") || unit_in(&text, units).is_some()
        })
}

/// A row `甲 1 2 3 …` that only numbers the columns.
fn is_column_numbers(row: &RawRow, words: &TableWords) -> bool {
    let cells: Vec<String> = row.cells().map(|c| c.shown().trim().to_owned()).collect();
    let numbers: Vec<u32> = cells.iter().filter_map(|c| c.parse().ok()).collect();
    let letters = cells
        .iter()
        .filter(|c| words.column_letters.contains(c))
        .count();
    let counted = numbers.len() + letters == cells.iter().filter(|c| !c.is_empty()).count();
    let in_order = numbers.iter().zip(1..).all(|(n, expected)| *n == expected);
    counted && in_order && (letters > 0 && numbers.len() > 1)
}

/// One text per column: parts from top to bottom, without repetition.
fn flatten(rows: &[RawRow], merges: &[Merge], width: usize) -> Vec<String> {
    let last = rows.len() - 1;
    let mut grid: Vec<Vec<String>> = rows
        .iter()
        .map(|row| (0..width).map(|c| clean(&row.cell(c).shown())).collect())
        .collect();
    for (at, row) in rows.iter().enumerate() {
        let areas: Vec<_> = merges.iter().filter(|m| m.rows.0 == row.number).collect();
        for area in &areas {
            let text = grid[at][area.columns.0.min(width - 1)].clone();
            let columns = area.columns.0..=area.columns.1.min(width - 1);
            columns.for_each(|c| grid[at][c].clone_from(&text));
        }
        // Without merged areas, a gap belongs to the heading at its left.
        if areas.is_empty() && at < last {
            for c in 1..width {
                let below = grid[at + 1..].iter().any(|row| !row[c].is_empty());
                if grid[at][c].is_empty() && below && !grid[at + 1][c - 1].is_empty() {
                    grid[at][c] = grid[at][c - 1].clone();
                }
            }
        }
    }
    let column = |c: usize| {
        let mut parts: Vec<&str> = Vec::new();
        for row in &grid {
            if !row[c].is_empty() && parts.last() != Some(&row[c].as_str()) {
                parts.push(&row[c]);
            }
        }
        parts.join(JOINT)
    };
    (0..width).map(column).collect()
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
