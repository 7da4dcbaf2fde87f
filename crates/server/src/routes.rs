//! Every page on one screen, and what all of them go through.

use crate::ServerOptions;
use crate::pages::{
    about, audience, audit, calendar, compare, conflicts, contributions, eligibility, entities,
    entity, exports, follow, framework, frameworks, grant_acts, grant_difference, grant_list,
    grant_lists, history, import_detail, import_new, imports, jobs, levers, mutes, overview, pack,
    packs, park, policies, policy, policy_changes, ranking, reviews, runs, search, sensitivity,
    simulator, source, sources, statement, survey, surveys, targets, uncertainty, verdict, what_if,
    why, years,
};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::{assets, security, site::Site};
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use julin_app::App;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

/// Largest form that is not a file, in bytes.
const FORM_LIMIT: usize = 1 << 20;

/// Largest form with the text of a rule, in bytes: what is longer than a rule may be is
/// told beside it.
const DRAFT_LIMIT: usize = 8 << 20;

/// Largest form with documents for a case, in bytes: what a single document may have is
/// told beside it.
const DOCUMENTS_LIMIT: usize = 64 << 20;

/// The whole site. Fails when no folder for uploads can be made.
pub fn router(app: App, options: ServerOptions) -> std::io::Result<axum::Router> {
    let upload = DefaultBodyLimit::max(options.upload_limit);
    let site = Site::new(app, options)?;
    let pages = axum::Router::new()
        .route("/", get(overview::show))
        .route("/frameworks", get(frameworks::show))
        .route("/frameworks/{*id}", get(framework::show))
        .route("/ranking/{*id}", get(ranking::show))
        .route("/years/{*id}", get(years::show))
        .route("/measure/targets", get(targets::show))
        .route("/measure/surveys", get(surveys::show))
        .route("/measure/surveys/{*id}", get(survey::show))
        .route("/why/{*unit}", get(why::show))
        .route("/compare", get(compare::show))
        .route("/uncertainty/{*id}", get(uncertainty::show))
        .route("/jobs", get(jobs::show_list))
        .route("/jobs/{id}", get(jobs::show))
        .route("/jobs/{id}/cancel", post(jobs::cancel))
        .route("/jobs/uncertainty/{*id}", post(jobs::start_uncertainty))
        .route("/jobs/sensitivity/{*id}", post(jobs::start_sensitivity))
        .route("/runs/{id}", get(runs::show))
        .route("/contributions/{*id}", get(contributions::show))
        .route("/sensitivity/{*id}", get(sensitivity::show))
        .route("/what-if/{*id}", get(what_if::show))
        .route("/levers/{*id}", get(levers::show))
        .route("/audit/{*id}", get(audit::show))
        .route("/parks/{*id}", get(park::show))
        .merge(rules())
        .merge(cases())
        .route("/entities", get(entities::show))
        .route("/entities/{*id}", get(entity::show))
        .route("/history/{*entity}", get(history::show))
        .route("/conflicts", get(conflicts::show))
        .route("/statements/{id}", get(statement::show))
        .route("/sources", get(sources::show))
        .route("/sources/{*id}", get(source::show))
        .route("/imports", get(imports::show))
        .route(
            "/imports/new",
            get(import_new::show_form)
                .post(import_new::take)
                .layer(upload),
        )
        .route("/imports/new/{token}", get(import_new::show_preview))
        .route("/imports/new/{token}/confirm", post(import_new::confirm))
        .route("/imports/new/{token}/discard", post(import_new::discard))
        .route("/imports/{id}", get(import_detail::show))
        .route(
            "/imports/{id}/undo",
            get(import_detail::show_undo).post(import_detail::undo_now),
        )
        .route("/imports/{id}/errors", get(import_detail::errors))
        .route("/reviews", get(reviews::show))
        .route("/reviews/{id}", post(reviews::settle))
        .route("/packs", get(packs::show))
        .route("/packs/{*id}", get(pack::show))
        .route("/search", get(search::show))
        .route("/about", get(about::show))
        .route("/health", get(|| async { "ok\n" }))
        .route("/assets/{name}", get(asset))
        .fallback(no_page)
        .method_not_allowed_fallback(no_method);
    let files = files(pages.clone().with_state(site.clone()));
    Ok(pages
        .merge(files)
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(middleware::from_fn_with_state(
            site.clone(),
            security::guard,
        ))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(CatchPanicLayer::new())
        .with_state(site))
}

/// Lists as files; a list is asked of the pages themselves.
fn files(lists: axum::Router) -> axum::Router<Site> {
    let start = move |ask: Ask, headers: HeaderMap, body: String| {
        exports::start(lists.clone(), ask, headers, body)
    };
    axum::Router::new()
        .route("/exports", post(start))
        .route("/exports/{id}", get(exports::show))
        .route("/exports/{id}/file", get(exports::fetch))
        .route("/exports/{id}/cancel", post(exports::cancel))
}

/// Pages about rules.
fn rules() -> axum::Router<Site> {
    axum::Router::new()
        .route("/policies", get(policies::show))
        .route(
            "/policies/{*id}",
            get(policy::show)
                .post(policy::take)
                .layer(DefaultBodyLimit::max(DRAFT_LIMIT)),
        )
        .route("/calendar", get(calendar::show))
        .route("/simulator", get(simulator::show))
        .route("/policy-changes", get(policy_changes::show))
        .route("/policy-changes/mutes", get(mutes::show).post(mutes::add))
        .route("/policy-changes/mutes/{id}/end", post(mutes::end))
        .route("/audience/{*id}", get(audience::show))
        .route(
            "/grant-lists",
            get(grant_lists::show).post(grant_lists::draw),
        )
        .route("/grant-lists/{number}", get(grant_list::show))
        .route(
            "/grant-lists/{number}/difference",
            get(grant_difference::show),
        )
        .route("/grant-lists/{number}/{verb}", post(grant_acts::act))
        .route("/eligibility/{*entity}", get(eligibility::show))
        .route("/verdict/{*entity}", get(verdict::show))
}

/// Pages about cases.
fn cases() -> axum::Router<Site> {
    let documents = || DefaultBodyLimit::max(DOCUMENTS_LIMIT);
    axum::Router::new()
        .route("/follow", get(follow::overview::show))
        .route("/follow/poster/{*workflow}", get(follow::poster::show))
        .route("/follow/calendar", get(follow::month::show))
        .route("/board/{*workflow}", get(follow::board::show))
        .route("/due", get(follow::due::show))
        .route("/me", get(follow::me::show).post(follow::me::take))
        .route("/silence", get(follow::silence::show))
        .route("/contact-budget", get(follow::budget::show))
        .route("/register/{*workflow}", get(follow::register::show))
        .route("/figures/{*workflow}", get(follow::figures::show))
        .route("/rounds/{code}", get(follow::round::show))
        .route(
            "/notices",
            get(follow::notices::show).post(follow::notices::take),
        )
        .route("/my-work", get(follow::my_work::show))
        .route("/cases", get(follow::list::show))
        .route(
            "/cases/new",
            get(follow::new::show)
                .post(follow::new::take)
                .layer(documents()),
        )
        .route("/cases/{code}", get(follow::case::show))
        .route(
            "/cases/{code}/{verb}",
            post(follow::case_command::take).layer(documents()),
        )
        .route("/cases/{code}/documents/{digest}", get(follow::document))
}

/// The log names method, path and number; queries may hold what people looked for.
fn span(request: &Request) -> tracing::Span {
    let id = request
        .headers()
        .get("x-request-id")
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

async fn no_page(ask: Ask) -> Response {
    Failure::no_page().answer(&ask)
}

async fn no_method(ask: Ask) -> Response {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "server.no-method").answer(&ask)
}

/// A file of ours; its name changes with its content, so it may be kept for ever.
async fn asset(Path(name): Path<String>, ask: Ask) -> Response {
    let Some(asset) = assets::find(&name) else {
        return Failure::no_page().answer(&ask);
    };
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    (
        [
            (CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
            (CACHE_CONTROL, kept),
        ],
        asset.body.as_str(),
    )
        .into_response()
}
