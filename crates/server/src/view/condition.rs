//! A rule's conditions, drawn as a tree from the rule itself.

use super::Cx;
use julin_app::contract::{BasisView, ConditionView, Join};
use maud::{Markup, html};

/// The tree.
pub fn conditions(cx: &Cx, root: &ConditionView) -> Markup {
    html! { ol.conditions { (node(cx, root)) } }
}

fn node(cx: &Cx, view: &ConditionView) -> Markup {
    html! {
        li id=[view.id.as_ref().map(|id| format!("clause-{id}"))] {
            div.clause {
                span.join { (join(cx, view.join)) }
                @if let Some(role) = view.role { " " span.tag { (cx.t(&format!("page.policy.role.{}", role.code()))) } }
                @if !view.text.is_empty() { " " span.words { (cx.text(&view.text)) } }
                @if let Some(basis) = &view.basis { " " (stands(cx, basis)) }
            }
            @if let Some(expression) = &view.expression { div.expression { code { (expression) } } }
            @for proof in &view.evidence { div.hint { (cx.t("page.policy.evidence")) (cx.t("ui.colon")) (cx.text(proof)) } }
            @if !view.parts.is_empty() { ol { @for part in &view.parts { (node(cx, part)) } } }
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

/// Where something stands in an official text, and how sure the reading is.
pub fn stands(cx: &Cx, basis: &BasisView) -> Markup {
    html! {
        span.when {
            (cx.text(&basis.reference))
            @if let Some(article) = &basis.article { " " (article) }
            (cx.t("ui.comma")) (cx.t(&format!("page.policy.confidence.{}", basis.confidence.code())))
        }
    }
}
