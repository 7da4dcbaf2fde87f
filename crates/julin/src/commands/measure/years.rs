//! `julin measure rank --years`: ranks and scores of several years side by side.

use super::super::text;
use super::rank::gained_cell;
use super::subject::{Desk, show};
use crate::args::Format;
use crate::args::measure::FrameArg;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, Grid, YearStanding, Years, YearsRow};
use julin_app::measure::{Frame, YearSpan, YearsInput};
use julin_locale::catalogue;
use std::collections::BTreeMap;

/// Prints the years.
pub fn years(
    desk: &Desk,
    output: &Output,
    asked: &str,
    frame: Option<FrameArg>,
) -> anyhow::Result<()> {
    let frame = frame.map(|frame| match frame {
        FrameArg::Moving => Frame::Moving,
        FrameArg::Fixed => Frame::Fixed,
    });
    let input = YearsInput::new(&desk.subject, YearSpan::parse(asked)?, frame);
    let drawn = |years: &Years| match output.format {
        Format::Table => by_unit(output, years),
        _ => whole(output, years),
    };
    show(desk, output, &input, |years| &years.diagnostics, drawn)
}

/// Years a terminal has room for.
const ACROSS: usize = 8;

/// For people: the ranks of the last years, and how the last one came about.
fn by_unit(output: &Output, years: &Years) -> Sheet {
    let skipped = years.years.len().saturating_sub(ACROSS);
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    let mut headings = vec![(heading("unit"), Align::Left)];
    let year = |year: &i32| (year.to_string(), Align::Right);
    headings.extend(years.years.iter().skip(skipped).map(year));
    headings.push((heading("gained"), Align::Right));
    headings.push((heading("score"), Align::Right));
    let title = years.framework.get(output.lang);
    let mut sheet = Sheet::new(headings).titled(title);
    let ever = |row: &&YearsRow| row.years.iter().any(|one| one.rank.is_some());
    for row in years.rows.iter().filter(ever) {
        let last = row.years.last();
        let mut cells: Vec<Cell> = vec![name(output, row).into()];
        let shown = row.years.iter().skip(skipped);
        cells.extend(shown.map(|one| Cell::count(one.rank)));
        cells.push(gained_cell(output, last.and_then(|one| one.gained)));
        let score = last.and_then(|one| one.score);
        cells.push(Cell::number(score, years.decimals));
        sheet.row(cells);
    }
    sheet.note(text(output, &format!("cli.years.{}", years.frame)));
    let never = years.rows.len() - years.rows.iter().filter(ever).count();
    for (key, count) in [("cli.years.earlier", skipped), ("cli.years.never", never)] {
        if count > 0 {
            let args = BTreeMap::from([("count".to_owned(), count.to_string())]);
            sheet.note(catalogue().filled(key, output.lang, &args));
        }
    }
    sheet
}

/// The name of a unit; its code where it has none.
fn name<'a>(output: &Output, row: &'a YearsRow) -> &'a str {
    let name = row.unit.name.get(output.lang);
    if name.is_empty() { &row.unit.id } else { name }
}

/// For programs: one line for each unit and year, as tables of analysts have it; a
/// workbook has ranks and scores side by side as well.
fn whole(output: &Output, years: &Years) -> Sheet {
    let headings = [
        ("uCode", Align::Left),
        ("uName", Align::Left),
        ("Time", Align::Right),
        ("rank", Align::Right),
        ("score", Align::Right),
        ("coverage", Align::Right),
        ("gained", Align::Right),
        ("score_gained", Align::Right),
    ];
    let mut sheet = Sheet::new(headings.map(|(name, align)| (name.to_owned(), align)));
    for row in &years.rows {
        for (year, one) in years.years.iter().zip(&row.years) {
            let gained = one.gained.map(f64::from);
            let unknown = || text(output, "cli.gained-unknown");
            // The first year has none before it.
            let or_unknown = |cell: Cell| match Some(year) == years.years.first() {
                true => cell,
                false => cell.or_unknown(unknown),
            };
            sheet.row([
                row.unit.id.clone().into(),
                row.unit.name.get(output.lang).into(),
                Cell::number(f64::from(*year), 0),
                Cell::count(one.rank).or_unknown(|| reason(output, one)),
                Cell::number(one.score, years.decimals).or_unknown(|| reason(output, one)),
                Cell::share(one.coverage),
                or_unknown(Cell::number(gained, 0)),
                or_unknown(Cell::number(one.score_gained, years.decimals)),
            ]);
        }
    }
    let rank = |one: &YearStanding| Cell::count(one.rank);
    let score = |one: &YearStanding| Cell::number(one.score, years.decimals);
    sheet.beside(across(output, years, "cli.heading.rank", rank));
    sheet.beside(across(output, years, "cli.heading.score", score));
    sheet
}

fn reason(output: &Output, one: &YearStanding) -> String {
    let key = one.reason.as_deref().unwrap_or("cli.not-ranked");
    text(output, key)
}

/// Units down, years across.
fn across(output: &Output, years: &Years, name: &str, of: impl Fn(&YearStanding) -> Cell) -> Grid {
    let first = ["uCode".to_owned(), "uName".to_owned()];
    let across = years.years.iter().map(i32::to_string);
    let mut grid = Grid::new(text(output, name), first.into_iter().chain(across));
    for row in &years.rows {
        let unit = [&row.unit.id, row.unit.name.get(output.lang)];
        let unit = unit.into_iter().map(Cell::from);
        grid.row(unit.chain(row.years.iter().map(&of)));
    }
    grid
}
