//! What if: weights and one park's values as sliders and fields, the ranks beside them.
//! Without scripts the form is sent by its button; with them while dragging.

use crate::pages::analyses;
use crate::pages::changes::{changes, kept};
use crate::view::{Column, Cx, Page, diagnostics, empty, known_or_dash, segment, table, unknown};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{ChangeableNode, WhatIfView};
use julin_app::measure::{self, Moved};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &WhatIfView) -> Page {
    let body = html! {
        @if ranked(view).is_empty() { (empty(cx, "page.what-if.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            div.levers-beside {
                (form(cx, view))
                (result(cx, view))
            }
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "what-if", title(cx, view), body)
}

fn ranked(view: &WhatIfView) -> Vec<&Moved> {
    let any = |m: &&Moved| m.before.rank.is_some() || m.after.rank.is_some();
    view.result.units.iter().filter(any).collect()
}

fn title(cx: &Cx, view: &WhatIfView) -> String {
    match view.result.changed {
        0 => cx.t("page.what-if.title"),
        n => cx.tf("page.what-if.title.changed", &[("n", &n.to_string())]),
    }
}

/// Weights of the first level as sliders, deeper ones and values folded away.
fn form(cx: &Cx, view: &WhatIfView) -> Markup {
    let first = || view.nodes.iter().filter(|node| node.group.is_none());
    let top = first().map(|node| node.weight).fold(1.0, f64::max) * 2.0;
    html! {
        form.levers method="get" action=(cx.path) data-live="what-if" {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            fieldset {
                legend { (cx.t("page.what-if.weights")) }
                @for node in first() { (slider(cx, node, top)) }
            }
            @for group in first().filter(|node| !node.is_indicator) {
                details open[below(view, group).any(|node| node.changed_weight.is_some())] {
                    summary { (cx.tf("page.what-if.within", &[("group", cx.plain(&group.label))])) }
                    @let most = below(view, group).map(|n| n.weight).fold(1.0, f64::max) * 2.0;
                    @for node in below(view, group) { (slider(cx, node, most)) }
                }
            }
            (values(cx, view))
            p.actions {
                button type="submit" { (cx.t("page.what-if.compute")) }
                a href=(cx.href(&cx.path, &[])) { (cx.t("page.what-if.reset")) }
                @if let Some(unit) = &view.unit { a href=(levers(cx, view, &unit.id)) { (cx.t("page.what-if.levers")) } }
            }
        }
    }
}

/// The cheapest way up for the chosen park.
fn levers(cx: &Cx, view: &WhatIfView, unit: &str) -> String {
    let path = format!("/levers/{}", segment(&view.framework.id));
    cx.href(&path, &[("unit", unit)])
}

fn below<'v>(
    view: &'v WhatIfView,
    group: &'v ChangeableNode,
) -> impl Iterator<Item = &'v ChangeableNode> {
    let inside = move |node: &&ChangeableNode| node.group.as_ref() == Some(&group.code);
    view.nodes.iter().filter(inside)
}

fn slider(cx: &Cx, node: &ChangeableNode, top: f64) -> Markup {
    let name = format!("w.{}", node.code);
    let value = node.changed_weight.unwrap_or(node.weight);
    let step = if top > 20.0 { "1" } else { "0.1" };
    html! {
        p.slider {
            label for=(name) { (cx.text(&node.label)) }
            input type="range" id=(name) name=(name) min="0" max=(top.max(value)) step=(step) value=(value);
            output for=(name) { (trimmed(value)) }
        }
    }
}

/// The chosen park's values of the indicators it has.
fn values(cx: &Cx, view: &WhatIfView) -> Markup {
    let chosen = view.unit.as_ref().map(|unit| unit.id.as_str());
    let fields = || {
        view.nodes
            .iter()
            .filter(|node| node.is_indicator && node.value.is_some())
    };
    html! {
        fieldset {
            legend { (cx.t("page.what-if.values")) }
            p.slider {
                label for="unit" { (cx.t("page.what-if.unit")) }
                select #unit name="unit" {
                    @for unit in &view.units { option value=(unit.id) selected[Some(unit.id.as_str()) == chosen] { (cx.plain(&unit.name)) } }
                }
            }
            @for node in fields() {
                @let name = format!("v.{}", node.code);
                p.slider {
                    label for=(name) { (cx.text(&node.label)) " " span.unit { (cx.text(&node.unit)) } }
                    input type="number" step="any" id=(name) name=(name)
                        placeholder=(node.value.map(trimmed).unwrap_or_default())
                        value=(node.changed_value.map(|value| value.to_string()).unwrap_or_default());
                }
            }
        }
    }
}

fn trimmed(number: f64) -> String {
    ((number * 1e6).round() / 1e6).to_string()
}

/// The ranks; this part is replaced while dragging.
fn result(cx: &Cx, view: &WhatIfView) -> Markup {
    let columns = [
        Column::number(cx.t("page.ranking.rank")),
        Column::number(cx.t("page.what-if.before")),
        Column::text(cx.t("page.ranking.unit")),
        Column::number(cx.t("page.ranking.score")),
        Column::number(cx.t("page.what-if.score-before")),
    ];
    let rows = ranked(view);
    html! {
        div data-live-result="what-if" aria-live="polite" {
            (diagnostics(cx, &view.result.diagnostics))
            p.finding { (title(cx, view)) }
            (table(cx, &cx.t("page.what-if.table"), &columns, rows.iter().map(|moved| row(cx, view, moved))))
        }
    }
}

fn row(cx: &Cx, view: &WhatIfView, moved: &Moved) -> Markup {
    let mut query = vec![("framework", view.framework.id.as_str())];
    query.extend(kept(cx));
    let why = cx.href(&format!("/why/{}", segment(&moved.id)), &query);
    html! {
        tr data-row class=[moved.before.differs(moved.after).then_some("moved")] {
            td.n.rank { @match moved.after.rank { Some(rank) => (rank), None => (unknown(cx, None)) } }
            td.n { (change(moved)) }
            td { a href=(cx.href(&format!("/parks/{}", segment(&moved.id)), &[])) { (cx.text(&moved.label)) } }
            td.n { a.value href=(why) data-why title=(cx.t("ui.figure.open-why")) { (known_or_dash(cx, moved.after.score, view.result.decimals)) } }
            td.n { (known_or_dash(cx, moved.before.score, view.result.decimals)) }
        }
    }
}

/// The rank before, with an arrow where it moved.
fn change(moved: &Moved) -> Markup {
    let (before, after) = (moved.before.rank, moved.after.rank);
    let arrow = match (before, after) {
        (Some(before), Some(after)) if after < before => "↑ ",
        (Some(before), Some(after)) if after > before => "↓ ",
        _ => "",
    };
    html! { (arrow) @match before { Some(rank) => (rank), None => "–" } }
}

const SURFACE: Surface<WhatIfView> = Surface::page(page);

/// `GET /what-if/{framework}`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let unit = ask.text("unit");
    let input = measure::WhatIfViewInput {
        framework,
        as_of: ask.cx.as_of,
        changes: changes(&ask.cx, unit.as_deref()),
        unit,
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::what_if_view(app, call, &input)
    })
    .await
}
