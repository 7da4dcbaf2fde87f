//! Jobs: long computations, how far they are, what they know already, and cancelling
//! them. A page at work loads itself again; scripts are not needed.

use crate::pages::{effects, exports, runs, sensitivity, uncertainty, variation};
use crate::view::{Column, Cx, Page, Section, empty, message, table, time};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{JobList, JobState, JobView};
use julin_app::jobs;
use julin_app::measure::{SensitivityViewInput, UncertaintyViewInput};
use julin_app::runs::Request;
use julin_locale::percent;
use maud::{Markup, html};

/// The list.
pub fn list_page(cx: &Cx, list: &JobList) -> Page {
    let jobs = &list.jobs;
    let columns = [
        Column::number(cx.t("page.jobs.number")),
        Column::text(cx.t("page.jobs.kind")),
        Column::text(cx.t("page.jobs.state")),
        Column::text(cx.t("page.jobs.about")),
        Column::text(cx.t("page.jobs.started")),
    ];
    let row = |job: &JobView| {
        html! {
            tr data-row {
                td.n { a href=(format!("/jobs/{}", job.id)) { (job.id) } }
                td { (runs::kind(cx, &job.kind)) }
                td { (state(cx, job.state, job.stopping)) @if job.state == JobState::Running { " " (percent(share((job.done, job.total)), 0)) } }
                td.words { (runs::about(cx, job.about.as_ref())) }
                td { (time::moment(cx, &job.started.to_rfc3339())) }
            }
        }
    };
    let body = html! {
        (exports::list(cx, &list.exports))
        @if jobs.is_empty() && list.exports.is_empty() { (empty(cx, "page.jobs.empty", None)) }
        @if !jobs.is_empty() {
            h2 { (cx.t("page.jobs.computations")) }
            (table(cx, &cx.t("page.jobs.computations"), &columns, jobs.iter().map(row)))
        }
        (runs::list(cx, &list.runs))
    };
    Page {
        title: cx.t("page.jobs.title"),
        lead: None,
        section: Section::Jobs,
        body,
        crumbs: vec![],
    }
}

fn share((done, total): (u64, u64)) -> f64 {
    match total {
        0 => 0.0,
        total => done as f64 / total as f64,
    }
}

/// How far something is; that it goes on while nobody knows of how much.
pub fn progress(cx: &Cx, steps: (u64, u64)) -> Markup {
    let label = cx.t("page.jobs.progress");
    let shown = percent(share(steps), 0);
    html! {
        @if steps.1 == 0 { p { progress aria-label=(label) {} " " (cx.t("page.jobs.unknown")) } }
        @else { p { progress max="1" value=(share(steps)) aria-label=(label) { (shown) } " " (shown) } }
    }
}

/// The button that stops what is made under a path.
pub fn cancel_button(cx: &Cx, path: &str) -> Markup {
    html! { form method="post" action=(format!("{path}/cancel")) { button type="submit" { (cx.t("page.jobs.cancel")) } } }
}

/// How something stands, in a word.
pub fn state(cx: &Cx, state: JobState, stopping: bool) -> String {
    let key = match state {
        JobState::Running if stopping => "page.jobs.stopping",
        JobState::Running => "page.jobs.running",
        JobState::Done => "page.jobs.done",
        JobState::Failed => "page.jobs.failed",
        JobState::Cancelled => "page.jobs.cancelled",
        JobState::Interrupted => "page.jobs.interrupted",
    };
    cx.t(key)
}

/// One job.
pub fn page(cx: &Cx, job: &JobView) -> Page {
    let body = html! {
        @if let Some(about) = &job.about { p { (runs::about(cx, Some(about))) } }
        @if job.state == JobState::Running {
            meta http-equiv="refresh" content="1";
            (progress(cx, (job.done, job.total)))
            @if !job.stopping { (cancel_button(cx, &format!("/jobs/{}", job.id))) }
        }
        @if let Some(run) = &job.run {
            p.actions {
                a href=(runs::result(&job.kind, job.about.as_ref(), run)) { (cx.t("page.jobs.result")) }
                @if let (uncertainty::KIND, Some(about)) = (job.kind.as_str(), &job.about) { a href=(runs::at("/ranking/", about, &[])) { (cx.t("page.jobs.ranking")) } }
            }
        }
        @if let Some(error) = &job.error { (message(&cx.message(error))) }
        (so_far(cx, job))
    };
    Page {
        title: format!(
            "{} · {}",
            runs::kind(cx, &job.kind),
            state(cx, job.state, job.stopping)
        ),
        lead: None,
        section: Section::Jobs,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.jobs.title"), "/jobs")
}

/// Estimates as they settle.
fn so_far(cx: &Cx, job: &JobView) -> Markup {
    html! {
        @for found in &job.so_far {
            h2 { (cx.t("page.sensitivity.convergence")) (cx.t("ui.colon")) (effects::response(cx, &found.response, |_| None)) }
            (effects::convergence(cx, found))
        }
    }
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
        spec: variation::spec(&decode(&body), uncertainty::USUAL),
        run: None,
    };
    start(site, ask, Request::Uncertainty(input.as_run())).await
}

/// `POST /jobs/sensitivity/{framework}` with the fields of the page's form.
pub async fn start_sensitivity(
    State(site): State<Site>,
    Path(framework): Path<String>,
    ask: Ask,
    body: String,
) -> Response {
    let fields = decode(&body);
    let input = SensitivityViewInput {
        framework,
        as_of: ask.cx.as_of,
        spec: variation::spec(&fields, sensitivity::USUAL),
        response: sensitivity::response(&fields),
        run: None,
    };
    start(site, ask, Request::Sensitivity(input.as_run())).await
}

async fn start(site: Site, ask: Ask, request: Request) -> Response {
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
