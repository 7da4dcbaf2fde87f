//! Everything said about one field of one entity, by period; disagreements side by side.

use crate::view::{Cx, Page, ROWS_ONLY, Section, empty, saves, segment, statement_rows, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{History, PeriodGroup};
use julin_app::data;
use julin_model::Text;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &History) -> Page {
    let (name, field) = (cx.plain(&view.entity.name), cx.plain(&view.label));
    let said: usize = view.periods.iter().map(|p| p.statements.len()).sum();
    let args = [
        ("entity", name.to_owned()),
        ("field", field.to_owned()),
        ("n", said.to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let body = html! {
        @if view.periods.is_empty() { (empty(cx, "page.history.empty", None)) }
        @else { div.tools { (saves(cx, ROWS_ONLY)) } }
        @for group in &view.periods { (period(cx, group)) }
    };
    Page {
        title: cx.tf("page.history.title", &args),
        section: Section::Entities,
        body,
        lead: None,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.entities"), "/entities")
    .under(
        name.to_owned(),
        &format!("/entities/{}", segment(view.entity.id.as_str())),
    )
}

fn period(cx: &Cx, group: &PeriodGroup) -> Markup {
    let when = group
        .period
        .map_or_else(|| cx.t("page.statement.no-period"), |p| time::period(cx, p));
    let unnamed = Text::default();
    let scope_label = group
        .statements
        .first()
        .map_or(&unnamed, |s| &s.figure.scope_label);
    let heading = super::entity::scoped(cx, when, group.scope.as_deref(), scope_label);
    let views: Vec<_> = group.statements.iter().collect();
    html! {
        h2 { (heading) @if group.conflicting { " " span.tag.bad { (cx.t("ui.mark.conflicting.long")) } } }
        (statement_rows(cx, &heading, &views))
    }
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &History) -> Vec<Vec<String>> {
    let head = [
        "ui.statement.period",
        "page.statement.scope",
        "ui.statement.value",
        "ui.statement.unit",
        "ui.statement.status",
        "ui.statement.raw",
        "ui.statement.source",
        "ui.statement.place",
        "ui.statement.id",
        "page.statement.ended",
    ];
    let rows = view.periods.iter().flat_map(|g| &g.statements).map(|s| {
        let f = &s.figure;
        vec![
            f.period.map(|p| p.to_string()).unwrap_or_default(),
            f.scope.clone().unwrap_or_default(),
            super::entity::value_text(cx, f),
            f.unit.clone().unwrap_or_default(),
            f.status.code().to_owned(),
            f.raw.clone().unwrap_or_default(),
            cx.plain(&s.source.title).to_owned(),
            s.locator.spot.to_string(),
            f.statement.to_string(),
            s.ended_at.clone().unwrap_or_default(),
        ]
    });
    std::iter::once(head.iter().map(|k| cx.t(k)).collect())
        .chain(rows)
        .collect()
}

const SURFACE: Surface<History> = Surface::page(page).csv(csv);

/// `GET /history/{entity}?field=…`
pub async fn show(State(site): State<Site>, Path(entity): Path<String>, ask: Ask) -> Response {
    let input = data::HistoryInput {
        entity,
        field: ask.text("field").unwrap_or_default(),
    };
    site.show(ask, SURFACE, move |app, call| {
        data::history(app, call, &input)
    })
    .await
}
