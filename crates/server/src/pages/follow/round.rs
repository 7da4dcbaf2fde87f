//! A round of scoring: candidates, scores as far as they may be seen, the ranking.

use super::parts::case_path;
use crate::view::{
    Column, Cx, Page, ROWS_ONLY, Section, empty, known_or_dash, saves, stacked, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, LeftOut, RoundPlace, RoundRow, RoundScore, ScoringRound};
use julin_app::follow;
use julin_locale::{count, decimal};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &ScoringRound) -> Page {
    let n = count(view.rows.len() as u64);
    let key = if view.shown {
        "page.round.title.shown"
    } else {
        "page.round.title"
    };
    let mut columns = vec![
        Column::text(cx.t("page.round.rank")),
        Column::text(cx.t("page.round.candidate")),
        Column::number(cx.t("page.round.result")),
        Column::text(cx.t("page.round.spread")).hint(cx.t("page.round.spread.hint")),
    ];
    columns.push(Column::text(cx.t("page.round.scores")));
    columns.push(Column::number(cx.t("page.round.waiting")));
    let body = html! {
        (rules(cx, view))
        @if view.rows.is_empty() { (empty(cx, "page.round.empty", Some(("page.follow.title", "/follow")))) }
        @else { div.tools { (saves(cx, ROWS_ONLY)) } (stacked(cx, &cx.t("page.round.candidates"), &columns, view.rows.iter().map(|own| row(cx, view, own)))) }
    };
    Page {
        title: cx.tf(key, &[("title", cx.plain(&view.case.title)), ("n", &n)]),
        lead: Some(html! { p { (cx.t(if view.shown { "page.round.lead.shown" } else { "page.round.lead" })) } }),
        section: Section::Cases,
        body,
        crumbs: vec![],
    }
    .under(view.case.code.clone(), &case_path(&view.case.code))
}

fn rules(cx: &Cx, view: &ScoringRound) -> Markup {
    html! {
        ul.rules {
            li { (cx.t("page.round.items")) " " @for (i, item) in view.items.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } (cx.plain(&item.title)) " 0–" (decimal(item.most, 0)) @if let Some(weight) = item.weight { " × " (weight) } } }
            li { (cx.tf("page.round.judges", &[("n", &count(view.judges.len() as u64)), ("least", &count(view.least.into()))])) @if view.without_extremes { (cx.t("ui.comma")) (cx.t("page.round.extremes")) } }
            @if let Some(places) = view.places { li { (cx.tf("page.round.places", &[("n", &count(places.into()))])) } }
        }
        @if view.scoring { p.finding { (cx.t("page.round.your-turn")) } }
    }
}

fn row(cx: &Cx, view: &ScoringRound, own: &RoundRow) -> Markup {
    let href = cx.href(&case_path(&own.code), &[]);
    html! {
        tr data-row {
            td.tight data-label=(cx.t("page.round.rank")) {
                @match own.rank { Some(rank) => { (count(rank.into())) @if own.tied { " " span.tag { (cx.t("page.round.tied")) } } @if own.tie_broken { " " span.when { (cx.t("page.round.tie-broken")) } } }, None => (unknown(cx, Some(&cx.t(why_unranked(view, own))))) }
                @if let Some(place) = own.place { br; (placed(cx, place)) }
            }
            td.words { a href=(href) { @match &own.title { Some(title) => (cx.text(title)), None => (own.code) } } br; span.when { span.num { (own.code) } (cx.t("ui.comma")) (cx.plain(&own.state.title)) } }
            td.n data-label=(cx.t("page.round.result")) { (known_or_dash(cx, own.result, 2)) }
            td.tight data-label=(cx.t("page.round.spread")) { @if let (Some(deviation), Some((low, high))) = (own.deviation, own.range) { "± " (decimal(deviation, 2)) br; span.when { (decimal(low, 1)) "–" (decimal(high, 1)) } } }
            td.words data-label=(cx.t("page.round.scores")) {
                @for (i, score) in own.scores.iter().enumerate() { @if i > 0 { br; } (given(cx, score)) }
                @for (judge, why) in &own.interests { br; span.when { bdi { (judge) } (cx.t("ui.colon")) (cx.t("page.round.interest")) " " (why) } }
            }
            td.n data-label=(cx.t("page.round.waiting")) { (count(own.waiting.into())) }
        }
    }
}

fn why_unranked(view: &ScoringRound, own: &RoundRow) -> &'static str {
    match () {
        () if own.withdrawn => "page.round.withdrawn",
        () if view.shown => "page.round.too-few",
        () => "page.round.not-shown",
    }
}

/// Rows for a spreadsheet: what the reader may see, as on the page.
pub fn grid(cx: &Cx, view: &ScoringRound) -> Grid {
    let keys = [
        "page.round.rank",
        "page.round.place",
        "page.cases.number",
        "page.round.candidate",
        "page.cases.state",
        "page.round.result",
        "page.round.deviation",
        "page.round.lowest",
        "page.round.highest",
        "page.round.scores",
        "page.round.waiting",
    ];
    let mut grid = Grid::new(cx.plain(&view.case.title), keys.map(|key| cx.t(key)));
    for own in &view.rows {
        let why = || cx.t(why_unranked(view, own));
        let scores = own.scores.iter();
        let scores = scores.map(|one| format!("{} {}", one.judge, decimal(one.score, 2)));
        let scores: Vec<String> = scores.collect();
        let place = own.place.map(|place| cx.t(place_key(place).0));
        grid.row::<Cell>([
            Cell::count(own.rank).or_unknown(why),
            place.unwrap_or_default().into(),
            own.code.as_str().into(),
            own.title
                .as_ref()
                .map(|title| cx.plain(title))
                .unwrap_or_default()
                .into(),
            cx.plain(&own.state.title).into(),
            Cell::number(own.result, 2).or_unknown(why),
            Cell::number(own.deviation, 2),
            Cell::number(own.range.map(|range| range.0), 2),
            Cell::number(own.range.map(|range| range.1), 2),
            scores.join(&cx.t("ui.list-comma")).into(),
            Cell::count(own.waiting),
        ]);
    }
    grid
}

fn place_key(place: RoundPlace) -> (&'static str, bool) {
    match place {
        RoundPlace::In => ("page.round.in", true),
        RoundPlace::Out => ("page.round.out", false),
        RoundPlace::Undecided => ("page.round.undecided", false),
    }
}

fn placed(cx: &Cx, place: RoundPlace) -> Markup {
    let (key, good) = place_key(place);
    html! { span.tag.good[good].open[place == RoundPlace::Undecided] { (cx.t(key)) } }
}

fn given(cx: &Cx, score: &RoundScore) -> Markup {
    let left_out = score.left_out.map(|why| match why {
        LeftOut::Interest => "page.round.left-out.interest",
        LeftOut::Highest => "page.round.left-out.highest",
        LeftOut::Lowest => "page.round.left-out.lowest",
    });
    let points = score
        .points
        .iter()
        .map(|n| n.map_or_else(|| "–".to_owned(), |n| n.to_string()));
    html! {
        bdi { (score.judge) } " " strong { (decimal(score.score, 2)) }
        " " span.when { "(" (points.collect::<Vec<_>>().join(" / ")) ")" }
        @if let Some(key) = left_out { " " span.tag { (cx.t(key)) } }
    }
}

const SURFACE: Surface<ScoringRound> = Surface::page(page).grid(grid);

/// `GET /rounds/{code}`
pub async fn show(State(site): State<Site>, Path(code): Path<String>, ask: Ask) -> Response {
    site.show(ask, SURFACE, move |app, call| {
        follow::round(app, call, &code)
    })
    .await
}
