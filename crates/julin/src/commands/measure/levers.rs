//! `julin measure levers`: what lifts a unit, and the cheapest way to a wanted rank or
//! score.

use super::sheet;
use super::subject::{Desk, show};
use crate::args::Common;
use crate::args::measure::LeversArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, LeversReport};
use julin_app::measure::{Goal, LeversInput};

/// Prints the plan where a rank or score is wanted, the gains otherwise.
pub fn levers(common: &Common, output: &Output, args: &LeversArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = LeversInput {
        subject: desk.subject.clone(),
        unit: args.unit.clone(),
        goal: args.rank.map(Goal::Rank).or(args.score.map(Goal::Score)),
        levers: desk.study.levers.clone(),
    };
    let drawn = |report: &LeversReport| match &report.plan {
        Some(_) => plan(output, report),
        None => gains(output, report),
    };
    show(&desk, output, &input, |r| &r.diagnostics, drawn)
}

fn gains(output: &Output, report: &LeversReport) -> Sheet {
    let headings = [
        ("node", Align::Left),
        ("what", Align::Left),
        ("value", Align::Right),
        ("step", Align::Right),
        ("rank-after", Align::Right),
        ("per-cost", Align::Right),
    ];
    let mut sheet = sheet(output, &headings).titled(report.unit.name.get(output.lang));
    let mut gains: Vec<_> = report.gains.iter().collect();
    gains.sort_by(|a, b| b.per_cost.total_cmp(&a.per_cost));
    for gain in gains {
        sheet.row([
            gain.code.clone().into(),
            gain.label.get(output.lang).into(),
            Cell::number(gain.value, 3),
            Cell::number(gain.step, 3),
            Cell::count(gain.after.rank),
            Cell::number(gain.per_cost, 3),
        ]);
    }
    sheet
}

fn plan(output: &Output, report: &LeversReport) -> Sheet {
    let headings = [
        ("node", Align::Left),
        ("what", Align::Left),
        ("value-before", Align::Right),
        ("value-after", Align::Right),
        ("cost", Align::Right),
    ];
    let Some(plan) = &report.plan else {
        return Sheet::new([]);
    };
    let rank = |rank: Option<u32>| rank.map(|r| r.to_string()).unwrap_or_default();
    let (before, after) = (rank(plan.before.rank), rank(plan.after.rank));
    let title = format!("{}  {before} → {after}", report.unit.name.get(output.lang));
    let mut sheet = sheet(output, &headings).titled(title);
    for change in &plan.changes {
        sheet.row([
            change.code.clone().into(),
            change.label.get(output.lang).into(),
            Cell::number(change.from, 3),
            Cell::number(change.to, 3),
            Cell::number(change.cost, 2),
        ]);
    }
    sheet
}
