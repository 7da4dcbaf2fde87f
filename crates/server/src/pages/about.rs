//! About this installation: version, what it holds, keys, privacy.

use crate::view::{Cx, Page, Section, diagnostics, facts};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::{App, Call};
use julin_model::Diagnostic;
use maud::html;
use serde::Serialize;

/// What is told about the installation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AboutView {
    /// Version of the program.
    pub version: String,
    /// Everybody on this machine may write, because there are no accounts yet.
    pub accounts: bool,
    /// What was found wrong when the packs were read.
    pub pack_diagnostics: Vec<Diagnostic>,
}

/// The page.
pub fn page(cx: &Cx, view: &AboutView) -> Page {
    let keys = [
        ("Ctrl K · ⌘K · /", "page.about.key.search"),
        ("j · k", "page.about.key.rows"),
        ("Enter", "page.about.key.open"),
        ("Esc", "page.about.key.close"),
    ];
    let body = html! {
        (facts([
            (cx.t("page.about.version"), Some(html! { (view.version) })),
            (cx.t("page.about.accounts"), Some(html! { (cx.t(if view.accounts { "ui.yes" } else { "page.about.no-accounts" })) })),
            (cx.t("page.about.network"), Some(html! { (cx.t("page.about.no-network")) })),
        ]))
        h2 { (cx.t("page.about.keys")) }
        (facts(keys.iter().map(|(key, what)| ((*key).to_owned(), Some(html! { (cx.t(what)) })))))
        h2 { (cx.t("page.about.marks")) }
        (facts(["estimated", "derived", "target", "sample", "conflicting"].iter().map(|mark| (cx.t(&format!("ui.mark.{mark}")), Some(html! { (cx.t(&format!("ui.mark.{mark}.long"))) })))))
        @if !view.pack_diagnostics.is_empty() { h2 { (cx.t("page.about.findings")) } (diagnostics(cx, &view.pack_diagnostics)) }
    };
    Page {
        title: cx.t("page.about.title"),
        lead: Some(html! { p { (cx.t("page.about.lead")) } }),
        section: Section::About,
        body,
        crumbs: vec![],
    }
}

const SURFACE: Surface<AboutView> = Surface::page(page);

/// `GET /about`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let read = |app: &App, _: &Call| {
        Ok(AboutView {
            version,
            accounts: false,
            pack_diagnostics: app.pack_diagnostics().to_vec(),
        })
    };
    site.show(ask, SURFACE, read).await
}
