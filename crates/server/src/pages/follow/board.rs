//! The board of a workflow: states as columns, cases as cards. A card moves by an act: by
//! the choice on it, which needs no scripts, or by being dragged, which makes that choice.

use super::form;
use super::parts::{case_path, due, persons};
use crate::view::{Cx, Page, ROWS_ONLY, Section, entity, export};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Board, BoardCard, BoardColumn};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Board) -> Page {
    let workflow = &view.workflow;
    let cases: u64 = view.columns.iter().map(|own| own.state.cases).sum();
    let body = html! {
        @if cx.who.is_none() { p { (cx.t("page.case.acts.nameless")) " " a.button href=(crate::view::address("/me", [("back", cx.path.as_str())])) { (cx.t("ui.who")) } } }
        div.tools { (export(cx, ROWS_ONLY, &cx.href("/cases", &[("workflow", &workflow.id)]))) }
        div.board data-board data-none=(cx.t("page.board.no-way")) data-several=(cx.t("page.board.several")) {
            @for own in &view.columns { (column(cx, view, own)) }
        }
        p.sr role="status" data-board-says {}
    };
    Page {
        title: cx.tf("page.board.title", &[("workflow", cx.plain(&workflow.title)), ("n", &count(cases))]),
        lead: Some(html! { p { (cx.t("page.board.lead")) " " a href=(cx.href("/cases", &[("workflow", &workflow.id)])) { (cx.t("page.board.list")) } " · " a href=(cx.href("/cases/new", &[("workflow", &workflow.id)])) { (cx.t("page.follow.new")) } } }),
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn column(cx: &Cx, view: &Board, own: &BoardColumn) -> Markup {
    let list = cx.href(
        "/cases",
        &[("workflow", &view.workflow.id), ("state", &own.state.id)],
    );
    html! {
        section.column data-state=(own.state.id) aria-label=(cx.plain(&own.state.title)) {
            h2 { (cx.text(&own.state.title)) " " a.count href=(list) { (count(own.state.cases)) } }
            ul { @for one in &own.cards { (card(cx, view, one)) } }
            @if own.more { p.hint { a href=(list) { (cx.t("page.board.more")) } } }
        }
    }
}

fn card(cx: &Cx, view: &Board, own: &BoardCard) -> Markup {
    let line = &own.case;
    let id = format!("move-{}", line.code);
    html! {
        li.card data-card draggable=[(!own.moves.is_empty()).then_some("true")] {
            a.title href=(cx.href(&case_path(&line.code), &[])) { (cx.text(&line.title)) }
            p.when { span.num { (line.code) } @if let Some(about) = &line.subject { br; (entity(cx, about)) } }
            p { (persons(cx, &own.people)) @if own.pending { " " span.tag.waiting { (cx.t("page.board.pending")) } } }
            @if line.due.is_some() { p { (due(cx, (line.due, line.light))) } }
            @if !own.moves.is_empty() && cx.who.is_some() {
                form.move method="post" action=(format!("{}/go", case_path(&line.code))) {
                    input type="hidden" name="seen" value=(own.seen);
                    input type="hidden" name="key" value=(form::key());
                    input type="hidden" name="back" value=(view.workflow.id);
                    label.sr for=(id) { (cx.t("page.board.move")) }
                    select id=(id) name="go" {
                        @for way in &own.moves { option value=(format!("{}>{}", way.act, way.to.id)) data-to=(way.to.id) { (cx.plain(&way.title)) @if several(own, &way.act) { " → " (cx.plain(&way.to.title)) } } }
                    }
                    button type="submit" { (cx.t("page.board.go")) }
                }
            }
        }
    }
}

/// True for an act that leads to more than one state: only then it must say to which.
fn several(own: &BoardCard, act: &str) -> bool {
    own.moves.iter().filter(|way| way.act == act).count() > 1
}

const SURFACE: Surface<Board> = Surface::page(page);

/// `GET /board/{workflow}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| follow::board(app, call, &id))
        .await
}
