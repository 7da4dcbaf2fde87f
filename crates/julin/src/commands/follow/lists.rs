//! `julin follow due`, `list`, `work`: cases by what they want of whom and when.

use super::super::text;
use super::words::{light, minute, word};
use super::{call, page_sheet, sheet};
use crate::args::Format;
use crate::args::follow_lists::{DueArgs, ListArgs, WorkArgs};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{CaseLine, CaseList, DueItem, DueList, MyWork, until_text};
use julin_app::follow::{CasesInput, DueInput, DueOf, MyWorkInput};
use julin_app::{App, Call, follow};

/// Prints what is due soon or late, clock by clock and promise by promise: of everybody,
/// of somebody, of nobody yet.
pub fn due(app: &App, output: &Output, args: &DueArgs) -> anyhow::Result<()> {
    let of = match (&args.person, args.unclaimed) {
        (Some(_), _) => DueOf::Mine,
        (None, true) => DueOf::Unclaimed,
        (None, false) => DueOf::All,
    };
    let input = DueInput {
        workflows: args.workflows.clone(),
        days: args.days,
        of,
        limit: Some(args.limit),
    };
    let caller = args.person.as_ref();
    let caller = caller.map_or_else(Call::default, Call::named);
    let view = follow::due(app, &caller, &input)?;
    output.print(&view, || items(output, &view))
}

fn items(output: &Output, view: &DueList) -> Sheet {
    let mut headings = vec![
        ("page.cases.due", Align::Left),
        ("page.cases.light", Align::Left),
        ("page.due.what", Align::Left),
        ("page.cases.number", Align::Left),
        ("page.cases.case", Align::Left),
        ("page.due.who", Align::Left),
    ];
    if output.whole() {
        headings.extend([
            ("page.due.kind", Align::Left),
            ("page.cases.workflow", Align::Left),
            ("follow.provisional", Align::Left),
        ]);
    }
    let mut sheet = page_sheet(output, &headings);
    for own in &view.items {
        let mut cells = item(output, own);
        if output.whole() {
            let kind = match own.promise {
                true => "page.due.promise",
                false => "page.due.clock",
            };
            let provisional = own.provisional.then(|| text(output, "ui.yes"));
            cells.extend([
                text(output, kind),
                own.case.workflow.title.get(output.lang).to_owned(),
                provisional.unwrap_or_default(),
            ]);
        }
        sheet.row(cells);
    }
    ended(output, &mut sheet, view.items.is_empty(), view.more);
    sheet
}

fn item(output: &Output, own: &DueItem) -> Vec<String> {
    let until = match own.promise {
        true => own.day().to_string(),
        false => until_text(own.due),
    };
    vec![
        until,
        light(output, Some(own.light)),
        own.what.get(output.lang).to_owned(),
        own.case.code.clone(),
        own.case.title.get(output.lang).to_owned(),
        match own.people.is_empty() {
            true => text(output, "follow.held-by-nobody"),
            false => own.people.join(&text(output, "ui.list-comma")),
        },
    ]
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
    let shown = match args.unclaimed {
        true => "unclaimed",
        false => args.part.code(),
    };
    let input = MyWorkInput {
        shown: shown.to_owned(),
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
pub fn titled(output: &Output, own: &CaseLine) -> String {
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
pub fn ended(output: &Output, sheet: &mut Sheet, empty: bool, more: bool) {
    if empty {
        sheet.note(text(output, "cli.follow-none"));
    }
    if more && output.format == Format::Table {
        sheet.note(text(output, "cli.follow-more"));
    }
}
