//! `julin follow budget`: who was called upon in a month, and what is left.

use super::super::text;
use super::words::filled;
use super::{page_sheet, typed};
use crate::args::follow_lists::BudgetArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::BudgetView;
use julin_app::follow::BudgetInput;
use julin_app::{App, Call, follow};

/// Prints the calls upon everybody, or upon one, in a month.
pub fn budget(app: &App, output: &Output, args: &BudgetArgs) -> anyhow::Result<()> {
    let month = args
        .month
        .as_ref()
        .map(|text| typed::month(text))
        .transpose()?;
    let input = BudgetInput {
        name: args.name.clone(),
        month,
        subject: args.subject.clone(),
    };
    let view = follow::budget(app, &Call::default(), &input)?;
    output.print(&view, || rows(output, &view))
}

/// A line for each call; one for whoever has none.
fn rows(output: &Output, view: &BudgetView) -> Sheet {
    let headings = [
        ("page.budget.subject", Align::Left),
        ("page.register.day", Align::Left),
        ("cli.heading.body", Align::Left),
        ("page.cases.number", Align::Left),
        ("page.budget.left", Align::Right),
    ];
    let mut sheet = page_sheet(output, &headings);
    for own in &view.rows {
        let subject = own.subject.name.get(output.lang);
        let left = own.left.to_string();
        for (code, day, body) in &own.visits {
            sheet.row([subject, &day.to_string(), body, code, &left]);
        }
        if own.visits.is_empty() {
            sheet.row([subject, "", "", "", &left]);
        }
    }
    let calls: u64 = view.bodies.iter().map(|(_, n)| n).sum();
    let full = view.rows.iter().filter(|row| row.left == 0).count();
    let args = [
        ("month", view.month.format("%Y-%m").to_string()),
        ("n", calls.to_string()),
        ("firms", view.rows.len().to_string()),
        ("full", full.to_string()),
    ];
    sheet.note(filled(output, "page.budget.title", args));
    let colon = text(output, "ui.colon");
    let mut told = |key: &str, words: String| {
        sheet.note(format!("{}{colon}{words}", text(output, key)));
    };
    told("page.budget.most", view.most.to_string());
    let comma = text(output, "ui.list-comma");
    let workflows = view.workflows.iter().map(|own| own.title.get(output.lang));
    told(
        "page.budget.workflows",
        workflows.collect::<Vec<_>>().join(&comma),
    );
    let bodies = view.bodies.iter().map(|(body, n)| format!("{body} {n}"));
    if !view.bodies.is_empty() {
        told(
            "page.budget.bodies",
            bodies.collect::<Vec<_>>().join(&comma),
        );
    }
    sheet
}
