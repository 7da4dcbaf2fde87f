//! `julin criteria audience`: one rule for all entities.

use super::super::text;
use super::{listed, sheet};
use crate::args::criteria::AudienceArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Audience, Reach};
use julin_app::{App, Call, criteria};

/// Prints the list, the nearest first.
pub fn audience(
    app: &App,
    call: &Call,
    output: &Output,
    args: &AudienceArgs,
) -> anyhow::Result<()> {
    let wanted = args.reach.as_deref();
    let input = criteria::AudienceInput {
        rule: args.rule.clone(),
        as_of: args.day.as_of.clone(),
        reach: wanted.map(criteria::reach_of).transpose()?,
        offset: 0,
        limit: args.limit,
        data: args.file.data.clone(),
    };
    let view = criteria::audience(app, call, &input)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &Audience) -> Sheet {
    let headings = [
        ("entity", Align::Left),
        ("name", Align::Left),
        ("standing", Align::Left),
        ("failing", Align::Left),
        ("open", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(view.rule.title.get(output.lang));
    let reach = |reach: Reach| text(output, &format!("page.audience.{}", reach.code()));
    for row in &view.rows {
        sheet.row([
            row.entity.id.to_string(),
            row.entity.name.get(output.lang).to_owned(),
            reach(row.reach),
            listed(output, &row.failing),
            listed(output, &row.unknown),
        ]);
    }
    for (one, count) in Reach::ALL.into_iter().zip(view.counts) {
        sheet.note(format!("{}: {count}", reach(one)));
    }
    sheet
}
