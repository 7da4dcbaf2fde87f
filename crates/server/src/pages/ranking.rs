//! Ranking: who stands where under a framework, and who cannot be ranked and why.

use crate::chart::{Words, coverage};
use crate::pages::{analyses, rank_intervals};
use crate::view::{
    Chart, Column, Cx, Filter, Page, Section, Sort, chart, diagnostics, empty, entity, figure,
    gained, known_or_dash, segment, table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, Missing, Ranking, RankingRow};
use julin_app::measure;
use julin_locale::{count, percent};
use maud::{Markup, html};

/// Names of missing indicators shown in a row before the rest is counted.
const MISSING_SHOWN: usize = 40;

/// The page.
pub fn page(cx: &Cx, view: &Ranking) -> Page {
    let (ranked, total) = counts(view);
    let title = cx.tf(
        "page.ranking.title",
        &[("ranked", &ranked), ("total", &total)],
    );
    let lead = html! { p { (cx.text(&view.framework.title)) (cx.t("ui.comma")) (cx.tf("page.ranking.as-of", &[("year", &view.as_of.to_string())])) } };
    let body = html! {
        (analyses::links(cx, &view.framework.id, "ranking"))
        (diagnostics(cx, &view.diagnostics))
        @if view.rows.is_empty() { (empty(cx, "page.ranking.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (Filter::of(cx).with_recipe().draw(cx))
            (carried(cx, view))
            (rank_intervals::note(cx, view))
            (ranked_table(cx, view))
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
            (not_ranked(cx, view))
            (method(cx, view))
        }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.frameworks"), "/frameworks")
    .under(
        cx.plain(&view.framework.title).to_owned(),
        &format!("/frameworks/{}", segment(&view.framework.id)),
    )
}

fn counts(view: &Ranking) -> (String, String) {
    let ranked = view.rows.iter().filter(|row| row.rank.is_some()).count();
    (count(ranked as u64), count(view.rows.len() as u64))
}

/// That figures of earlier years stand in, where they do.
fn carried(cx: &Cx, view: &Ranking) -> Markup {
    let told = view.carried().map(|(units, oldest)| {
        let (year, units) = (view.as_of.to_string(), count(units as u64));
        let (ranked, oldest) = (counts(view).0, oldest.to_string());
        let args = [
            ("year", &year),
            ("units", &units),
            ("ranked", &ranked),
            ("oldest", &oldest),
        ];
        cx.tf(
            "ranking.carried",
            &args.map(|(name, value)| (name, value.as_str())),
        )
    });
    html! { @if let Some(told) = told { p.hint { (told) } } }
}

fn kept<'a>(cx: &Cx, view: &'a Ranking, ranked: bool) -> Vec<&'a RankingRow> {
    let filter = Filter::of(cx);
    let named = |row: &&RankingRow| {
        filter.keeps(&[&row.unit.name.zh, &row.unit.name.en, row.unit.id.as_str()])
    };
    let mut rows: Vec<_> = view
        .rows
        .iter()
        .filter(|row| row.rank.is_some() == ranked)
        .filter(named)
        .collect();
    if let Some(sort) = Sort::of(cx) {
        match sort.key {
            "name" => sort.words(&mut rows, |row| cx.plain(&row.unit.name).to_owned()),
            "rank" => sort.numbers(&mut rows, |row| row.rank.map(f64::from)),
            "gained" => sort.numbers(&mut rows, |row| row.gained.map(f64::from)),
            "score" => sort.numbers(&mut rows, |row| row.score),
            "coverage" => sort.numbers(&mut rows, |row| Some(row.coverage)),
            "published" => sort.numbers(&mut rows, |row| {
                row.published.as_ref().and_then(|f| f.value.number())
            }),
            group => sort.numbers(&mut rows, |row| row.groups.get(group).copied()),
        }
    }
    rows
}

fn ranked_table(cx: &Cx, view: &Ranking) -> Markup {
    let mut columns = vec![
        Column::number(cx.t("page.ranking.rank")).sorted_by("rank"),
        Column::number(cx.t("page.ranking.gained"))
            .sorted_by("gained")
            .hint(cx.t("page.ranking.gained.hint")),
        Column::text(cx.t("page.ranking.unit")).sorted_by("name"),
    ];
    columns.push(Column::number(cx.t("page.ranking.score")).sorted_by("score"));
    columns.extend(rank_intervals::column(cx, view));
    columns.extend(
        view.groups
            .iter()
            .map(|g| Column::number(cx.plain(&g.label)).sorted_by(&*g.id)),
    );
    columns.push(
        Column::number(cx.t("page.ranking.coverage"))
            .sorted_by("coverage")
            .hint(cx.t("page.ranking.coverage.hint")),
    );
    columns.push(
        Column::number(cx.t("page.ranking.published"))
            .sorted_by("published")
            .hint(cx.t("page.ranking.published.hint")),
    );
    let rows = kept(cx, view, true);
    html! {
        @if rows.is_empty() { (empty(cx, "page.ranking.none-ranked", None)) }
        @else { (table(cx, &cx.t("page.ranking.table"), &columns, rows.iter().map(|row| ranked_row(cx, view, row)))) }
    }
}

fn ranked_row(cx: &Cx, view: &Ranking, row: &RankingRow) -> Markup {
    html! {
        tr data-row {
            td.n.rank { @if let Some(rank) = row.rank { (rank) } }
            td.n { (gained(cx, row.gained)) }
            td { (entity(cx, &row.unit)) }
            td.n { (why(cx, view, row, None, row.score)) }
            (rank_intervals::cell(cx, view, row))
            @for group in &view.groups { td.n { (why(cx, view, row, Some(&group.id), row.groups.get(&group.id).copied())) } }
            td.n { (percent(row.coverage, 0)) (coverage::cell(row.coverage, view.minimum_coverage)) }
            td.n { (published(cx, row)) }
        }
    }
}

/// A score that opens its trace.
fn why(
    cx: &Cx,
    view: &Ranking,
    row: &RankingRow,
    node: Option<&str>,
    score: Option<f64>,
) -> Markup {
    let path = format!("/why/{}", segment(row.unit.id.as_str()));
    let href = cx.href(
        &path,
        &[
            ("framework", &view.framework.id),
            ("node", node.unwrap_or_default()),
        ],
    );
    html! {
        @match score {
            Some(_) => span.figure { a.value href=(href) data-why title=(cx.t("ui.figure.open-why")) { (known_or_dash(cx, score, view.decimals)) } },
            None => (unknown(cx, Some(&cx.t("page.ranking.no-group-score")))),
        }
    }
}

fn published(cx: &Cx, row: &RankingRow) -> Markup {
    html! {
        @if let Some(place) = &row.published { (figure(cx, place)) } @else { (unknown(cx, Some(&cx.t("page.ranking.no-published")))) }
    }
}

fn not_ranked(cx: &Cx, view: &Ranking) -> Markup {
    let rows = kept(cx, view, false);
    let columns = [
        Column::text(cx.t("page.ranking.unit")).sorted_by("name"),
        Column::number(cx.t("page.ranking.coverage")).sorted_by("coverage"),
        Column::text(cx.t("page.ranking.missing")),
        Column::number(cx.t("page.ranking.published")).sorted_by("published"),
    ];
    let least = percent(view.minimum_coverage, 0);
    let row = |row: &&RankingRow| {
        html! {
            tr data-row {
                td { (entity(cx, &row.unit)) }
                td.n { (percent(row.coverage, 0)) (coverage::cell(row.coverage, view.minimum_coverage)) }
                td.words { (missing(cx, &row.missing)) }
                td.n { (published(cx, row)) }
            }
        }
    };
    html! {
        @if !rows.is_empty() {
            h2 #not-ranked { (cx.tf("page.ranking.not-ranked", &[("n", &count(rows.len() as u64))])) }
            p { (cx.tf("page.ranking.not-ranked.why", &[("least", &least)])) }
            (table(cx, &cx.t("page.ranking.not-ranked.table"), &columns, rows.iter().map(row)))
        }
    }
}

/// What is missing: a count that opens into names.
pub fn missing(cx: &Cx, missing: &[Missing]) -> Markup {
    let rest = missing.len().saturating_sub(MISSING_SHOWN);
    html! {
        @if missing.is_empty() { (cx.t("page.ranking.nothing-missing")) } @else {
            details.missing {
                summary { (cx.tf("page.ranking.missing.count", &[("n", &missing.len().to_string())])) }
                ul {
                    @for gap in missing.iter().take(MISSING_SHOWN) {
                        li { span.id { (gap.indicator) } " " (cx.text(&gap.label)) (cx.t("ui.colon")) (cx.t(&gap.reason)) }
                    }
                    @if rest > 0 { li { (cx.tf("page.ranking.missing.rest", &[("n", &rest.to_string())])) } }
                }
            }
        }
    }
}

fn method(cx: &Cx, view: &Ranking) -> Markup {
    let framework = cx.href(&format!("/frameworks/{}", segment(&view.framework.id)), &[]);
    html! {
        h2 { (cx.t("page.ranking.method")) }
        p { (cx.tf("page.ranking.method.text", &[("least", &percent(view.minimum_coverage, 0))])) " " a href=(framework) { (cx.t("page.ranking.method.link")) } }
        p.hint { (cx.t("page.ranking.run")) " " code { (short(&view.run)) } (cx.t("ui.comma")) (cx.t("page.ranking.digest")) " " code { (short(&view.input_digest)) } }
    }
}

fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}

/// How sure ranks are, and how much data the units have.
pub fn charts(cx: &Cx, view: &Ranking) -> Vec<Chart> {
    let intervals = rank_intervals::chart(cx, view);
    intervals
        .into_iter()
        .chain([coverage_chart(cx, view)])
        .collect()
}

fn coverage_chart(cx: &Cx, view: &Ranking) -> Chart {
    let reached = view
        .rows
        .iter()
        .filter(|row| row.coverage + 1e-9 >= view.minimum_coverage)
        .count();
    let args = [
        ("n", count(reached as u64)),
        ("total", count(view.rows.len() as u64)),
        ("least", percent(view.minimum_coverage, 0)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = cx.tf("page.ranking.chart.title", &args);
    let shares: Vec<f64> = view.rows.iter().map(|row| row.coverage).collect();
    let bins = coverage::bins(&shares);
    let state = coverage::State {
        shares,
        minimum: view.minimum_coverage,
        mark: cx.tf("page.ranking.chart.mark", &args),
        axis: cx.t("page.ranking.chart.axis"),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.ranking.chart.desc"),
        },
    };
    let rows = bins.iter().enumerate().map(|(i, n)| {
        let range = if i == 0 {
            "0%".to_owned()
        } else {
            format!("{}–{}%", (i - 1) * 10, i * 10)
        };
        html! { tr { td { (range) } td.n { (n) } } }
    });
    let columns = [
        Column::text(cx.t("page.ranking.coverage")),
        Column::number(cx.t("page.ranking.chart.units")),
    ];
    Chart {
        id: "coverage",
        how: Some(cx.t("page.ranking.chart.desc")),
        source: cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())]),
        svg: coverage::draw(&state),
        table: table(cx, &title, &columns, rows),
        title,
    }
}

/// The ranking as rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &Ranking) -> Grid {
    let t = |key: &str| cx.t(key);
    let mut head = vec![
        t("ui.id"),
        t("page.ranking.unit"),
        t("page.ranking.rank"),
        t("page.ranking.gained"),
        t("page.ranking.score"),
    ];
    head.extend(view.groups.iter().map(|g| cx.plain(&g.label).to_owned()));
    head.extend([
        t("page.ranking.coverage"),
        t("page.ranking.published"),
        t("page.ranking.missing"),
        t("page.ranking.carried-from"),
    ]);
    let year = cx.tf("page.ranking.as-of", &[("year", &view.as_of.to_string())]);
    let title = [cx.plain(&view.framework.title), &year].join(" · ");
    let mut grid = Grid::new(t("page.ranking.table"), head);
    grid.title = Some(title);
    for row in [kept(cx, view, true), kept(cx, view, false)].concat() {
        grid.row(grid_row(cx, view, row));
    }
    grid
}

fn grid_row(cx: &Cx, view: &Ranking, row: &RankingRow) -> Vec<Cell> {
    let why = |key: &'static str| move || cx.t(key);
    let low = "measure.missing.below-coverage";
    let score = |v: Option<f64>| Cell::number(v, view.decimals);
    let mut cells: Vec<Cell> = vec![
        row.unit.id.to_string().into(),
        cx.plain(&row.unit.name).into(),
        Cell::count(row.rank).or_unknown(why(low)),
        Cell::number(row.gained.map(f64::from), 0).or_unknown(why("ui.gained.unknown")),
        score(row.score).or_unknown(why(low)),
    ];
    let group = |id: &String| score(row.groups.get(id).copied());
    cells.extend(
        view.groups
            .iter()
            .map(|g| group(&g.id).or_unknown(why("page.ranking.no-group-score"))),
    );
    let published = row.published.as_ref().and_then(|f| f.value.number());
    let missing: Vec<_> = row.missing.iter().map(|m| m.indicator.as_str()).collect();
    cells.extend([
        Cell::share(row.coverage),
        Cell::figure(published).or_unknown(why("page.ranking.no-published")),
        missing.join(" ").into(),
        Cell::number(row.carried_from.map(f64::from), 0),
    ]);
    cells
}

const SURFACE: Surface<Ranking> = Surface::page(page).grid(grid).charts(charts);

/// `GET /ranking/{framework}`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = measure::RankingInput {
        framework,
        as_of: ask.cx.as_of,
    };
    let proof: Read<_, _> = |app, call, input| measure::ranking_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::ranking, proof))
        .await
}
