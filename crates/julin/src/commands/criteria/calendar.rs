//! `julin criteria calendar`: when to apply, report or renew.

use super::super::text;
use super::sheet;
use crate::args::criteria::DayArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::DeclarationCalendar;
use julin_app::{App, Call, criteria};

/// Prints one line per date.
pub fn calendar(app: &App, call: &Call, output: &Output, args: &DayArgs) -> anyhow::Result<()> {
    let input = criteria::CalendarInput {
        as_of: args.as_of.clone(),
    };
    let view = criteria::calendar(app, call, &input)?;
    output.print(&view, || dates(output, &view))
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
            item.rule.1.get(output.lang).to_owned(),
            item.action.get(output.lang).to_owned(),
        ]);
    }
    if view.items.is_empty() {
        sheet.note(text(output, "page.calendar.empty.hint"));
    }
    sheet
}
