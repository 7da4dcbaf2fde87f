//! Workflows with how their cases stand, and the way to open a new one.

use crate::view::{Column, Cx, Page, Section, empty, stacked};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{FollowOverview, Phase, WorkflowLights};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};
use std::cmp::Reverse;

/// The page.
pub fn page(cx: &Cx, view: &FollowOverview) -> Page {
    let all = &view.workflows;
    // What has most in hand stands first, what waits for its first case last.
    let mut rows: Vec<_> = all.iter().collect();
    rows.sort_by_key(|own| Reverse((open(own), has_cases(own))));
    let open: u64 = all.iter().map(open).sum();
    let late: u64 = all.iter().map(|own| own.late).sum();
    let words = [("n", count(open)), ("late", count(late))];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    let columns = [
        Column::text(cx.t("page.cases.workflow")),
        Column::number(cx.t("page.follow.open")),
        Column::number(cx.t("page.follow.late")),
        Column::number(cx.t("page.follow.near")),
        Column::text(cx.t("page.follow.states")),
        Column::text(cx.t("page.follow.do")),
    ];
    let body = html! {
        @if all.is_empty() { (empty(cx, "page.follow.empty", Some(("ui.rail.packs", "/packs")))) }
        @else { (stacked(cx, &cx.t("page.follow.title"), &columns, rows.into_iter().map(|own| row(cx, own)))) }
        @if view.at_least { p.hint { (cx.t("page.follow.at-least")) } }
    };
    Page {
        title: cx.tf("page.follow.title.counts", &words),
        lead: Some(html! { p { (cx.t("page.follow.lead")) } }),
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
}

fn has_cases(own: &WorkflowLights) -> bool {
    own.workflow.states.iter().any(|state| state.cases > 0)
}

/// A number of cases; none is told in a low voice.
fn cases(n: u64, light: Option<&str>) -> Markup {
    html! {
        @match (n, light) {
            (0, _) => span.none { (count(0)) },
            (n, Some(light)) => span class=(format!("light {light}")) { (count(n)) },
            (n, None) => (count(n)),
        }
    }
}

fn open(own: &WorkflowLights) -> u64 {
    let states = own.workflow.states.iter();
    let open = states.filter(|state| matches!(state.phase, Phase::Open | Phase::Waiting));
    open.map(|state| state.cases).sum()
}

fn row(cx: &Cx, own: &WorkflowLights) -> Markup {
    let workflow = &own.workflow;
    let list = |state: &str| cx.href("/cases", &[("workflow", &workflow.id), ("state", state)]);
    html! {
        tr data-row {
            td.words { a href=(list("")) { (cx.text(&workflow.title)) } br; span.when { (cx.text(&workflow.about)) } }
            td.n data-label=(cx.t("page.follow.open")) { (cases(open(own), None)) }
            td.n data-label=(cx.t("page.follow.late")) { (cases(own.late, Some("red"))) }
            td.n data-label=(cx.t("page.follow.near")) { (cases(own.near, Some("amber"))) }
            td.words { ul.chips { @for state in workflow.states.iter().filter(|state| state.cases > 0) { li { a href=(list(&state.id)) { (cx.plain(&state.title)) " " strong { (count(state.cases)) } } } } } }
            td.ways {
                ul.chips {
                    li { a href=(cx.href("/cases/new", &[("workflow", &workflow.id)])) { (cx.t("page.follow.new")) } }
                    li { a href=(cx.href(&format!("/board/{}", workflow.id), &[])) { (cx.t("page.follow.board")) } }
                    li { a href=(cx.href(&format!("/figures/{}", workflow.id), &[])) { (cx.t("page.follow.figures")) } }
                    @if workflow.register.is_some() { li { a href=(cx.href(&format!("/register/{}", workflow.id), &[])) { (cx.t("page.follow.register")) } } }
                    li { a href=(cx.href(&format!("/follow/poster/{}", workflow.id), &[])) { (cx.t("page.follow.poster")) } }
                }
            }
        }
    }
}

const SURFACE: Surface<FollowOverview> = Surface::page(page);

/// `GET /follow`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, SURFACE, follow::follow_overview).await
}
