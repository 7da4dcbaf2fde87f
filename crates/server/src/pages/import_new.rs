//! Bringing in a table: upload, preview with what each column is taken for, confirm.

use crate::view::{
    Column, Cx, Page, Section, address, diagnostics, facts, number, segment, table, tag, time,
};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond;
use crate::web::respond::Surface;
use crate::web::site::Site;
use crate::web::upload::broken;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{ColumnProposal, PreviewRow, PreviewView};
use julin_app::{App, Call, data};
use julin_locale::percent;
use maud::{Markup, html};

/// The upload form.
pub fn form(cx: &Cx) -> Page {
    let body = html! {
        (steps(cx, 0))
        form.stacked method="post" action="/imports/new" enctype="multipart/form-data" {
            div.file {
                label for="file" { (cx.t("page.import-new.file")) }
                input #file type="file" name="file" required accept=".csv,.tsv,.txt,.xlsx,.xls,.parquet,.json,.yaml,.yml";
                p.help { (cx.t("page.import-new.file.help")) }
            }
            details {
                summary { (cx.t("page.import-new.options")) }
                (option_fields(cx, None))
            }
            p { button.primary type="submit" data-busy=(cx.t("page.import-new.reading")) { (cx.t("page.import-new.preview")) } }
        }
        p.hint { (cx.t("page.import-new.nothing-yet")) }
    };
    Page {
        title: cx.t("page.imports.new"),
        section: Section::Imports,
        body,
        lead: None,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.imports"), "/imports")
}

/// The options of an import, with what is in use now.
fn option_fields(cx: &Cx, view: Option<&PreviewView>) -> Markup {
    let period = view.and_then(|v| v.period).map(|p| p.to_string());
    let period = cx.ask("period").map(str::to_owned).or(period);
    let entity_type = cx
        .ask("entity_type")
        .map(str::to_owned)
        .or_else(|| view.map(|v| v.entity_type.to_string()));
    let text = |name: &'static str, value: Option<String>, hint: &'static str| {
        html! {
            div {
                label for=(name) { (cx.t(&format!("page.import-new.{name}"))) }
                input id=(name) name=(name) value=[value] placeholder=(hint) maxlength="200";
                p.help { (cx.t(&format!("page.import-new.{name}.help"))) }
            }
        }
    };
    html! {
        (text("period", period, "2025"))
        (text("entity_type", entity_type, "park"))
        @match view.filter(|v| v.sheets.len() > 1) {
            Some(view) => div {
                label for="sheet" { (cx.t("page.import-new.sheet")) }
                select #sheet name="sheet" { @for s in &view.sheets { option value=(s) selected[Some(s) == view.sheet.as_ref()] { (s) } } }
            },
            None => (text("sheet", cx.ask("sheet").map(str::to_owned), "Sheet1")),
        }
        (text("encoding", cx.ask("encoding").map(str::to_owned), "gbk"))
        (text("separator", cx.ask("separator").map(str::to_owned), ";"))
        (text("series", cx.ask("series").map(str::to_owned), ""))
        div {
            label for="mapping" { (cx.t("page.import-new.mapping")) }
            textarea #mapping name="mapping" rows="4" { (cx.ask("mapping").unwrap_or_default()) }
            p.help { (cx.t("page.import-new.mapping.help")) }
        }
    }
}

fn steps(cx: &Cx, at: usize) -> Markup {
    let names = [
        "page.import-new.step.choose",
        "page.import-new.step.check",
        "page.import-new.step.done",
    ];
    html! { ol.steps { @for (i, name) in names.iter().enumerate() { li aria-current=[(i == at).then_some("step")] { (cx.t(name)) } } } }
}

/// What the import would do.
pub fn preview(cx: &Cx, view: &PreviewView) -> Page {
    let title = cx.tf("page.import-new.preview.title", &[("file", &view.file)]);
    let used = view.columns.iter().filter(|c| c.role != "ignored").count();
    let lead = cx.tf(
        "page.import-new.preview.lead",
        &[
            ("used", &used.to_string()),
            ("total", &view.columns.len().to_string()),
        ],
    );
    let body = html! {
        (steps(cx, 1))
        @if let Some(batch) = view.already {
            div.empty { p.what { (cx.t("page.import-new.already")) } p { a href=(cx.href(&format!("/imports/{batch}"), &[])) { (cx.tf("page.statement.batch", &[("n", &batch.to_string())])) } } }
        }
        (diagnostics(cx, &view.diagnostics))
        (facts([
            (cx.t("page.import-new.format"), Some(html! { (view.format.to_uppercase()) @if let Some(e) = &view.encoding { (cx.t("ui.comma")) (e) } })),
            (cx.t("page.import-new.sheet"), view.sheet.as_ref().map(|s| html! { (s) })),
            (cx.t("page.import-new.heading-row"), Some(html! { (view.heading_row) })),
            (cx.t("page.import-new.entity_type"), Some(html! { code { (view.entity_type) } })),
            (cx.t("page.import-new.period"), Some(view.period.map_or_else(|| html! { (cx.t("page.import-new.period.by-row")) }, |p| html! { (time::period(cx, p)) }))),
        ]))
        h2 { (cx.t("page.import-new.columns")) }
        (columns(cx, &view.columns))
        h2 { (cx.tf("page.import-new.rows", &[("n", &view.rows.len().to_string())])) }
        (rows(cx, view))
        (decide(cx, view))
        details { summary { (cx.t("page.import-new.change")) } (change(cx, view)) }
        details { summary { (cx.t("page.import-new.mapping.show")) } pre { (view.mapping) } }
    };
    Page {
        title,
        lead: Some(html! { p { (lead) } }),
        section: Section::Imports,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.imports"), "/imports")
    .under(cx.t("page.imports.new"), "/imports/new")
}

fn columns(cx: &Cx, columns: &[ColumnProposal]) -> Markup {
    let heads = [
        Column::number(cx.t("page.import-new.column")),
        Column::text(cx.t("page.import-new.heading")),
        Column::text(cx.t("page.import-new.role")),
        Column::text(cx.t("page.entity.field")),
        Column::text(cx.t("ui.statement.unit")),
        Column::text(cx.t("page.import-new.reason")),
        Column::number(cx.t("page.import-new.sure")),
    ];
    let row = |c: &ColumnProposal| {
        html! {
            tr {
                td.n { (c.column) }
                td { bdi { (c.heading) } }
                td { @let role = cx.t(&format!("page.import-new.role.{}", c.role)); @if c.role == "ignored" { span.tag.waiting { (role) } } @else { (role) } }
                td { @if let Some(field) = &c.field { (cx.text(&c.label)) " " code { (field) } } }
                td { @if let Some(unit) = &c.unit { code { (unit) } } }
                td.words { (cx.known(&c.reason).unwrap_or_else(|| c.reason.clone())) }
                td.n { (percent(c.confidence, 0)) }
            }
        }
    };
    table(
        cx,
        &cx.t("page.import-new.columns"),
        &heads,
        columns.iter().map(row),
    )
}

fn rows(cx: &Cx, view: &PreviewView) -> Markup {
    let mut heads = vec![Column::number(cx.t("page.import-detail.row"))];
    heads.extend(view.columns.iter().map(|c| {
        if c.role == "field" {
            Column::number(&c.heading)
        } else {
            Column::text(&c.heading)
        }
    }));
    heads.push(Column::text(cx.t("page.import-new.problems")));
    let row = |r: &PreviewRow| {
        html! {
            tr {
                td.n { (r.row) }
                @for (i, cell) in r.cells.iter().enumerate() {
                    td .n[view.columns.get(i).is_some_and(|c| c.role == "field")] { @if cell.is_empty() { span.unknown { "—" } } @else { bdi { (shown(cx, cell)) } } }
                }
                td.words { @for p in &r.problems { span.tag.bad { (p.column.as_deref().unwrap_or_default()) } " " (cx.message(&p.diagnostic).what) " " } }
            }
        }
    };
    table(
        cx,
        &cx.t("page.import-new.columns"),
        &heads,
        view.rows.iter().map(row),
    )
}

/// A number with separators; everything else as it is.
fn shown(cx: &Cx, cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(n) if n.is_finite() && n.abs() >= 10_000.0 => number(cx, n, None),
        _ => cell.to_owned(),
    }
}

fn decide(cx: &Cx, view: &PreviewView) -> Markup {
    let path = format!("/imports/new/{}", segment(&view.token));
    html! {
        div.actions {
            form method="post" action=(format!("{path}/confirm")) {
                @for (key, value) in &cx.query { @if key != "lang" { input type="hidden" name=(key) value=(value); } }
                button.primary type="submit" data-busy=(cx.t("page.import-new.importing")) { (cx.t("page.import-new.confirm")) }
            }
            form method="post" action=(format!("{path}/discard")) { button type="submit" { (cx.t("page.import-new.discard")) } }
            (tag(&cx.t("page.import-new.undoable")))
        }
    }
}

fn change(cx: &Cx, view: &PreviewView) -> Markup {
    html! {
        form.stacked method="get" action=(cx.path) {
            (option_fields(cx, Some(view)))
            p { button type="submit" { (cx.t("page.import-new.again")) } }
        }
    }
}

/// `GET /imports/new`
pub async fn show_form(ask: Ask) -> Response {
    respond::html(&ask, &form(&ask.cx))
}

/// `POST /imports/new`: keeps the file and leads to its preview.
pub async fn take(
    State(site): State<Site>,
    ask: Ask,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let taken = match parts {
        Ok(parts) => take_parts(&site, parts).await,
        Err(rejection) => Err(broken(rejection.status())),
    };
    match taken {
        Ok((token, options)) => {
            let options = options.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            Redirect::to(&address(&format!("/imports/new/{token}"), options)).into_response()
        }
        Err(failure) => failure.answer(&ask),
    }
}

async fn take_parts(
    site: &Site,
    mut parts: Multipart,
) -> Result<(String, Vec<(String, String)>), Failure> {
    let (mut token, mut options) = (None, Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|e| broken(e.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" && token.is_none() {
            token = Some(site.uploads.take(part).await?);
        } else if OPTIONS.contains(&name.as_str()) {
            options.push((name, part.text().await.map_err(|e| broken(e.status()))?));
        }
    }
    token
        .map(|token| (token, options))
        .ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST, "server.no-file"))
}

/// What can be said about a file beside the file.
const OPTIONS: [&str; 7] = [
    "period",
    "entity_type",
    "sheet",
    "series",
    "mapping",
    "encoding",
    "separator",
];

fn options(said: &[(String, String)]) -> data::ImportOptions {
    let value = |name: &str| {
        let found = said
            .iter()
            .find(|(key, value)| key == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim().to_owned())
    };
    data::ImportOptions {
        mapping: value("mapping"),
        sheet: value("sheet"),
        encoding: value("encoding"),
        separator: value("separator"),
        entity_type: value("entity_type"),
        period: value("period"),
        series: value("series"),
    }
}

const PREVIEW: Surface<PreviewView> = Surface::page(preview);

/// `GET /imports/new/{token}?period=…`
pub async fn show_preview(
    State(site): State<Site>,
    Path(token): Path<String>,
    ask: Ask,
) -> Response {
    let upload = match site.uploads.find(&token) {
        Ok(upload) => upload,
        Err(failure) => return failure.answer(&ask),
    };
    let input = data::PreviewInput {
        file: upload.path,
        name: upload.name,
        options: options(&ask.cx.query),
    };
    let read = move |app: &App, call: &Call| {
        Ok(PreviewView {
            token,
            ..data::preview_import(app, call, &input)?
        })
    };
    site.show(ask, PREVIEW, read).await
}

/// `POST /imports/new/{token}/confirm`
pub async fn confirm(
    State(site): State<Site>,
    Path(token): Path<String>,
    ask: Ask,
    body: String,
) -> Response {
    let upload = match site.uploads.find(&token) {
        Ok(upload) => upload,
        Err(failure) => return failure.answer(&ask),
    };
    let input = data::ImportInput {
        file: upload.path,
        name: upload.name,
        options: options(&decode(&body)),
    };
    match site
        .run(move |app, call| data::import_file(app, call, &input, &mut |_, _| {}))
        .await
    {
        Ok(outcome) => {
            site.uploads.forget(&token);
            let batch = outcome
                .batch
                .or(outcome.already)
                .map_or(String::new(), |id| format!("/{id}"));
            Redirect::to(&format!("/imports{batch}")).into_response()
        }
        Err(failure) => failure.answer(&ask),
    }
}

/// `POST /imports/new/{token}/discard`
pub async fn discard(State(site): State<Site>, Path(token): Path<String>) -> Redirect {
    site.uploads.forget(&token);
    Redirect::to("/imports")
}
