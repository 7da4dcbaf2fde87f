//! A rule's conditions, drawn as a tree from the rule itself; with the answers of one
//! entity where it was asked.

use super::{Cx, measured, status_mark, time};
use julin_app::contract::{
    AnswerView, BarView, BasisView, ClauseView, ConditionView, Join, KnownValue, ReadingView,
};
use julin_model::Text;
use maud::{Markup, html};

/// The tree. A condition that stands in the main text is cited by its article alone.
pub fn conditions(cx: &Cx, root: &ConditionView, main: &Text) -> Markup {
    decided(cx, root, main, &[])
}

/// The tree with the answers of its clauses.
pub fn decided(cx: &Cx, root: &ConditionView, main: &Text, clauses: &[ClauseView]) -> Markup {
    let tree = Tree { cx, main, clauses };
    html! { ol.conditions { (tree.node(root)) } }
}

struct Tree<'a> {
    cx: &'a Cx,
    main: &'a Text,
    clauses: &'a [ClauseView],
}

impl Tree<'_> {
    fn node(&self, view: &ConditionView) -> Markup {
        let cx = self.cx;
        let id = view.id.as_ref();
        let clause = id.and_then(|id| self.clauses.iter().find(|clause| clause.id == *id));
        html! {
            li id=[id.map(|id| format!("clause-{id}"))] .aside[clause.is_some_and(|clause| !clause.matters)] {
                div.clause {
                    @if let Some(clause) = clause { (answer(cx, clause.answer)) " " }
                    @if view.join != Join::Test { span.join { (join(cx, view.join)) } " " }
                    @if let Some(role) = view.role { span.tag { (cx.t(&format!("page.policy.role.{}", role.code()))) } " " }
                    @if !view.text.is_empty() { span.words { (cx.text(&view.text)) } }
                    @if let Some(basis) = &view.basis { " " (cited(cx, basis, self.main)) }
                }
                @if let Some(clause) = clause { (readings(cx, clause)) }
                @if let Some(expression) = &view.expression { div.expression { code { (expression) } } }
                @for proof in &view.evidence { div.hint { (cx.t("page.policy.evidence")) (cx.t("ui.colon")) (cx.text(proof)) } }
                @if !view.parts.is_empty() { ol { @for part in &view.parts { (self.node(part)) } } }
            }
        }
    }
}

/// Yes, no or unknown, as a mark.
pub fn answer(cx: &Cx, answer: AnswerView) -> Markup {
    let (good, bad) = (answer == AnswerView::Yes, answer == AnswerView::No);
    html! { span.tag.good[good].bad[bad].open[!good && !bad] { (cx.t(&format!("page.verdict.answer.{}", answer.code()))) } }
}

/// What the clause reads and what it is held against.
fn readings(cx: &Cx, clause: &ClauseView) -> Markup {
    html! {
        @if !clause.readings.is_empty() || !clause.thresholds.is_empty() {
            ul.readings {
                @for one in &clause.readings { li { (reading(cx, one)) } }
                @for bar in &clause.thresholds { li { (threshold(cx, bar)) } }
            }
        }
    }
}

/// A value as told: in its unit, as words, as a day.
pub fn known_value(
    cx: &Cx,
    known: &KnownValue,
    (unit, unit_label): (Option<&str>, &Text),
    words: &[Text],
) -> String {
    match known {
        KnownValue::Flag(true) => cx.t("page.verdict.answer.yes"),
        KnownValue::Flag(false) => cx.t("page.verdict.answer.no"),
        KnownValue::Number(number) => measured(cx, *number, unit, unit_label),
        KnownValue::Day(day) => time::day(cx, *day),
        KnownValue::Set(members) if members.is_empty() => cx.t("page.verdict.empty-set"),
        KnownValue::Word(word) if words.is_empty() => word.clone(),
        KnownValue::Set(members) if words.is_empty() => members.join(&cx.t("ui.list-comma")),
        KnownValue::Word(_) | KnownValue::Set(_) => {
            let words: Vec<_> = words.iter().map(|word| cx.plain(word)).collect();
            words.join(&cx.t("ui.list-comma"))
        }
    }
}

fn reading(cx: &Cx, reading: &ReadingView) -> Markup {
    let label = cx.text(&reading.label);
    html! {
        (label)
        @if reading.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &reading.years.to_string())])) } }
        (cx.t("ui.colon"))
        @match (&reading.value, reading.statement) {
            (None, _) => span.unknown { (cx.t("ui.unknown")) },
            (Some(known), Some(id)) => a href=(cx.href(&format!("/statements/{id}"), &[])) { (value(cx, known, reading)) },
            (Some(known), None) => (value(cx, known, reading)),
        }
        @if let Some(period) = reading.period { " " span.when { (time::period(cx, period)) } }
        @if let Some(id) = reading.statement { code.print-only { " [" (id) "]" } }
        @if reading.sample { " " (status_mark(cx, julin_model::Status::Sample)) }
    }
}

fn value(cx: &Cx, known: &KnownValue, reading: &ReadingView) -> String {
    let unit = (reading.unit.as_deref(), &reading.unit_label);
    known_value(cx, known, unit, &reading.words)
}

fn threshold(cx: &Cx, bar: &BarView) -> Markup {
    html! {
        (cx.t("page.policy.threshold-of")) @if !bar.label.is_empty() { (cx.text(&bar.label)) } @else { code { (bar.id) } }
        (cx.t("ui.colon"))
        @match bar.value {
            Some(number) => (measured(cx, number, Some(&bar.unit), &bar.unit_label)),
            None => span.unknown { (cx.t("page.policy.unpublished")) },
        }
    }
}

fn join(cx: &Cx, join: Join) -> String {
    let key = format!("page.policy.join.{}", join.code());
    match join {
        Join::AtLeast(count) => cx.tf(&key, &[("n", &count.to_string())]),
        _ => cx.t(&key),
    }
}

fn cited(cx: &Cx, basis: &BasisView, main: &Text) -> Markup {
    match &basis.article {
        Some(article) if basis.reference == *main => html! {
            span.when { (article) (cx.t("ui.comma")) (sure(cx, basis)) }
        },
        _ => stands(cx, basis),
    }
}

fn sure(cx: &Cx, basis: &BasisView) -> String {
    cx.t(&format!(
        "page.policy.confidence.{}",
        basis.confidence.code()
    ))
}

/// Where something stands in an official text, and how sure the reading is.
pub fn stands(cx: &Cx, basis: &BasisView) -> Markup {
    html! {
        span.when {
            (cx.text(&basis.reference))
            @if let Some(article) = &basis.article { " " (article) }
            (cx.t("ui.comma")) (sure(cx, basis))
        }
    }
}
