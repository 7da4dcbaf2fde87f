//! A framework: its tree with weights, formulas, and how much data there is.

use crate::chart::{Words, bar};
use crate::pages::{analyses, pack};
use crate::view::{
    Chart, Column, Cx, Page, Section, chart, empty, facts, segment, table, tag, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{FrameworkView, MethodLine, NodeView};
use julin_app::measure;
use julin_locale::{count, percent};
use maud::{Markup, html};

/// Most indicators in the chart.
const BARS: usize = 60;

/// The page.
pub fn page(cx: &Cx, view: &FrameworkView) -> Page {
    let line = &view.line;
    let args = [
        ("indicators", line.indicators.to_string()),
        ("computable", line.computable.to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let lead = html! { p { (cx.tf("page.framework.lead", &args)) } };
    let ranking = cx.href(&format!("/ranking/{}", segment(&line.id)), &[]);
    let body = html! {
        (analyses::links(cx, &line.id, "framework"))
        (facts([
            (cx.t("page.frameworks.issuer"), (!line.issuer.is_empty()).then(|| cx.text(&line.issuer))),
            (cx.t("page.frameworks.number"), line.number.as_ref().map(|n| html! { (n) })),
            (cx.t("page.framework.reference"), (!view.reference.is_empty()).then(|| cx.text(&view.reference))),
            (cx.t("page.frameworks.weights"), Some(html! { (cx.tf("page.framework.weights.of", &[("n", &line.weights_published.to_string())])) })),
            (cx.t("page.frameworks.ranked"), Some(html! { a href=(ranking) { (cx.tf("page.framework.ranked", &[("n", &line.ranked.to_string()), ("total", &count(u64::from(line.units)))])) } })),
        ]))
        h2 { (cx.t("page.framework.tree")) }
        @if view.nodes.is_empty() { (empty(cx, "page.framework.empty", Some(("ui.rail.packs", "/packs")))) }
        @else { (tree(cx, view)) (method(cx, view)) @for drawn in charts(cx, view) { (chart(cx, &drawn)) } }
        @for crosswalk in &view.crosswalks { h2 { (cx.text(&crosswalk.title)) } (pack::crosswalk(cx, crosswalk)) }
    };
    Page {
        title: cx.plain(&line.title).to_owned(),
        lead: Some(lead),
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.frameworks"), "/frameworks")
}

fn tree(cx: &Cx, view: &FrameworkView) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.framework.weight")),
        Column::number(cx.t("page.framework.effective"))
            .hint(cx.t("page.framework.effective.hint")),
        Column::text(cx.t("page.framework.formula")),
        Column::text(cx.t("ui.statement.unit")),
        Column::number(cx.t("page.framework.with-data")),
    ];
    table(
        cx,
        &cx.t("page.framework.tree"),
        &columns,
        view.nodes.iter().map(|node| row(cx, view, node)),
    )
}

fn row(cx: &Cx, view: &FrameworkView, node: &NodeView) -> Markup {
    let indicator = is_leaf(view, node);
    html! {
        tr data-row class=(format!("level-{}", node.level.min(3))) {
            td.words {
                span.id { (node.id) } " " (cx.text(&node.label))
                @if node.direction == "down" { " " (tag(&cx.t("page.framework.down"))) }
                @if node.incomplete { " " span.tag.waiting { (cx.t("page.framework.incomplete")) } }
                @if !node.note.is_empty() { br; span.when { (cx.text(&node.note)) } }
            }
            td.n { @match node.weight { Some(w) => (trimmed(w)), None => span.unknown { (cx.t("page.framework.not-published")) } } }
            td.n { (percent(node.effective_weight, 1)) }
            td { @if let Some(formula) = &node.formula { code { (formula) } } @else if indicator { span.unknown { (cx.t("page.framework.no-formula")) } } }
            td { (cx.text(&node.unit)) }
            td.n { @if indicator { @if node.formula.is_some() { (node.units_with_data) } @else { (unknown(cx, None)) } } }
        }
    }
}

/// Nodes named in a line before the rest is counted.
const NAMED: usize = 8;

/// The steps in words; where a node departs from the rest it is named.
fn method(cx: &Cx, view: &FrameworkView) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.method.step")),
        Column::text(cx.t("page.framework.method.setting")),
        Column::text(cx.t("page.framework.method.where")),
    ];
    let steps = view.method.iter();
    let row = |line: &MethodLine| {
        html! {
            tr data-row {
                td.tight { (cx.t(&format!("method.{}", line.step))) }
                td.words { (cx.tm(&line.key, &line.args)) }
                td.words { (holds_for(cx, view, line)) }
            }
        }
    };
    html! {
        h2 #method { (cx.t("page.framework.method")) }
        (table(cx, &cx.t("page.framework.method.table"), &columns, steps.map(row)))
    }
}

fn holds_for(cx: &Cx, view: &FrameworkView, line: &MethodLine) -> String {
    if line.nodes.is_empty() {
        let parted = view.method.iter().filter(|l| l.step == line.step).count() > 1;
        return cx.t(if parted {
            "page.framework.method.others"
        } else {
            "page.framework.method.all"
        });
    }
    let named = line.nodes.iter().take(NAMED).cloned();
    let more = (line.nodes.len() > NAMED).then(|| "…".to_owned());
    let names: Vec<String> = named.chain(more).collect();
    let args = [
        ("n", line.nodes.len().to_string()),
        ("names", names.join(&cx.t("ui.comma"))),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    cx.tf("page.framework.method.nodes", &args)
}

fn is_leaf(view: &FrameworkView, node: &NodeView) -> bool {
    node.level > 0
        && !view
            .nodes
            .iter()
            .any(|other| other.parent.as_ref() == Some(&node.id))
}

fn trimmed(weight: f64) -> String {
    ((weight * 1e6).round() / 1e6).to_string()
}

/// Which indicators have data.
pub fn charts(cx: &Cx, view: &FrameworkView) -> Vec<Chart> {
    let leaves: Vec<_> = view
        .nodes
        .iter()
        .filter(|n| is_leaf(view, n) && n.formula.is_some())
        .take(BARS)
        .collect();
    if leaves.is_empty() {
        return Vec::new();
    }
    let units = view.line.units.max(1);
    let with = leaves
        .iter()
        .filter(|n| n.units_with_data > 0)
        .count()
        .to_string();
    let title = cx.tf(
        "page.framework.chart.title",
        &[("n", &with), ("total", &leaves.len().to_string())],
    );
    let line = |n: &&NodeView| {
        let name = format!("{} {}", n.id, cx.plain(&n.label));
        (
            name,
            f64::from(n.units_with_data) / f64::from(units),
            cx.tf(
                "ui.of",
                &[
                    ("n", &n.units_with_data.to_string()),
                    ("total", &view.line.units.to_string()),
                ],
            ),
        )
    };
    let rows: Vec<_> = leaves.iter().map(line).collect();
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.framework.with-data")),
    ];
    let behind = rows
        .iter()
        .map(|(name, _, words)| html! { tr { td { (name) } td.n { (words) } } });
    vec![Chart {
        id: "data",
        how: Some(cx.t("page.framework.chart.desc")),
        source: cx.tf("ui.chart.computed", &[("year", &cx.as_of.to_string())]),
        table: table(cx, &title, &columns, behind),
        svg: bar::draw(&bar::State {
            rows: rows.clone(),
            words: Words {
                title: title.clone(),
                desc: cx.t("page.framework.chart.desc"),
            },
        }),
        title,
    }]
}

/// The tree for a spreadsheet.
pub fn csv(cx: &Cx, view: &FrameworkView) -> Vec<Vec<String>> {
    let keys = [
        "ui.id",
        "page.framework.node",
        "page.framework.weight",
        "page.framework.effective",
        "page.framework.formula",
        "ui.statement.unit",
        "page.framework.with-data",
    ];
    let row = |n: &NodeView| {
        vec![
            n.id.clone(),
            cx.plain(&n.label).to_owned(),
            n.weight.map(trimmed).unwrap_or_default(),
            trimmed(n.effective_weight),
            n.formula.clone().unwrap_or_default(),
            cx.plain(&n.unit).to_owned(),
            n.units_with_data.to_string(),
        ]
    };
    std::iter::once(keys.iter().map(|k| cx.t(k)).collect())
        .chain(view.nodes.iter().map(row))
        .collect()
}

const SURFACE: Surface<FrameworkView> = Surface::page(page).csv(csv).charts(charts);

/// `GET /frameworks/{id}`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let input = measure::FrameworkInput {
        id,
        as_of: ask.cx.as_of,
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::framework(app, call, &input)
    })
    .await
}
