//! `julin criteria list`: the rules of the packs as of a day.

use super::super::text;
use super::sheet;
use crate::args::criteria::DayArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::Rules;
use julin_app::{App, Call, criteria};

/// Prints one line per rule.
pub fn list(app: &App, call: &Call, output: &Output, args: &DayArgs) -> anyhow::Result<()> {
    let input = criteria::RulesInput {
        as_of: args.as_of.clone(),
    };
    let view = criteria::rules(app, call, &input)?;
    output.print(&view, || rules_sheet(output, &view))
}

fn rules_sheet(output: &Output, view: &Rules) -> Sheet {
    let headings = [
        ("rule", Align::Left),
        ("title", Align::Left),
        ("state", Align::Left),
        ("from", Align::Left),
        ("to", Align::Left),
        ("conditions", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for rule in &view.rules {
        let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        sheet.row([
            rule.id.clone(),
            rule.title.get(output.lang).to_owned(),
            text(
                output,
                &format!("page.policies.state.{}", rule.state.code()),
            ),
            day(rule.from),
            day(rule.to),
            rule.conditions.to_string(),
        ]);
    }
    if view.rules.is_empty() {
        sheet.note(text(output, "page.policies.empty.hint"));
    }
    sheet
}
