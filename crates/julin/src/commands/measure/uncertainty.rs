//! `julin measure uncertainty`: how sure each rank is.

use super::super::text;
use super::subject::{Desk, show};
use super::{draw, share, sheet};
use crate::args::Common;
use crate::args::measure::UncertaintyArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, UncertaintyReport};
use julin_app::measure::{Spread, UncertaintyInput, UnitUncertainty};
use julin_locale::catalogue;

/// Prints ranks with their intervals, the best first.
pub fn uncertainty(common: &Common, output: &Output, args: &UncertaintyArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = UncertaintyInput {
        subject: desk.subject.clone(),
        spec: draw::spec(&desk.study, &args.draw),
        threads: draw::threads(&args.draw),
    };
    let drawn = |report: &UncertaintyReport| report_sheet(output, report);
    show(&desk, output, &input, |r| &r.diagnostics, drawn)
}

fn report_sheet(output: &Output, report: &UncertaintyReport) -> Sheet {
    let headings = [
        ("rank", Align::Right),
        ("unit", Align::Left),
        ("rank-low", Align::Right),
        ("rank-median", Align::Right),
        ("rank-high", Align::Right),
        ("rank-mean", Align::Right),
        ("score", Align::Right),
        ("score-low", Align::Right),
        ("score-high", Align::Right),
    ];
    let plain = output.whole();
    let mut sheet = if plain {
        let names = [
            "uCode",
            "rank",
            "rank_5",
            "rank_50",
            "rank_95",
            "rank_mean",
            "score",
            "score_5",
            "score_50",
            "score_95",
            "score_mean",
        ];
        let tops = report.spec.top.iter().map(|places| format!("top_{places}"));
        let names = names.map(str::to_owned).into_iter().chain(tops);
        Sheet::new(names.map(|name| (name, Align::Right)))
    } else {
        sheet(output, &headings)
    };
    let mut units: Vec<_> = report.uncertainty.units.iter().collect();
    units.sort_by_key(|unit| unit.rank.unwrap_or(u32::MAX));
    for unit in units {
        if plain {
            sheet.row(all_figures(output, unit));
        } else if unit.ranks.is_some() {
            sheet.row(main_figures(output, unit));
        }
    }
    if !plain {
        sheet.note(tiers(output, report));
    }
    sheet
}

/// For programs: everything, unrounded.
fn all_figures(output: &Output, unit: &UnitUncertainty) -> Vec<Cell> {
    let spread = |s: Option<Spread>| {
        let all = s.map(|s| [s.low, s.median, s.high, s.mean]);
        all.map_or_else(
            || vec![Cell::Empty; 4],
            |all| all.map(Cell::figure).to_vec(),
        )
    };
    let not_ranked = || text(output, "cli.not-ranked");
    let mut cells = vec![
        unit.id.clone().into(),
        Cell::count(unit.rank).or_unknown(not_ranked),
    ];
    cells.extend(spread(unit.ranks));
    cells.push(Cell::figure(unit.score).or_unknown(not_ranked));
    cells.extend(spread(unit.scores));
    cells.extend(unit.top.iter().map(|top| Cell::figure(top.probability)));
    cells
}

/// For people: intervals, rounded.
fn main_figures(output: &Output, unit: &UnitUncertainty) -> [Cell; 9] {
    let (ranks, scores) = (unit.ranks, unit.scores);
    [
        Cell::count(unit.rank),
        unit.label.get(output.lang).into(),
        Cell::number(ranks.map(|s| s.low), 0),
        Cell::number(ranks.map(|s| s.median), 0),
        Cell::number(ranks.map(|s| s.high), 0),
        Cell::number(ranks.map(|s| s.mean), 1),
        Cell::number(unit.score, 1),
        Cell::number(scores.map(|s| s.low), 1),
        Cell::number(scores.map(|s| s.high), 1),
    ]
}

/// How many groups of units can be told apart, and the share of draws done.
fn tiers(output: &Output, report: &UncertaintyReport) -> String {
    let args = std::collections::BTreeMap::from([
        (
            "tiers".to_owned(),
            report.uncertainty.tiers.len().to_string(),
        ),
        ("draws".to_owned(), report.uncertainty.draws.to_string()),
        (
            "done".to_owned(),
            share(report.uncertainty.draws as f64 / report.uncertainty.asked.max(1) as f64),
        ),
    ]);
    catalogue().filled("cli.uncertainty.tiers", output.lang, &args)
}
