//! Uncertainty: how sure each rank is, and which assumption matters.

use crate::chart::{Words, heat};
use crate::pages::variation::{self, Usual};
use crate::pages::{analyses, effects, runs, whiskers};
use crate::view::{
    Chart, Column, Cx, Page, WITH_RECIPE, chart, empty, known_or_dash, saves, segment, table,
    unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, UncertaintyView};
use julin_app::measure::{self, Spread, UnitUncertainty};
use julin_app::runs::Computation;
use julin_locale::{count, decimal, percent};
use maud::{Markup, html};

/// Units drawn at most; the table has all.
const DRAWN: usize = 60;
/// The kind of its runs.
pub const KIND: &str = <measure::UncertaintyInput as Computation>::KIND;
/// What is varied when nobody says: weights alone.
pub const USUAL: Usual = Usual {
    draws: 4000,
    ticks: &[],
};

/// The page.
pub fn page(cx: &Cx, view: &UncertaintyView) -> Page {
    let ranked = ranked(view);
    let body = html! {
        (form(cx, view))
        @if let Some(kept) = &view.kept { (runs::kept(cx, kept, &view.report.spec)) }
        (analyses::findings(cx, &view.report.diagnostics))
        @if ranked.len() < 2 { (empty(cx, "page.uncertainty.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
            div.tools { (saves(cx, WITH_RECIPE)) }
            (units_table(cx, view, &ranked))
            @if let Some(causes) = &view.causes { (effects::left_out(cx, causes)) }
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "uncertainty", title(cx, view), body)
}

fn title(cx: &Cx, view: &UncertaintyView) -> String {
    let (units, tiers) = (ranked(view).len(), view.report.uncertainty.tiers.len());
    if units < 2 {
        return cx.t("page.uncertainty.title.none");
    }
    let args = [("units", units.to_string()), ("tiers", tiers.to_string())];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    cx.tf("page.uncertainty.title", &args)
}

/// Units that were ranked in some draw, by their rank.
fn ranked(view: &UncertaintyView) -> Vec<&UnitUncertainty> {
    let units = view.report.uncertainty.units.iter();
    let mut units: Vec<_> = units.filter(|unit| unit.ranks.is_some()).collect();
    units.sort_by_key(|unit| unit.rank.unwrap_or(u32::MAX));
    units
}

fn form(cx: &Cx, view: &UncertaintyView) -> Markup {
    let job = format!("/jobs/uncertainty/{}", segment(&view.framework.id));
    html! {
        form.inline method="get" action=(cx.path) {
            (variation::fields(cx, USUAL, "page.uncertainty.draws"))
            (variation::buttons(cx, &job))
        }
    }
}

fn units_table(cx: &Cx, view: &UncertaintyView, ranked: &[&UnitUncertainty]) -> Markup {
    let mut columns = vec![
        Column::number(cx.t("page.ranking.rank")),
        Column::text(cx.t("page.ranking.unit")),
        Column::number(cx.t("page.uncertainty.interval")),
        Column::number(cx.t("page.uncertainty.median")),
        Column::number(cx.t("page.uncertainty.mean")),
        Column::number(cx.t("page.ranking.score")),
        Column::number(cx.t("page.uncertainty.score-interval")),
    ];
    let tops: Vec<u32> = view
        .report
        .spec
        .top
        .iter()
        .copied()
        .filter(|top| (*top as usize) < ranked.len())
        .collect();
    columns.extend(
        tops.iter()
            .map(|top| Column::number(cx.tf("page.uncertainty.top", &[("n", &top.to_string())]))),
    );
    let row = |unit: &&UnitUncertainty| {
        let (ranks, scores) = (unit.ranks, unit.scores);
        html! {
            tr data-row {
                td.n.rank { @match unit.rank { Some(rank) => (rank), None => (unknown(cx, None)) } }
                td { a href=(cx.href(&format!("/parks/{}", segment(&unit.id)), &[])) { (cx.text(&unit.label)) } }
                td.n { @if let Some(s) = ranks { (decimal(s.low, 0)) "–" (decimal(s.high, 0)) } }
                td.n { @if let Some(s) = ranks { (decimal(s.median, 0)) } }
                td.n { @if let Some(s) = ranks { (decimal(s.mean, 1)) } }
                td.n { (known_or_dash(cx, unit.score, 2)) }
                td.n { @if let Some(s) = scores { (decimal(s.low, 1)) "–" (decimal(s.high, 1)) } }
                @for top in &tops { td.n { @if let Some(found) = unit.top.iter().find(|t| t.places == *top) { (percent(found.probability, 0)) } } }
            }
        }
    };
    html! {
        h2 { (cx.t("page.uncertainty.table")) }
        p.hint { (cx.tf("page.uncertainty.table.hint", &[("draws", &count(view.report.uncertainty.draws))])) }
        (table(cx, &cx.t("page.uncertainty.table"), &columns, ranked.iter().map(row)))
    }
}

/// Whiskers, heat strip, effects.
pub fn charts(cx: &Cx, view: &UncertaintyView) -> Vec<Chart> {
    let ranked = ranked(view);
    if ranked.len() < 2 {
        return Vec::new();
    }
    let mut charts = vec![whisker_chart(cx, view, &ranked), strip(cx, view, &ranked)];
    charts.extend(effects_chart(cx, view));
    charts
}

fn source(cx: &Cx, view: &UncertaintyView) -> String {
    cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())])
}

fn whisker_chart(cx: &Cx, view: &UncertaintyView, ranked: &[&UnitUncertainty]) -> Chart {
    let found = &view.report.uncertainty;
    let tier = |id: &str| {
        let at = found.units.iter().position(|unit| unit.id == id)?;
        found.tiers.iter().position(|tier| tier.units.contains(&at))
    };
    let first = ranked.iter().take(DRAWN).copied();
    let line = |unit| {
        let unit: &UnitUncertainty = unit;
        Some(whiskers::Line {
            name: cx.plain(&unit.label),
            rank: unit.rank,
            ranks: unit.ranks?,
            tier: tier(&unit.id),
        })
    };
    let lines: Vec<_> = first.filter_map(line).collect();
    let about = (title(cx, view), source(cx, view));
    whiskers::chart(cx, about, &lines, ranked.len())
}

fn strip(cx: &Cx, view: &UncertaintyView, ranked: &[&UnitUncertainty]) -> Chart {
    let sure = ranked
        .iter()
        .filter(|unit| unit.ranks.is_some_and(|s| s.high - s.low < 0.5))
        .count();
    let args = [
        ("sure", sure.to_string()),
        ("units", ranked.len().to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = cx.tf("page.uncertainty.strip", &args);
    let rows: Vec<(String, Vec<f64>)> = ranked
        .iter()
        .take(DRAWN)
        .map(|unit| (cx.plain(&unit.label).to_owned(), unit.rank_shares.clone()))
        .collect();
    let best = |shares: &[f64]| {
        let found = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        found.map(|(rank, share)| (rank + 1, *share))
    };
    let shown = rows.iter().filter_map(|(name, shares)| {
        let (rank, share) = best(shares)?;
        Some(html! { tr { td { (name) } td.n { (rank) } td.n { (percent(share, 0)) } } })
    });
    let columns = [
        Column::text(cx.t("page.ranking.unit")),
        Column::number(cx.t("page.uncertainty.likeliest")),
        Column::number(cx.t("page.uncertainty.share")),
    ];
    let behind = table(cx, &title, &columns, shown);
    let state = heat::State {
        rows,
        last: ranked.len(),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.uncertainty.strip.desc"),
        },
    };
    Chart {
        id: "strip",
        how: Some(cx.t("page.uncertainty.strip.desc")),
        source: source(cx, view),
        svg: heat::draw(&state),
        table: behind,
        title,
    }
}

fn effects_chart(cx: &Cx, view: &UncertaintyView) -> Option<Chart> {
    let found = view.causes.as_ref()?.effects.first()?;
    let what = effects::response(cx, &found.response, |_| None);
    effects::chart(cx, found, &what, source(cx, view))
}

/// Ranks and scores over the draws as rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &UncertaintyView) -> Grid {
    let tops = view.report.spec.top.iter();
    let tops = tops.map(|n| cx.tf("page.uncertainty.top", &[("n", &n.to_string())]));
    let mut heads = ["ui.id", "page.ranking.unit"].map(|key| cx.t(key)).to_vec();
    for of in ["page.ranking.rank", "page.ranking.score"] {
        heads.push(cx.t(of));
        heads.extend(["low", "half", "high", "average"].map(|end| {
            let end = cx.t(&format!("page.uncertainty.{end}"));
            cx.tf(
                "page.uncertainty.end",
                &[("what", &cx.t(of)), ("end", &end)],
            )
        }));
    }
    let heads = heads.into_iter().chain(tops);
    let mut grid = Grid::new(cx.t("page.analyses.uncertainty"), heads);
    grid.title = Some(title(cx, view));
    let spread = |s: Option<Spread>| {
        let all = s.map(|s| [s.low, s.median, s.high, s.mean]);
        all.map_or([const { Cell::Empty }; 4], |all| all.map(Cell::figure))
    };
    for unit in ranked(view) {
        let mut cells = vec![unit.id.as_str().into(), cx.plain(&unit.label).into()];
        cells.push(Cell::count(unit.rank));
        cells.extend(spread(unit.ranks));
        cells.push(Cell::figure(unit.score));
        cells.extend(spread(unit.scores));
        for places in &view.report.spec.top {
            let top = unit.top.iter().find(|top| top.places == *places);
            cells.push(Cell::share(top.map(|top| top.probability)));
        }
        grid.row(cells);
    }
    grid
}

const SURFACE: Surface<UncertaintyView> = Surface::page(page).grid(grid).charts(charts);

/// `GET /uncertainty/{framework}`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = measure::UncertaintyViewInput {
        framework,
        as_of: ask.cx.as_of,
        spec: variation::spec(&ask.cx.query, USUAL),
        run: ask.text("run"),
    };
    let proof: Read<_, _> =
        |app, call, input| measure::uncertainty_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::uncertainty_view, proof))
        .await
}
