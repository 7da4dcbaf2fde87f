//! The declaration calendar: what can be applied for, reported or renewed, and until
//! when.

use super::policies::link;
use crate::view::{Cx, Page, Section, empty, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{CalendarLine, DateState, DeclarationCalendar};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
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
    let past = |item: &&CalendarLine| item.state == DateState::Over;
    let (over, ahead): (Vec<_>, Vec<_>) = view.items.iter().partition(past);
    let body = html! {
        @if view.items.is_empty() { (empty(cx, "page.calendar.empty", Some(("ui.rail.policies", "/policies")))) } @else {
            @if ahead.is_empty() { p.finding { (cx.t("page.calendar.none-ahead")) } } @else { (items(cx, ahead)) }
            @if !over.is_empty() {
                details open[cx.ask("over").is_some()] {
                    summary { (cx.tf("page.calendar.over", &[("n", &count(over.len() as u64))])) }
                    (items(cx, over.into_iter().rev()))
                }
            }
        }
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

/// So many rules of one date are named at once.
const FEW: usize = 3;

/// Dates one below the other; also part of a rule's page. A list, not a table: it is read
/// on a phone.
pub fn items<'v>(cx: &Cx, items: impl IntoIterator<Item = &'v CalendarLine>) -> Markup {
    html! { ol.dates { @for one in items { (item(cx, one)) } } }
}

fn item(cx: &Cx, item: &CalendarLine) -> Markup {
    let rule = |(id, title): &(String, Text)| link(cx, id, cx.plain(title));
    html! {
        li data-row {
            div.date {
                strong { @if let Some(from) = item.from { (time::day(cx, from)) " – " } (time::day(cx, item.to)) }
                br;
                span.tag.good[item.state == DateState::Open] { (cx.t(&format!("page.calendar.state.{}", item.state.code()))) }
                @if item.state != DateState::Over { " " span.when { (cx.tf("page.calendar.days-left", &[("n", &item.days_left.to_string())])) } }
            }
            div {
                p.what { (cx.text(&item.action)) }
                @if item.rules.len() <= FEW {
                    ul.plain { @for own in &item.rules { li { (rule(own)) } } }
                } @else {
                    details {
                        summary { (cx.tf("page.calendar.rules", &[("n", &count(item.rules.len() as u64))])) }
                        ul.plain { @for own in &item.rules { li { (rule(own)) } } }
                    }
                }
                p.when {
                    @if !item.reference.is_empty() { (cx.text(&item.reference)) (cx.t("ui.comma")) }
                    (cx.t(&format!("page.policy.confidence.{}", item.confidence.code())))
                }
            }
        }
    }
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
