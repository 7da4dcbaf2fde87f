//! `julin follow due`, `list`, `work`: cases by what they want of whom and when.

use super::super::text;
use super::words::{light, minute, word};
use super::{call, sheet};
use crate::args::Format;
use crate::args::follow::{DueArgs, ListArgs, WorkArgs};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{CaseLine, CaseList, MyWork};
use julin_app::follow::{CasesInput, MyWorkInput};
use julin_app::{App, Call, follow};

/// Prints what is due soon or late: of everybody, of somebody, of nobody yet.
pub fn due(app: &App, output: &Output, args: &DueArgs) -> anyhow::Result<()> {
    if args.unclaimed || args.who.who.is_some() {
        let input = MyWorkInput {
            shown: if args.unclaimed { "unclaimed" } else { "todo" }.to_owned(),
            due_in_days: Some(args.days),
            limit: args.limit,
            offset: 0,
        };
        let view = follow::my_work(app, &call(&args.who), &input)?;
        return output.print(&view, || parts(output, &view));
    }
    let input = CasesInput {
        workflows: args.workflows.clone(),
        due_in_days: Some(args.days),
        limit: args.limit,
        ..CasesInput::default()
    };
    let view = follow::cases(app, &Call::default(), &input)?;
    output.print(&view, || cases(output, &view))
}

/// Prints the cases that fit.
pub fn list(app: &App, output: &Output, args: &ListArgs) -> anyhow::Result<()> {
    let input = CasesInput {
        workflows: args.workflows.clone(),
        states: args.states.clone(),
        phases: args
            .phases
            .iter()
            .map(|own| own.code().to_owned())
            .collect(),
        words: args.words.clone(),
        subject: args.subject.clone(),
        within: args.within.clone(),
        due_in_days: None,
        limit: args.limit,
        offset: args.offset,
    };
    let view = follow::cases(app, &Call::default(), &input)?;
    output.print(&view, || cases(output, &view))
}

/// Prints somebody's work.
pub fn work(app: &App, output: &Output, args: &WorkArgs) -> anyhow::Result<()> {
    let input = MyWorkInput {
        shown: args.part.clone(),
        due_in_days: None,
        limit: args.limit,
        offset: args.offset,
    };
    let view = follow::my_work(app, &call(&args.who), &input)?;
    output.print(&view, || parts(output, &view))
}

fn cases(output: &Output, view: &CaseList) -> Sheet {
    let headings = [
        ("case-code", Align::Left),
        ("title", Align::Left),
        ("state", Align::Left),
        ("since", Align::Left),
        ("due", Align::Left),
        ("light", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for own in &view.cases {
        sheet.row([
            own.code.clone(),
            titled(output, own),
            own.state.title.get(output.lang).to_owned(),
            minute(Some(own.since)),
            minute(own.due),
            light(output, own.light),
        ]);
    }
    ended(output, &mut sheet, view.cases.is_empty(), view.more);
    sheet
}

/// The title, with whom it is about.
fn titled(output: &Output, own: &CaseLine) -> String {
    let title = own.title.get(output.lang);
    match &own.subject {
        Some(subject) => format!("{title} ({})", subject.name.get(output.lang)),
        None => title.to_owned(),
    }
}

fn parts(output: &Output, view: &MyWork) -> Sheet {
    let headings = [
        ("case-code", Align::Left),
        ("title", Align::Left),
        ("turn-to", Align::Left),
        ("state", Align::Left),
        ("due", Align::Left),
        ("light", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for own in &view.lines {
        let part = word(output, "follow.part", own.part);
        let what = own.as_what.get(output.lang);
        sheet.row([
            own.case.code.clone(),
            titled(output, &own.case),
            [part.as_str(), what].join(" ").trim().to_owned(),
            own.case.state.title.get(output.lang).to_owned(),
            minute(own.due),
            light(output, own.light),
        ]);
    }
    ended(output, &mut sheet, view.lines.is_empty(), view.more);
    let counts = view.counts.iter();
    let counts = counts.map(|(part, n)| format!("{} {n}", word(output, "follow.part", part)));
    let unclaimed = format!("{} {}", text(output, "follow.unclaimed"), view.unclaimed);
    let counts: Vec<_> = counts.chain([unclaimed]).collect();
    sheet.note(format!("{}  {}", view.person, counts.join(" · ")));
    sheet
}

/// Says that there is nothing, or more.
fn ended(output: &Output, sheet: &mut Sheet, empty: bool, more: bool) {
    if empty {
        sheet.note(text(output, "cli.follow-none"));
    }
    if more && output.format == Format::Table {
        sheet.note(text(output, "cli.follow-more"));
    }
}
