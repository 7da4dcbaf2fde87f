//! A poster with a QR code that leads to the form of a workflow; for A4.

use crate::view::{Cx, Page, Section, address};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use julin_app::contract::WorkflowView;
use julin_app::follow;
use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Modules of white around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;
/// Longest address that is put into a code: longer ones make codes a phone reads badly.
const LONGEST: usize = 400;

/// A poster.
#[derive(Debug, Clone, Serialize)]
pub struct Poster {
    /// The workflow.
    pub workflow: WorkflowView,
    /// The address the code holds.
    pub address: String,
    /// Where the site is reached.
    pub at: String,
}

/// The page.
pub fn page(cx: &Cx, view: &Poster) -> Page {
    let code = (view.address.len() <= LONGEST)
        .then(|| QrCode::with_error_correction_level(&view.address, EcLevel::Q));
    let body = html! {
        form.inline.no-print method="get" action=(cx.path) {
            div { label for="at" { (cx.t("page.poster.at")) } input #at name="at" value=(view.at) maxlength="200"; }
            div { label for="place" { (cx.t("page.poster.place")) } input #place name="place" value=[cx.ask("place")] maxlength="100"; }
            div.buttons { button type="submit" { (cx.t("page.poster.draw")) } }
        }
        section.poster {
            p.big { (cx.text(&view.workflow.title)) }
            p { (cx.text(&view.workflow.about)) }
            @match code {
                Some(Ok(code)) => (drawn(&code, &cx.t("page.poster.code"))),
                _ => p.refused { (cx.t("page.poster.long")) },
            }
            p.what { (cx.t("page.poster.scan")) }
            p.when { code { (view.address) } }
        }
        p.hint.no-print { (cx.t("page.poster.print")) }
    };
    Page {
        title: cx.tf(
            "page.poster.title",
            &[("workflow", cx.plain(&view.workflow.title))],
        ),
        lead: None,
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

/// The code as squares, row by row.
fn drawn(code: &QrCode, words: &str) -> Markup {
    let width = code.width();
    let whole = width + 2 * QUIET;
    let dark = code.to_colors();
    let squares = dark
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark);
    let path: String = squares
        .map(|(i, _)| format!("M{} {}h1v1h-1z", i % width + QUIET, i / width + QUIET))
        .collect();
    html! {
        svg.qr viewBox=(format!("0 0 {whole} {whole}")) role="img" aria-label=(words) shape-rendering="crispEdges" {
            rect width=(whole) height=(whole) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

const SURFACE: Surface<Poster> = Surface::page(page);

/// `GET /follow/poster/{workflow}?at=https://park.example&place=…`
pub async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    ask: Ask,
) -> Response {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let named = ask
        .text("at")
        .filter(|at| at.starts_with("http://") || at.starts_with("https://"));
    let at = named.unwrap_or_else(|| format!("http://{}", host.unwrap_or("localhost")));
    let place = ask.text("place").unwrap_or_default();
    site.show(ask, SURFACE, move |app, call| {
        let workflow = follow::workflow(app, call, &id)?;
        let query = [
            ("workflow", workflow.id.as_str()),
            ("channel", "poster"),
            ("f.place", place.as_str()),
        ];
        let path = address("/cases/new", query);
        Ok(Poster {
            address: format!("{}{path}", at.trim_end_matches('/')),
            at,
            workflow,
        })
    })
    .await
}
