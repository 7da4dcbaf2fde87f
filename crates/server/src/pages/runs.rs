//! Runs: results that were kept, what they are about, and how to compute them again.

use crate::pages::{sensitivity, uncertainty, variation};
use crate::view::{Column, Cx, Page, Section, address, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{KeptRun, RunAbout, RunLine, RunView};
use julin_app::measure::DrawSpec;
use julin_app::runs;
use julin_locale::count;
use maud::{Markup, html};

/// What was computed, in words.
pub fn kind(cx: &Cx, kind: &str) -> String {
    cx.known(&format!("run-kind.{kind}"))
        .unwrap_or_else(|| kind.to_owned())
}

/// Framework and year.
pub fn about(cx: &Cx, about: Option<&RunAbout>) -> Markup {
    html! {
        @match about {
            Some(about) => { (cx.text(&about.title)) (cx.t("ui.comma")) (cx.tf("page.ranking.as-of", &[("year", &about.as_of.to_string())])) },
            None => (cx.t("page.run.tables")),
        }
    }
}

/// A page of the framework a run is about, in its year.
pub fn at(path: &str, about: &RunAbout, query: &[(&str, &str)]) -> String {
    let year = about.as_of.to_string();
    let query = query.iter().copied().chain([("as_of", year.as_str())]);
    address(&format!("{path}{}", segment(&about.framework)), query)
}

/// The page that shows the result of a run best.
pub fn result(kind: &str, about: Option<&RunAbout>, run: &str) -> String {
    let path = match kind {
        uncertainty::KIND => "/uncertainty/",
        sensitivity::KIND => "/sensitivity/",
        _ => return own(run),
    };
    about.map_or_else(|| own(run), |about| at(path, about, &[("run", run)]))
}

fn own(run: &str) -> String {
    format!("/runs/{}", segment(run))
}

/// Results kept; nothing where there are none.
pub fn list(cx: &Cx, lines: &[RunLine]) -> Markup {
    let columns = [
        Column::text(cx.t("page.run.id")),
        Column::text(cx.t("page.jobs.kind")),
        Column::text(cx.t("page.jobs.about")),
        Column::text(cx.t("page.run.when")),
        Column::text(cx.t("page.jobs.result")),
    ];
    let row = |line: &RunLine| {
        let head = &line.head;
        html! {
            tr data-row {
                td { a href=(own(&head.id)) { code { (head.id) } } }
                td { (kind(cx, &head.kind)) }
                td.words { (about(cx, line.about.as_ref())) }
                td { (time::moment(cx, &head.computed_at.to_rfc3339())) }
                td { a href=(result(&head.kind, line.about.as_ref(), &head.id)) { (cx.t("page.jobs.result")) } }
            }
        }
    };
    html! {
        @if !lines.is_empty() {
            h2 { (cx.t("page.run.list")) }
            (table(cx, &cx.t("page.run.list"), &columns, lines.iter().map(row)))
        }
    }
}

/// That a page shows a kept result, how it was drawn, and whether it still holds.
pub fn kept(cx: &Cx, kept: &KeptRun, spec: &DrawSpec) -> Markup {
    let when = time::moment(cx, &kept.computed_at.to_rfc3339());
    let (draws, seed) = (count(spec.draws), spec.seed.to_string());
    let varied = variation::varied_words(cx, &spec.vary);
    let key = match kept.current {
        true => "page.run.current",
        false => "page.run.outdated",
    };
    html! {
        p.kept { (cx.t("page.run.kept")) " " a href=(own(&kept.id)) { code { (kept.id) } } (cx.t("ui.comma")) (when) (cx.t("ui.comma"))
            (cx.tf("page.run.drawn", &[("draws", &draws), ("seed", &seed), ("varied", &varied)])) " " (cx.t(key)) }
    }
}

/// What is said of a run: what it was and how to compute it again.
pub fn page(cx: &Cx, view: &RunView) -> Page {
    let head = &view.run.head;
    let rows: [(String, &str); 4] = [
        (cx.t("page.run.packs"), &head.pack_digest),
        (cx.t("page.run.figures"), &head.input_digest),
        (cx.t("page.run.result"), &head.output_digest),
        (cx.t("page.run.id"), &head.id),
    ];
    let shown = result(&head.kind, view.about.as_ref(), &head.id);
    let parameters: Option<serde_json::Value> = serde_json::from_str(&head.parameters).ok();
    let parameters = parameters.and_then(|value| serde_json::to_string_pretty(&value).ok());
    let body = html! {
        p { (about(cx, view.about.as_ref())) (cx.t("ui.comma")) (time::moment(cx, &head.computed_at.to_rfc3339())) }
        p.actions {
            @if shown != own(&head.id) { a href=(shown) { (cx.t("page.jobs.result")) } }
            a href=(cx.here(&[("format", "json")])) { (cx.t("page.run.json")) }
        }
        p.hint { (cx.t("page.run.hint")) }
        p { code { (cx.tf("page.run.rebuild", &[("id", &head.id)])) } }
        (digests(cx, &rows))
        h2 { (cx.t("page.run.parameters")) }
        pre { (parameters.unwrap_or_default()) }
    };
    Page {
        title: format!("{} · {}", kind(cx, &head.kind), head.id),
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

const SURFACE: Surface<RunView> = Surface::page(page);

/// `GET /runs/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let input = runs::RunInput { id };
    site.show(ask, SURFACE, move |app, call| {
        runs::run_view(app, call, &input)
    })
    .await
}
