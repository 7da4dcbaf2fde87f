//! `julin criteria gaps`: the smallest changes that lead to a yes.

use super::super::text;
use super::super::value::known;
use super::explain::{input, title};
use super::{listed, sheet};
use crate::args::criteria::ExplainArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{ChangeView, PlanView, VerdictView};
use julin_app::{App, Call, criteria};

/// Prints the plans, smallest first; the facts to ask for where the answer is open.
pub fn gaps(app: &App, call: &Call, output: &Output, args: &ExplainArgs) -> anyhow::Result<()> {
    let view = criteria::decide(app, call, &input(args))?;
    output.print(&view.gaps, || plans(output, &view))
}

fn plans(output: &Output, view: &VerdictView) -> Sheet {
    let headings = [
        ("plan", Align::Right),
        ("field", Align::Left),
        ("from", Align::Left),
        ("to", Align::Left),
        ("day", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(title(output, view));
    for (number, plan) in view.gaps.iter().enumerate() {
        plan_rows(output, &mut sheet, number + 1, plan);
    }
    if view.gaps.is_empty() {
        sheet.note(text(output, "cli.gaps.none"));
    }
    let asks: Vec<_> = view.asks.iter().map(|ask| ask.label.clone()).collect();
    if !asks.is_empty() {
        let heading = text(output, "page.verdict.asks");
        sheet.note(format!("{heading}: {}", listed(output, &asks)));
    }
    sheet
}

fn plan_rows(output: &Output, sheet: &mut Sheet, number: usize, plan: &PlanView) {
    if plan.changes.is_empty() {
        let wait = text(output, "cli.gaps.wait");
        sheet.row([
            number.to_string(),
            wait,
            String::new(),
            String::new(),
            plan.on.to_string(),
        ]);
    }
    for change in &plan.changes {
        sheet.row([
            number.to_string(),
            change.label.get(output.lang).to_owned(),
            known(output, change.from.as_ref(), unit(change)),
            target(output, change),
            plan.on.to_string(),
        ]);
    }
}

fn unit(change: &ChangeView) -> (Option<&str>, &julin_model::Text) {
    (change.unit.as_deref(), &change.unit_label)
}

fn target(output: &Output, change: &ChangeView) -> String {
    let mut words = Vec::new();
    for (sign, codes) in [("+", &change.obtain), ("-", &change.lose)] {
        if !codes.is_empty() {
            words.push(format!("{sign} {}", listed(output, codes)));
        }
    }
    if words.is_empty() {
        words.push(known(output, Some(&change.to), unit(change)));
    }
    if change.against {
        words.push(text(output, "page.gap.against"));
    }
    words.join(" ")
}
