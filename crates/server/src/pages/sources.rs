//! Sources: what everything rests on.

use crate::view::{
    Column, Cx, Filter, Page, Section, Sort, empty, paging, pick_page, source, table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::SourceLine;
use julin_app::data;
use julin_locale::count;
use julin_model::SourceKind;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &[SourceLine]) -> Page {
    let records: u64 = view.iter().map(|s| s.records).sum();
    let title = cx.tf(
        "page.sources.title",
        &[
            ("n", &count(view.len() as u64)),
            ("records", &count(records)),
        ],
    );
    let columns = [
        Column::text(cx.t("page.sources.source")).sorted_by("title"),
        Column::text(cx.t("page.sources.kind")),
        Column::text(cx.t("page.sources.publisher")),
        Column::text(cx.t("page.sources.published")).sorted_by("published"),
        Column::number(cx.t("page.sources.records")).sorted_by("records"),
        Column::text(cx.t("page.sources.held")),
    ];
    let rows = pick_page(cx, kept(cx, view));
    let body = html! {
        @if view.is_empty() { (empty(cx, "page.sources.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (Filter::of(cx).draw(cx))
            (table(cx, &cx.t("ui.rail.sources"), &columns, rows.rows.iter().map(|line| row(cx, line))))
            (paging(cx, rows.total, rows.offset, rows.limit))
        }
    };
    Page {
        title,
        section: Section::Sources,
        body,
        lead: None,
        crumbs: vec![],
    }
}

fn kept<'a>(cx: &Cx, view: &'a [SourceLine]) -> Vec<&'a SourceLine> {
    let filter = Filter::of(cx);
    let words = |l: &&SourceLine| {
        filter.keeps(&[
            &l.source.title.zh,
            &l.source.title.en,
            &l.publisher.zh,
            &l.publisher.en,
            l.source.id.as_str(),
        ])
    };
    let mut rows: Vec<_> = view.iter().filter(words).collect();
    if let Some(sort) = Sort::of(cx) {
        match sort.key {
            "records" => sort.numbers(&mut rows, |l| Some(l.records as f64)),
            "published" => sort.words(&mut rows, |l| {
                l.source.published.clone().unwrap_or_default()
            }),
            _ => sort.words(&mut rows, |l| cx.plain(&l.source.title).to_owned()),
        }
    }
    rows
}

/// The word for a kind of source.
pub fn kind_name(cx: &Cx, kind: SourceKind) -> String {
    let code = match kind {
        SourceKind::Document => "document",
        SourceKind::Table => "table",
        SourceKind::Pack => "pack",
        SourceKind::OwnRecords => "own-records",
        SourceKind::Sample => "sample",
    };
    cx.t(&format!("ui.source-kind.{code}"))
}

fn row(cx: &Cx, line: &SourceLine) -> Markup {
    html! {
        tr data-row {
            td.words { (source(cx, &line.source)) }
            td { (kind_name(cx, line.kind)) }
            td { (cx.text(&line.publisher)) }
            td { @if let Some(date) = &line.source.published { (time::loose(cx, date)) } @else { "—" } }
            td.n { (count(line.records)) }
            td { @if line.source.held { span.tag.good { (cx.t("page.sources.held.yes")) } } @else { span.tag { (cx.t("page.sources.held.no")) } } }
        }
    }
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &[SourceLine]) -> Vec<Vec<String>> {
    let head = [
        "ui.id",
        "page.sources.source",
        "page.sources.kind",
        "page.sources.publisher",
        "page.sources.published",
        "page.sources.records",
        "page.sources.held",
        "page.sources.digest",
    ];
    let row = |l: &&SourceLine| {
        vec![
            l.source.id.to_string(),
            cx.plain(&l.source.title).to_owned(),
            kind_name(cx, l.kind),
            cx.plain(&l.publisher).to_owned(),
            l.source.published.clone().unwrap_or_default(),
            l.records.to_string(),
            cx.t(if l.source.held { "ui.yes" } else { "ui.no" }),
            l.sha256.clone().unwrap_or_default(),
        ]
    };
    std::iter::once(head.iter().map(|k| cx.t(k)).collect())
        .chain(kept(cx, view).iter().map(row))
        .collect()
}

const SURFACE: Surface<Vec<SourceLine>> =
    Surface::page(|cx, view: &Vec<SourceLine>| page(cx, view))
        .csv(|cx, view: &Vec<SourceLine>| csv(cx, view));

/// `GET /sources`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, SURFACE, data::sources).await
}
