//! `julin measure table`: the figures after one step of the method.

use super::super::text;
use super::sheet;
use super::subject::{Desk, show};
use crate::args::measure::TableArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, Grid, StageRow, StageView};
use julin_app::measure::{StageInput, step};

/// Prints the table.
pub fn table(common: &Common, output: &Output, args: &TableArgs) -> anyhow::Result<()> {
    let step = step(&args.step)?;
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = StageInput {
        subject: desk.subject.clone(),
        step,
    };
    let drawn = |view: &StageView| match output.format {
        Format::Table => by_indicator(output, view),
        _ => whole(output, view),
    };
    show(&desk, output, &input, |v| &v.diagnostics, drawn)
}

/// All values, for programs.
fn whole(output: &Output, view: &StageView) -> Sheet {
    let names = view.indicators.iter().map(|one| one.code.clone());
    let first = ["uCode".to_owned()].into_iter();
    let mut sheet = Sheet::new(first.chain(names).map(|name| (name, Align::Right)));
    for row in &view.rows {
        let cell = |(value, mark): (&Option<f64>, &Option<String>)| {
            let why = || mark.as_deref().map(|key| text(output, key));
            Cell::figure(*value).or_unknown(|| why().unwrap_or_default())
        };
        let values = row.values.iter().zip(&row.marks).map(cell);
        let unit: Cell = row.unit.id.clone().into();
        sheet.row([unit].into_iter().chain(values));
    }
    sheet.beside(indicators(output, view));
    sheet.beside(marks(output, view));
    sheet
}

fn headed(output: &Output, name: &str, headings: &[&str]) -> Grid {
    let headings = headings.iter();
    let headings = headings.map(|key| text(output, &format!("cli.heading.{key}")));
    Grid::new(text(output, name), headings)
}

/// What the columns are.
fn indicators(output: &Output, view: &StageView) -> Grid {
    let mut grid = headed(
        output,
        "cli.heading.indicators",
        &["node", "what", "value-unit"],
    );
    for one in &view.indicators {
        let unit = one.unit.clone().unwrap_or_default();
        grid.row([one.code.as_str(), one.label.get(output.lang), &unit]);
    }
    grid
}

/// The values that are not simply those given.
fn marks(output: &Output, view: &StageView) -> Grid {
    let mut grid = headed(output, "cli.heading.mark", &["entity", "node", "mark"]);
    for row in &view.rows {
        for (at, one) in view.indicators.iter().enumerate() {
            // Why a value is missing stands in a sheet that every workbook has.
            if let (Some(_), Some(key)) = (row.values[at], &row.marks[at]) {
                grid.row([row.unit.id.as_str(), &one.code, &text(output, key)]);
            }
        }
    }
    grid
}

/// For people: how each indicator came out of the step.
fn by_indicator(output: &Output, view: &StageView) -> Sheet {
    let headings = [
        ("node", Align::Left),
        ("what", Align::Left),
        ("present", Align::Right),
        ("lowest", Align::Right),
        ("mean", Align::Right),
        ("highest", Align::Right),
        ("imputed", Align::Right),
        ("treated", Align::Right),
    ];
    let title = format!("{} · {}", view.framework.get(output.lang), view.step);
    let mut sheet = sheet(output, &headings).titled(title);
    for (at, one) in view.indicators.iter().enumerate() {
        let values: Vec<f64> = view.rows.iter().filter_map(|row| row.values[at]).collect();
        let count = values.len() as f64;
        let marked = |key: &str| {
            let same = |row: &&StageRow| row.marks[at].as_deref() == Some(key);
            Cell::number(view.rows.iter().filter(same).count() as f64, 0)
        };
        sheet.row([
            one.code.clone().into(),
            one.label.get(output.lang).into(),
            Cell::number(count, 0),
            Cell::number(values.iter().copied().reduce(f64::min), 3),
            Cell::number(values.iter().sum::<f64>() / count, 3),
            Cell::number(values.iter().copied().reduce(f64::max), 3),
            marked("measure.mark.imputed"),
            marked("measure.mark.treated"),
        ]);
    }
    sheet
}
