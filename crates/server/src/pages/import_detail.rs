//! One write: what it did, which rows were refused and why, undo.

use crate::pages::imports;
use crate::view::{Column, Cx, Page, Section, empty, facts, paging, source, table, time};
use crate::web::failure::Failure;
use crate::web::request::{Ask, Form};
use crate::web::respond;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{BatchView, ImportCounts, ImportView, RowProblem};
use julin_app::data;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &ImportView) -> Page {
    let batch = &view.batch;
    let args = [
        ("title", batch.title.clone()),
        ("accepted", count(batch.counts.accepted)),
        ("refused", count(batch.counts.refused)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let body = html! {
        (numbers(cx, &batch.counts))
        (facts([
            (cx.t("page.imports.state"), Some(imports::state(cx, batch))),
            (cx.t("page.imports.kind"), Some(html! { (imports::kind(cx, &batch.kind)) })),
            (cx.t("page.imports.when"), Some(html! { (time::moment(cx, &batch.recorded_at)) })),
            (cx.t("page.imports.author"), Some(html! { (batch.author) })),
            (cx.t("page.imports.source"), batch.source.as_ref().map(|s| source(cx, s))),
        ]))
        (actions(cx, view))
        (problems(cx, view))
    };
    let key = if batch.counts.refused > 0 {
        "page.import-detail.title.refused"
    } else {
        "page.import-detail.title"
    };
    Page {
        title: cx.tf(key, &args),
        section: Section::Imports,
        body,
        lead: None,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.imports"), "/imports")
}

fn numbers(cx: &Cx, counts: &ImportCounts) -> Markup {
    let all = [
        ("rows", counts.rows, false),
        ("accepted", counts.accepted, false),
        ("refused", counts.refused, true),
        ("totals", counts.totals, false),
        ("entities", counts.entities_added, false),
        ("added", counts.records_added, false),
        ("changed", counts.records_changed, false),
        ("same", counts.records_same, false),
        ("doubtful", counts.doubtful, true),
        ("warnings", counts.warnings, false),
    ];
    let always = ["rows", "accepted", "refused"];
    html! {
        ul.counts { @for (key, n, alert) in all.into_iter().filter(|(key, n, _)| *n > 0 || always.contains(key)) {
            li .alert[alert && n > 0] { strong { (count(n)) } span.label { (cx.t(&format!("page.import-detail.{key}"))) } }
        } }
    }
}

fn actions(cx: &Cx, view: &ImportView) -> Markup {
    let batch = &view.batch;
    let errors = |format: &str| {
        cx.href(
            &format!("/imports/{}/errors", batch.id),
            &[("format", format)],
        )
    };
    html! {
        p.actions {
            @if view.problems.total > 0 {
                a.button href=(errors("xlsx")) { (cx.t("page.import-detail.errors-xlsx")) }
                a.button href=(errors("csv")) { (cx.t("page.import-detail.errors-csv")) }
            }
            @if batch.counts.doubtful > 0 { a.button href=(cx.href("/reviews", &[])) { (cx.t("page.import-detail.reviews")) } }
            @if batch.undone_at.is_none() { a.button href=(cx.href(&format!("/imports/{}/undo", batch.id), &[])) { (cx.t("page.import-detail.undo")) } }
        }
    }
}

fn problems(cx: &Cx, view: &ImportView) -> Markup {
    let columns = [
        Column::number(cx.t("page.import-detail.row")),
        Column::text(cx.t("page.import-detail.column")),
        Column::text(cx.t("page.import-detail.cell")),
        Column::text(cx.t("page.import-detail.why")),
        Column::text(cx.t("page.import-detail.hint")),
    ];
    let list = &view.problems;
    html! {
        h2 { (cx.t("page.import-detail.problems")) }
        @if list.rows.is_empty() { (empty(cx, "page.import-detail.no-problems", None)) }
        @else { (table(cx, &cx.t("page.import-detail.problems"), &columns, list.rows.iter().map(|p| problem(cx, p)))) }
        (paging(cx, list.total, list.offset, list.limit))
    }
}

fn problem(cx: &Cx, p: &RowProblem) -> Markup {
    let message = cx.message(&p.diagnostic);
    html! {
        tr data-row {
            td.n { @if let Some(sheet) = &p.sheet { bdi { (sheet) } " " } @if p.row > 0 { (p.row) } @else { (cx.t("page.import-detail.whole-file")) } }
            td { bdi { (p.column.as_deref().unwrap_or("—")) } }
            td { @if let Some(value) = &p.value { code { (value) } } @else { "—" } }
            td.words { (message.what) }
            td.words { (message.hint) }
        }
    }
}

/// Asks before undoing.
pub fn undo(cx: &Cx, view: &ImportView) -> Page {
    let batch = &view.batch;
    let title = cx.tf("page.import-undo.title", &[("title", &batch.title)]);
    let body = html! {
        @if batch.undone_at.is_some() { p { (cx.t("page.import-undo.already")) } }
        @else if !view.dependents.is_empty() {
            p { (cx.t("page.import-undo.first")) }
            (imports::batches(cx, &view.dependents))
        } @else {
            p { (cx.tf("page.import-undo.text", &[("n", &count(batch.counts.accepted))])) }
            div.actions {
                form method="post" action=(format!("/imports/{}/undo", batch.id)) { button.danger type="submit" { (cx.t("page.import-undo.confirm")) } }
                a.button href=(cx.href(&format!("/imports/{}", batch.id), &[])) { (cx.t("ui.cancel")) }
            }
        }
    };
    Page {
        title,
        section: Section::Imports,
        body,
        lead: None,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.imports"), "/imports")
    .under(batch_name(batch), &format!("/imports/{}", batch.id))
}

fn batch_name(batch: &BatchView) -> String {
    batch.title.clone()
}

/// The refused rows on this page, for a spreadsheet.
pub fn csv(cx: &Cx, view: &ImportView) -> Vec<Vec<String>> {
    let head = [
        "page.import-new.sheet",
        "page.import-detail.row",
        "page.import-detail.column",
        "page.import-detail.cell",
        "page.import-detail.why",
        "page.import-detail.hint",
    ];
    let row = |p: &RowProblem| {
        let message = cx.message(&p.diagnostic);
        vec![
            p.sheet.clone().unwrap_or_default(),
            p.row.to_string(),
            p.column.clone().unwrap_or_default(),
            p.value.clone().unwrap_or_default(),
            message.what,
            message.hint,
        ]
    };
    std::iter::once(head.iter().map(|k| cx.t(k)).collect())
        .chain(view.problems.rows.iter().map(row))
        .collect()
}

const SURFACE: Surface<ImportView> = Surface::page(page).csv(csv);
const UNDO: Surface<ImportView> = Surface::page(undo);

/// `GET /imports/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    read(site, &id, ask, SURFACE).await
}

/// `GET /imports/{id}/undo`
pub async fn show_undo(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    read(site, &id, ask, UNDO).await
}

async fn read(site: Site, id: &str, ask: Ask, surface: Surface<ImportView>) -> Response {
    let Ok(id) = id.parse() else {
        return Failure::no_page().answer(&ask);
    };
    let (offset, limit) = ask.window();
    let input = data::ImportDetailInput { id, offset, limit };
    site.show(ask, surface, move |app, call| {
        data::import_detail(app, call, &input)
    })
    .await
}

/// `POST /imports/{id}/undo`
pub async fn undo_now(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let Ok(id) = id.parse() else {
        return Failure::no_page().answer(&ask);
    };
    match site
        .run(move |app, call| data::undo_import(app, call, &data::UndoInput { id }))
        .await
    {
        Ok(batch) => Redirect::to(&format!("/imports/{}", batch.id)).into_response(),
        Err(failure) => failure.answer(&ask),
    }
}

/// `GET /imports/{id}/errors?format=csv|xlsx`
pub async fn errors(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let Ok(id) = id.parse::<i64>() else {
        return Failure::no_page().answer(&ask);
    };
    let csv = ask.form == Form::Csv;
    let format = if csv {
        data::CopyFormat::Csv
    } else {
        data::CopyFormat::Xlsx
    };
    let input = data::ImportErrorsInput {
        id,
        lang: ask.cx.lang,
        format,
    };
    match site
        .run(move |app, call| data::import_errors(app, call, &input))
        .await
    {
        Ok(bytes) if csv => respond::download(
            "text/csv; charset=utf-8",
            &format!("import-{id}-refused.csv"),
            bytes.into(),
        ),
        Ok(bytes) => respond::download(
            respond::WORKBOOK,
            &format!("import-{id}-refused.xlsx"),
            bytes.into(),
        ),
        Err(failure) => failure.answer(&Ask {
            form: Form::Page,
            ..ask
        }),
    }
}
