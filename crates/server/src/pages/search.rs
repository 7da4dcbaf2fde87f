//! Search over names and aliases.

use crate::view::{Cx, Page, Section, calm, empty, entity};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::SearchHit;
use julin_app::{App, Call, data};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &[SearchHit]) -> Page {
    let words = calm(cx.ask("q").unwrap_or_default());
    let title = match (words.trim().is_empty(), view.len()) {
        (true, _) => cx.t("page.search.title"),
        (false, 0) => cx.tf("page.search.title.none", &[("q", words.trim())]),
        (false, n) => cx.tf(
            "page.search.title.hits",
            &[("q", words.trim()), ("n", &n.to_string())],
        ),
    };
    let body = html! {
        @if view.is_empty() {
            @if words.trim().is_empty() { (empty(cx, "page.search.nothing-asked", None)) } @else { (empty(cx, "page.search.empty", Some(("ui.rail.entities", "/entities")))) }
        }
        ol.hits { @for hit in view { (line(cx, hit)) } }
    };
    Page {
        title,
        section: Section::Entities,
        body,
        lead: None,
        crumbs: vec![],
    }
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

const SURFACE: Surface<Vec<SearchHit>> = Surface::page(|cx, view: &Vec<SearchHit>| page(cx, view));
/// Most hits shown.
const HITS: u64 = 50;

/// `GET /search?q=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = data::SearchInput {
        text: ask.text("q").unwrap_or_default(),
        limit: HITS,
    };
    let read = move |app: &App, call: &Call| {
        if input.text.trim().is_empty() {
            Ok(Vec::new())
        } else {
            data::search(app, call, &input)
        }
    };
    site.show(ask, SURFACE, read).await
}
