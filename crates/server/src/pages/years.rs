//! Years: ranks and scores of several years, and what changed since the year before.

use crate::chart::{Words, lines};
use crate::pages::analyses;
use crate::view::{
    Chart, Column, Cx, Page, WITH_RECIPE, chart, diagnostics, empty, gained, known_or_dash, saves,
    segment, table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, YearStanding, Years, YearsRow, YearsView};
use julin_app::measure::{self, YearsViewInput};
use julin_locale::decimal;
use maud::{Markup, html};

/// Units drawn beside the one in focus: the first of the last year.
const DRAWN: usize = 8;

/// The page.
pub fn page(cx: &Cx, view: &YearsView) -> Page {
    let result = &view.result;
    let ranked = ranked(result);
    let never = result.rows.len() - ranked.len();
    let body = html! {
        (form(cx, view, &ranked))
        (diagnostics(cx, &result.diagnostics))
        @if ranked.is_empty() { (empty(cx, "page.years.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
            h2 { (cx.t("page.years.ranks")) }
            p { (cx.t("page.years.ranks.hint")) " " (cx.t(&format!("page.years.frame.{}", result.frame))) }
            div.tools { (saves(cx, WITH_RECIPE)) }
            (ranks_table(cx, view, &ranked))
            @if never > 0 { p.hint { (cx.tf("page.years.never", &[("n", &never.to_string())])) } }
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "years", title(cx, result), body)
}

/// Units with a rank in any of the years.
fn ranked(result: &Years) -> Vec<&YearsRow> {
    let ever = |row: &&YearsRow| row.years.iter().any(|one| one.rank.is_some());
    result.rows.iter().filter(ever).collect()
}

fn name<'a>(cx: &Cx, row: &'a YearsRow) -> &'a str {
    cx.plain(&row.unit.name)
}

/// Who rose most from the first year to the last.
fn title(cx: &Cx, result: &Years) -> String {
    let rise = |row: &YearsRow| {
        let ends = [row.years.first()?, row.years.last()?].map(|one| one.rank);
        let places = julin_app::contract::places_gained(ends[0], ends[1])?;
        (places > 0).then_some(places)
    };
    let risen = result.rows.iter().filter_map(|row| Some((rise(row)?, row)));
    let most = risen.max_by_key(|(places, _)| *places);
    let (Some((places, row)), Some(first), Some(last)) =
        (most, result.years.first(), result.years.last())
    else {
        return cx.t("page.years.title");
    };
    let args = [
        ("first", first.to_string()),
        ("last", last.to_string()),
        ("unit", name(cx, row).to_owned()),
        ("n", places.to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    cx.tf("page.years.title.rose", &args)
}

fn form(cx: &Cx, view: &YearsView, ranked: &[&YearsRow]) -> Markup {
    let (first, last) = (view.result.years.first(), view.result.years.last());
    let chosen = cx.ask("unit").unwrap_or_default();
    let year = |name: &str, year: Option<&i32>| {
        html! { div { label for=(name) { (cx.t(&format!("page.years.{name}"))) } input type="number" id=(name) name=(name) value=[year] min="1900" max="2200"; } }
    };
    html! {
        form.inline method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            (year("first", first))
            (year("last", last))
            div {
                label for="unit" { (cx.t("page.years.unit")) }
                select #unit name="unit" {
                    option value="" { (cx.t("page.years.nobody")) }
                    @for row in ranked { option value=(row.unit.id) selected[row.unit.id == chosen] { (name(cx, row)) } }
                }
            }
            div { button type="submit" { (cx.t("page.years.show")) } }
        }
    }
}

fn ranks_table(cx: &Cx, view: &YearsView, rows: &[&YearsRow]) -> Markup {
    let result = &view.result;
    let mut columns = vec![Column::text(cx.t("page.ranking.unit"))];
    columns.extend(result.years.iter().map(|y| Column::number(y.to_string())));
    columns.push(Column::number(cx.t("page.years.gained")));
    columns.push(Column::number(cx.t("page.ranking.score")));
    let row = |row: &&YearsRow| {
        let last = row.years.last();
        html! {
            tr data-row {
                td { a href=(cx.href(&format!("/entities/{}", segment(&row.unit.id)), &[])) { (name(cx, row)) } }
                @for (year, one) in result.years.iter().zip(&row.years) { td.n { (rank(cx, view, row, (*year, one))) } }
                td.n { (gained(cx, last.and_then(|one| one.gained))) }
                td.n { (known_or_dash(cx, last.and_then(|one| one.score), result.decimals)) }
            }
        }
    };
    table(
        cx,
        &cx.t("page.years.ranks"),
        &columns,
        rows.iter().map(row),
    )
}

/// A rank that opens its trace.
fn rank(cx: &Cx, view: &YearsView, row: &YearsRow, (year, one): (i32, &YearStanding)) -> Markup {
    let path = format!("/why/{}", segment(&row.unit.id));
    let query = [
        ("framework", view.framework.id.as_str()),
        ("as_of", &year.to_string()),
    ];
    let href = cx.href(&path, &query);
    html! {
        @match one.rank {
            Some(rank) => span.figure { a.value href=(href) data-why title=(cx.t("ui.figure.open-why")) { (rank) } },
            None => (unknown(cx, one.reason.as_deref().map(|key| cx.t(key)).as_deref())),
        }
    }
}

/// The units drawn: the one in focus, and the first of the last year.
fn drawn<'a>(cx: &Cx, rows: &[&'a YearsRow]) -> (Vec<&'a YearsRow>, Option<&'a YearsRow>) {
    let asked = cx.ask("unit").unwrap_or_default();
    let focus = rows.iter().find(|row| row.unit.id == asked).copied();
    let focus = focus.or_else(|| rows.first().copied());
    let others = rows.iter().copied().take(DRAWN);
    let mut shown: Vec<_> = others.collect();
    let there = |one: &YearsRow| shown.iter().any(|row| row.unit.id == one.unit.id);
    if let Some(one) = focus.filter(|one| !there(one)) {
        shown.push(one);
    }
    (shown, focus)
}

/// Ranks and scores as lines.
pub fn charts(cx: &Cx, view: &YearsView) -> Vec<Chart> {
    let rows = ranked(&view.result);
    if rows.is_empty() {
        return vec![];
    }
    let rank = Drawn {
        id: "ranks",
        down: true,
        value: |one| one.rank.map(f64::from),
        shown: |_, value| decimal(value, 0),
    };
    let score = Drawn {
        id: "scores",
        down: false,
        value: |one| one.score,
        shown: |view, value| decimal(value, view.result.decimals),
    };
    vec![
        one_chart(cx, view, &rows, &rank),
        one_chart(cx, view, &rows, &score),
    ]
}

/// What a chart is of.
struct Drawn {
    id: &'static str,
    down: bool,
    value: fn(&YearStanding) -> Option<f64>,
    shown: fn(&YearsView, f64) -> String,
}

fn one_chart(cx: &Cx, view: &YearsView, rows: &[&YearsRow], of: &Drawn) -> Chart {
    let years = &view.result.years;
    let (shown, focus) = drawn(cx, rows);
    let line = |row: &YearsRow| -> lines::Line {
        let known = |(year, one): (&i32, &YearStanding)| Some((*year, (of.value)(one)?));
        years.iter().zip(&row.years).filter_map(known).collect()
    };
    let is_focus = |row: &YearsRow| focus.is_some_and(|one| one.unit.id == row.unit.id);
    let series: Vec<_> = shown
        .iter()
        .map(|row| lines::Series {
            name: name(cx, row).to_owned(),
            line: line(row),
            strong: is_focus(row),
        })
        .collect();
    let finding = focus.map_or_else(
        || cx.t(&format!("page.years.{}", of.id)),
        |row| finding(cx, view, row, of),
    );
    let desc = cx.t(&format!("page.years.{}.desc", of.id));
    let state = lines::State {
        years: years.clone(),
        ticks: heights(view, &series, of),
        series,
        down: of.down,
        words: Words {
            title: finding.clone(),
            desc: desc.clone(),
        },
    };
    Chart {
        id: of.id,
        how: Some(desc),
        source: cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())]),
        svg: lines::draw(&state),
        table: values_table(cx, view, rows, of),
        title: finding,
    }
}

/// Heights with a label: whole ranks from the first on, round scores.
fn heights(view: &YearsView, series: &[lines::Series], of: &Drawn) -> Vec<(f64, String)> {
    let values = series.iter().flat_map(|one| &one.line);
    let values = values.map(|(_, value)| *value);
    let mut heights = lines::ticks(values);
    if of.down {
        heights.retain(|height| *height > 1.0 && height.fract() == 0.0);
        heights.insert(0, 1.0);
    }
    let label = |height: f64| (height, (of.shown)(view, height));
    heights.into_iter().map(label).collect()
}

/// How the unit in focus went from the first to the last year in which it is known.
fn finding(cx: &Cx, view: &YearsView, row: &YearsRow, of: &Drawn) -> String {
    let years = view.result.years.iter().zip(&row.years);
    let known = years.filter_map(|(year, one)| Some((*year, (of.value)(one)?)));
    let known: Vec<(i32, f64)> = known.collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return cx.t(&format!("page.years.{}", of.id));
    };
    let args = [
        ("unit", name(cx, row).to_owned()),
        ("first", first.0.to_string()),
        ("last", last.0.to_string()),
        ("before", (of.shown)(view, first.1)),
        ("after", (of.shown)(view, last.1)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let key = match known.len() {
        1 => "one",
        _ => "title",
    };
    cx.tf(&format!("page.years.{}.{key}", of.id), &args)
}

fn values_table(cx: &Cx, view: &YearsView, rows: &[&YearsRow], of: &Drawn) -> Markup {
    let mut columns = vec![Column::text(cx.t("page.ranking.unit"))];
    let years = view.result.years.iter();
    columns.extend(years.map(|y| Column::number(y.to_string())));
    let value = |one: &YearStanding| match (of.value)(one) {
        Some(value) => html! { ((of.shown)(view, value)) },
        None => unknown(cx, one.reason.as_deref().map(|key| cx.t(key)).as_deref()),
    };
    let row = |row: &&YearsRow| {
        html! { tr { td { (name(cx, row)) } @for one in &row.years { td.n { (value(one)) } } } }
    };
    let caption = cx.t(&format!("page.years.{}", of.id));
    table(cx, &caption, &columns, rows.iter().map(row))
}

/// One line for each unit and year.
pub fn grid(cx: &Cx, view: &YearsView) -> Grid {
    let result = &view.result;
    let heads = [
        "ui.id",
        "page.ranking.unit",
        "ui.as-of",
        "page.ranking.rank",
        "page.ranking.score",
        "page.ranking.coverage",
        "page.years.gained",
    ];
    let mut grid = Grid::new(cx.t("page.analyses.years"), heads.map(|key| cx.t(key)));
    grid.title = Some(cx.plain(&view.framework.title).to_owned());
    grid.notes = vec![cx.t(&format!("page.years.frame.{}", result.frame))];
    for row in &result.rows {
        for (year, one) in result.years.iter().zip(&row.years) {
            let why = || one.reason.as_deref().map(|key| cx.t(key));
            let why = || why().unwrap_or_default();
            let gained = Cell::number(one.gained.map(f64::from), 0);
            grid.row([
                row.unit.id.as_str().into(),
                name(cx, row).into(),
                Cell::number(f64::from(*year), 0),
                Cell::count(one.rank).or_unknown(why),
                Cell::number(one.score, result.decimals).or_unknown(why),
                Cell::share(one.coverage),
                match result.years.first() == Some(year) {
                    true => gained,
                    false => gained.or_unknown(|| cx.t("ui.gained.unknown")),
                },
            ]);
        }
    }
    grid
}

const SURFACE: Surface<YearsView> = Surface::page(page).grid(grid).charts(charts);

/// `GET /years/{framework}?first=…&last=…&unit=…`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let year = |name: &str| ask.cx.ask(name).and_then(|year| year.parse().ok());
    let input = YearsViewInput {
        framework,
        as_of: ask.cx.as_of,
        first: year("first"),
        last: year("last"),
    };
    let proof: Read<_, _> = |app, call, input| measure::years_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::years_view, proof))
        .await
}
