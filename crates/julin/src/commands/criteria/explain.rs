//! `julin criteria explain`: one rule for one entity, clause by clause.

use super::super::text;
use super::super::value::{known, measured, worth};
use super::sheet;
use crate::args::criteria::ExplainArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{BarView, ClauseView, ReadingView, VerdictView};
use julin_app::{App, Call, criteria};
use julin_locale::catalogue;
use std::collections::BTreeMap;

/// Prints each clause with values, thresholds, article and sources.
pub fn explain(app: &App, call: &Call, output: &Output, args: &ExplainArgs) -> anyhow::Result<()> {
    let view = criteria::decide(app, call, &input(args))?;
    output.print(&view, || clauses(output, &view))
}

/// The input of the use case.
pub fn input(args: &ExplainArgs) -> criteria::DecideInput {
    criteria::DecideInput {
        rule: args.rule.clone(),
        entity: entity(args).unwrap_or_default().to_owned(),
        as_of: args.day.as_of.clone(),
        known_at: args.known_at.clone(),
        data: args.file.data.clone(),
    }
}

/// Whom it is about.
pub fn entity(args: &ExplainArgs) -> Option<&str> {
    args.entity.as_deref().or(args.who.as_deref())
}

/// The answer in a sentence.
pub fn title(output: &Output, view: &VerdictView) -> String {
    let args = BTreeMap::from([
        (
            "entity".to_owned(),
            view.entity.name.get(output.lang).to_owned(),
        ),
        (
            "rule".to_owned(),
            view.rule.title.get(output.lang).to_owned(),
        ),
    ]);
    let key = format!("page.verdict.title.{}", view.answer.code());
    catalogue().filled(&key, output.lang, &args)
}

/// One line for each clause, and below it one for each fact it reads.
fn clauses(output: &Output, view: &VerdictView) -> Sheet {
    let headings = [
        ("answer", Align::Left),
        ("condition", Align::Left),
        ("threshold", Align::Left),
        ("article", Align::Left),
        ("source", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(title(output, view));
    for clause in &view.clauses {
        let answer = format!("page.verdict.answer.{}", clause.answer.code());
        sheet.row([
            text(output, &answer),
            clause.text.get(output.lang).to_owned(),
            thresholds(output, &clause.thresholds),
            article(output, view, clause),
            String::new(),
        ]);
        for reading in &clause.readings {
            let fact = format!("  {}", fact(output, reading));
            let source = source(output, view, reading);
            sheet.row([String::new(), fact, String::new(), String::new(), source]);
        }
    }
    let amount = worth(output, view.amount.as_ref());
    if !amount.is_empty() {
        sheet.note(amount);
    }
    if view.sample {
        sheet.note(text(output, "page.eligibility.sample"));
    }
    sheet
}

fn fact(output: &Output, reading: &ReadingView) -> String {
    let unit = (reading.unit.as_deref(), &reading.unit_label);
    let value = known(output, reading.value.as_ref(), unit);
    let before = match reading.years {
        0 => String::new(),
        years => format!(" (-{years})"),
    };
    let period = reading.period.map(|p| format!(" {p}")).unwrap_or_default();
    format!(
        "{}{before}: {value}{period}",
        reading.label.get(output.lang)
    )
}

fn thresholds(output: &Output, bars: &[BarView]) -> String {
    let one = |bar: &BarView| match bar.value {
        Some(value) => measured(output, value, Some(&bar.unit), &bar.unit_label),
        None => text(output, "page.policy.unpublished"),
    };
    bars.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The article; with its text where that is not the main one.
fn article(output: &Output, view: &VerdictView, clause: &ClauseView) -> String {
    let Some(basis) = &clause.basis else {
        return String::new();
    };
    let article = basis.article.clone().unwrap_or_default();
    if basis.reference == view.rule.reference {
        return article;
    }
    format!("{} {article}", basis.reference.get(output.lang))
}

/// Where a value comes from.
fn source(output: &Output, view: &VerdictView, reading: &ReadingView) -> String {
    let of = |id| view.statements.iter().find(|s| s.figure.statement == id);
    let told = reading.statement.and_then(of);
    told.map(|told| {
        format!(
            "{} {}",
            told.source.title.get(output.lang),
            told.locator.spot
        )
    })
    .unwrap_or_default()
}
