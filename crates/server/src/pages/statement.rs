//! One statement: who said it, when, where, in which words. The end of every why.

use crate::view::{
    Cx, Page, Section, citation, entity, exact, facts, figure_value, guess_lang, marks, said_by,
    segment, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::StatementView;
use julin_app::data;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &StatementView) -> Page {
    let title = cx.tf(
        "page.statement.title",
        &[
            ("entity", cx.plain(&view.entity.name)),
            ("field", cx.plain(&view.figure.label)),
        ],
    );
    let id = view.figure.statement.to_string();
    let body = html! {
        p.big { (figure_value(cx, &view.figure)) (marks(cx, view.figure.status, view.figure.conflicting)) }
        @if let Some(raw) = &view.figure.raw { blockquote.raw lang=[guess_lang(raw)] { "“" (raw) "”" } }
        (facts(rows(cx, view, &id)))
        (links(cx, view))
    };
    Page {
        title,
        section: Section::Sources,
        body,
        lead: None,
        crumbs: vec![],
    }
    .under(
        cx.plain(&view.entity.name).to_owned(),
        &format!("/entities/{}", segment(view.entity.id.as_str())),
    )
}

fn rows(cx: &Cx, view: &StatementView, id: &str) -> Vec<(String, Option<Markup>)> {
    let figure = &view.figure;
    let words = |text: String| html! { (text) };
    vec![
        (cx.t("ui.statement.source"), Some(citation(cx, &view.source, &view.locator, Some(id)))),
        (cx.t("page.statement.phrase"), view.locator.phrase.as_ref().map(|p| crate::view::words(p))),
        (cx.t("ui.statement.by"), Some(said_by(cx, view))),
        (cx.t("page.statement.about"), Some(entity(cx, &view.entity))),
        (cx.t("page.statement.scope"), figure.scope.as_ref().map(|scope| if figure.scope_label.is_empty() { words(scope.clone()) } else { cx.text(&figure.scope_label) })),
        (cx.t("ui.statement.period"), Some(figure.period.map_or_else(|| html! { (cx.t("page.statement.no-period")) }, |p| html! { (time::period(cx, p)) }))),
        (cx.t("page.statement.exact"), exact(cx, figure).map(words)),
        (cx.t("ui.statement.status"), Some(html! { (cx.t(&format!("ui.mark.{}.long", figure.status.code()))) })),
        (cx.t("page.statement.confidence"), view.confidence.as_ref().map(|c| html! { (cx.known(&format!("ui.confidence.{c}")).unwrap_or_else(|| c.clone())) })),
        (cx.t("page.statement.note"), (!view.note.is_empty()).then(|| cx.text(&view.note))),
        (cx.t("page.statement.also"), (!view.also.is_empty()).then(|| also(cx, view))),
        (cx.t("page.statement.discrepancy"), view.discrepancy.as_ref().map(|d| entity(cx, d))),
        (cx.t("page.statement.recorded"), Some(recorded(cx, view))),
        (cx.t("page.statement.ended"), view.ended_at.as_ref().map(|at| html! { (time::moment(cx, at)) })),
        (cx.t("ui.statement.id"), Some(html! { code { (id) } })),
    ]
}

fn also(cx: &Cx, view: &StatementView) -> Markup {
    html! { @for (i, cited) in view.also.iter().enumerate() { @if i > 0 { br; } (citation(cx, &cited.source, &cited.locator, None)) } }
}

fn recorded(cx: &Cx, view: &StatementView) -> Markup {
    html! {
        (time::moment(cx, &view.recorded_at)) (cx.t("ui.comma"))
        a href=(cx.href(&format!("/imports/{}", view.batch), &[])) { (cx.tf("page.statement.batch", &[("n", &view.batch.to_string())])) }
    }
}

fn links(cx: &Cx, view: &StatementView) -> Markup {
    let history = cx.href(
        &format!("/history/{}", segment(view.entity.id.as_str())),
        &[("field", view.figure.field.as_str())],
    );
    html! { p.actions { a.button href=(history) { (cx.t("page.statement.history")) } } }
}

const SURFACE: Surface<StatementView> = Surface::page(page);

/// `GET /statements/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| {
        data::statement(app, call, &data::StatementInput { id })
    })
    .await
}
