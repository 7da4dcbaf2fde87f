//! A source: its text with the passages statements rest on, and the statements beside it.

use crate::view::{
    Column, Cx, Page, Section, entity, facts, figure, guess_lang, place, segment, statement_rows,
    table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{SourceTextLine, SourceView, StatementView, TextLayer};
use julin_app::data;
use julin_locale::count;
use julin_model::Spot;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &SourceView) -> Page {
    let body = html! {
        (about(cx, view))
        @if view.lines.is_empty() && view.sheet_rows.is_empty() {
            (not_held(cx, view))
            (statement_table(cx, view))
        } @else if view.lines.is_empty() {
            (sheet(cx, view))
            (statement_table(cx, view))
        } @else {
            (layers(cx, view))
            div.reader { (text(cx, view)) (beside(cx, view)) }
        }
    };
    Page {
        title: cx.plain(&view.line.source.title).to_owned(),
        section: Section::Sources,
        body,
        lead: lead(cx, view),
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.sources"), "/sources")
}

fn lead(cx: &Cx, view: &SourceView) -> Option<Markup> {
    let published = view
        .line
        .source
        .published
        .as_ref()
        .map(|d| time::loose(cx, d));
    let publisher =
        (!view.line.publisher.is_empty()).then(|| cx.plain(&view.line.publisher).to_owned());
    let read = cx.tf("page.source.records", &[("n", &count(view.line.records))]);
    let parts: Vec<_> = [publisher, published, Some(read)]
        .into_iter()
        .flatten()
        .collect();
    Some(html! { p { (parts.join(&cx.t("ui.comma"))) } })
}

fn about(cx: &Cx, view: &SourceView) -> Markup {
    html! {
        details.about-source {
            summary { (cx.t("page.source.about")) }
            (facts([
                (cx.t("page.sources.kind"), Some(html! { (super::sources::kind_name(cx, view.line.kind)) })),
                (cx.t("page.source.note"), (!view.note.is_empty()).then(|| cx.text(&view.note))),
                (cx.t("page.source.file"), view.file.as_ref().map(|f| html! { code { (f) } })),
                (cx.t("page.source.url"), view.url.as_ref().map(|u| html! { code { (u) } })),
                (cx.t("page.source.licence"), view.licence.as_ref().map(|l| html! { (l) })),
                ("SHA-256".to_owned(), view.line.sha256.as_ref().map(|d| html! { code { (d) } })),
                (cx.t("ui.id"), Some(html! { code { (view.line.source.id) } })),
            ]))
        }
    }
}

fn layers(cx: &Cx, view: &SourceView) -> Markup {
    let tab = |layer: TextLayer, name: &str, key: &str| {
        let mut href = cx.here(&[("layer", name)]);
        if let Some(line) = wanted_line(view) {
            href.push_str(&format!("#L{line}"));
        }
        html! { li { a href=(href) aria-current=[(view.layer == layer).then_some("true")] { (cx.t(key)) } } }
    };
    html! {
        ul.tabs {
            (tab(TextLayer::Cleaned, "cleaned", "page.source.cleaned"))
            (tab(TextLayer::Raw, "raw", "page.source.raw"))
        }
    }
}

fn wanted_line(view: &SourceView) -> Option<u32> {
    view.lines
        .iter()
        .find(|l| l.marks.iter().any(|m| m.wanted))
        .map(|l| l.number)
}

fn text(cx: &Cx, view: &SourceView) -> Markup {
    let raw = view.layer == TextLayer::Raw;
    html! {
        section.text aria-label=(cx.t("page.source.text")) {
            @for line in &view.lines {
                div.line #{ "L" (line.number) } .wanted[line.marks.iter().any(|m| m.wanted)] {
                    a.no href=(format!("#L{}", line.number)) aria-label=(cx.tf("ui.place.line", &[("n", &line.number.to_string())])) { (line.number) }
                    p .raw-layer[raw] lang=[guess_lang(&line.text)] { (marked(cx, line)) }
                }
            }
        }
    }
}

/// The line with its marks; ranges that do not fit the text are passed over.
fn marked(cx: &Cx, line: &SourceTextLine) -> Markup {
    let mut at = 0;
    let mut parts = Vec::new();
    for mark in &line.marks {
        let (Some(before), Some(words)) = (
            line.text.get(at..mark.start),
            line.text.get(mark.start..mark.end),
        ) else {
            continue;
        };
        let href = cx.href(&format!("/statements/{}", segment(&mark.statement)), &[]);
        parts.push(
            html! { (before) mark .wanted[mark.wanted] { a href=(href) data-why { (words) } } },
        );
        at = mark.end;
    }
    html! { @for part in &parts { (part) } (line.text.get(at..).unwrap_or_default()) }
}

fn beside(cx: &Cx, view: &SourceView) -> Markup {
    let wanted = cx.ask("statement").unwrap_or_default();
    html! {
        aside.beside aria-labelledby="beside-title" tabindex="0" {
            h2 #beside-title { (cx.t("page.source.beside")) }
            @if view.statements.is_empty() { p.hint { (cx.t("page.source.no-statements")) } }
            ol { @for s in wanted_first(view, wanted) {
                @let id = s.figure.statement.to_string();
                li .wanted[id == wanted] {
                    div.of { (entity(cx, &s.entity)) " · " (cx.text(&s.figure.label)) }
                    div.value-line { (figure(cx, &s.figure)) }
                    a href=(line_address(cx, s, &id)) { (place(cx, &s.locator)) }
                }
            } }
        }
    }
}

/// The statement asked for stands on top, the others follow in order of place.
fn wanted_first<'a>(view: &'a SourceView, wanted: &str) -> Vec<&'a StatementView> {
    let mut all: Vec<_> = view.statements.iter().collect();
    all.sort_by_key(|s| s.figure.statement.to_string() != wanted);
    all
}

fn line_address(cx: &Cx, s: &StatementView, id: &str) -> String {
    let mut href = cx.here(&[("statement", id)]);
    if let Spot::Line(n) = s.locator.spot {
        href.push_str(&format!("#L{n}"));
    }
    href
}

fn sheet(cx: &Cx, view: &SourceView) -> Markup {
    let head = view.sheet_rows.first().cloned().unwrap_or_default();
    let columns: Vec<_> = head.iter().map(Column::text).collect();
    let rows = view
        .sheet_rows
        .iter()
        .skip(1)
        .map(|row| html! { tr { @for cell in row { td { bdi { (cell) } } } } });
    html! {
        h2 { (cx.tf("page.source.sheet", &[("n", &view.sheet_rows.len().saturating_sub(1).to_string())])) }
        (table(cx, &cx.t("page.source.text"), &columns, rows))
    }
}

fn not_held(cx: &Cx, view: &SourceView) -> Markup {
    html! {
        div.empty {
            p.what { (cx.t("page.source.not-held")) }
            @if let Some(file) = &view.file { p { (cx.tf("page.source.not-held.file", &[("file", file)])) } }
            p.hint { (cx.t("page.source.not-held.hint")) }
        }
    }
}

fn statement_table(cx: &Cx, view: &SourceView) -> Markup {
    let all: Vec<_> = view.statements.iter().collect();
    html! {
        h2 { (cx.t("page.source.beside")) }
        @if all.is_empty() { p.hint { (cx.t("page.source.no-statements")) } } @else { (statement_rows(cx, &cx.t("page.source.beside"), &all)) }
    }
}

const SURFACE: Surface<SourceView> = Surface::page(page);

/// `GET /sources/{id}?layer=…&statement=…&line=…`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let layer = if ask.cx.ask("layer") == Some("raw") {
        TextLayer::Raw
    } else {
        TextLayer::Cleaned
    };
    let line = ask.cx.ask("line").and_then(|n| n.parse().ok());
    let input = data::SourceInput {
        id,
        layer,
        statement: ask.text("statement"),
        line,
    };
    site.show(ask, SURFACE, move |app, call| {
        data::source(app, call, &input)
    })
    .await
}
