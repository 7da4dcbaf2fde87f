//! Packs: content as data, each with version, digest and what it holds.

use crate::view::{Column, Cx, Page, Section, diagnostics, empty, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::PackLine;
use julin_app::{App, Call, packs};
use julin_model::Diagnostic;
use maud::{Markup, html};
use serde::Serialize;

/// The page, with what was found wrong when the packs were read.
pub fn page(cx: &Cx, view: &[PackLine], findings: &[Diagnostic]) -> Page {
    let title = cx.tf("page.packs.title", &[("n", &view.len().to_string())]);
    let columns = [
        Column::text(cx.t("page.packs.pack")),
        Column::text(cx.t("page.packs.version")),
        Column::text(cx.t("page.packs.checked")),
        Column::text(cx.t("page.packs.contents")),
        Column::text(cx.t("page.packs.loaded")),
    ];
    let body = html! {
        (diagnostics(cx, findings))
        @if view.is_empty() { (empty(cx, "page.packs.empty", None)) }
        @else { (table(cx, &cx.t("ui.rail.packs"), &columns, view.iter().map(|line| row(cx, line)))) }
    };
    let lead = html! { p { (cx.t("page.packs.lead")) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Packs,
        body,
        crumbs: vec![],
    }
}

fn row(cx: &Cx, line: &PackLine) -> Markup {
    html! {
        tr data-row {
            td.words { a href=(cx.href(&format!("/packs/{}", segment(&line.id)), &[])) { (cx.text(&line.title)) } br; code { (line.id) } }
            td { (line.version) }
            td { @if let Some(day) = &line.checked_on { (time::loose(cx, day)) } @else { "—" } }
            td.words { (contents(cx, line)) }
            td { (loaded(cx, line)) }
        }
    }
}

/// How many of each kind.
pub fn contents(cx: &Cx, line: &PackLine) -> String {
    let one = |(kind, n): &(String, u32)| {
        let name = cx
            .known(&format!("page.packs.kind.{kind}"))
            .unwrap_or_else(|| kind.clone());
        cx.tf(
            "page.packs.content",
            &[("kind", &name), ("n", &n.to_string())],
        )
    };
    line.contents
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(one)
        .collect::<Vec<_>>()
        .join(&cx.t("ui.comma"))
}

/// In the store or not.
pub fn loaded(cx: &Cx, line: &PackLine) -> Markup {
    html! { @if line.loaded { span.tag.good { (cx.t("page.packs.loaded.yes")) } } @else { span.tag.waiting { (cx.t("page.packs.loaded.no")) } } }
}

/// The packs with what was found wrong when they were read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PacksView {
    /// The packs.
    pub packs: Vec<PackLine>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

const SURFACE: Surface<PacksView> =
    Surface::page(|cx, view| page(cx, &view.packs, &view.diagnostics));

/// `GET /packs`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let read = |app: &App, call: &Call| {
        Ok(PacksView {
            packs: packs::list(app, call)?,
            diagnostics: app.pack_diagnostics().to_vec(),
        })
    };
    site.show(ask, SURFACE, read).await
}
