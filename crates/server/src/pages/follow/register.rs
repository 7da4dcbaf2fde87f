//! Public registers: what stands in one, and how the years add up.

use super::parts::case_path;
use crate::view::{Column, Cx, Page, Section, empty, entity, saves, stacked, table, time, unknown};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, RegisterRow, RegisterView, RegisterYear};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &RegisterView) -> Page {
    let (total, entries) = (count(view.total), count(view.rows.len() as u64));
    let args = [
        ("title", cx.plain(&view.title)),
        ("n", &total),
        ("entries", &entries),
    ];
    let columns: Vec<Column> = headings(cx, view).into_iter().map(Column::text).collect();
    let body = html! {
        @if view.rows.is_empty() { (empty(cx, "page.register.empty", Some(("page.follow.title", "/follow")))) }
        @else {
            (years(cx, view))
            div.tools { (saves(cx, crate::view::ROWS_ONLY)) }
            (stacked(cx, cx.plain(&view.title), &columns, view.rows.iter().map(|own| row(cx, view, own))))
        }
    };
    Page {
        title: cx.tf("page.register.title", &args),
        lead: Some(html! { p { (cx.t("page.register.lead")) " " a href=(cx.href("/cases", &[("workflow", &view.workflow.id)])) { (cx.plain(&view.workflow.title)) } } }),
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn headings(cx: &Cx, view: &RegisterView) -> Vec<String> {
    let numbered = numbered(view).then_some("page.register.number");
    let first = ["page.register.day"].into_iter().chain(numbered);
    let first = first.chain(["page.register.name"]);
    let last = [
        "page.cases.state",
        "page.register.count",
        "page.register.basis",
    ];
    let first = first.map(|key| cx.t(key));
    let own = view.columns.iter().map(|text| cx.plain(text).to_owned());
    first
        .chain(own)
        .chain(last.iter().map(|key| cx.t(key)))
        .collect()
}

/// True when an entry has a number: else there is no column for it.
fn numbered(view: &RegisterView) -> bool {
    view.rows.iter().any(|own| !own.number.is_empty())
}

/// The sum as it came about, year by year: 23 + 17 + 24 = 64.
fn years(cx: &Cx, view: &RegisterView) -> Markup {
    let columns = [
        Column::text(cx.t("page.register.year")),
        Column::number(cx.t("page.register.new")),
        Column::number(cx.t("page.register.total")),
    ];
    let year = |own: &RegisterYear| match own.year {
        Some(year) => year.to_string(),
        None => cx.t("page.register.no-day"),
    };
    let sum: Vec<String> = view.years.iter().map(|own| count(own.new)).collect();
    html! {
        @if view.years.len() > 1 { p.finding { (sum.join(" + ")) " = " strong { (count(view.total)) } } }
        div.narrow { (table(cx, &cx.t("page.register.years"), &columns, view.years.iter().map(|own| html! { tr { td { (year(own)) } td.n { (count(own.new)) } td.n { (count(own.total)) } } }))) }
    }
}

fn row(cx: &Cx, view: &RegisterView, own: &RegisterRow) -> Markup {
    html! {
        tr data-row {
            td.tight data-label=(cx.t("page.register.day")) { @match own.day { Some(day) => (time::day(cx, day)), None => (unknown(cx, Some(&cx.t("page.register.no-day")))) } }
            @if numbered(view) { td.num data-label=(cx.t("page.register.number")) { (cx.plain(&own.number)) } }
            td.words {
                @match &own.subject { Some(subject) => (entity(cx, subject)), None => (cx.text(&own.title)) }
                br; a.when.num href=(cx.href(&case_path(&own.code), &[])) { (own.code) }
            }
            @for (cell, heading) in own.cells.iter().zip(&view.columns) { td.words data-label=(cx.plain(heading)) { @if !cell.is_empty() { (cx.text(cell)) } } }
            td { (cx.plain(&own.state.title)) }
            td.n data-label=(cx.t("page.register.count")) { @match own.count { Some(n) => { (count(n)) " " span.tag { (cx.t("page.register.counted")) } }, None => "1" } }
            td.words.when { (own.basis) }
        }
    }
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &RegisterView) -> Grid {
    let mut grid = Grid::new(cx.plain(&view.title), headings(cx, view));
    for own in &view.rows {
        let name = own
            .subject
            .as_ref()
            .map_or(&own.title, |subject| &subject.name);
        let mut cells: Vec<Cell> = vec![
            own.day
                .map(|day| day.to_string())
                .unwrap_or_default()
                .into(),
        ];
        if numbered(view) {
            cells.push(cx.plain(&own.number).into());
        }
        cells.push(cx.plain(name).into());
        cells.extend(own.cells.iter().map(|text| Cell::from(cx.plain(text))));
        cells.push(cx.plain(&own.state.title).into());
        cells.push(Cell::number(own.count.unwrap_or(1) as f64, 0));
        cells.push(own.basis.as_str().into());
        grid.row(cells);
    }
    grid
}

const SURFACE: Surface<RegisterView> = Surface::page(page).grid(grid);

/// `GET /register/{workflow}`
pub async fn show(State(site): State<Site>, Path(workflow): Path<String>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| {
        follow::register(app, call, &workflow)
    })
    .await
}
