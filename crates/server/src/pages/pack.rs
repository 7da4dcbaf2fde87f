//! A pack: what it holds, what it cites, its cases and what its check found.

use crate::pages::packs;
use crate::view::{Column, Cx, Page, Section, diagnostics, empty, facts, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{CaseView, CrosswalkRow, CrosswalkView, PackView, ReferenceView};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &PackView) -> Page {
    let line = &view.line;
    let body = html! {
        (diagnostics(cx, &view.diagnostics))
        (facts([
            (cx.t("page.packs.version"), Some(html! { (line.version) })),
            (cx.t("page.packs.checked"), line.checked_on.as_ref().map(|d| html! { (time::loose(cx, d)) })),
            (cx.t("page.packs.contents"), Some(html! { (packs::contents(cx, line)) })),
            (cx.t("page.packs.loaded"), Some(packs::loaded(cx, line))),
            (cx.t("page.packs.digest"), Some(html! { code { (line.digest) } })),
        ]))
        @if !view.frameworks.is_empty() {
            h2 { (cx.t("ui.rail.frameworks")) }
            ul { @for (id, title) in &view.frameworks { li { a href=(cx.href(&format!("/frameworks/{}", segment(id)), &[])) { (cx.text(title)) } } } }
        }
        (cases(cx, &view.cases))
        @for walk in &view.crosswalks { h2 { (cx.text(&walk.title)) } (crosswalk(cx, walk)) }
        (references(cx, &view.references))
    };
    let lead = html! { p { code { (line.id) } } };
    Page {
        title: cx.plain(&line.title).to_owned(),
        lead: Some(lead),
        section: Section::Packs,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.packs"), "/packs")
}

fn cases(cx: &Cx, cases: &[CaseView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.pack.case")),
        Column::text(cx.t("page.pack.expected")),
        Column::text(cx.t("page.pack.got")),
        Column::text(cx.t("page.pack.from")),
        Column::text(cx.t("page.pack.outcome")),
    ];
    let row = |c: &CaseView| {
        html! {
            tr data-row {
                td.words { (cx.text(&c.title)) br; code { (c.id) } }
                td { (c.expected) }
                td { (c.got) }
                td.words { (cx.text(&c.from)) }
                td { @if c.passed { span.tag.good { (cx.t("page.pack.passed")) } } @else { span.tag.bad { (cx.t("page.pack.failed")) } } }
            }
        }
    };
    let passed = cases.iter().filter(|c| c.passed).count().to_string();
    let title = cx.tf(
        "page.pack.cases",
        &[("passed", &passed), ("total", &cases.len().to_string())],
    );
    html! {
        h2 { (title) }
        @if cases.is_empty() { (empty(cx, "page.pack.no-cases", None)) } @else { (table(cx, &title, &columns, cases.iter().map(row))) }
    }
}

/// Parallel lists and how their items answer to each other.
pub fn crosswalk(cx: &Cx, walk: &CrosswalkView) -> Markup {
    let mut columns: Vec<_> = walk
        .lists
        .iter()
        .map(|(_, title)| Column::text(cx.plain(title)))
        .collect();
    columns.push(Column::text(cx.t("page.pack.basis")));
    let row = |row: &CrosswalkRow| {
        html! {
            tr {
                @for item in &row.items { td.words { @match item {
                    Some((_, label, _)) => (cx.text(label)),
                    None => span.unknown { "—" },
                } } }
                td.words {
                    (cx.known(&format!("page.pack.basis.{}", row.basis)).unwrap_or_else(|| row.basis.clone()))
                    @if !row.note.is_empty() { br; span.when { (cx.text(&row.note)) } }
                }
            }
        }
    };
    table(
        cx,
        cx.plain(&walk.title),
        &columns,
        walk.rows.iter().map(row),
    )
}

fn references(cx: &Cx, references: &[ReferenceView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.pack.reference")),
        Column::text(cx.t("page.frameworks.number")),
        Column::text(cx.t("page.sources.published")),
        Column::text(cx.t("page.source.url")),
    ];
    let row = |r: &ReferenceView| {
        html! {
            tr {
                td.words { (cx.text(&r.title)) }
                td { (r.number.as_deref().unwrap_or("—")) }
                td { @if let Some(day) = &r.published { (time::loose(cx, day)) } @else { "—" } }
                td.words { @if let Some(url) = &r.url { code { (url) } } @else { "—" } }
            }
        }
    };
    html! {
        @if !references.is_empty() {
            h2 { (cx.t("page.pack.references")) }
            (table(cx, &cx.t("page.pack.references"), &columns, references.iter().map(row)))
        }
    }
}

const SURFACE: Surface<PackView> = Surface::page(page);

/// `GET /packs/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| {
        julin_app::packs::pack(app, call, &julin_app::packs::PackInput { id })
    })
    .await
}
