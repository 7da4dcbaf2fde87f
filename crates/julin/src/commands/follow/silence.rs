//! `julin follow silence`: cases by how long nothing was heard of them.

use super::super::text;
use super::lists::ended;
use super::words::{filled, held_by, minute, word};
use super::{call, page_sheet};
use crate::args::follow_lists::SilenceArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{SilenceRow, SilenceView};
use julin_app::{App, follow};

/// Prints the cases in which silence counts, the most silent first.
pub fn silence(app: &App, output: &Output, args: &SilenceArgs) -> anyhow::Result<()> {
    let view = follow::silent_cases(app, &call(&args.who), args.workflow.as_deref())?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &SilenceView) -> Sheet {
    let mut headings = vec![
        ("page.cases.number", Align::Left),
        ("page.cases.case", Align::Left),
        ("page.silence.days", Align::Right),
        ("page.silence.heard", Align::Left),
        ("page.silence.steps", Align::Left),
        ("page.silence.asked", Align::Left),
    ];
    if output.whole() {
        headings.extend([
            ("page.cases.light", Align::Left),
            ("cli.heading.last-asked", Align::Left),
            ("page.silence.promises", Align::Right),
            ("cli.heading.promises-late", Align::Right),
            ("page.case.due", Align::Left),
        ]);
    }
    let mut sheet = page_sheet(output, &headings);
    for own in &view.rows {
        let mut cells = row(output, own);
        if output.whole() {
            cells.extend(more(output, own));
        }
        sheet.row(cells);
    }
    ended(output, &mut sheet, view.rows.is_empty(), false);
    let args = [
        ("n", view.rows.len().to_string()),
        ("stale", view.stale.to_string()),
    ];
    sheet.note(filled(output, "page.silence.title", args));
    sheet
}

fn row(output: &Output, own: &SilenceRow) -> Vec<String> {
    let silence = &own.silence;
    let reached = [
        ("n", silence.reached.to_string()),
        ("of", silence.steps.to_string()),
    ];
    let people = own.asked.iter().flat_map(|role| role.people.clone());
    let asked: Vec<String> = match output.whole() {
        true => own.asked.iter().map(|role| held_by(output, role)).collect(),
        false => people.collect(),
    };
    vec![
        own.case.code.clone(),
        own.case.title.get(output.lang).to_owned(),
        silence.days.to_string(),
        silence.heard.to_string(),
        filled(output, "page.silence.reached", reached),
        asked.join(&text(output, "ui.list-comma")),
    ]
}

/// What only a program has room for.
fn more(output: &Output, own: &SilenceRow) -> [String; 5] {
    let (open, late) = own.promises;
    [
        word(output, "follow.light", own.light),
        minute(own.asks.last().copied()),
        open.to_string(),
        late.to_string(),
        own.next.map(|day| day.to_string()).unwrap_or_default(),
    ]
}
