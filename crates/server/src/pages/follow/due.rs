//! What is due: by week, and as bars over time.

use super::due_chart;
use super::parts::{case_link, light, persons, until};
use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, chart, empty, saves, stacked, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use julin_app::contract::{DueItem, DueList, Grid, Light, until_text};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Days ahead when none are asked for.
const DAYS: u32 = 35;

/// The page.
pub fn page(cx: &Cx, view: &DueList) -> Page {
    let late = view.items.iter().filter(|item| item.light == Light::Red);
    let words = [
        ("n", count(view.items.len() as u64)),
        ("late", count(late.count() as u64)),
        ("day", time::day(cx, view.until)),
    ];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    let body = html! {
        (filter(cx, view))
        @if view.items.is_empty() { (empty(cx, "page.due.empty", Some(("page.follow.title", "/follow")))) } @else {
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
            @for (week, items) in weeks(view) { (week_section(cx, view, (week, &items))) }
        }
        @if view.more { p.hint { (cx.t("page.due.more")) } }
    };
    Page {
        title: cx.tf("page.due.title", &words),
        lead: Some(html! { p { (cx.t("page.due.lead")) } }),
        section: Section::Due,
        body,
        crumbs: vec![],
    }
}

fn filter(cx: &Cx, view: &DueList) -> Markup {
    let days = (view.until - view.today).num_days();
    html! {
        div.tools {
            form.filter method="get" action="/due" {
                label for="workflow" { (cx.t("page.cases.workflow")) }
                select #workflow name="workflow" {
                    option value="" { (cx.t("ui.all")) }
                    @for own in &view.workflows { option value=(own.id) selected[view.shown.contains(&own.id)] { (cx.plain(&own.title)) } }
                }
                label for="days" { (cx.t("page.due.days")) }
                select #days name="days" { @for n in [7, 14, 35, 92, 366] { option value=(n) selected[n == days] { (n) } } }
                button type="submit" { (cx.t("ui.filter.go")) }
            }
            (saves(cx, ROWS_ONLY))
        }
    }
}

/// The Monday of a day.
fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// What is due by the Monday of its week; what is late stands first.
fn weeks(view: &DueList) -> BTreeMap<Option<NaiveDate>, Vec<&DueItem>> {
    let mut weeks: BTreeMap<_, Vec<&DueItem>> = BTreeMap::new();
    for item in &view.items {
        let late = item.light == Light::Red;
        let week = (!late).then(|| monday(item.day()));
        weeks.entry(week).or_default().push(item);
    }
    weeks
}

fn week_section(
    cx: &Cx,
    view: &DueList,
    (week, items): (Option<NaiveDate>, &[&DueItem]),
) -> Markup {
    let n = count(items.len() as u64);
    let title = match week {
        None => cx.tf("page.due.late", &[("n", &n)]),
        Some(day) if day == monday(view.today) => cx.tf("page.due.this-week", &[("n", &n)]),
        Some(day) => cx.tf("page.due.week", &[("n", &n), ("day", &time::day(cx, day))]),
    };
    html! { h2 { (title) } (rows(cx, &title, items)) }
}

/// What is due as a table.
pub fn rows(cx: &Cx, caption: &str, items: &[&DueItem]) -> Markup {
    let columns = [
        Column::text(cx.t("page.cases.due")),
        Column::text(cx.t("page.due.what")),
        Column::text(cx.t("page.cases.case")),
        Column::text(cx.t("page.due.who")),
    ];
    let row = |item: &&DueItem| {
        html! {
            tr data-row {
                td.tight { (until(item.due)) br; (light(cx, Some(item.light))) @if item.provisional { " " span.when { (cx.t("page.case.clock.provisional")) } } }
                td.words { span.tag { (kind(cx, item)) } " " (cx.text(&item.what)) }
                td.words { (case_link(cx, &item.case)) }
                td data-label=(cx.t("page.due.who")) { (persons(cx, &item.people)) }
            }
        }
    };
    stacked(cx, caption, &columns, items.iter().map(row))
}

/// A clock or a promise.
pub fn kind(cx: &Cx, item: &DueItem) -> String {
    let key = if item.promise {
        "page.due.promise"
    } else {
        "page.due.clock"
    };
    cx.t(key)
}

fn charts(cx: &Cx, view: &DueList) -> Vec<crate::view::Chart> {
    due_chart::drawing(cx, view).into_iter().collect()
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &DueList) -> Grid {
    let keys = [
        "page.cases.due",
        "page.cases.light",
        "page.due.kind",
        "page.due.what",
        "page.cases.number",
        "page.cases.case",
        "page.cases.workflow",
        "page.due.who",
    ];
    let mut grid = Grid::new(cx.t("ui.rail.due"), keys.map(|key| cx.t(key)));
    for item in &view.items {
        let light = super::parts::light_code(item.light);
        grid.row([
            until_text(item.due),
            cx.t(&format!("page.follow.light.{light}")),
            kind(cx, item),
            cx.plain(&item.what).to_owned(),
            item.case.code.clone(),
            cx.plain(&item.case.title).to_owned(),
            cx.plain(&item.case.workflow.title).to_owned(),
            item.people.join("、"),
        ]);
    }
    grid
}

const SURFACE: Surface<DueList> = Surface::page(page).grid(grid).charts(charts);

/// `GET /due?workflow=…&days=35`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let days = ask.cx.ask("days").and_then(|days| days.parse().ok());
    let input = follow::DueInput {
        workflows: ask.text("workflow").into_iter().collect(),
        days: days.unwrap_or(DAYS),
        ..follow::DueInput::default()
    };
    site.show(ask, SURFACE, move |app, call| {
        follow::due(app, call, &input)
    })
    .await
}
