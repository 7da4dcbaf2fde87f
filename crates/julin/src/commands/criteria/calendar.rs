//! `julin criteria calendar`: when to apply, report or renew.

use super::super::text;
use super::sheet;
use crate::args::criteria::DayArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{CalendarLine, DeclarationCalendar};
use julin_app::{App, Call, criteria};

/// Prints one line per date.
pub fn calendar(app: &App, call: &Call, output: &Output, args: &DayArgs) -> anyhow::Result<()> {
    let input = criteria::CalendarInput {
        as_of: args.as_of.clone(),
    };
    let view = criteria::calendar(app, call, &input)?;
    output.print(&view, || dates(output, &view))
}

/// The rule of a date; of several the first and how many more.
fn rules(output: &Output, item: &CalendarLine) -> String {
    let first = item.rules.first();
    let first = first.map_or("", |(_, title)| title.get(output.lang));
    match item.rules.len() {
        0 | 1 => first.to_owned(),
        n => format!("{first} +{}", n - 1),
    }
}

fn dates(output: &Output, view: &DeclarationCalendar) -> Sheet {
    let headings = [
        ("from", Align::Left),
        ("to", Align::Left),
        ("state", Align::Left),
        ("title", Align::Left),
        ("action", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for item in &view.items {
        sheet.row([
            item.from.map(|day| day.to_string()).unwrap_or_default(),
            item.to.to_string(),
            text(
                output,
                &format!("page.calendar.state.{}", item.state.code()),
            ),
            rules(output, item),
            item.action.get(output.lang).to_owned(),
        ]);
    }
    if view.items.is_empty() {
        sheet.note(text(output, "page.calendar.empty.hint"));
    }
    sheet
}
