//! `julin criteria show`: one rule as a tree.

use super::sheet;
use crate::args::Format;
use crate::args::criteria::RuleArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{ConditionView, Join, RuleView};
use julin_app::{App, Call, criteria};
use julin_locale::catalogue;
use std::collections::BTreeMap;

/// Prints the conditions, one line each, set in below what joins them.
pub fn show(app: &App, call: &Call, output: &Output, args: &RuleArgs) -> anyhow::Result<()> {
    let input = criteria::RuleInput {
        id: args.rule.clone(),
        as_of: args.day.as_of.clone(),
    };
    let view = criteria::rule(app, call, &input)?;
    output.print(&view, || tree(output, &view))
}

fn tree(output: &Output, view: &RuleView) -> Sheet {
    let headings = [
        ("condition", Align::Left),
        ("expression", Align::Left),
        ("basis", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(format!(
        "{} · {}",
        view.rule.title.get(output.lang),
        view.rule.reference.get(output.lang)
    ));
    lines(output, &view.conditions, 0, &mut sheet);
    if !view.note.is_empty() {
        sheet.note(view.note.get(output.lang));
    }
    sheet
}

fn lines(output: &Output, condition: &ConditionView, level: usize, sheet: &mut Sheet) {
    let join = match condition.join {
        Join::Test | Join::Judgement => None,
        other => Some(joined(output, other)),
    };
    let words = [
        join.as_deref().unwrap_or_default(),
        condition.text.get(output.lang),
    ];
    let given: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    // The official text stands above the table; only a program needs it in every row.
    let basis = condition.basis.as_ref().map(|basis| {
        let article = basis.article.as_deref().unwrap_or_default();
        match output.format {
            Format::Csv => format!("{} {article}", basis.reference.get(output.lang)),
            _ => article.to_owned(),
        }
    });
    let judgement = || (condition.join == Join::Judgement).then(|| joined(output, Join::Judgement));
    sheet.row([
        format!("{}{}", "  ".repeat(level), given.join(" · ")),
        condition
            .expression
            .clone()
            .or_else(judgement)
            .unwrap_or_default(),
        basis.unwrap_or_default(),
    ]);
    for part in &condition.parts {
        lines(output, part, level + 1, sheet);
    }
}

fn joined(output: &Output, join: Join) -> String {
    let args = match join {
        Join::AtLeast(count) => BTreeMap::from([("n".to_owned(), count.to_string())]),
        _ => BTreeMap::new(),
    };
    catalogue().filled(
        &format!("page.policy.join.{}", join.code()),
        output.lang,
        &args,
    )
}
