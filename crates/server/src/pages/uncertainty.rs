//! Uncertainty: how sure each rank is, and which assumption matters.

use crate::chart::{Words, effect, heat, whisker};
use crate::pages::analyses;
use crate::view::{
    Chart, Column, Cx, Page, chart, diagnostics, empty, known_or_dash, segment, table,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::UncertaintyView;
use julin_app::measure::{
    self, Aggregate, AggregateKind, DrawSpec, LeftOut, Normalise, NormaliseKind, UnitUncertainty,
    Vary,
};
use julin_locale::{count, decimal, percent};
use maud::{Markup, html};

/// Units drawn at most; the table has all.
const DRAWN: usize = 60;
/// Draws when nobody says.
const DRAWS: u64 = 4000;

/// The page.
pub fn page(cx: &Cx, view: &UncertaintyView) -> Page {
    let ranked = ranked(view);
    let body = html! {
        (form(cx, view))
        (findings(cx, view))
        @if ranked.len() < 2 { (empty(cx, "page.uncertainty.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
            (units_table(cx, view, &ranked))
            (left_out(cx, view))
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

/// A few findings as they are, many folded away.
fn findings(cx: &Cx, view: &UncertaintyView) -> Markup {
    let found = &view.report.diagnostics;
    html! {
        @if found.len() > 2 {
            details { summary { (cx.tf("page.uncertainty.findings", &[("n", &found.len().to_string())])) } (diagnostics(cx, found)) }
        } @else { (diagnostics(cx, found)) }
    }
}

/// Units that were ranked in some draw, by their rank.
fn ranked(view: &UncertaintyView) -> Vec<&UnitUncertainty> {
    let units = view.report.uncertainty.units.iter();
    let mut units: Vec<_> = units.filter(|unit| unit.ranks.is_some()).collect();
    units.sort_by_key(|unit| unit.rank.unwrap_or(u32::MAX));
    units
}

fn form(cx: &Cx, view: &UncertaintyView) -> Markup {
    let spec = &view.report.spec;
    let noise = cx.ask("noise").unwrap_or("25");
    let tick = |name: &str| cx.ask(name).is_some();
    html! {
        form.inline method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            div { label for="noise" { (cx.t("page.uncertainty.noise")) } input #noise type="number" name="noise" min="0" max="100" value=(noise); }
            div { label for="draws" { (cx.t("page.uncertainty.draws")) } input #draws type="number" name="draws" min="10" max="10000000" value=(spec.draws); }
            div { label for="seed" { (cx.t("page.uncertainty.seed")) } input #seed type="number" name="seed" min="0" value=(spec.seed); }
            div { label { input type="checkbox" name="scale" value="1" checked[tick("scale")]; " " (cx.t("page.uncertainty.scale")) } }
            div { label { input type="checkbox" name="means" value="1" checked[tick("means")]; " " (cx.t("page.uncertainty.means")) } }
            div { label { input type="checkbox" name="leave" value="1" checked[tick("leave")]; " " (cx.t("page.uncertainty.leave")) } }
            div { button type="submit" { (cx.t("page.what-if.compute")) } }
        }
        form.inline method="post" action=(cx.href(&format!("/jobs/uncertainty/{}", segment(&view.framework.id)), &[])) {
            @for (key, value) in &cx.query { @if key != "lang" { input type="hidden" name=(key) value=(value); } }
            div { button type="submit" { (cx.t("page.uncertainty.as-job")) } }
        }
    }
}

/// What an address or form asks to be varied.
pub fn spec(query: &[(String, String)]) -> DrawSpec {
    let ask = |name: &str| query.iter().find(|(k, v)| k == name && !v.is_empty());
    let number = |name: &str| ask(name).and_then(|(_, v)| v.parse::<u64>().ok());
    let noise = ask("noise").and_then(|(_, v)| v.parse::<f64>().ok());
    let noise = noise.filter(|n| (0.0..=100.0).contains(n)).unwrap_or(25.0) / 100.0;
    let mut vary = vec![Vary::Weights {
        level: Default::default(),
        group: None,
        noise: Some(noise),
        concentration: None,
    }];
    if ask("scale").is_some() {
        // Deviations about 100, so that a geometric mean can take them.
        let deviations = Normalise {
            mean: Some(100.0),
            deviation: Some(10.0),
            ..Normalise::of(NormaliseKind::ZScore)
        };
        let kinds = [NormaliseKind::MinMax, NormaliseKind::Rank];
        let mut options = kinds.map(Normalise::of).to_vec();
        options.push(deviations);
        vary.push(Vary::Normalise { options });
    }
    if ask("means").is_some() {
        let kinds = [AggregateKind::Arithmetic, AggregateKind::Geometric];
        vary.push(Vary::Aggregate {
            level: Default::default(),
            options: kinds.map(Aggregate::of).to_vec(),
        });
    }
    if ask("leave").is_some() {
        vary.push(Vary::LeaveOut {
            of: LeftOut::Indicators,
        });
    }
    DrawSpec {
        draws: number("draws").unwrap_or(DRAWS).max(1),
        seed: number("seed").unwrap_or(1),
        vary,
        ..DrawSpec::default()
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
                td.n.rank { @if let Some(rank) = unit.rank { (rank) } }
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

fn left_out(cx: &Cx, view: &UncertaintyView) -> Markup {
    let Some(causes) = &view.causes else {
        return html! {};
    };
    let mut effects: Vec<_> = causes
        .left_out
        .iter()
        .filter(|e| e.mean_shift.is_some())
        .collect();
    effects.sort_by(|a, b| {
        b.mean_shift
            .unwrap_or(0.0)
            .total_cmp(&a.mean_shift.unwrap_or(0.0))
    });
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.uncertainty.shift")),
        Column::text(cx.t("page.uncertainty.moved")),
    ];
    let row = |effect: &&measure::LeaveOutEffect| {
        let moved = effect.moved.iter().take(3).filter_map(|unit| {
            let shift = (*effect.shifts.get(*unit)?)?;
            let name = cx.plain(causes.units.get(*unit)?);
            Some(format!("{name} {shift:+}"))
        });
        html! {
            tr data-row {
                td.words { span.id { (effect.code) } " " (cx.text(&effect.label)) }
                td.n { (known_or_dash(cx, effect.mean_shift, 2)) }
                td.words { (moved.collect::<Vec<_>>().join(&cx.t("ui.comma"))) }
            }
        }
    };
    html! {
        h2 { (cx.t("page.uncertainty.left-out")) }
        (table(cx, &cx.t("page.uncertainty.left-out"), &columns, effects.iter().take(20).map(row)))
    }
}

/// Whiskers, heat strip, effects.
pub fn charts(cx: &Cx, view: &UncertaintyView) -> Vec<Chart> {
    let ranked = ranked(view);
    if ranked.len() < 2 {
        return Vec::new();
    }
    let mut charts = vec![whiskers(cx, view, &ranked), strip(cx, view, &ranked)];
    charts.extend(effects(cx, view));
    charts
}

fn source(cx: &Cx, view: &UncertaintyView) -> String {
    cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())])
}

fn whiskers(cx: &Cx, view: &UncertaintyView, ranked: &[&UnitUncertainty]) -> Chart {
    let title = title(cx, view);
    let tier = |id: &str| {
        let units = &view.report.uncertainty.units;
        let at = units.iter().position(|unit| unit.id == id);
        view.report
            .uncertainty
            .tiers
            .iter()
            .position(|tier| at.is_some_and(|at| tier.units.contains(&at)))
    };
    let mut last_tier = None;
    let rows = ranked.iter().take(DRAWN).filter_map(|unit| {
        let ranks = unit.ranks?;
        let own = tier(&unit.id);
        let tied = own.is_some() && own == last_tier;
        last_tier = own;
        Some(whisker::Row {
            name: cx.plain(&unit.label).to_owned(),
            given: f64::from(unit.rank.unwrap_or(0)).max(1.0),
            low: ranks.low,
            median: ranks.median,
            high: ranks.high,
            tied,
        })
    });
    let rows: Vec<_> = rows.collect();
    let shown = rows.iter().map(|row| {
        html! { tr { td { (row.name) } td.n { (row.given) } td.n { (row.low) } td.n { (row.median) } td.n { (row.high) } } }
    });
    let columns = [
        "page.ranking.unit",
        "page.ranking.rank",
        "page.uncertainty.low",
        "page.uncertainty.median",
        "page.uncertainty.high",
    ];
    let columns: Vec<_> = columns
        .iter()
        .map(|key| Column::number(cx.t(key)))
        .collect();
    let behind = table(cx, &title, &columns, shown);
    let state = whisker::State {
        rows,
        last: ranked.len() as f64,
        legend: [
            cx.t("page.uncertainty.given"),
            cx.t("page.uncertainty.whisker"),
        ],
        words: Words {
            title: title.clone(),
            desc: cx.t("page.uncertainty.whisker.desc"),
        },
    };
    Chart {
        id: "whiskers",
        how: Some(cx.t("page.uncertainty.whisker.desc")),
        source: source(cx, view),
        svg: whisker::draw(&state),
        table: behind,
        title,
    }
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
        "page.ranking.unit",
        "page.uncertainty.likeliest",
        "page.uncertainty.share",
    ];
    let columns: Vec<_> = columns
        .iter()
        .map(|key| Column::number(cx.t(key)))
        .collect();
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

fn effects(cx: &Cx, view: &UncertaintyView) -> Option<Chart> {
    let found = view.causes.as_ref()?.effects.first()?;
    let name = |factor: &str| {
        let key = format!(
            "measure-factor.{}",
            factor.split('-').next().unwrap_or_default()
        );
        cx.known(&key).unwrap_or_else(|| factor.to_owned())
    };
    let one = |e: &measure::Estimate| effect::Estimate {
        value: e.value,
        low: e.low,
        high: e.high,
    };
    let mut rows: Vec<_> = found
        .effects
        .factors
        .iter()
        .map(|f| (name(&f.factor), one(&f.first), one(&f.total)))
        .collect();
    rows.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let (strongest, _, total) = rows.first()?;
    let title = cx.tf(
        "page.uncertainty.effects",
        &[
            ("factor", strongest),
            ("share", &percent(total.value.clamp(0.0, 1.0), 0)),
        ],
    );
    let shown = rows.iter().map(|(name, first, total)| {
        html! { tr { td { (name) } td.n { (percent(first.value, 1)) } td.n { (percent(total.value, 1)) } } }
    });
    let columns = [
        "page.uncertainty.factor",
        "page.uncertainty.first",
        "page.uncertainty.total",
    ];
    let columns: Vec<_> = columns
        .iter()
        .map(|key| Column::number(cx.t(key)))
        .collect();
    let behind = table(cx, &title, &columns, shown);
    let state = effect::State {
        rows: rows.clone(),
        legend: [
            cx.t("page.uncertainty.first"),
            cx.t("page.uncertainty.total"),
        ],
        words: Words {
            title: title.clone(),
            desc: cx.t("page.uncertainty.effects.desc"),
        },
    };
    Some(Chart {
        id: "effects",
        how: Some(cx.t("page.uncertainty.effects.desc")),
        source: source(cx, view),
        svg: effect::draw(&state),
        table: behind,
        title,
    })
}

const SURFACE: Surface<UncertaintyView> = Surface::page(page).charts(charts);

/// `GET /uncertainty/{framework}`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = measure::UncertaintyViewInput {
        framework,
        as_of: ask.cx.as_of,
        spec: spec(&ask.cx.query),
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::uncertainty_view(app, call, &input)
    })
    .await
}
