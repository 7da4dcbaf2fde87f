//! A month of the office: rest and adjusted working days, and what is due on each day.

use super::parts::{case_path, light_code, short};
use crate::view::{Cx, Page, Section, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, Months, NaiveDate};
use julin_app::contract::{DueItem, MonthView, OfficeDay};
use julin_app::follow;
use julin_locale::count;
use julin_model::Period;
use maud::{Markup, html};

/// Items of a day named at once.
const FEW: usize = 4;

/// The page.
pub fn page(cx: &Cx, view: &MonthView) -> Page {
    let worked = view.days.iter().filter(|day| day.works).count() as u64;
    let due: usize = view.days.iter().map(|day| day.items.len()).sum();
    let month = Period::Month(view.month.year(), view.month.month() as u8);
    let words = [
        ("month", time::period(cx, month)),
        ("n", count(worked)),
        ("due", count(due as u64)),
    ];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    let provisional = view.days.iter().any(|day| day.provisional);
    let body = html! {
        (ways(cx, view))
        @if provisional { p.finding { (cx.t("page.month.provisional")) } }
        (days(cx, view))
        @if view.more { p.hint { (cx.t("page.due.more")) } }
    };
    Page {
        title: cx.tf("page.month.title", &words),
        lead: Some(html! { p { (cx.t("page.month.lead")) @if let Some(own) = &view.calendar { (cx.tf("page.month.by", &[("calendar", cx.plain(&own.title))])) } } }),
        section: Section::Days,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.due"), "/due")
}

/// Earlier, later, another calendar.
fn ways(cx: &Cx, view: &MonthView) -> Markup {
    let at = |month: Option<NaiveDate>| {
        month.map(|day| cx.here(&[("month", &day.format("%Y-%m").to_string())]))
    };
    let back = at(view.month.checked_sub_months(Months::new(1)));
    let next = at(view.month.checked_add_months(Months::new(1)));
    let chosen = view.calendar.as_ref().map(|own| own.id.as_str());
    html! {
        div.tools {
            nav.paging aria-label=(cx.t("ui.paging")) {
                @if let Some(back) = back { a rel="prev" href=(back) { (cx.t("page.month.back")) } }
                a href=(cx.here(&[("month", "")])) { (cx.t("page.month.now")) }
                @if let Some(next) = next { a rel="next" href=(next) { (cx.t("page.month.next")) } }
            }
            form.filter method="get" action="/follow/calendar" {
                input type="hidden" name="month" value=(view.month.format("%Y-%m").to_string());
                label for="calendar" { (cx.t("page.month.calendar")) }
                select #calendar name="calendar" { @for own in &view.calendars { option value=(own.id) selected[chosen == Some(own.id.as_str())] { (cx.plain(&own.title)) } } }
                button type="submit" { (cx.t("ui.go")) }
            }
        }
    }
}

fn days(cx: &Cx, view: &MonthView) -> Markup {
    let before = view.month.weekday().num_days_from_monday();
    let cells: Vec<Option<&OfficeDay>> = (0..before)
        .map(|_| None)
        .chain(view.days.iter().map(Some))
        .collect();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(cx.t("ui.rail.days")) {
            table.month {
                thead { tr { @for n in 1..=7 { th scope="col" { (cx.t(&format!("page.month.day.{n}"))) } } } }
                tbody { @for week in cells.chunks(7) { tr { @for own in week { (day(cx, view, *own)) } } } }
            }
        }
    }
}

fn day(cx: &Cx, view: &MonthView, own: Option<&OfficeDay>) -> Markup {
    let Some(own) = own else {
        return html! { td.none {} };
    };
    let mark = match (own.works, own.adjusted) {
        (false, true) => Some("page.month.off"),
        (true, true) => Some("page.month.on"),
        _ => None,
    };
    html! {
        td.rest[!own.works] aria-current=[(own.day == view.today).then_some("date")] {
            p.day { span.weekday { (cx.t(&format!("page.month.day.{}", own.day.weekday().number_from_monday()))) " " } span.num { (own.day.day()) } @if let Some(mark) = mark { " " span.tag.bad[!own.works].good[own.works] { (cx.t(mark)) } } @if own.provisional { span.when title=(cx.t("page.month.provisional")) { " ?" } } }
            ul.plain { @for item in own.items.iter().take(FEW) { (due(cx, item)) } }
            @if own.items.len() > FEW { details { summary { (cx.tf("page.month.more", &[("n", &count((own.items.len() - FEW) as u64))])) } ul.plain { @for item in own.items.iter().skip(FEW) { (due(cx, item)) } } } }
        }
    }
}

fn due(cx: &Cx, item: &DueItem) -> Markup {
    html! {
        li { a class=(format!("light {}", light_code(item.light))) href=(cx.href(&case_path(&item.case.code), &[])) title=(cx.plain(&item.case.title)) { (item.case.code) } " " (short(cx.plain(&item.what))) }
    }
}

const SURFACE: Surface<MonthView> = Surface::page(page);

/// `GET /follow/calendar?month=2026-11&calendar=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let first = ask.cx.ask("month").map(|month| format!("{month}-01"));
    let input = follow::MonthInput {
        day: first.and_then(|day| day.parse().ok()),
        calendar: ask.text("calendar"),
    };
    site.show(ask, SURFACE, move |app, call| {
        follow::month(app, call, &input)
    })
    .await
}
