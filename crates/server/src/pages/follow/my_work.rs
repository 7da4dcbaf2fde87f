//! My work: 待办, 已办, 我发起, 抄送 and what nobody has taken up, over all workflows.

use super::me;
use super::parts::{case_link, case_path, due, stamp, state, turning};
use crate::view::{Column, Cx, PAGE_ROWS, Page, Section, empty, entity, saves, stacked};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{Cell, Grid, MyWork, PartLine, until_text};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};

/// The parts in order, by the word of the address.
const PARTS: [&str; 5] = ["todo", "done", "started", "copied", "unclaimed"];

/// The page.
pub fn page(cx: &Cx, view: &MyWork) -> Page {
    let shown = view.shown.as_str();
    let offset = cx.ask("offset").and_then(|n| n.parse().ok()).unwrap_or(0);
    let late = view
        .lines
        .iter()
        .filter(|line| line.light == Some(julin_app::contract::Light::Red));
    let words = [
        ("n", count(number(view, "todo"))),
        ("late", count(late.count() as u64)),
    ];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    let title = match shown {
        "todo" if view.lines.is_empty() => cx.t("page.my-work.title.none"),
        "todo" => cx.tf("page.my-work.title", &words),
        shown => cx.t(&format!("page.my-work.{shown}")),
    };
    let body = html! {
        (tabs(cx, view))
        @if view.lines.is_empty() { (empty(cx, &format!("page.my-work.empty.{shown}"), Some(("page.follow.title", "/follow")))) }
        @else {
            div.tools { (saves(cx, crate::view::ROWS_ONLY)) }
            (lines(cx, view))
        }
        (turning(cx, offset, PAGE_ROWS, view.more))
    };
    Page {
        title,
        lead: Some(
            html! { p { (cx.tf("page.my-work.lead", &[("name", &view.person)])) " " a href="/me" { (cx.t("page.my-work.other")) } } },
        ),
        section: Section::MyWork,
        body,
        crumbs: vec![],
    }
}

fn number(view: &MyWork, part: &str) -> u64 {
    let counts = view.counts.iter().filter(|(kind, _)| match part {
        "todo" => kind.is_to_do(),
        part => kind.code() == part,
    });
    match part {
        "unclaimed" => view.unclaimed,
        _ => counts.map(|(_, n)| n).sum(),
    }
}

fn tabs(cx: &Cx, view: &MyWork) -> Markup {
    html! {
        ul.tabs {
            @for part in PARTS {
                li { a href=(cx.href("/my-work", &[("show", part)])) aria-current=[(view.shown == part).then_some("page")] { (cx.t(&format!("page.my-work.{part}"))) span.count { (count(number(view, part))) } } }
            }
        }
    }
}

fn lines(cx: &Cx, view: &MyWork) -> Markup {
    let columns = [
        Column::text(cx.t("page.my-work.what")),
        Column::text(cx.t("page.cases.case")),
        Column::text(cx.t("page.cases.state")),
        Column::text(cx.t("page.cases.subject")),
        Column::text(cx.t("page.cases.since")),
        Column::text(cx.t("page.cases.due")),
    ];
    let claim = view.shown == "unclaimed";
    let row = |own: &PartLine| {
        html! {
            tr data-row {
                td.words {
                    span.tag { (cx.t(&format!("page.my-work.part.{}", own.part.code()))) } " " (cx.text(&own.as_what))
                    @if claim { br; a.button href=(format!("{}#acts", cx.href(&case_path(&own.case.code), &[]))) { (cx.t("page.my-work.claim")) } }
                }
                td.words { (case_link(cx, &own.case)) }
                td { (state(cx, &own.case)) }
                td { @if let Some(subject) = &own.case.subject { (entity(cx, subject)) } }
                td.tight data-label=(cx.t("page.cases.since")) { (stamp(own.since)) }
                td.tight data-label=(cx.t("page.cases.due")) { @if own.due.is_some() { (due(cx, (own.due, own.light))) } @else if own.part.is_to_do() { (due(cx, (own.case.due, own.case.light))) } }
            }
        }
    };
    stacked(
        cx,
        &cx.t(&format!("page.my-work.{}", view.shown)),
        &columns,
        view.lines.iter().map(row),
    )
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &MyWork) -> Grid {
    let keys = [
        "page.my-work.what",
        "page.my-work.as",
        "page.cases.number",
        "page.cases.case",
        "page.cases.workflow",
        "page.cases.state",
        "page.cases.since",
        "page.cases.due",
    ];
    let mut grid = Grid::new(cx.t("ui.my-work"), keys.map(|key| cx.t(key)));
    for own in &view.lines {
        let due = own.due.or(own.case.due.filter(|_| own.part.is_to_do()));
        grid.row::<Cell>([
            cx.t(&format!("page.my-work.part.{}", own.part.code()))
                .into(),
            cx.plain(&own.as_what).into(),
            own.case.code.as_str().into(),
            cx.plain(&own.case.title).into(),
            cx.plain(&own.case.workflow.title).into(),
            cx.plain(&own.case.state.title).into(),
            own.since.format("%Y-%m-%d %H:%M").to_string().into(),
            due.map(until_text).unwrap_or_default().into(),
        ]);
    }
    grid
}

const SURFACE: Surface<MyWork> = Surface::page(page).grid(grid);

/// `GET /my-work?show=todo`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    if ask.cx.who.is_none() {
        return me::ask(&ask);
    }
    let (offset, limit) = ask.window();
    let input = follow::MyWorkInput {
        shown: ask.text("show").unwrap_or_default(),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        offset: usize::try_from(offset).unwrap_or(usize::MAX),
    };
    site.show(ask, SURFACE, move |app, call| {
        follow::my_work(app, call, &input)
    })
    .await
}
