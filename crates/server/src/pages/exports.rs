//! Lists as files: started from any list, watched, cancelled, fetched. A page at work loads
//! itself again; scripts are not needed.

use crate::pages::jobs;
use crate::view::{Column, Cx, Page, Section, address, export as button, message, stacked, time};
use crate::web::failure::Failure;
use crate::web::request::{Ask, ForExport, decode};
use crate::web::respond::{Surface, WORKBOOK, attachment};
use crate::web::site::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Request};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{ExportView, JobState};
use julin_app::exports;
use julin_locale::{count, decimal};
use julin_model::Lang;
use maud::{Markup, html};
use tower::ServiceExt as _;

/// Bytes of a kilobyte.
const KILOBYTE: f64 = 1024.0;

/// What the list is called; its address until that is known.
fn name(own: &ExportView) -> &str {
    match own.name.as_str() {
        "" => &own.page,
        name => name,
    }
}

fn path(own: &ExportView) -> String {
    format!("/exports/{}", own.id)
}

fn file(own: &ExportView) -> String {
    format!("/exports/{}/file", own.id)
}

fn size(own: &ExportView) -> String {
    let kilobytes = own.size as f64 / KILOBYTE;
    match kilobytes < KILOBYTE {
        true => format!("{} KB", decimal(kilobytes.ceil(), 0)),
        false => format!("{} MB", decimal(kilobytes / KILOBYTE, 1)),
    }
}

/// Files asked for; nothing where there are none.
pub fn list(cx: &Cx, all: &[ExportView]) -> Markup {
    let columns = [
        Column::number(cx.t("page.jobs.number")),
        Column::text(cx.t("page.exports.list")),
        Column::text(cx.t("page.jobs.state")),
        Column::number(cx.t("page.exports.rows")),
        Column::text(cx.t("page.jobs.started")),
        Column::text(cx.t("page.exports.until")),
        Column::text(cx.t("page.exports.file")),
    ];
    let row = |own: &ExportView| {
        let done = own.state == JobState::Done;
        html! {
            tr data-row {
                td.n { a href=(path(own)) { (own.id) } }
                td.words { a href=(own.page) { bdi { (name(own)) } } @if !own.name.is_empty() { br; span.when { (own.page) } } }
                td.tight { (jobs::state(cx, own.state, own.stopping)) }
                td.n data-label=(cx.t("page.exports.rows")) { @if done { (count(own.rows)) } @else { "–" } }
                td.tight data-label=(cx.t("page.jobs.started")) { (time::moment(cx, &own.started.to_rfc3339())) }
                td.tight data-label=(cx.t("page.exports.until")) { (time::day(cx, own.until.date_naive())) }
                td.tight { @if done { a href=(file(own)) { (cx.t("page.exports.download")) } " " span.when { (size(own)) } } }
            }
        }
    };
    let title = cx.t("page.exports.title");
    html! {
        @if !all.is_empty() {
            h2 #exports { (title) }
            p.hint { (cx.tf("page.exports.lead", &[("days", &exports::KEPT_DAYS.to_string()), ("most", &exports::KEPT_EACH.to_string())])) }
            (stacked(cx, &title, &columns, all.iter().map(row)))
        }
    }
}

/// One export.
pub fn page(cx: &Cx, own: &ExportView) -> Page {
    let again = || button(cx, "page.exports.again", &own.page);
    let body = html! {
        @match own.state {
            JobState::Running => {
                meta http-equiv="refresh" content="1";
                (jobs::progress(cx, (own.done, own.total)))
                p { (cx.t("page.exports.reading")) }
                @if !own.stopping { (jobs::cancel_button(cx, &path(own))) }
            },
            JobState::Done => {
                p { (cx.tf("page.exports.done", &[("rows", &count(own.rows)), ("size", &size(own))])) }
                p { a.button.primary href=(file(own)) { (cx.t("page.exports.download")) } }
                p.hint { (cx.t("page.exports.until")) " " (time::day(cx, own.until.date_naive())) }
            },
            JobState::Failed => { @if let Some(error) = &own.error { (message(&cx.message(error))) } (again()) },
            JobState::Cancelled => { p { (cx.t("page.exports.cancelled")) } (again()) },
            JobState::Interrupted => { p { (cx.t("page.exports.interrupted")) } (again()) },
        }
        p.actions { a href=(own.page) { (cx.t("page.exports.to-list")) } }
    };
    let shown = cx.tf("page.exports.one", &[("name", name(own))]);
    Page {
        title: format!("{shown} · {}", jobs::state(cx, own.state, own.stopping)),
        lead: None,
        section: Section::Jobs,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.jobs.title"), "/jobs")
}

const SURFACE: Surface<ExportView> = Surface::page(page);

/// `POST /exports` with `of`, the address of a list, and `lang`. The list is asked of the
/// pages themselves, so that whatever filters they know hold in the file.
pub async fn start(pages: Router, ask: Ask, headers: HeaderMap, body: String) -> Response {
    let form = decode(&body);
    let given = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let Some(of) = list_address(given("of")) else {
        return Failure::bad_request().answer(&ask);
    };
    let mut inner = Request::builder().uri(of);
    for name in [COOKIE, ACCEPT_LANGUAGE] {
        if let Some(value) = headers.get(&name) {
            inner = inner.header(name, value);
        }
    }
    let lang = Lang::parse(given("lang")).unwrap_or(ask.cx.lang);
    let inner = inner.extension(ForExport(lang)).body(Body::empty());
    let Ok(inner) = inner else {
        return Failure::bad_request().answer(&ask);
    };
    match pages.oneshot(inner).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The address of a whole list of this site, in its own language and from its first row.
fn list_address(of: &str) -> Option<String> {
    let parsed: PathAndQuery = of.parse().ok()?;
    let path = parsed.path();
    if !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let query = decode(parsed.query().unwrap_or_default());
    let dropped = ["format", "offset", "lang"];
    let kept = query
        .iter()
        .filter(|(key, _)| !dropped.contains(&key.as_str()));
    Some(address(path, kept.map(|(k, v)| (k.as_str(), v.as_str()))))
}

/// Where an export that was started leads: to the file when it is there already, else to
/// the page that shows how far it is.
pub fn go(own: &ExportView) -> Response {
    let to = match own.state {
        JobState::Done => file(own),
        _ => path(own),
    };
    Redirect::to(&to).into_response()
}

/// `GET /exports/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<i64>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| {
        exports::export(app, call, id)
    })
    .await
}

/// `POST /exports/{id}/cancel`
pub async fn cancel(State(site): State<Site>, Path(id): Path<i64>, ask: Ask) -> Response {
    let done = site
        .run_as(&ask, move |app, call| exports::cancel_export(app, call, id))
        .await;
    match done {
        Ok(own) => Redirect::to(&path(&own)).into_response(),
        Err(failure) => failure.answer(&ask),
    }
}

/// `GET /exports/{id}/file`
pub async fn fetch(State(site): State<Site>, Path(id): Path<i64>, ask: Ask) -> Response {
    let found = site
        .run_as(&ask, move |app, call| exports::export_file(app, call, id))
        .await;
    match found {
        Ok(found) => {
            let day = found.day;
            let path = found.about.page.split('?').next().unwrap_or_default();
            let names = [path, found.about.name.as_str()].map(|name| format!("{name}-{day}"));
            attachment(
                WORKBOOK,
                (&names[0], &names[1], "xlsx"),
                found.content.into(),
            )
        }
        Err(failure) => failure.answer(&ask),
    }
}

#[cfg(test)]
mod tests {
    use super::list_address;

    #[test]
    fn a_list_keeps_its_filters_and_loses_its_place_and_form() {
        let of = "/cases?workflow=cn-national/request&offset=50&words=%E7%81%AF&format=csv&lang=en";
        assert_eq!(
            list_address(of).as_deref(),
            Some("/cases?workflow=cn-national/request&words=%E7%81%AF")
        );
        for foreign in [
            "",
            "cases",
            "//evil.example/x",
            "https://evil.example/x",
            "/a b",
        ] {
            assert_eq!(list_address(foreign), None, "{foreign}");
        }
    }
}
