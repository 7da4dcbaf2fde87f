//! Why a score is what it is: the trace from the score down to the statements.

use crate::pages::changes::changes;
use crate::view::{Cx, Page, Section, known_or_dash, segment, trace, unknown};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::ScoreTrace;
use julin_app::measure;
use maud::html;

/// The page.
pub fn page(cx: &Cx, view: &ScoreTrace) -> Page {
    let unit = cx.plain(&view.unit.name);
    let key = if cx.ask("node").is_some() {
        "page.why.title"
    } else {
        "page.why.title.total"
    };
    let title = cx.tf(
        key,
        &[("unit", unit), ("what", cx.plain(&view.trace.label))],
    );
    let rests = cx.tf(
        "page.why.rests",
        &[("n", &view.statements.len().to_string())],
    );
    let lead = html! { p { (cx.text(&view.framework.title)) (cx.t("ui.comma")) (cx.tf("page.ranking.as-of", &[("year", &view.as_of.to_string())])) (cx.t("ui.comma")) (rests) } };
    let body = html! {
        p.big { @if view.trace.value.is_some() { (known_or_dash(cx, view.trace.value, 2)) } @else { (unknown(cx, None)) " " (cx.t("page.why.unknown")) } }
        (trace(cx, view))
    };
    let ranking = format!("/ranking/{}", segment(&view.framework.id));
    Page {
        title,
        lead: Some(lead),
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.frameworks"), "/frameworks")
    .under(cx.plain(&view.framework.title).to_owned(), &ranking)
    .under(
        unit.to_owned(),
        &format!("/parks/{}", segment(view.unit.id.as_str())),
    )
}

const SURFACE: Surface<ScoreTrace> = Surface::page(page);

/// `GET /why/{unit}?framework=…&node=…`
pub async fn show(State(site): State<Site>, Path(unit): Path<String>, ask: Ask) -> Response {
    let framework = ask.text("framework").unwrap_or_default();
    let input = measure::TraceInput {
        framework,
        unit,
        node: ask.text("node"),
        as_of: ask.cx.as_of,
        changes: changes(&ask.cx, ask.cx.ask("unit")),
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::score_trace(app, call, &input)
    })
    .await
}
