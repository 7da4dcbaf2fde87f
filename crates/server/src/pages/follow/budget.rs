//! The contact budget 无事不扰: who was called upon in a month, and by whom.

use super::parts::case_path;
use crate::view::{
    Column, Cx, Page, ROWS_ONLY, Section, empty, entity, facts, saves, stacked, time,
};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, Months, NaiveDate};
use julin_app::contract::{BudgetRow, BudgetView, Cell, Grid};
use julin_app::follow::{self, BudgetInput};
use julin_locale::count;
use julin_model::Period;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &BudgetView) -> Page {
    let full = view.rows.iter().filter(|row| row.left == 0).count() as u64;
    let calls: u64 = view.bodies.iter().map(|(_, n)| n).sum();
    let month = view.month.format("%Y-%m").to_string();
    let whole = Period::Month(view.month.year(), view.month.month() as u8);
    let args = [
        ("month", time::period(cx, whole)),
        ("n", count(calls)),
        ("firms", count(view.rows.len() as u64)),
        ("full", count(full)),
    ];
    let columns = [
        Column::text(cx.t("page.budget.subject")),
        Column::text(cx.t("page.budget.visits")),
        Column::number(cx.t("page.budget.left")),
    ];
    let body = html! {
        (months(cx, view, &month))
        (facts([
            (cx.t("page.budget.most"), Some(html! { (count(view.most.into())) })),
            (cx.t("page.budget.workflows"), Some(html! { @for (i, own) in view.workflows.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } a href=(cx.href("/cases", &[("workflow", &own.id)])) { (cx.plain(&own.title)) } } })),
            (cx.t("page.budget.bodies"), (!view.bodies.is_empty()).then(|| html! { @for (i, (body, n)) in view.bodies.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } bdi { (body) } " " (count(*n)) } })),
        ]))
        @if view.rows.is_empty() { (empty(cx, "page.budget.empty", Some(("page.follow.title", "/follow")))) }
        @else { div.tools { (saves(cx, ROWS_ONLY)) } (stacked(cx, &cx.t("ui.rail.budget"), &columns, view.rows.iter().map(|own| row(cx, own)))) }
    };
    Page {
        title: cx.tf(
            "page.budget.title",
            &args.each_ref().map(|(k, v)| (*k, v.as_str())),
        ),
        lead: Some(html! { p { (cx.t("page.budget.lead")) } }),
        section: Section::Budget,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn months(cx: &Cx, view: &BudgetView, month: &str) -> Markup {
    let near = |by: fn(NaiveDate) -> Option<NaiveDate>| {
        by(view.month).map(|day| day.format("%Y-%m").to_string())
    };
    let back = near(|day| day.checked_sub_months(Months::new(1)));
    let on = near(|day| day.checked_add_months(Months::new(1)));
    html! {
        nav.paging aria-label=(cx.t("page.budget.month")) {
            @if let Some(back) = back { a rel="prev" href=(cx.here(&[("month", &back)])) { "← " (back) } }
            strong { (month) }
            @if let Some(on) = on { a rel="next" href=(cx.here(&[("month", &on)])) { (on) " →" } }
        }
    }
}

fn row(cx: &Cx, own: &BudgetRow) -> Markup {
    html! {
        tr data-row {
            td.words { (entity(cx, &own.subject)) }
            td.words { @for (i, (code, day, body)) in own.visits.iter().enumerate() { @if i > 0 { br; } (time::day(cx, *day)) " " bdi { (body) } " " a.num href=(cx.href(&case_path(code), &[])) { (code) } } }
            td.n data-label=(cx.t("page.budget.left")) { @if own.left == 0 { span.light.red { (cx.t("page.budget.none-left")) } } @else { (count(own.left.into())) } }
        }
    }
}

/// Rows for a spreadsheet, one for each call.
pub fn grid(cx: &Cx, view: &BudgetView) -> Grid {
    let keys = [
        "page.budget.subject",
        "page.budget.day",
        "page.budget.body",
        "page.cases.number",
        "page.budget.left",
    ];
    let mut grid = Grid::new(cx.t("ui.rail.budget"), keys.map(|key| cx.t(key)));
    for own in &view.rows {
        for (code, day, body) in &own.visits {
            grid.row::<Cell>([
                cx.plain(&own.subject.name).into(),
                day.to_string().into(),
                body.as_str().into(),
                code.as_str().into(),
                Cell::count(own.left),
            ]);
        }
    }
    grid
}

const SURFACE: Surface<BudgetView> = Surface::page(page).grid(grid);

/// `GET /contact-budget?name=…&month=2026-11`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let month = match ask.text("month") {
        None => None,
        Some(text) => match format!("{text}-01").parse::<NaiveDate>() {
            Ok(day) => Some(day),
            Err(_) => return Failure::bad_request().answer(&ask),
        },
    };
    let input = BudgetInput {
        name: ask.text("name"),
        month,
        subject: None,
    };
    site.show(ask, SURFACE, move |app, call| {
        follow::budget(app, call, &input)
    })
    .await
}
