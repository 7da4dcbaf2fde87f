//! Cases by how silent they are: agreements and whatever else may die quietly.

use super::parts::{case_link, light_code, persons, stamp, state};
use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, empty, saves, stacked, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{Cell, Grid, SilenceRow, SilenceView};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &SilenceView) -> Page {
    let (n, stale) = (count(view.rows.len() as u64), count(view.stale));
    let columns = [
        Column::text(cx.t("page.cases.case")),
        Column::text(cx.t("page.cases.state")),
        Column::number(cx.t("page.silence.days")),
        Column::text(cx.t("page.silence.heard")),
        Column::text(cx.t("page.silence.steps")),
        Column::text(cx.t("page.silence.asked")),
        Column::text(cx.t("page.silence.promises")),
    ];
    let chosen = view.shown.as_deref().unwrap_or_default();
    let body = html! {
        ul.tabs {
            li { a href=(cx.here(&[("workflow", "")])) aria-current=[chosen.is_empty().then_some("page")] { (cx.t("ui.all")) } }
            @for own in &view.workflows { li { a href=(cx.here(&[("workflow", &own.id)])) aria-current=[(chosen == own.id).then_some("page")] { (cx.plain(&own.title)) } } }
        }
        @if view.rows.is_empty() { (empty(cx, "page.silence.empty", Some(("page.follow.title", "/follow")))) }
        @else { div.tools { (saves(cx, ROWS_ONLY)) } (stacked(cx, &cx.t("ui.rail.silence"), &columns, view.rows.iter().map(|own| row(cx, own)))) }
    };
    Page {
        title: cx.tf("page.silence.title", &[("n", &n), ("stale", &stale)]),
        lead: Some(html! { p { (cx.t("page.silence.lead")) } }),
        section: Section::Silence,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn row(cx: &Cx, own: &SilenceRow) -> Markup {
    let silence = &own.silence;
    let (reached, steps) = (silence.reached.to_string(), silence.steps.to_string());
    let (open, late) = own.promises;
    html! {
        tr data-row {
            td.words { (case_link(cx, &own.case)) }
            td { (state(cx, &own.case)) }
            td.n data-label=(cx.t("page.silence.days")) { (count(silence.days.into())) @if silence.is_stale() { " " span class=(format!("light {}", light_code(own.light))) { (cx.t(if silence.is_given_up() { "page.silence.last-step" } else { "page.silence.stale" })) } } }
            td.tight data-label=(cx.t("page.silence.heard")) { (time::day(cx, silence.heard)) }
            td.words data-label=(cx.t("page.silence.steps")) {
                (cx.tf("page.silence.reached", &[("n", &reached), ("of", &steps)]))
                @if let Some(last) = own.asks.last() { br; span.when { (cx.t("page.silence.last")) " " (stamp(*last)) } }
                @if let Some(next) = silence.next.filter(|day| *day >= own.today) { br; span.when { (cx.tf("page.silence.next", &[("day", &time::day(cx, next))])) } }
            }
            td.words data-label=(cx.t("page.silence.asked")) { @for (i, role) in own.asked.iter().enumerate() { @if i > 0 { br; } span.when { (cx.plain(&role.title)) } " " (persons(cx, &role.people)) } }
            td.words data-label=(cx.t("page.silence.promises")) {
                @if open == 0 { (cx.t("page.silence.no-promises")) }
                @else { (cx.tf("page.silence.open", &[("n", &count(open.into()))])) @if late > 0 { " " span.light.red { (cx.tf("page.silence.late", &[("n", &count(late.into()))])) } } }
                @if let Some(next) = own.next { br; span.when { (cx.tf("page.silence.due", &[("day", &time::day(cx, next))])) } }
            }
        }
    }
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &SilenceView) -> Grid {
    let keys = [
        "page.cases.number",
        "page.cases.case",
        "page.cases.workflow",
        "page.cases.state",
        "page.silence.days",
        "page.silence.heard",
        "page.silence.steps",
        "page.silence.of-steps",
        "page.silence.asked",
        "page.silence.promises",
        "page.silence.promises-late",
        "page.silence.next-promise",
    ];
    let mut grid = Grid::new(cx.t("ui.rail.silence"), keys.map(|key| cx.t(key)));
    for own in &view.rows {
        let (case, silence) = (&own.case, &own.silence);
        let people = own.asked.iter().flat_map(|role| &role.people);
        let people: Vec<&str> = people.map(String::as_str).collect();
        let next = own.next.map(|day| day.to_string()).unwrap_or_default();
        grid.row::<Cell>([
            case.code.as_str().into(),
            cx.plain(&case.title).into(),
            cx.plain(&case.workflow.title).into(),
            cx.plain(&case.state.title).into(),
            Cell::count(silence.days),
            silence.heard.to_string().into(),
            Cell::number(silence.reached as f64, 0),
            Cell::number(silence.steps as f64, 0),
            people.join(&cx.t("ui.list-comma")).into(),
            Cell::count(own.promises.0),
            Cell::count(own.promises.1),
            next.into(),
        ]);
    }
    grid
}

const SURFACE: Surface<SilenceView> = Surface::page(page).grid(grid);

/// `GET /silence?workflow=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let workflow = ask.text("workflow");
    site.show(ask, SURFACE, move |app, call| {
        follow::silent_cases(app, call, workflow.as_deref())
    })
    .await
}
