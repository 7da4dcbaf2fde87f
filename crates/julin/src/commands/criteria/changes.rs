//! `julin criteria changes`: who became eligible, lost it, or is one step short now.

use super::super::text;
use super::super::value::{known, measured};
use super::sheet;
use crate::args::Format;
use crate::args::criteria::ChangesArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{FactTurn, PolicyChanges, ThresholdTurn, TurnKind, TurnReason, TurnView};
use julin_app::criteria::{ChangesInput, Seen};
use julin_app::{App, Call, criteria};
use julin_locale::catalogue;
use std::collections::BTreeMap;

/// Prints the changes, or how many each rule has.
pub fn changes(app: &App, call: &Call, output: &Output, args: &ChangesArgs) -> anyhow::Result<()> {
    let kind = args.kind.as_deref();
    let input = ChangesInput {
        since: args.since.clone(),
        until: args.until.clone(),
        seen: if args.as_known_now {
            Seen::Now
        } else {
            Seen::Then
        },
        rule: args.rule.clone(),
        entity: args.entity.clone(),
        kind: kind.map(criteria::kind_of).transpose()?,
        muted: args.muted,
        offset: 0,
        limit: args.limit,
    };
    let view = criteria::changes(app, call, &input)?;
    output.print(&view, || match args.digest {
        true => digest(output, &view),
        false => rows(output, &view),
    })
}

fn rows(output: &Output, view: &PolicyChanges) -> Sheet {
    let headings = [
        ("change", Align::Left),
        ("name", Align::Left),
        ("rule", Align::Left),
        ("on", Align::Left),
        ("reason", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(format!("{} → {}", view.since, view.until));
    for row in &view.rows {
        sheet.row([
            kind(output, row.kind),
            row.entity.name.get(output.lang).to_owned(),
            row.rule.0.clone(),
            row.on.map(|day| day.to_string()).unwrap_or_default(),
            why(output, row),
        ]);
    }
    notes(output, view, &mut sheet);
    sheet
}

fn digest(output: &Output, view: &PolicyChanges) -> Sheet {
    let lead = [("rule", Align::Left), ("title", Align::Left)];
    let kinds = TurnKind::ALL.map(|one| (kind(output, one), Align::Right));
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    let lead = lead.map(|(key, align)| (heading(key), align));
    let mut sheet = Sheet::new(lead.into_iter().chain(kinds));
    sheet = sheet.titled(format!("{} → {}", view.since, view.until));
    for own in &view.by_rule {
        let names = [own.rule.0.clone(), own.rule.1.get(output.lang).to_owned()];
        let counts = own.counts.iter().map(u64::to_string);
        sheet.row(names.into_iter().chain(counts));
    }
    notes(output, view, &mut sheet);
    sheet
}

fn notes(output: &Output, view: &PolicyChanges, sheet: &mut Sheet) {
    let note = |key: &str, args: &[(&str, String)]| {
        let args = args
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        catalogue().filled(key, output.lang, &args.collect::<BTreeMap<_, _>>())
    };
    for rule in &view.rules {
        let name =
            |own: &Option<(String, _)>| own.as_ref().map_or("—".to_owned(), |own| own.0.clone());
        let day = rule.on.map(|day| day.to_string()).unwrap_or_default();
        sheet.note(format!(
            "{} → {}  {day}",
            name(&rule.former),
            name(&rule.later)
        ));
    }
    let counts = TurnKind::ALL.iter().zip(view.counts);
    let counts: Vec<_> = counts
        .map(|(one, n)| format!("{} {n}", kind(output, *one)))
        .collect();
    sheet.note(counts.join(" · "));
    if view.muted > 0 {
        sheet.note(note("cli.changes.muted", &[("n", view.muted.to_string())]));
    }
    let asked = [
        ("asked", view.asked.to_string()),
        ("pairs", view.pairs.to_string()),
    ];
    sheet.note(note("cli.changes.asked", &asked));
    if let Some(first) = view.first_recorded {
        sheet.note(note("page.changes.first", &[("day", first.to_string())]));
    }
}

fn kind(output: &Output, kind: TurnKind) -> String {
    text(output, &format!("page.changes.kind.{}", kind.code()))
}

/// What turned it, in a line; a file has every clause.
fn why(output: &Output, row: &TurnView) -> String {
    let cause = text(output, &format!("page.changes.cause.{}", row.cause.code()));
    let most = match output.format {
        Format::Table => 2,
        _ => row.reasons.len(),
    };
    let reasons = row.reasons.iter().take(most).map(|one| reason(output, one));
    let words: Vec<_> = std::iter::once(cause).chain(reasons).collect();
    words.join("; ")
}

fn reason(output: &Output, reason: &TurnReason) -> String {
    let facts = reason.facts.iter().map(|one| fact(output, one));
    let bars = reason.thresholds.iter().map(|one| threshold(output, one));
    let turned: Vec<_> = facts.chain(bars).collect();
    let text = reason.text.get(output.lang);
    match turned.is_empty() {
        true => text.to_owned(),
        false => format!("{text} ({})", turned.join(", ")),
    }
}

fn fact(output: &Output, turn: &FactTurn) -> String {
    let unit = (turn.unit.as_deref(), &turn.unit_label);
    let side = |at: &Option<julin_app::contract::KnownAt>| {
        known(output, at.as_ref().map(|at| &at.value), unit)
    };
    let label = turn.label.get(output.lang);
    format!("{label} {} → {}", side(&turn.was), side(&turn.is))
}

fn threshold(output: &Output, turn: &ThresholdTurn) -> String {
    let side = |value: Option<f64>| match value {
        Some(value) => measured(output, value, Some(&turn.unit), &turn.unit_label),
        None => text(output, "ui.unknown"),
    };
    let label = turn.label.get(output.lang);
    format!("{label} {} → {}", side(turn.was), side(turn.is))
}
