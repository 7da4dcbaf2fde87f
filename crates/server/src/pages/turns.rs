//! Parts of pages: one change of an answer, its kind and its reasons; the changes of one
//! entity in short.

use super::policies::link;
use crate::view::{Cx, known_value, measured, segment, status_mark, time};
use chrono::NaiveDate;
use julin_app::contract::{
    EntityLink, FactTurn, KnownAt, PolicyChanges, RuleLink, ThresholdTurn, TurnCause, TurnKind,
    TurnReason, TurnView,
};
use maud::{Markup, html};

/// Changes of one entity that are shown at once.
const FIRST: usize = 8;

/// The words of a kind.
pub fn kind_words(cx: &Cx, kind: TurnKind) -> String {
    cx.t(&format!("page.changes.kind.{}", kind.code()))
}

/// The words of a cause.
pub fn cause_words(cx: &Cx, cause: TurnCause) -> String {
    cx.t(&format!("page.changes.cause.{}", cause.code()))
}

/// A kind as a mark.
pub fn kind(cx: &Cx, kind: TurnKind) -> Markup {
    let good = kind == TurnKind::Eligible;
    let bad = matches!(kind, TurnKind::Lost | TurnKind::RuledOut);
    html! { span.tag.good[good].bad[bad].open[!good && !bad] { (kind_words(cx, kind)) } }
}

/// The rule, leading to the whole answer of that day.
pub fn verdict_link(cx: &Cx, who: &EntityLink, rule: &RuleLink, day: NaiveDate) -> Markup {
    let path = format!("/verdict/{}", segment(who.id.as_str()));
    let day = day.to_string();
    html! { a href=(cx.href(&path, &[("rule", &rule.0), ("day", &day)])) { (cx.text(&rule.1)) } }
}

/// Why it turned: the cause, then each clause with what differs below it.
pub fn reasons(cx: &Cx, row: &TurnView) -> Markup {
    html! {
        span.when { (cause_words(cx, row.cause)) }
        @if !row.reasons.is_empty() { ul.plain { @for one in &row.reasons { li { (reason(cx, one)) } } } }
        @if !row.missing.is_empty() {
            @let missing: Vec<_> = row.missing.iter().map(|text| cx.plain(text)).collect();
            div { (cx.t("page.changes.missing")) (cx.t("ui.colon")) (missing.join(&cx.t("ui.list-comma"))) }
        }
    }
}

fn reason(cx: &Cx, reason: &TurnReason) -> Markup {
    html! {
        (cx.text(&reason.text))
        @for one in &reason.facts { div { (fact(cx, one)) } }
        @for one in &reason.thresholds { div { (cx.t("page.policy.threshold-of")) (threshold(cx, one)) } }
    }
}

fn fact(cx: &Cx, turn: &FactTurn) -> Markup {
    let side = |at: &Option<KnownAt>| {
        let Some(at) = at else {
            return html! { span.unknown { (cx.t("ui.unknown")) } };
        };
        let value = fact_value(cx, turn, at);
        html! {
            @match at.statement {
                Some(id) => a href=(cx.href(&format!("/statements/{id}"), &[])) { (value) },
                None => (value),
            }
            @if at.sample { " " (status_mark(cx, julin_model::Status::Sample)) }
        }
    };
    let recorded = turn.is.as_ref().and_then(|at| at.recorded);
    html! {
        (cx.text(&turn.label))
        @if turn.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &turn.years.to_string())])) } }
        (cx.t("ui.colon")) (side(&turn.was)) " → " (side(&turn.is))
        @if let Some(day) = recorded { " " span.when { (cx.tf("page.changes.recorded", &[("day", &time::day(cx, day))])) } }
    }
}

fn fact_value(cx: &Cx, turn: &FactTurn, at: &KnownAt) -> String {
    known_value(
        cx,
        &at.value,
        (turn.unit.as_deref(), &turn.unit_label),
        &at.words,
    )
}

fn threshold(cx: &Cx, turn: &ThresholdTurn) -> String {
    let side = |value: Option<f64>| match value {
        Some(value) => measured(cx, value, Some(&turn.unit), &turn.unit_label),
        None => cx.t("page.policy.unpublished"),
    };
    let label = cx.plain(&turn.label);
    format!(
        "{label}{}{} → {}",
        cx.t("ui.colon"),
        side(turn.was),
        side(turn.is)
    )
}

/// The reasons as plain words, for a cell.
pub fn reason_words(cx: &Cx, row: &TurnView) -> String {
    let one = |reason: &TurnReason| {
        let side = |turn: &FactTurn, at: &Option<KnownAt>| match at {
            Some(at) => fact_value(cx, turn, at),
            None => cx.t("ui.unknown"),
        };
        let facts = reason.facts.iter().map(|turn| {
            let label = cx.plain(&turn.label);
            format!(
                "{label} {} → {}",
                side(turn, &turn.was),
                side(turn, &turn.is)
            )
        });
        let bars = reason.thresholds.iter().map(|turn| threshold(cx, turn));
        let turned: Vec<_> = facts.chain(bars).collect();
        let text = cx.plain(&reason.text);
        match turned.is_empty() {
            true => text.to_owned(),
            false => format!("{text} ({})", turned.join(", ")),
        }
    };
    let words: Vec<_> = row.reasons.iter().map(one).collect();
    words.join("; ")
}

/// What changed for one entity, in short.
pub fn of_entity(cx: &Cx, who: &EntityLink, view: &PolicyChanges) -> Markup {
    let (since, until) = (view.since.to_string(), view.until.to_string());
    let asked = [
        ("entity", who.id.as_str()),
        ("since", since.as_str()),
        ("until", until.as_str()),
    ];
    let more = cx.href(super::policy_changes::PATH, &asked);
    html! {
        section #changes {
            h2 { (cx.tf("page.changes.since-day", &[("day", &time::day(cx, view.since))])) }
            @if view.rows.is_empty() { p { (cx.t("page.changes.nothing")) } } @else {
                ul.plain { @for row in view.rows.iter().take(FIRST) { li {
                    (kind(cx, row.kind)) " " (link(cx, &row.rule.0, cx.plain(&row.rule.1)))
                    " " span.when { (cause_words(cx, row.cause)) @if let Some(day) = row.on { " " (time::day(cx, day)) } }
                } } }
            }
            p { a href=(more) { (cx.tf("page.changes.all-of", &[("n", &julin_locale::count(view.total))])) } }
        }
    }
}
