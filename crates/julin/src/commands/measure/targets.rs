//! `julin measure targets`: where plans stand.

use super::super::text;
use super::{share, sheet, year};
use crate::args::measure::TargetsArgs;
use crate::figure::figure;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, ForecastView, TargetView, Targets};
use julin_app::{App, Call, measure};
use julin_locale::{Amount, amount, catalogue};
use julin_model::Bound;
use std::collections::BTreeMap;

/// Prints the targets, those of plans first.
pub fn targets(app: &App, call: &Call, output: &Output, args: &TargetsArgs) -> anyhow::Result<()> {
    let input = measure::TargetsInput {
        entity: args.entity.clone(),
        as_of: year(app, &args.year),
    };
    let view = measure::targets(app, call, &input)?;
    output.print(&view, || targets_sheet(output, &view))
}

/// A terminal is too narrow for all of it; CSV has the rest, JSON has everything.
const ALWAYS: [(&str, Align); 6] = [
    ("target", Align::Left),
    ("about", Align::Left),
    ("light", Align::Left),
    ("actual", Align::Right),
    ("wanted", Align::Right),
    ("aim", Align::Left),
];
const WIDE: [(&str, Align); 4] = [
    ("value-unit", Align::Left),
    ("behind", Align::Right),
    ("forecast", Align::Left),
    ("owner", Align::Left),
];

fn targets_sheet(output: &Output, view: &Targets) -> Sheet {
    let wide = output.whole();
    let more = if wide { &WIDE[..] } else { &[] };
    let mut sheet = sheet(output, &[&ALWAYS[..], more].concat());
    for target in view.all() {
        let mut cells = row(output, target).to_vec();
        if wide {
            cells.extend(more_cells(output, target));
        }
        sheet.row(cells);
    }
    for late in &view.late {
        let share = late.shortfall_share.map(share).unwrap_or_default();
        let args = BTreeMap::from([
            ("what".to_owned(), late.label.get(output.lang).to_owned()),
            (
                "who".to_owned(),
                late.entity.name.get(output.lang).to_owned(),
            ),
            ("share".to_owned(), share),
        ]);
        sheet.note(catalogue().filled("cli.targets.late", output.lang, &args));
    }
    if view.all().next().is_none() {
        sheet.note(text(output, "cli.targets.none"));
    }
    sheet
}

fn row(output: &Output, target: &TargetView) -> [Cell; 6] {
    let lang = output.lang;
    let shown = |value: f64| number(output, target, value);
    let newest = target.newest().map(|newest| {
        let value = shown(newest.value);
        match output.whole() {
            true => value,
            false => format!("{} ({})", value.shown(), newest.year).into(),
        }
    });
    let scope = target.scope_label.get(lang);
    let numbers = target.milestones.iter().any(|m| m.value.is_some());
    let name = target.label.get(lang);
    let name = if scope.is_empty() || !numbers {
        name.to_owned()
    } else {
        format!("{name} · {scope}")
    };
    [
        name.into(),
        target.entity.name.get(lang).into(),
        light(output, target).into(),
        newest.unwrap_or_default(),
        target.wanted.map(shown).unwrap_or_default(),
        aims(output, target).into(),
    ]
}

fn more_cells(output: &Output, target: &TargetView) -> [Cell; 4] {
    let behind = target.shortfall.filter(|short| *short > 0.0);
    let owner = target.owner.as_ref();
    let behind = behind.map(|v| number(output, target, v));
    [
        target.unit_label.get(output.lang).into(),
        behind.unwrap_or_default(),
        forecasts(output, target).into(),
        owner.map_or(Cell::Empty, |o| o.get(output.lang).into()),
    ]
}

/// The light; where there is none, why.
fn light(output: &Output, target: &TargetView) -> String {
    let word = text(output, &format!("cli.light.{}", target.light.code()));
    match &target.reason {
        Some(reason) => format!("{word} · {}", text(output, reason)),
        None => word,
    }
}

fn aims(output: &Output, target: &TargetView) -> String {
    let aim = |m: &julin_app::contract::Milestone| {
        let year = m.year.map(|year| year.to_string());
        let said = m.figures.first().map(|f| figure(f, output.lang));
        let said = said.unwrap_or_else(|| text(output, "cli.targets.unpublished"));
        year.into_iter().chain([said]).collect::<Vec<_>>().join(" ")
    };
    let all: Vec<_> = target.milestones.iter().map(aim).collect();
    all.join("; ")
}

fn forecasts(output: &Output, target: &TargetView) -> String {
    let one = |f: &ForecastView| {
        let end = f.points.last()?;
        let kind = text(output, &format!("cli.forecast.{}", f.kind));
        Some(format!(
            "{kind} {}: {}",
            end.year,
            number(output, target, end.value).shown()
        ))
    };
    let all: Vec<_> = target.forecasts.iter().filter_map(one).collect();
    all.join("; ")
}

/// A computed value in the unit of the target.
fn number(output: &Output, target: &TargetView, value: f64) -> Cell {
    if output.whole() {
        return Cell::figure(value);
    }
    let told = Amount {
        value: format!("{value:.5e}").parse().unwrap_or(value),
        unit: target.unit.as_deref(),
        label: &target.unit_label,
        bound: Bound::Exact,
    };
    amount(told, output.lang).text.into()
}
