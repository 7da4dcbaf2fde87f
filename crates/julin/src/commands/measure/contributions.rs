//! `julin measure contributions`: which enterprises lift or lower a zone.

use super::subject::Desk;
use super::{sheet, year};
use crate::args::measure::{ContributionsArgs, RunArgs};
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet, complain, note};
use julin_app::contract::{Cell, ContributionsView, FirmContribution};
use julin_app::measure::{Effect, Standing, Subject};
use julin_app::{Call, measure};
use julin_locale::decimal;
use julin_model::Diagnostic;

/// Prints the firms, the ones whose loss would cost most first.
pub fn contributions(
    common: &Common,
    output: &Output,
    args: &ContributionsArgs,
) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &RunArgs::default())?;
    let view = match (&desk.app, &desk.subject) {
        (Some(app), Subject::Store { .. }) => measure::contributions(
            app,
            &Call::default(),
            &measure::ContributionsInput {
                framework: args.subject.framework.clone().unwrap_or_default(),
                as_of: year(app, &args.subject.year),
                zone: Some(args.zone.clone()),
                drop: args.drop.clone(),
                changes: args.changes.clone(),
            },
        )?,
        _ => measure::contributions_of_tables(&measure::TableContributionsInput {
            subject: desk.subject.clone(),
            firms: args.firms.clone().unwrap_or_default(),
            zone: args.zone.clone(),
            drop: args.drop.clone(),
            changes: args.changes.clone(),
        })?,
    };
    view.diagnostics.iter().for_each(|d| complain(output, d));
    if let Some(without) = view.without {
        let told = Diagnostic::note("cli.contributions.without");
        let (before, after) = (said(view.standing), said(without));
        note(output, &told.with("before", before).with("after", after));
    }
    output.print(&view, || match output.format {
        Format::Csv | Format::Xlsx => all(&view),
        _ => main_figures(output, &view),
    })
}

fn said(standing: Standing) -> String {
    let rank = standing
        .rank
        .map_or_else(|| "–".to_owned(), |r| r.to_string());
    let score = standing
        .score
        .map_or_else(|| "–".to_owned(), |s| decimal(s, 2));
    format!("{rank} ({score})")
}

fn effects(firm: &FirmContribution, effect: Effect) -> Cell {
    let same = firm.parts.iter().filter(|part| part.effect == Some(effect));
    Cell::number(same.count() as f64, 0)
}

fn main_figures(output: &Output, view: &ContributionsView) -> Sheet {
    let headings = [
        ("unit", Align::Left),
        ("rank-after", Align::Right),
        ("score", Align::Right),
        ("lifts", Align::Right),
        ("lowers", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for firm in &view.firms {
        let without = firm.without;
        sheet.row([
            firm.firm.name.get(output.lang).into(),
            Cell::count(without.rank),
            Cell::number(without.score, 2),
            effects(firm, Effect::Lifts),
            effects(firm, Effect::Lowers),
        ]);
    }
    sheet
}

/// For programs: every contribution and share.
fn all(view: &ContributionsView) -> Sheet {
    let mut names = vec![
        "firm".to_owned(),
        "rank_without".to_owned(),
        "score_without".to_owned(),
    ];
    for indicator in &view.indicators {
        names.push(indicator.code.clone());
        names.push(format!("{}_share", indicator.code));
    }
    let mut sheet = Sheet::new(names.into_iter().map(|name| (name, Align::Right)));
    for firm in &view.firms {
        let mut cells = vec![
            firm.firm.id.to_string().into(),
            Cell::count(firm.without.rank),
            Cell::figure(firm.without.score),
        ];
        for part in &firm.parts {
            cells.push(Cell::figure(part.value));
            cells.push(Cell::figure(part.share));
        }
        sheet.row(cells);
    }
    sheet
}
