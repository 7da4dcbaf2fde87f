//! Jobs: long computations, how far they are, and cancelling them. A page at work loads
//! itself again; scripts are not needed.

use crate::pages::uncertainty::spec;
use crate::view::{Column, Cx, Page, Section, empty, message, segment, table, time};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{JobList, JobState, JobView};
use julin_app::measure::UncertaintyViewInput;
use julin_app::{jobs, runs};
use julin_locale::percent;
use maud::{Markup, html};

/// The list.
pub fn list_page(cx: &Cx, list: &JobList) -> Page {
    let jobs = &list.jobs;
    let columns = [
        Column::number(cx.t("page.jobs.number")),
        Column::text(cx.t("page.jobs.kind")),
        Column::text(cx.t("page.jobs.state")),
        Column::text(cx.t("page.jobs.started")),
    ];
    let row = |job: &JobView| {
        html! {
            tr data-row {
                td.n { a href=(format!("/jobs/{}", job.id)) { (job.id) } }
                td { (kind(cx, &job.kind)) }
                td { (state(cx, job)) }
                td { (time::moment(cx, &job.started.to_rfc3339())) }
            }
        }
    };
    let body = html! {
        @if jobs.is_empty() { (empty(cx, "page.jobs.empty", None)) }
        @else { (table(cx, &cx.t("page.jobs.title"), &columns, jobs.iter().map(row))) }
    };
    Page {
        title: cx.t("page.jobs.title"),
        lead: None,
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
}

fn kind(cx: &Cx, kind: &str) -> String {
    cx.known(&format!("run-kind.{kind}"))
        .unwrap_or_else(|| kind.to_owned())
}

fn state(cx: &Cx, job: &JobView) -> String {
    let key = match job.state {
        JobState::Running => "page.jobs.running",
        JobState::Done => "page.jobs.done",
        JobState::Failed => "page.jobs.failed",
        JobState::Cancelled => "page.jobs.cancelled",
    };
    cx.t(key)
}

/// One job.
pub fn page(cx: &Cx, job: &JobView) -> Page {
    let share = if job.total > 0 {
        job.done as f64 / job.total as f64
    } else {
        0.0
    };
    let body = html! {
        @if job.state == JobState::Running {
            meta http-equiv="refresh" content="1";
            p { progress max="1" value=(share) { (percent(share, 0)) } " " (percent(share, 0)) }
            form method="post" action=(format!("/jobs/{}/cancel", job.id)) { button type="submit" { (cx.t("page.jobs.cancel")) } }
        }
        @if let Some(run) = &job.run { p { a href=(format!("/runs/{}", segment(run))) { (cx.t("page.jobs.result")) } } }
        @if let Some(error) = &job.error { (message(&cx.message(error))) }
    };
    Page {
        title: format!("{} · {}", kind(cx, &job.kind), state(cx, job)),
        lead: None,
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.jobs.title"), "/jobs")
}

const LIST: Surface<JobList> = Surface::page(list_page);
const SURFACE: Surface<JobView> = Surface::page(page);

/// `GET /jobs`
pub async fn show_list(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, LIST, jobs::jobs).await
}

/// `GET /jobs/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<u64>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| jobs::job(app, call, id))
        .await
}

/// `POST /jobs/{id}/cancel`
pub async fn cancel(State(site): State<Site>, Path(id): Path<u64>, ask: Ask) -> Response {
    let done = site
        .run(move |app, call| jobs::cancel_job(app, call, id))
        .await;
    go(&ask, done)
}

/// `POST /jobs/uncertainty/{framework}` with the fields of the page's form.
pub async fn start_uncertainty(
    State(site): State<Site>,
    Path(framework): Path<String>,
    ask: Ask,
    body: String,
) -> Response {
    let input = UncertaintyViewInput {
        framework,
        as_of: ask.cx.as_of,
        spec: spec(&decode(&body)),
    };
    let request = runs::Request::Uncertainty(input.as_run());
    let done = site
        .run(move |app, call| jobs::start_job(app, call, request))
        .await;
    go(&ask, done)
}

fn go(ask: &Ask, done: Result<JobView, Failure>) -> Response {
    match done {
        Ok(job) => Redirect::to(&format!("/jobs/{}", job.id)).into_response(),
        Err(failure) => failure.answer(ask),
    }
}

/// What is said of a run: what it was and how to compute it again.
pub fn run_page(cx: &Cx, run: &julin_app::contract::RunView) -> Page {
    let rows: [(String, &str); 4] = [
        (cx.t("page.run.packs"), &run.pack_digest),
        (cx.t("page.run.figures"), &run.input_digest),
        (cx.t("page.run.result"), &run.output_digest),
        (cx.t("page.run.id"), &run.id),
    ];
    let body = html! {
        p.hint { (cx.t("page.run.hint")) }
        (digests(cx, &rows))
        p { a href=(cx.here(&[("format", "json")])) { (cx.t("page.run.json")) } }
        h2 { (cx.t("page.run.parameters")) }
        pre { (serde_json::to_string_pretty(&run.parameters).unwrap_or_default()) }
    };
    Page {
        title: format!("{} · {}", kind(cx, &run.kind), run.id),
        lead: None,
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.jobs.title"), "/jobs")
}

fn digests(cx: &Cx, rows: &[(String, &str)]) -> Markup {
    let columns = [
        Column::text(cx.t("page.run.what")),
        Column::text(cx.t("page.run.digest")),
    ];
    let row = |(what, digest): &(String, &str)| html! { tr data-row { td { (what) } td { code { (digest) } } } };
    table(cx, &cx.t("page.run.what"), &columns, rows.iter().map(row))
}

const RUN: Surface<julin_app::contract::RunView> = Surface::page(run_page);

/// `GET /runs/{id}`
pub async fn show_run(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let input = runs::RunInput { id };
    site.show(ask, RUN, move |app, call| runs::run_view(app, call, &input))
        .await
}
