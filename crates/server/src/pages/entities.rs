//! Entities by type.

use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, empty, entity, paging, saves, table};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{EntityLink, Listing, TypeCount};
use julin_app::{App, Call, data};
use julin_locale::count;
use maud::{Markup, html};
use serde::Serialize;

/// A page of entities and the types to choose from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntitiesView {
    /// How many of each type.
    pub types: Vec<TypeCount>,
    /// The rows.
    #[serde(flatten)]
    pub listing: Listing<EntityLink>,
}

/// The page.
pub fn page(cx: &Cx, view: &EntitiesView) -> Page {
    let kind = view
        .types
        .iter()
        .find(|t| Some(t.kind.as_str()) == cx.ask("kind"));
    let total = count(view.listing.total);
    let title = match kind {
        Some(kind) => cx.tf(
            "page.entities.title.kind",
            &[("n", &total), ("kind", cx.plain(&kind.label))],
        ),
        None => cx.tf("page.entities.title", &[("n", &total)]),
    };
    let columns = [
        Column::text(cx.t("page.entities.name")),
        Column::text(cx.t("page.entities.type")),
        Column::text(cx.t("ui.id")),
    ];
    let row = |link: &EntityLink| {
        html! { tr data-row { td.words { (entity(cx, link)) } td { (type_name(cx, view, link)) } td { code { (link.id) } } } }
    };
    let list = &view.listing;
    let body = html! {
        (types(cx, view))
        div.tools { (saves(cx, ROWS_ONLY)) }
        @if list.rows.is_empty() { (empty(cx, "page.entities.empty", Some(("page.imports.new", "/imports/new")))) }
        @else { (table(cx, &title, &columns, list.rows.iter().map(row))) }
        (paging(cx, list.total, list.offset, list.limit))
    };
    Page {
        title,
        section: Section::Entities,
        body,
        lead: None,
        crumbs: vec![],
    }
}

fn types(cx: &Cx, view: &EntitiesView) -> Markup {
    let chosen = cx.ask("kind");
    let all: u64 = view.types.iter().map(|t| t.count).sum();
    html! {
        nav aria-label=(cx.t("page.entities.type")) {
            ul.tabs {
                li { a href=(cx.here(&[("kind", ""), ("offset", "")])) aria-current=[chosen.is_none().then_some("true")] { (cx.t("ui.all")) span.count { (count(all)) } } }
                @for t in view.types.iter().filter(|t| t.count > 0) {
                    li { a href=(cx.here(&[("kind", t.kind.as_str()), ("offset", "")])) aria-current=[(chosen == Some(t.kind.as_str())).then_some("true")] { (cx.text(&t.label)) span.count { (count(t.count)) } } }
                }
            }
        }
    }
}

fn type_name<'a>(cx: &Cx, view: &'a EntitiesView, link: &'a EntityLink) -> &'a str {
    view.types
        .iter()
        .find(|t| t.kind == link.kind)
        .map_or(link.kind.as_str(), |t| t.label.get(cx.lang))
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &EntitiesView) -> Vec<Vec<String>> {
    let head = [
        "ui.id",
        "page.entities.name-zh",
        "page.entities.name-en",
        "page.entities.type",
    ]
    .map(|k| cx.t(k))
    .to_vec();
    let row = |l: &EntityLink| {
        vec![
            l.id.to_string(),
            l.name.zh.clone(),
            l.name.en.clone(),
            l.kind.to_string(),
        ]
    };
    std::iter::once(head)
        .chain(view.listing.rows.iter().map(row))
        .collect()
}

const SURFACE: Surface<EntitiesView> = Surface::page(page).csv(csv);

/// `GET /entities?kind=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let input = data::EntitiesInput {
        kind: ask.text("kind"),
        offset,
        limit,
    };
    let read = move |app: &App, call: &Call| {
        let listing = data::entities(app, call, &input)?;
        Ok(EntitiesView {
            types: data::types(app, call)?,
            listing,
        })
    };
    site.show(ask, SURFACE, read).await
}
