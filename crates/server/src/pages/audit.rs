//! The statistical audit of a framework: what to look at first, then what it rests on.
//! Made to be printed: one subject a page.

use crate::chart::{Words, bar, coverage};
use crate::pages::{analyses, audit_groups};
use crate::view::{
    Chart, Column, Cx, Page, Section, WITH_RECIPE, chart, diagnostics, empty, known_or_dash, saves,
    segment, table,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::audited::{Facts, Importance, LeftOut, Presence};
use julin_app::contract::{AuditView, Cell, Grid};
use julin_app::measure;
use julin_locale::{count, percent};
use julin_model::{Diagnostic, Severity};
use maud::{Markup, html};

/// Findings of one severity shown before the rest is folded away.
const SHOWN: usize = 12;
/// Most indicators in a chart.
const BARS: usize = 60;
/// Outliers named in a row.
const NAMED: usize = 4;

/// The page.
pub fn page(cx: &Cx, view: &AuditView) -> Page {
    let audit = &view.report.audit;
    let lead = html! { p {
        (cx.text(&view.framework.title)) (cx.t("ui.comma"))
        (cx.tf("page.ranking.as-of", &[("year", &view.as_of.to_string())])) (cx.t("ui.comma"))
        (cx.tf("page.audit.size", &[("units", &count(audit.units as u64)), ("indicators", &audit.facts.len().to_string())]))
    } };
    let body = html! {
        (analyses::links(cx, &view.framework.id, "audit"))
        @if has_figures(view) {
            p.hint.no-print { (cx.t("page.audit.print")) }
            div.tools.no-print { (saves(cx, WITH_RECIPE)) }
            (findings(cx, view))
            section.sheet { h2 #coverage { (cx.t("page.audit.coverage")) } (presence(cx, view)) }
            section.sheet { h2 #facts { (cx.t("page.audit.facts")) } p { (cx.t("page.audit.facts.text")) } (facts(cx, view)) }
            (audit_groups::sections(cx, view))
            section.sheet { h2 #importance { (cx.t("page.audit.importance")) } p { (cx.t("page.audit.importance.text")) } (importance(cx, &audit.importance)) }
            @if let Some(left_out) = &audit.left_out { section.sheet { h2 #left-out { (cx.t("page.audit.left-out")) } (without(cx, view, left_out)) } }
            (limits(cx, view))
        } @else { (empty(cx, "page.audit.empty", Some(("page.imports.new", "/imports/new")))) }
    };
    let framework = format!("/frameworks/{}", segment(&view.framework.id));
    Page {
        title: title(cx, view),
        lead: Some(lead),
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.frameworks"), "/frameworks")
    .under(cx.plain(&view.framework.title).to_owned(), &framework)
}

fn has_figures(view: &AuditView) -> bool {
    view.report
        .audit
        .facts
        .iter()
        .any(|facts| facts.present > 0)
}

fn title(cx: &Cx, view: &AuditView) -> String {
    if !has_figures(view) {
        return cx.t("page.audit.title.empty");
    }
    let found = &view.report.audit.findings;
    let serious = found.iter().filter(|f| f.severity > Severity::Note).count();
    let args = [
        ("n", found.len().to_string()),
        ("serious", serious.to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    match serious {
        0 => cx.t("page.audit.title.sound"),
        _ => cx.tf("page.audit.title", &args),
    }
}

/// Most serious first; long lists are folded, so that the first page stays a page.
fn findings(cx: &Cx, view: &AuditView) -> Markup {
    let (serious, notes): (Vec<Diagnostic>, Vec<Diagnostic>) = (view.report.audit.findings.iter())
        .cloned()
        .partition(|found| found.severity > Severity::Note);
    html! {
        h2 #findings { (cx.t("page.audit.findings")) }
        @if serious.is_empty() && notes.is_empty() { p { (cx.t("page.audit.findings.none")) } }
        (folded(cx, &serious, "page.audit.findings.more"))
        @if !notes.is_empty() { h3 { (cx.tf("page.audit.notes", &[("n", &notes.len().to_string())])) } }
        (folded(cx, &notes, "page.audit.findings.more"))
        @if !view.report.diagnostics.is_empty() {
            h3 { (cx.t("page.audit.computation")) }
            (folded(cx, &view.report.diagnostics, "page.audit.findings.more"))
        }
    }
}

fn folded(cx: &Cx, found: &[Diagnostic], more: &str) -> Markup {
    let (first, rest) = found.split_at(found.len().min(SHOWN));
    html! {
        (diagnostics(cx, first))
        @if !rest.is_empty() {
            details.rest {
                summary { (cx.tf(more, &[("n", &rest.len().to_string())])) }
                (diagnostics(cx, rest))
            }
        }
    }
}

fn presence(cx: &Cx, view: &AuditView) -> Markup {
    html! {
        @for drawn in presence_charts(cx, view) { (chart(cx, &drawn)) }
    }
}

fn presence_charts(cx: &Cx, view: &AuditView) -> Vec<Chart> {
    vec![indicators_chart(cx, view), units_chart(cx, view)]
}

fn thin<'v>(view: &'v AuditView, of: &'v [Presence]) -> impl Iterator<Item = &'v Presence> {
    let limit = view.report.audit.limits.coverage;
    of.iter().filter(move |p| p.share < limit)
}

/// Title, words and source of a chart about coverage.
fn presence_title(cx: &Cx, view: &AuditView, key: &str, of: &[Presence]) -> String {
    let args = [
        ("n", thin(view, of).count().to_string()),
        ("total", of.len().to_string()),
        ("limit", percent(view.report.audit.limits.coverage, 0)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    cx.tf(key, &args)
}

fn presence_table(cx: &Cx, title: &str, of: &[Presence]) -> Markup {
    let columns = [
        Column::text(cx.t("page.audit.name")),
        Column::number(cx.t("page.audit.present")),
        Column::number(cx.t("page.audit.of")),
        Column::number(cx.t("page.audit.share")),
    ];
    let row = |p: &Presence| html! { tr { td { span.id { (p.code) } " " (cx.text(&p.label)) } td.n { (p.present) } td.n { (p.of) } td.n { (percent(p.share, 0)) } } };
    table(cx, title, &columns, of.iter().map(row))
}

fn indicators_chart(cx: &Cx, view: &AuditView) -> Chart {
    let of = &view.report.audit.coverage.indicators;
    let title = presence_title(cx, view, "page.audit.indicators.title", of);
    let desc = cx.t("page.audit.indicators.desc");
    let row = |p: &Presence| {
        let name = format!("{} {}", p.code, cx.plain(&p.label));
        let words = [("n", p.present.to_string()), ("total", p.of.to_string())];
        let words: Vec<_> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
        (name, p.share, cx.tf("ui.of", &words))
    };
    Chart {
        id: "indicators",
        svg: bar::draw(&bar::State {
            rows: of.iter().take(BARS).map(row).collect(),
            words: Words {
                title: title.clone(),
                desc: desc.clone(),
            },
        }),
        how: Some(desc),
        source: source(cx, view),
        table: presence_table(cx, &title, of),
        title,
    }
}

fn units_chart(cx: &Cx, view: &AuditView) -> Chart {
    let audit = &view.report.audit;
    let of = &audit.coverage.units;
    let title = presence_title(cx, view, "page.audit.units.title", of);
    let desc = cx.t("page.audit.units.desc");
    let limit = percent(audit.limits.coverage, 0);
    Chart {
        id: "units",
        svg: coverage::draw(&coverage::State {
            shares: of.iter().map(|p| p.share).collect(),
            minimum: audit.limits.coverage,
            mark: cx.tf("page.audit.units.mark", &[("limit", &limit)]),
            axis: cx.t("page.audit.units.axis"),
            words: Words {
                title: title.clone(),
                desc: desc.clone(),
            },
        }),
        how: Some(desc),
        source: source(cx, view),
        table: presence_table(cx, &title, of),
        title,
    }
}

/// Where the figures of a chart come from.
pub fn source(cx: &Cx, view: &AuditView) -> String {
    let args = [
        ("framework", cx.plain(&view.framework.title)),
        ("year", &view.as_of.to_string()),
    ];
    cx.tf("page.park.chart.source", &args)
}

fn facts(cx: &Cx, view: &AuditView) -> Markup {
    let number = |key: &str| Column::number(cx.t(key));
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::text(cx.t("ui.statement.unit")),
        number("page.audit.present"),
        number("page.audit.minimum"),
        number("page.audit.median"),
        number("page.audit.mean"),
        number("page.audit.maximum"),
        number("page.audit.deviation").hint(cx.t("page.audit.deviation.hint")),
        number("page.audit.skewness").hint(cx.t("page.audit.skewness.hint")),
        number("page.audit.kurtosis").hint(cx.t("page.audit.skewness.hint")),
        Column::text(cx.t("page.audit.outliers")),
    ];
    let rows = view.report.audit.facts.iter();
    html! { div.dense { (table(cx, &cx.t("page.audit.facts"), &columns, rows.map(|facts| fact_row(cx, view, facts)))) } }
}

fn fact_row(cx: &Cx, view: &AuditView, facts: &Facts) -> Markup {
    let node = view.nodes.iter().find(|node| node.id == facts.code);
    html! {
        tr data-row {
            td { span.id { (facts.code) } " " (cx.text(&facts.label)) }
            td { @if let Some(node) = node { (cx.text(&node.unit)) } }
            td.n { (facts.present) }
            @for value in [facts.minimum, facts.median, facts.mean, facts.maximum, facts.deviation] { td.n { (short(cx, value)) } }
            td.n { (known_or_dash(cx, facts.skewness, 2)) }
            td.n { (known_or_dash(cx, facts.kurtosis, 2)) @if facts.skewed { " " span.tag.waiting { (cx.t("page.audit.skewed")) } } }
            td { (outliers(cx, view, facts)) }
        }
    }
}

/// As many decimals as the size of the number calls for.
fn short(cx: &Cx, value: Option<f64>) -> Markup {
    let decimals = match value.map_or(0.0, f64::abs) {
        x if x >= 1000.0 => 0,
        x if x >= 10.0 => 1,
        x if x >= 1.0 || x == 0.0 => 2,
        _ => 4,
    };
    known_or_dash(cx, value, decimals)
}

fn outliers(cx: &Cx, view: &AuditView, facts: &Facts) -> Markup {
    let units = &view.report.units;
    let first = facts.outliers.iter().take(NAMED);
    let named: Vec<&str> = first
        .map(|o| {
            units
                .get(&o.id)
                .map_or(o.id.as_str(), |label| cx.plain(label))
        })
        .collect();
    let all = facts.outliers.len();
    html! {
        @if all > 0 { (all) (cx.t("ui.colon")) (named.join(&cx.t("ui.comma"))) @if all > NAMED { "…" } }
        @if let Some(after) = &facts.treated { @if all > 0 { br; } span.when { (cx.tf("page.audit.treated", &[("n", &after.changed.to_string())])) } }
    }
}

fn importance(cx: &Cx, parts: &[Importance]) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.audit.nominal")),
        Column::number(cx.t("page.audit.effective")),
        Column::number(cx.t("page.audit.ratio")),
        Column::number(cx.t("page.audit.correlation")),
    ];
    let row = |part: &Importance| {
        html! {
            tr data-row {
                td { span.id { (part.code) } " " (cx.text(&part.label)) }
                td.n { (percent(part.nominal, 1)) }
                td.n { @match part.effective { Some(x) => (percent(x, 1)), None => (known_or_dash(cx, None, 1)) } }
                td.n { (known_or_dash(cx, part.ratio(), 2)) }
                td.n { (known_or_dash(cx, part.correlation, 2)) }
            }
        }
    };
    table(
        cx,
        &cx.t("page.audit.importance"),
        &columns,
        parts.iter().map(row),
    )
}

fn without(cx: &Cx, view: &AuditView, left_out: &[LeftOut]) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.audit.mean-shift")),
        Column::number(cx.t("page.audit.largest-shift")),
    ];
    let name = |code: &str| view.report.labels.get(code).map(|label| cx.text(label));
    let row = |out: &LeftOut| html! { tr data-row { td { span.id { (out.code) } " " (name(&out.code).unwrap_or_default()) } td.n { (known_or_dash(cx, Some(out.mean_shift), 2)) } td.n { (out.largest_shift) } } };
    html! {
        p { (cx.t("page.audit.left-out.text")) }
        (table(cx, &cx.t("page.audit.left-out"), &columns, left_out.iter().map(row)))
    }
}

/// The limits used, so that a reader can disagree.
fn limits(cx: &Cx, view: &AuditView) -> Markup {
    let l = &view.report.audit.limits;
    let args = [
        ("same", l.same.to_string()),
        ("weak", l.weak.to_string()),
        ("alpha", l.alpha.to_string()),
        ("coverage", percent(l.coverage, 0)),
        ("skewness", l.skewness.to_string()),
        ("kurtosis", l.kurtosis.to_string()),
        ("importance", l.importance.to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    html! { h2 #limits { (cx.t("page.audit.limits")) } p { (cx.tf("page.audit.limits.text", &args)) } }
}

/// All charts that can be saved; those of one group when the address names it.
fn charts(cx: &Cx, view: &AuditView) -> Vec<Chart> {
    let mut all = presence_charts(cx, view);
    all.extend(audit_groups::asked(cx, view));
    all
}

/// Scale facts for a spreadsheet, unrounded.
fn grid(cx: &Cx, view: &AuditView) -> Grid {
    let keys = [
        "ui.id",
        "page.framework.node",
        "ui.statement.unit",
        "page.audit.present",
        "page.audit.minimum",
        "page.audit.median",
        "page.audit.mean",
        "page.audit.maximum",
        "page.audit.deviation",
        "page.audit.skewness",
        "page.audit.kurtosis",
        "page.audit.zeros",
        "page.audit.unique",
        "page.audit.outliers",
    ];
    let mut grid = Grid::new(cx.t("page.analyses.audit"), keys.map(|key| cx.t(key)));
    grid.title = Some(title(cx, view));
    for f in &view.report.audit.facts {
        let node = view.nodes.iter().find(|node| node.id == f.code);
        let unit = node.map(|node| cx.plain(&node.unit)).unwrap_or_default();
        let outliers: Vec<&str> = f.outliers.iter().map(|o| o.id.as_str()).collect();
        let words = [f.code.as_str(), cx.plain(&f.label), unit].map(Cell::from);
        let figures = [f.minimum, f.median, f.mean, f.maximum, f.deviation];
        let shape = [f.skewness, f.kurtosis, Some(f.zeros)];
        let figures = figures.into_iter().chain(shape).map(Cell::figure);
        let present = Cell::figure(f.present as f64);
        let last = [Cell::figure(f.unique as f64), outliers.join(" ").into()];
        grid.row(
            words
                .into_iter()
                .chain([present])
                .chain(figures)
                .chain(last),
        );
    }
    grid
}

const SURFACE: Surface<AuditView> = Surface::page(page).grid(grid).charts(charts);

/// `GET /audit/{framework}`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = measure::AuditViewInput {
        framework,
        as_of: ask.cx.as_of,
    };
    let proof: Read<_, _> = |app, call, input| measure::audit_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::audit_view, proof))
        .await
}
