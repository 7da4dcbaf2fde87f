//! Writes: what came in when, and what it did.

use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, empty, paging, saves, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{BatchView, Listing};
use julin_app::data;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Listing<BatchView>) -> Page {
    let title = cx.tf("page.imports.title", &[("n", &count(view.total))]);
    let body = html! {
        p.actions { a.button.primary href=(cx.href("/imports/new", &[])) { (cx.t("page.imports.new")) } }
        @if view.rows.is_empty() { (empty(cx, "page.imports.empty", None)) }
        @else {
            div.tools { (saves(cx, ROWS_ONLY)) }
            (batches(cx, &view.rows))
        }
        (paging(cx, view.total, view.offset, view.limit))
    };
    let lead = html! { p { (cx.t("page.imports.lead")) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Imports,
        body,
        crumbs: vec![],
    }
}

/// Writes as a table.
pub fn batches(cx: &Cx, batches: &[BatchView]) -> Markup {
    let columns = [
        Column::number(cx.t("page.imports.number")),
        Column::text(cx.t("page.imports.what")),
        Column::text(cx.t("page.imports.kind")),
        Column::text(cx.t("page.imports.when")),
        Column::number(cx.t("page.imports.accepted")),
        Column::number(cx.t("page.imports.refused")),
        Column::text(cx.t("page.imports.state")),
    ];
    table(
        cx,
        &cx.t("ui.rail.imports"),
        &columns,
        batches.iter().map(|b| row(cx, b)),
    )
}

fn row(cx: &Cx, batch: &BatchView) -> Markup {
    html! {
        tr data-row {
            td.n { (batch.id) }
            td.words { a href=(cx.href(&format!("/imports/{}", batch.id), &[])) { bdi { (batch.title) } } }
            td { (kind(cx, &batch.kind)) }
            td { (time::moment(cx, &batch.recorded_at)) }
            td.n { (count(batch.counts.accepted)) }
            td.n { (count(batch.counts.refused)) }
            td { (state(cx, batch)) }
        }
    }
}

/// The word for a kind of write.
pub fn kind(cx: &Cx, code: &str) -> String {
    cx.known(&format!("ui.batch-kind.{code}"))
        .unwrap_or_else(|| code.to_owned())
}

/// In force, or undone since when.
pub fn state(cx: &Cx, batch: &BatchView) -> Markup {
    html! {
        @match &batch.undone_at {
            Some(at) => { span.tag { (cx.t("page.imports.undone")) } " " span.when { (time::moment(cx, at)) } }
            None => span.tag.good { (cx.t("page.imports.in-force")) },
        }
    }
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &Listing<BatchView>) -> Vec<Vec<String>> {
    let head = [
        "page.imports.number",
        "page.imports.what",
        "page.imports.kind",
        "page.imports.author",
        "page.imports.when",
        "page.imports.rows",
        "page.imports.accepted",
        "page.imports.refused",
        "page.imports.undone",
    ];
    let row = |b: &BatchView| {
        let words = [
            b.id.to_string(),
            b.title.clone(),
            kind(cx, &b.kind),
            b.author.clone(),
            b.recorded_at.clone(),
        ];
        let numbers = [b.counts.rows, b.counts.accepted, b.counts.refused].map(|n| n.to_string());
        words
            .into_iter()
            .chain(numbers)
            .chain([b.undone_at.clone().unwrap_or_default()])
            .collect()
    };
    std::iter::once(head.iter().map(|k| cx.t(k)).collect())
        .chain(view.rows.iter().map(row))
        .collect()
}

const SURFACE: Surface<Listing<BatchView>> = Surface::page(page).csv(csv);

/// `GET /imports`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    site.show(ask, SURFACE, move |app, call| {
        data::imports(app, call, &data::ListInput { offset, limit })
    })
    .await
}
