//! The declaration calendar: what can be applied for, reported or renewed, and until
//! when.

use super::policies::link;
use crate::view::{Column, Cx, Page, Section, empty, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{CalendarLine, DateState, DeclarationCalendar};
use julin_app::criteria;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &DeclarationCalendar) -> Page {
    let of = |state| {
        let such = view.items.iter().filter(|item| item.state == state);
        count(such.count() as u64)
    };
    let title = cx.tf(
        "page.calendar.title",
        &[
            ("n", &count(view.items.len() as u64)),
            ("open", &of(DateState::Open)),
            ("ahead", &of(DateState::Ahead)),
            ("over", &of(DateState::Over)),
        ],
    );
    let body = html! {
        @if view.items.is_empty() { (empty(cx, "page.calendar.empty", Some(("ui.rail.policies", "/policies")))) } @else { (items(cx, &view.items)) }
    };
    let lead =
        html! { p { (cx.tf("page.calendar.lead", &[("day", &time::day(cx, view.as_of))])) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Calendar,
        body,
        crumbs: vec![],
    }
}

/// Dates as rows; also part of a rule's page.
pub fn items(cx: &Cx, items: &[CalendarLine]) -> Markup {
    let columns = [
        Column::text(cx.t("page.calendar.window")),
        Column::text(cx.t("page.calendar.state")),
        Column::text(cx.t("page.calendar.action")),
        Column::text(cx.t("page.policies.rule")),
        Column::text(cx.t("page.policies.reference")),
    ];
    let row = |item: &CalendarLine| {
        html! {
            tr data-row {
                td { @if let Some(from) = item.from { (time::day(cx, from)) " – " } (time::day(cx, item.to)) }
                td {
                    span.tag.good[item.state == DateState::Open] { (cx.t(&format!("page.calendar.state.{}", item.state.code()))) }
                    @if item.state != DateState::Over { br; span.when { (cx.tf("page.calendar.days-left", &[("n", &item.days_left.to_string())])) } }
                }
                td.words { (cx.text(&item.action)) }
                td.words { (link(cx, &item.rule.0, cx.plain(&item.rule.1))) }
                td.words {
                    @if item.reference.is_empty() { "—" } @else { (cx.text(&item.reference)) }
                    " " span.when { (cx.t(&format!("page.policy.confidence.{}", item.confidence.code()))) }
                }
            }
        }
    };
    table(
        cx,
        &cx.t("ui.rail.calendar"),
        &columns,
        items.iter().map(row),
    )
}

const SURFACE: Surface<DeclarationCalendar> =
    Surface::page(|cx, view: &DeclarationCalendar| page(cx, view));

/// `GET /calendar`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = criteria::CalendarInput {
        as_of: ask.text("day"),
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::calendar(app, call, &input)
    })
    .await
}
