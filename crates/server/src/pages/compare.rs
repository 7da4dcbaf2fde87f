//! Compare: why two scores differ, part by part. Two years, two parks, two frameworks.

use crate::chart::{Words, waterfall};
use crate::pages::analyses::links;
use crate::view::{
    Chart, Column, Cx, Page, Section, WITH_RECIPE, chart, diagnostics, empty, known_or_dash, saves,
    segment, table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{Cell, CompareView, ComparedSide, Grid, ScoreComparison};
use julin_app::measure::{self, Part};
use maud::{Markup, html};

/// Parts drawn; the rest is summed.
const DRAWN: usize = 14;

/// The page.
pub fn page(cx: &Cx, view: &CompareView) -> Page {
    let body = html! {
        @if !view.framework.is_empty() { (links(cx, &view.framework, "compare")) }
        (form(cx, view))
        @match &view.comparison {
            None => (empty(cx, if view.framework.is_empty() { "page.compare.choose-framework" } else { "page.compare.choose" }, None)),
            Some(comparison) => {
                (diagnostics(cx, &comparison.diagnostics))
                div.tools { (saves(cx, WITH_RECIPE)) }
                (sides(cx, comparison))
                @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
                (parts(cx, comparison))
            },
        }
    };
    let crumbs = vec![];
    Page {
        title: title(cx, view),
        lead: None,
        section: Section::Measure,
        body,
        crumbs,
    }
    .under(cx.t("ui.rail.frameworks"), "/frameworks")
}

fn title(cx: &Cx, view: &CompareView) -> String {
    let Some(comparison) = &view.comparison else {
        return cx.t("page.compare.title");
    };
    let Some(difference) = comparison.difference else {
        return cx.t("page.compare.title.unknown");
    };
    let [first, second] = [&comparison.before, &comparison.after].map(|side| named(cx, side));
    let points = waterfall::signed(difference, comparison.decimals);
    cx.tf(
        "page.compare.title.points",
        &[("first", &first), ("second", &second), ("points", &points)],
    )
}

fn named(cx: &Cx, side: &ComparedSide) -> String {
    let name = cx.plain(&side.unit.name);
    match side.as_of {
        Some(year) => format!("{name} {year}"),
        None => name.to_owned(),
    }
}

fn form(cx: &Cx, view: &CompareView) -> Markup {
    let select = |name: &str, chosen: &str, choices: &[(String, String)]| {
        html! {
            div {
                label for=(name) { (cx.t(&format!("page.compare.{name}"))) }
                select id=(name) name=(name) {
                    @for (id, label) in choices { option value=(id) selected[id == chosen] { (label) } }
                }
            }
        }
    };
    let frameworks: Vec<_> = view
        .frameworks
        .iter()
        .map(|f| (f.id.clone(), cx.plain(&f.name).to_owned()))
        .collect();
    let units: Vec<_> = view
        .units
        .iter()
        .map(|u| (u.id.clone(), cx.plain(&u.name).to_owned()))
        .collect();
    let year = |name: &str, year: i32| {
        html! { div { label for=(name) { (cx.t(&format!("page.compare.{name}"))) } input type="number" id=(name) name=(name) value=(year) min="1990" max="2100"; } }
    };
    html! {
        form.inline method="get" action="/compare" {
            (select("framework", &view.framework, &frameworks))
            @if view.framework.is_empty() { (year("as_of", view.as_of)) } @else {
                (select("unit", &view.unit, &units))
                (year("as_of", view.as_of))
                (select("with_framework", &view.with_framework, &frameworks))
                (select("with", &view.with, &units))
                (year("with_as_of", view.with_as_of))
                div { label for="shared" { input #shared type="checkbox" name="shared" value="1" checked[view.common_core]; " " (cx.t("page.compare.shared")) } }
            }
            div { button type="submit" { (cx.t("page.compare.compare")) } }
        }
    }
}

fn sides(cx: &Cx, comparison: &ScoreComparison) -> Markup {
    let columns = [
        Column::text(cx.t("page.ranking.unit")),
        Column::text(cx.t("page.park.framework")),
        Column::number(cx.t("page.ranking.rank")),
        Column::number(cx.t("page.ranking.score")),
    ];
    let row = |side: &ComparedSide| {
        html! {
            tr data-row {
                td { a href=(format!("/parks/{}", segment(&side.unit.id))) { (named(cx, side)) } }
                td { (cx.text(&side.framework)) }
                td.n { @match side.standing.rank { Some(rank) => (cx.tf("page.park.rank-of", &[("rank", &rank.to_string()), ("of", &side.of.to_string())])), None => (unknown(cx, None)) } }
                td.n { (known_or_dash(cx, side.standing.score, comparison.decimals)) }
            }
        }
    };
    let both = [&comparison.before, &comparison.after];
    table(
        cx,
        &cx.t("page.compare.sides"),
        &columns,
        both.into_iter().map(row),
    )
}

/// Parts by size, the largest first.
fn by_size(comparison: &ScoreComparison) -> Vec<&Part> {
    let mut parts: Vec<&Part> = comparison.parts.iter().collect();
    parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    parts
}

fn parts(cx: &Cx, comparison: &ScoreComparison) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::text(cx.t("page.compare.cause")),
        Column::number(cx.t("page.compare.points")),
        Column::number(cx.t("page.compare.before")),
        Column::number(cx.t("page.compare.after")),
    ];
    let estimated = |imputed: bool| {
        html! { @if imputed { " " span.tag { (cx.t("page.compare.estimated")) } } }
    };
    let row = |part: &&Part| {
        html! {
            tr data-row {
                td.words { span.id { (part.code) } " " (cx.text(&part.label)) }
                td { (cx.t(&format!("measure-cause.{}", part.cause.code()))) }
                td.n { (waterfall::signed(part.points, comparison.decimals)) }
                @for side in 0..2 { td.n { (known_or_dash(cx, part.values[side], 2)) (estimated(part.imputed[side])) } }
            }
        }
    };
    let rows = by_size(comparison);
    html! {
        @if !rows.is_empty() {
            h2 { (cx.t("page.compare.parts")) }
            p.hint { (cx.t("page.compare.parts.hint")) }
            (table(cx, &cx.t("page.compare.parts"), &columns, rows.iter().map(row)))
        }
    }
}

/// The waterfall.
pub fn charts(cx: &Cx, view: &CompareView) -> Vec<Chart> {
    let Some(comparison) = &view.comparison else {
        return Vec::new();
    };
    let (Some(first), Some(last)) = (
        comparison.before.standing.score,
        comparison.after.standing.score,
    ) else {
        return Vec::new();
    };
    let sized = by_size(comparison);
    let name = |part: &&Part| {
        (
            format!("{} {}", part.code, cx.plain(&part.label)),
            part.points,
        )
    };
    let mut bars: Vec<(String, f64)> = sized.iter().take(DRAWN).map(name).collect();
    let rest: f64 = sized.iter().skip(DRAWN).map(|part| part.points).sum();
    if sized.len() > DRAWN {
        let count = (sized.len() - DRAWN).to_string();
        bars.push((cx.tf("page.compare.rest", &[("n", &count)]), rest));
    }
    let title = title(cx, view);
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.compare.points")),
    ];
    let rows = bars.iter().map(|(name, points)| {
        html! { tr { td { (name) } td.n { (waterfall::signed(*points, comparison.decimals)) } } }
    });
    let table = table(cx, &title, &columns, rows);
    let state = waterfall::State {
        first: (named(cx, &comparison.before), first),
        parts: bars,
        last: (named(cx, &comparison.after), last),
        decimals: comparison.decimals,
        words: Words {
            title: title.clone(),
            desc: cx.t("page.compare.chart"),
        },
    };
    vec![Chart {
        id: "waterfall",
        how: Some(cx.t("page.compare.chart")),
        source: cx.tf(
            "ui.chart.computed",
            &[("year", &view.with_as_of.to_string())],
        ),
        svg: waterfall::draw(&state),
        table,
        title,
    }]
}

/// The parts as rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &CompareView) -> Grid {
    let heads = [
        "page.framework.node",
        "page.compare.cause",
        "page.compare.points",
        "page.compare.before",
        "page.compare.after",
    ];
    let mut grid = Grid::new(cx.t("page.analyses.compare"), heads.map(|key| cx.t(key)));
    grid.title = Some(title(cx, view));
    for part in view.comparison.iter().flat_map(|c| &c.parts) {
        grid.row([
            part.code.clone().into(),
            part.cause.code().into(),
            Cell::figure(part.points),
            Cell::figure(part.values[0]),
            Cell::figure(part.values[1]),
        ]);
    }
    grid
}

const SURFACE: Surface<CompareView> = Surface::page(page).grid(grid).charts(charts);

/// `GET /compare?framework=…&unit=…&as_of=…&with_framework=…&with=…&with_as_of=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = measure::CompareViewInput {
        framework: ask.text("framework"),
        unit: ask.text("unit"),
        as_of: ask.cx.as_of,
        with_framework: ask.text("with_framework"),
        with: ask.text("with"),
        with_as_of: ask.cx.ask("with_as_of").and_then(|year| year.parse().ok()),
        common_core: ask.cx.ask("shared").is_some(),
    };
    let reads: (Read<_, _>, Read<_, _>) = (measure::compare_view, measure::compare_proof);
    site.show_proved(ask, SURFACE, input, reads).await
}
