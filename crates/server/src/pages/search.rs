//! Search over names and aliases.

use crate::view::{Cx, Page, Section, calm, empty, entity};
use julin_app::contract::SearchHit;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Vec<SearchHit>) -> Page {
    let words = calm(cx.ask("q").unwrap_or_default());
    let title = match (words.trim().is_empty(), view.len()) {
        (true, _) => cx.t("page.search.title"),
        (false, 0) => cx.tf("page.search.title.none", &[("q", words.trim())]),
        (false, n) => cx.tf("page.search.title.hits", &[("q", words.trim()), ("n", &n.to_string())]),
    };
    let body = html! {
        @if view.is_empty() {
            @if words.trim().is_empty() { (empty(cx, "page.search.nothing-asked", None)) } @else { (empty(cx, "page.search.empty", Some(("ui.rail.entities", "/entities")))) }
        }
        ol.hits { @for hit in view { (line(cx, hit)) } }
    };
    Page { title, section: Section::Entities, body, lead: None, crumbs: vec![] }
}

fn line(cx: &Cx, hit: &SearchHit) -> Markup {
    let other = hit.matched != hit.entity.name.zh && hit.matched != hit.entity.name.en;
    html! {
        li {
            (entity(cx, &hit.entity))
            span.type { (cx.text(&hit.type_label)) }
            @if other && !hit.matched.is_empty() { span.type { (cx.t("page.search.matched")) (cx.t("ui.colon")) bdi { (hit.matched) } } }
        }
    }
}
