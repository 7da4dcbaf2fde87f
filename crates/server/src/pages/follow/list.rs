//! Lists of cases: by workflow, state, words.

use super::parts::{self, turning};
use crate::view::{Cx, PAGE_ROWS, Page, ROWS_ONLY, Section, empty, saves};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDateTime;
use julin_app::contract::{CaseLine, CaseList, Cell, Grid, Named, WorkflowView, until_text};
use julin_app::{Answer, App, Call, follow};
use julin_locale::count;
use maud::{Markup, html};
use serde::Serialize;

/// A list with what can be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct CasesPage {
    /// The cases.
    #[serde(flatten)]
    pub list: CaseList,
    /// Workflows to choose from.
    pub workflows: Vec<Named>,
    /// The workflow chosen.
    pub workflow: Option<WorkflowView>,
}

/// The page.
pub fn page(cx: &Cx, view: &CasesPage) -> Page {
    let cases = &view.list.cases;
    let offset = cx.ask("offset").and_then(|n| n.parse().ok()).unwrap_or(0);
    let n = count(offset + cases.len() as u64);
    let named = view.workflow.as_ref().map(|own| cx.plain(&own.title));
    let key = if view.list.more {
        "page.cases.title.more"
    } else {
        "page.cases.title"
    };
    let title = cx.tf(
        key,
        &[
            ("n", &n),
            ("what", named.unwrap_or(&cx.t("page.cases.all"))),
        ],
    );
    let body = html! {
        (filter(cx, view))
        @if let Some(workflow) = &view.workflow { (states(cx, workflow)) }
        @if cases.is_empty() { (empty(cx, "page.cases.empty", Some(("page.follow.title", "/follow")))) }
        @else { (parts::cases(cx, &cx.t("ui.rail.cases"), cases)) }
        (turning(cx, offset, PAGE_ROWS, view.list.more))
    };
    Page {
        title,
        lead: view.workflow.as_ref().map(|own| html! { p { (cx.text(&own.about)) " " a href=(cx.href("/cases/new", &[("workflow", &own.id)])) { (cx.t("page.follow.new")) } " · " a href=(cx.href(&format!("/board/{}", own.id), &[])) { (cx.t("page.follow.board")) } } }),
        section: Section::Cases,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn filter(cx: &Cx, view: &CasesPage) -> Markup {
    let chosen = view.workflow.as_ref().map(|own| own.id.as_str());
    html! {
        div.tools {
            form.filter method="get" action="/cases" {
                label for="workflow" { (cx.t("page.cases.workflow")) }
                select #workflow name="workflow" {
                    option value="" { (cx.t("ui.all")) }
                    @for own in &view.workflows { option value=(own.id) selected[chosen == Some(own.id.as_str())] { (cx.plain(&own.title)) } }
                }
                label for="words" { (cx.t("page.cases.words")) }
                input #words type="search" name="words" value=[cx.ask("words")] maxlength="200";
                @if let Some(state) = cx.ask("state") { input type="hidden" name="state" value=(state); }
                button type="submit" { (cx.t("ui.filter.go")) }
            }
            (saves(cx, ROWS_ONLY))
        }
    }
}

fn states(cx: &Cx, workflow: &WorkflowView) -> Markup {
    let chosen = cx.ask("state").unwrap_or_default();
    html! {
        ul.tabs {
            li { a href=(cx.here(&[("state", ""), ("offset", "")])) aria-current=[chosen.is_empty().then_some("page")] { (cx.t("ui.all")) } }
            @for state in &workflow.states {
                li { a href=(cx.here(&[("state", &state.id), ("offset", "")])) aria-current=[(chosen == state.id).then_some("page")] { (cx.plain(&state.title)) span.count { (count(state.cases)) } } }
            }
        }
    }
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &CasesPage) -> Grid {
    let keys = [
        "page.cases.number",
        "page.cases.case",
        "page.cases.workflow",
        "page.cases.state",
        "page.cases.subject",
        "page.case.opened",
        "page.cases.since",
        "page.cases.due",
        "page.cases.light",
        "page.cases.ended",
    ];
    let named = view.workflow.as_ref().map(|own| cx.plain(&own.title));
    let named = named.map_or_else(|| cx.t("page.cases.all"), str::to_owned);
    let mut grid = Grid::new(named, keys.map(|key| cx.t(key)));
    for line in &view.list.cases {
        grid.row(cells(cx, line));
    }
    grid
}

fn cells(cx: &Cx, line: &CaseLine) -> [Cell; 10] {
    let at = |at: Option<NaiveDateTime>| {
        at.map(|at| at.format("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default()
    };
    let light = line
        .light
        .map(|light| cx.t(&format!("page.follow.light.{}", parts::light_code(light))));
    [
        line.code.as_str().into(),
        cx.plain(&line.title).into(),
        cx.plain(&line.workflow.title).into(),
        cx.plain(&line.state.title).into(),
        line.subject
            .as_ref()
            .map(|own| cx.plain(&own.name))
            .unwrap_or_default()
            .into(),
        at(Some(line.opened)).into(),
        at(Some(line.since)).into(),
        line.due.map(until_text).unwrap_or_default().into(),
        light.unwrap_or_default().into(),
        at(line.ended).into(),
    ]
}

const SURFACE: Surface<CasesPage> = Surface::page(page).grid(grid);

/// As many cases as were asked for, where one question does not answer so many.
fn all_asked(app: &App, call: &Call, input: &follow::CasesInput) -> Answer<CaseList> {
    let mut list = follow::cases(app, call, input)?;
    while list.more && list.cases.len() < input.limit {
        let next = follow::CasesInput {
            offset: input.offset + list.cases.len(),
            limit: input.limit - list.cases.len(),
            ..input.clone()
        };
        let further = follow::cases(app, call, &next)?;
        list.more = further.more;
        list.cases.extend(further.cases);
    }
    Ok(list)
}

fn read(app: &App, call: &Call, input: &follow::CasesInput) -> Answer<CasesPage> {
    let all = follow::workflows(app, call)?;
    let chosen = input.workflows.first();
    let workflow = match chosen {
        Some(id) => Some(follow::workflow(app, call, id)?),
        None => None,
    };
    Ok(CasesPage {
        list: all_asked(app, call, input)?,
        workflows: all
            .into_iter()
            .map(|own| Named {
                id: own.id,
                title: own.title,
            })
            .collect(),
        workflow,
    })
}

/// `GET /cases?workflow=…&state=…&words=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let all = |name: &str| ask.text(name).into_iter().collect();
    let input = follow::CasesInput {
        workflows: all("workflow"),
        states: all("state"),
        phases: all("phase"),
        words: ask.text("words").unwrap_or_default(),
        subject: ask.text("subject"),
        within: ask.text("within"),
        due_in_days: ask.cx.ask("due").and_then(|days| days.parse().ok()),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        offset: usize::try_from(offset).unwrap_or(usize::MAX),
    };
    site.show(ask, SURFACE, move |app, call| read(app, call, &input))
        .await
}
