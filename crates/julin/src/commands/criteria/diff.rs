//! `julin criteria diff`: two vintages over everybody.

use super::super::text;
use super::super::value::measured;
use super::sheet;
use crate::args::criteria::DiffArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{AnswerView, RuleDiff, Turned};
use julin_app::{App, Call, criteria};
use julin_model::Text;

/// Prints who gains and who loses.
pub fn diff(app: &App, call: &Call, output: &Output, args: &DiffArgs) -> anyhow::Result<()> {
    let input = criteria::DiffInput {
        old: args.old.clone(),
        new: args.new.clone(),
        as_of: args.day.as_of.clone(),
        data: args.file.data.clone(),
    };
    let view = criteria::diff(app, call, &input)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &RuleDiff) -> Sheet {
    let headings = [
        ("turn", Align::Left),
        ("entity", Align::Left),
        ("name", Align::Left),
        ("was", Align::Left),
        ("is", Align::Left),
    ];
    let title = [&view.old, &view.new].map(|rule| rule.title.get(output.lang));
    let mut sheet = sheet(output, &headings).titled(title.join(" → "));
    let answer = |one: AnswerView| text(output, &format!("page.verdict.answer.{}", one.code()));
    for (key, list) in [
        ("cli.diff.gained", &view.gained),
        ("cli.diff.lost", &view.lost),
    ] {
        for Turned { entity, was, is } in list {
            sheet.row([
                text(output, key),
                entity.id.to_string(),
                entity.name.get(output.lang).to_owned(),
                answer(*was),
                answer(*is),
            ]);
        }
    }
    let sides = ["was", "is"].map(|key| text(output, &format!("cli.heading.{key}")));
    let was = |place: usize| -> u64 { view.counts[place].iter().sum() };
    let is = |place: usize| -> u64 { view.counts.iter().map(|row| row[place]).sum() };
    let of = |side: usize, place: usize| match side {
        0 => was(place),
        _ => is(place),
    };
    for (side, name) in sides.iter().enumerate() {
        let order = [AnswerView::Yes, AnswerView::Unknown, AnswerView::No];
        let counts = order
            .iter()
            .enumerate()
            .map(|(at, one)| format!("{} {}", answer(*one), of(side, at)));
        let cost = view.cost[side].map(|cost| {
            format!(
                " · ≈ {}",
                measured(output, cost, view.unit.as_deref(), &Text::default())
            )
        });
        let counts = counts.collect::<Vec<_>>().join(" · ");
        sheet.note(format!("{name}: {counts}{}", cost.unwrap_or_default()));
    }
    sheet
}
