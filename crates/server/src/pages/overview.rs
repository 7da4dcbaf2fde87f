//! The first page: what is here, what stands out, what needs a person.

use crate::pages::imports;
use crate::view::{
    Column, Cx, Page, Section, citation, empty, entity, figure, segment, table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{FrameworkLine, Headline, Overview};
use julin_app::data;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Overview) -> Page {
    let parks = view
        .types
        .iter()
        .find(|t| t.kind.as_str() == "park")
        .map_or(0, |t| t.count);
    let args = [
        ("parks", count(parks)),
        ("records", count(view.records)),
        ("sources", count(view.sources)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let nothing = view.records == 0;
    let title = if nothing {
        cx.t("page.overview.title.empty")
    } else {
        cx.tf("page.overview.title", &args)
    };
    let body = html! {
        @if nothing { (empty(cx, "page.overview.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (numbers(cx, view))
            div.columns {
                section { h2 { (cx.t("page.overview.frameworks")) } (frameworks(cx, &view.frameworks)) }
                section { h2 { (cx.t("page.overview.todo")) } (todo(cx, view)) }
            }
            (headlines(cx, &view.headlines))
            h2 { (cx.t("page.overview.batches")) }
            @if view.batches.is_empty() { (empty(cx, "page.imports.empty", Some(("page.imports.new", "/imports/new")))) }
            @else { (imports::batches(cx, &view.batches)) }
        }
    };
    let lead = html! { p { (cx.tf("page.overview.lead", &[("year", &view.as_of.to_string())])) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Overview,
        body,
        crumbs: vec![],
    }
}

fn numbers(cx: &Cx, view: &Overview) -> Markup {
    html! {
        ul.counts {
            @for kind in view.types.iter().filter(|t| t.count > 0).take(8) {
                li { a href=(cx.href("/entities", &[("kind", kind.kind.as_str())])) { strong { (count(kind.count)) } span.label { (cx.text(&kind.label)) } } }
            }
        }
    }
}

fn frameworks(cx: &Cx, lines: &[FrameworkLine]) -> Markup {
    let columns = [
        Column::text(cx.t("page.frameworks.framework")),
        Column::number(cx.t("page.frameworks.ranked")),
        Column::number(cx.t("page.frameworks.computable")),
    ];
    let row = |line: &FrameworkLine| {
        html! {
            tr data-row {
                td { a href=(cx.href(&format!("/ranking/{}", segment(&line.id)), &[])) { (cx.text(&line.title)) } }
                td.n { (cx.tf("ui.of", &[("n", &line.ranked.to_string()), ("total", &line.units.to_string())])) }
                td.n { (cx.tf("ui.of", &[("n", &line.computable.to_string()), ("total", &line.indicators.to_string())])) }
            }
        }
    };
    html! {
        @if lines.is_empty() { (empty(cx, "page.frameworks.empty", Some(("ui.rail.packs", "/packs")))) }
        @else { (table(cx, &cx.t("page.overview.frameworks"), &columns, lines.iter().map(row))) }
    }
}

fn todo(cx: &Cx, view: &Overview) -> Markup {
    let line = |n: u64, path: &str, key: &str| {
        html! { li .alert[n > 0] { a href=(cx.href(path, &[])) { strong { (count(n)) } span.label { (cx.t(key)) } } } }
    };
    html! {
        ul.counts {
            (line(view.conflicts, "/conflicts", "page.overview.conflicts"))
            (line(view.reviews, "/reviews", "page.overview.reviews"))
        }
        p.hint { (cx.t("page.overview.todo.text")) }
    }
}

fn headlines(cx: &Cx, headlines: &[Headline]) -> Markup {
    let columns = [
        Column::text(cx.t("page.overview.park")),
        Column::text(cx.t("page.entity.field")),
        Column::number(cx.t("ui.statement.value")),
        Column::text(cx.t("ui.statement.period")),
        Column::text(cx.t("ui.statement.source")),
    ];
    let row = |h: &Headline| {
        html! {
            tr data-row {
                td { (entity(cx, &h.entity)) }
                td { (cx.text(&h.figure.label)) }
                td.n { (figure(cx, &h.figure)) }
                td.tight { @if let Some(p) = h.figure.period { (time::period(cx, p)) } @else { "—" } }
                td { (citation(cx, &h.source, &h.locator, Some(&h.figure.statement.to_string()))) }
            }
        }
    };
    html! {
        @if !headlines.is_empty() {
            h2 { (cx.t("page.overview.headlines")) }
            (table(cx, &cx.t("page.overview.headlines"), &columns, headlines.iter().map(row)))
        }
    }
}

const SURFACE: Surface<Overview> = Surface::page(page);

/// `GET /`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = data::OverviewInput {
        as_of: ask.cx.as_of,
    };
    site.show(ask, SURFACE, move |app, call| {
        data::overview(app, call, &input)
    })
    .await
}
