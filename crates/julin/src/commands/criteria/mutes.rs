//! `julin criteria mute`, `mutes`, `unmute`: changes nobody wants to hear of.

use super::super::text;
use super::sheet;
use crate::args::criteria::{MuteArgs, UnmuteArgs};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::MuteView;
use julin_app::criteria::MuteInput;
use julin_app::{App, Call, criteria};

/// Mutes, and prints the mute.
pub fn mute(app: &App, call: &Call, output: &Output, args: &MuteArgs) -> anyhow::Result<()> {
    let input = MuteInput {
        rule: args.rule.clone(),
        clause: args.clause.clone(),
        kind: args.kind.clone(),
        entity: args.entity.clone(),
        note: args.note.clone().unwrap_or_default(),
        until: args.until.clone(),
    };
    let view = criteria::mute(app, call, &input)?;
    output.print(&view, || rows(output, std::slice::from_ref(&view)))
}

/// Prints all mutes.
pub fn mutes(app: &App, call: &Call, output: &Output) -> anyhow::Result<()> {
    let view = criteria::mutes(app, call)?;
    output.print(&view, || rows(output, &view))
}

/// Ends a mute, and prints it.
pub fn unmute(app: &App, call: &Call, output: &Output, args: &UnmuteArgs) -> anyhow::Result<()> {
    let view = criteria::unmute(app, call, args.id)?;
    output.print(&view, || rows(output, std::slice::from_ref(&view)))
}

fn rows(output: &Output, mutes: &[MuteView]) -> Sheet {
    let headings = [
        ("number", Align::Right),
        ("state", Align::Left),
        ("change", Align::Left),
        ("rule", Align::Left),
        ("condition", Align::Left),
        ("name", Align::Left),
        ("to", Align::Left),
        ("note", Align::Left),
        ("author", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for mute in mutes {
        let state = if mute.counts { "counts" } else { "over" };
        let kind = mute
            .kind
            .map(|kind| text(output, &format!("page.changes.kind.{}", kind.code())));
        let entity = mute.entity.as_ref();
        sheet.row([
            mute.id.to_string(),
            text(output, &format!("page.mutes.{state}")),
            kind.unwrap_or_default(),
            mute.rule
                .as_ref()
                .map(|rule| rule.0.clone())
                .unwrap_or_default(),
            mute.clause
                .as_ref()
                .map(|own| own.1.get(output.lang).to_owned())
                .unwrap_or_default(),
            entity
                .map(|own| own.name.get(output.lang).to_owned())
                .unwrap_or_default(),
            mute.until.map(|day| day.to_string()).unwrap_or_default(),
            mute.note.clone(),
            mute.author.clone(),
        ]);
    }
    if mutes.is_empty() {
        sheet.note(text(output, "page.mutes.empty"));
    }
    sheet
}
