//! Where sources disagree: the statements side by side, with the ruling if there is one.

use crate::pages::entity::conflict;
use crate::view::{Cx, Page, ROWS_ONLY, Section, empty, entity, paging, saves};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{ConflictView, Listing};
use julin_app::data;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Listing<ConflictView>) -> Page {
    let title = cx.tf("page.conflicts.title", &[("n", &count(view.total))]);
    let body = html! {
        @if view.rows.is_empty() { (empty(cx, "page.conflicts.empty", None)) }
        @else { div.tools { (saves(cx, ROWS_ONLY)) } }
        @for row in &view.rows { (one(cx, row)) }
        (paging(cx, view.total, view.offset, view.limit))
    };
    let lead = html! { p { (cx.t("page.conflicts.lead")) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Conflicts,
        body,
        crumbs: vec![],
    }
}

fn one(cx: &Cx, row: &ConflictView) -> Markup {
    html! {
        section.conflict-card {
            h2 { (entity(cx, &row.entity)) }
            (conflict(cx, &row.finding))
            @if let Some(ruling) = &row.ruling {
                p.ruling {
                    strong { (cx.t("page.conflicts.ruling")) } (cx.t("ui.colon")) (cx.text(&ruling.usage))
                    @if !ruling.why.is_empty() { br; span.when { (cx.text(&ruling.why)) } }
                }
            }
        }
    }
}

/// Rows for a spreadsheet: one per statement.
pub fn csv(cx: &Cx, view: &Listing<ConflictView>) -> Vec<Vec<String>> {
    let head = [
        "page.entities.name",
        "page.entity.field",
        "ui.statement.period",
        "ui.statement.value",
        "ui.statement.unit",
        "ui.statement.source",
        "ui.statement.place",
        "page.conflicts.preferred",
    ];
    let rows = view.rows.iter().flat_map(|c| {
        let all = std::iter::once(&c.finding.preferred).chain(&c.finding.others);
        all.enumerate().map(|(i, s)| {
            vec![
                cx.plain(&c.entity.name).to_owned(),
                cx.plain(&s.figure.label).to_owned(),
                s.figure.period.map(|p| p.to_string()).unwrap_or_default(),
                super::entity::value_text(cx, &s.figure),
                s.figure.unit.clone().unwrap_or_default(),
                cx.plain(&s.source.title).to_owned(),
                s.locator.spot.to_string(),
                cx.t(if i == 0 { "ui.yes" } else { "ui.no" }),
            ]
        })
    });
    std::iter::once(head.iter().map(|k| cx.t(k)).collect())
        .chain(rows)
        .collect()
}

const SURFACE: Surface<Listing<ConflictView>> = Surface::page(page).csv(csv);

/// `GET /conflicts?entity=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let input = data::ConflictsInput {
        entity: ask.text("entity"),
        offset,
        limit,
    };
    site.show(ask, SURFACE, move |app, call| {
        data::conflicts(app, call, &input)
    })
    .await
}
