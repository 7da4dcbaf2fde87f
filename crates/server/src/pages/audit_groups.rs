//! The part of the audit about each group: do its children go together, and does each
//! count as much as its weight says?

use crate::chart::{Words, bar, correlation, dot};
use crate::pages::audit::source;
use crate::view::{Chart, Column, Cx, chart, known_or_dash, table, unknown};
use julin_app::contract::AuditView;
use julin_app::contract::audited::{Components, GroupAudit, Importance};
use julin_locale::{decimal, percent};
use maud::{Markup, html};

/// Components shown in a table of loadings.
const COMPONENTS: usize = 4;
/// A loading from here on is set bold.
const STRONG: f64 = 0.5;

/// One section over all groups, then one for each.
pub fn sections(cx: &Cx, view: &AuditView) -> Markup {
    let groups = &view.report.audit.groups;
    html! {
        @if !groups.is_empty() {
            section.part {
                h2 #reliability { (cx.t("page.audit.reliability")) }
                p { (cx.t("page.audit.reliability.text")) }
                (reliability(cx, view))
            }
        }
        @for (i, group) in groups.iter().enumerate().filter(|(_, group)| is_told(group)) {
            section.part {
                h2 id=(format!("group-{i}")) { (heading(cx, i, group)) }
                p { (cx.tf("page.audit.group.size", &[("n", &group.children.len().to_string()), ("units", &group.complete_units.to_string())])) }
                @let cx = &within(cx, &group.code);
                @for drawn in charts(cx, view, group) { (chart(cx, &drawn)) }
                @if let Some(components) = &group.components { (loadings(cx, view, group, components)) }
            }
        }
    }
}

/// With fewer than two parts there is nothing to go together.
fn is_told(group: &GroupAudit) -> bool {
    group.children.len() > 1
}

fn heading(cx: &Cx, at: usize, group: &GroupAudit) -> Markup {
    html! { @if at == 0 { (cx.t("page.audit.index")) } @else { span.id { (group.code) } " " (cx.text(&group.label)) } }
}

/// The same request asking for one group, so that saving a chart finds it again.
fn within(cx: &Cx, group: &str) -> Cx {
    let mut cx = cx.clone();
    cx.query.retain(|(key, _)| key != "group");
    cx.query.push(("group".to_owned(), group.to_owned()));
    cx
}

/// The charts of the group the address names.
pub fn asked(cx: &Cx, view: &AuditView) -> Vec<Chart> {
    let wanted = cx.ask("group");
    let groups = &view.report.audit.groups;
    let group = groups.iter().find(|g| Some(g.code.as_str()) == wanted);
    group
        .map(|group| charts(cx, view, group))
        .unwrap_or_default()
}

fn charts(cx: &Cx, view: &AuditView, group: &GroupAudit) -> Vec<Chart> {
    if !is_told(group) {
        return Vec::new();
    }
    let correlations = std::iter::once(correlations(cx, view, group));
    correlations.chain(weights(cx, view, group)).collect()
}

fn name<'v>(cx: &Cx, view: &'v AuditView, code: &str) -> &'v str {
    let label = view.report.labels.get(code);
    label.map_or("", |label| cx.plain(label))
}

fn values(view: &AuditView, group: &GroupAudit) -> Vec<Vec<Option<f64>>> {
    let all = &view.report.audit.correlations;
    let place = |code: &String| all.codes.iter().position(|c| c == code);
    let places: Vec<_> = group.children.iter().map(place).collect();
    let cell = |a: &Option<usize>, b: &Option<usize>| *all.values.get((*a)?)?.get((*b)?)?;
    let row = |a: &Option<usize>| places.iter().map(|b| cell(a, b)).collect();
    places.iter().map(row).collect()
}

fn correlations(cx: &Cx, view: &AuditView, group: &GroupAudit) -> Chart {
    let limits = &view.report.audit.limits;
    let values = values(view, group);
    let pairs = || {
        values
            .iter()
            .enumerate()
            .flat_map(|(i, row)| row[..i].iter().flatten())
    };
    let counted = |test: &dyn Fn(f64) -> bool| pairs().filter(|r| test(**r)).count().to_string();
    let args = [
        ("group", cx.plain(&group.label).to_owned()),
        ("pairs", pairs().count().to_string()),
        ("same", counted(&|r| r > limits.same)),
        ("against", counted(&|r| r < 0.0)),
        ("weak", counted(&|r| (0.0..limits.weak).contains(&r))),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = cx.tf("page.audit.correlations.title", &args);
    let desc = cx.t("page.audit.correlations.desc");
    let legend = [
        ("page.audit.same", limits.same),
        ("page.audit.weak", limits.weak),
        ("page.audit.against", 0.0),
    ];
    let state = correlation::State {
        names: (group.children.iter())
            .map(|code| (code.clone(), name(cx, view, code).to_owned()))
            .collect(),
        same: limits.same,
        weak: limits.weak,
        legend: legend.map(|(key, limit)| cx.tf(key, &[("limit", &limit.to_string())])),
        words: Words {
            title: title.clone(),
            desc: desc.clone(),
        },
        values,
    };
    Chart {
        id: "correlations",
        svg: correlation::draw(&state),
        how: Some(desc),
        source: source(cx, view),
        table: correlation_table(cx, &title, &state),
        title,
    }
}

fn correlation_table(cx: &Cx, title: &str, state: &correlation::State) -> Markup {
    let mut columns = vec![Column::text(cx.t("page.framework.node"))];
    columns.extend(
        state
            .names
            .iter()
            .map(|(code, _)| Column::number(code.clone())),
    );
    let row = |((code, name), values): (&(String, String), &Vec<Option<f64>>)| html! { tr { td { span.id { (code) } " " (name) } @for r in values { td.n { (known_or_dash(cx, *r, 3)) } } } };
    table(
        cx,
        title,
        &columns,
        state.names.iter().zip(&state.values).map(row),
    )
}

/// Effective beside nominal weights; nothing where no correlation is known.
fn weights(cx: &Cx, view: &AuditView, group: &GroupAudit) -> Option<Chart> {
    let known = group
        .importance
        .iter()
        .filter_map(|part| Some((part, part.effective?)));
    let known: Vec<(&Importance, f64)> = known.collect();
    let gap = |(part, effective): &(&Importance, f64)| (effective - part.nominal).abs();
    let (widest, effective) = known.iter().max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let args = [
        ("what", cx.plain(&widest.label).to_owned()),
        ("nominal", percent(widest.nominal, 0)),
        ("effective", percent(*effective, 0)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = cx.tf("page.audit.weights.title", &args);
    let desc = cx.t("page.audit.weights.desc");
    let largest = known
        .iter()
        .map(|(part, x)| part.nominal.max(*x))
        .fold(0.0, f64::max);
    let row = |(part, effective): &(&Importance, f64)| {
        let name = format!("{} {}", part.code, cx.plain(&part.label));
        (name, effective * 100.0, part.nominal * 100.0)
    };
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.audit.nominal")),
        Column::number(cx.t("page.audit.effective")),
        Column::number(cx.t("page.audit.correlation")),
    ];
    let line = |(part, effective): &(&Importance, f64)| html! { tr { td { span.id { (part.code) } " " (cx.text(&part.label)) } td.n { (percent(part.nominal, 1)) } td.n { (percent(*effective, 1)) } td.n { (known_or_dash(cx, part.correlation, 2)) } } };
    Some(Chart {
        id: "weights",
        svg: dot::draw(&dot::State {
            rows: known.iter().map(row).collect(),
            top: (largest * 5.0).ceil().max(1.0) * 20.0,
            legend: ["page.audit.effective", "page.audit.nominal"].map(|key| cx.t(key)),
            words: Words {
                title: title.clone(),
                desc: desc.clone(),
            },
        }),
        how: Some(desc),
        source: source(cx, view),
        table: table(cx, &title, &columns, known.iter().map(line)),
        title,
    })
}

/// Cronbach's alpha and what the components say, group by group.
fn reliability(cx: &Cx, view: &AuditView) -> Markup {
    let columns = [
        Column::text(cx.t("page.audit.group")),
        Column::number(cx.t("page.audit.children")),
        Column::number(cx.t("page.audit.complete")),
        Column::number(cx.t("page.audit.alpha")).hint(cx.t("page.audit.alpha.hint")),
        Column::number(cx.t("page.audit.standardised")),
        Column::number(cx.t("page.audit.kaiser")),
        Column::number(cx.t("page.audit.first-share")),
        Column::number(cx.t("page.audit.kmo")).hint(cx.t("page.audit.kmo.hint")),
    ];
    let limit = view.report.audit.limits.alpha;
    let row = |(i, group): (usize, &GroupAudit)| {
        let (found, parts) = (&group.reliability, &group.components);
        html! {
            tr data-row {
                td { @if is_told(group) { a href=(format!("#group-{i}")) { (heading(cx, i, group)) } } @else { (heading(cx, i, group)) } }
                td.n { (group.children.len()) }
                td.n { (group.complete_units) }
                td.n { (known_or_dash(cx, found.as_ref().map(|r| r.alpha), 2)) }
                td.n {
                    (known_or_dash(cx, found.as_ref().map(|r| r.standardised), 2))
                    @if found.as_ref().is_some_and(|r| r.standardised < limit) { " " span.tag.waiting { (cx.t("page.audit.low")) } }
                }
                td.n { @match parts { Some(p) => (p.kaiser), None => (unknown(cx, None)) } }
                td.n { @match parts { Some(p) => (percent(p.shares[0], 0)), None => (unknown(cx, None)) } }
                td.n { (known_or_dash(cx, parts.as_ref().and_then(|p| p.kmo), 2)) }
            }
        }
    };
    let groups = view.report.audit.groups.iter().enumerate();
    table(
        cx,
        &cx.t("page.audit.reliability"),
        &columns,
        groups.map(row),
    )
}

/// Eigenvalues as small bars, and the loadings on the first components.
fn loadings(cx: &Cx, view: &AuditView, group: &GroupAudit, found: &Components) -> Markup {
    let shown = found.loadings.len().min(COMPONENTS);
    let mut columns = vec![Column::text(cx.t("page.framework.node"))];
    columns.extend(
        (1..=shown)
            .map(|k| Column::number(cx.tf("page.audit.component", &[("n", &k.to_string())]))),
    );
    let without = group
        .reliability
        .as_ref()
        .map(|r| &r.without)
        .filter(|w| !w.is_empty());
    if without.is_some() {
        columns
            .push(Column::number(cx.t("page.audit.without")).hint(cx.t("page.audit.without.hint")));
    }
    let row = |(at, code): (usize, &String)| {
        html! {
            tr data-row {
                td { span.id { (code) } " " (name(cx, view, code)) }
                @for component in found.loadings.iter().take(shown) { td.n { (loading(component[at])) } }
                @if let Some(without) = without { td.n { (known_or_dash(cx, without[at], 2)) } }
            }
        }
    };
    html! {
        h3 { (cx.t("page.audit.components")) }
        p.how { (cx.t("page.audit.components.text")) }
        (scree(cx, found))
        (table(cx, &cx.t("page.audit.components"), &columns, group.children.iter().enumerate().map(row)))
    }
}

fn loading(value: f64) -> Markup {
    html! { @if value.abs() >= STRONG { strong { (decimal(value, 2)) } } @else { (decimal(value, 2)) } }
}

fn scree(cx: &Cx, found: &Components) -> Markup {
    let columns = [
        Column::text(cx.t("page.audit.component.head")),
        Column::number(cx.t("page.audit.eigenvalue")),
        Column::number(cx.t("page.audit.explained")),
    ];
    let rows = found
        .eigenvalues
        .iter()
        .zip(&found.shares)
        .take(2 * COMPONENTS)
        .enumerate();
    let row = |(k, (value, share)): (usize, (&f64, &f64))| html! { tr { td { (k + 1) } td.n { (decimal(*value, 2)) } td.n { (percent(*share, 0)) (bar::cell(*share)) } } };
    html! { div.narrow { (table(cx, &cx.t("page.audit.scree"), &columns, rows.map(row))) } }
}
