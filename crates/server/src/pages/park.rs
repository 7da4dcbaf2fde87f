//! A park on one page: standing, profile against peers, strengths, figures,
//! agreements, cases, and plainly what is not known.

use crate::chart::{Words, bar, dot, profile};
use crate::pages::{entity as entity_page, park_counsel, ranking, targets};
use crate::view::{
    Chart, Column, Cx, Page, Section, chart, empty, entity, figure, known_or_dash, segment, table,
    time, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Comparison, Dossier, ParkView, ProfileChart, ProfileSeries, Standing};
use julin_app::data;
use julin_locale::{count, decimal, percent};
use maud::{Markup, html};

/// Decimals of scores on this page.
const DECIMALS: u8 = 1;
/// Most peers that can be chosen by ticking.
const PEERS_OFFERED: usize = 24;

/// The page.
pub fn page(cx: &Cx, view: &ParkView) -> Page {
    let park = &view.park;
    let lead = html! { p { (cx.text(&park.type_label)) (cx.t("ui.comma")) (cx.tf("ui.as-of.day", &[("day", &time::loose(cx, &park.as_of))])) } };
    let body = html! {
        (entity_page::names(cx, park))
        (standings(cx, view))
        (profile_section(cx, view))
        (comparisons(cx, view))
        (park_counsel::section(cx, view))
        (targets::park_section(cx, &view.targets))
        (entity_page::findings(cx, park))
        (dossiers(cx, "page.park.agreements", &view.agreements))
        (dossiers(cx, "page.park.practices", &view.practices))
        (entity_page::relations(cx, park))
        (gaps(cx, view))
        p { a href=(cx.href(&format!("/entities/{}", segment(park.entity.id.as_str())), &[])) { (cx.t("page.park.all-statements")) } }
    };
    Page {
        title: cx.plain(&park.entity.name).to_owned(),
        lead: Some(lead),
        section: Section::Entities,
        body,
        crumbs: vec![],
    }
    .under(
        cx.plain(&park.type_label).to_owned(),
        &format!("/entities?kind={}", park.entity.kind),
    )
}

fn standings(cx: &Cx, view: &ParkView) -> Markup {
    let columns = [
        Column::text(cx.t("page.park.framework")),
        Column::number(cx.t("page.ranking.rank")),
        Column::number(cx.t("page.ranking.score")),
        Column::number(cx.t("page.ranking.coverage")),
        Column::text(cx.t("page.ranking.missing")),
    ];
    html! {
        h2 { (cx.t("page.park.standings")) }
        @if view.standings.is_empty() { (empty(cx, "page.park.no-standings", Some(("ui.rail.frameworks", "/frameworks")))) }
        @else { (table(cx, &cx.t("page.park.standings"), &columns, view.standings.iter().map(|s| standing(cx, view, s)))) }
    }
}

fn standing(cx: &Cx, view: &ParkView, s: &Standing) -> Markup {
    let id = segment(view.park.entity.id.as_str());
    let why = cx.href(&format!("/why/{id}"), &[("framework", &s.framework.id)]);
    let levers = format!("/levers/{}", segment(&s.framework.id));
    let levers = cx.href(&levers, &[("unit", view.park.entity.id.as_str())]);
    html! {
        tr data-row {
            td { a href=(cx.href(&format!("/ranking/{}", segment(&s.framework.id)), &[])) { (cx.text(&s.framework.title)) } }
            td.n { @match s.rank {
                Some(rank) => {
                    (cx.tf("page.park.rank-of", &[("rank", &rank.to_string()), ("of", &s.of.to_string())]))
                    br; a.small href=(levers) { (cx.t("page.park.levers")) }
                },
                None => { span.tag.waiting { (cx.t("page.park.not-ranked")) } },
            } }
            td.n { @if s.score.is_some() { span.figure { a.value href=(why) data-why title=(cx.t("ui.figure.open-why")) { (known_or_dash(cx, s.score, DECIMALS)) } } } @else { (unknown(cx, None)) } }
            td.n { (percent(s.coverage, 0)) }
            td.words { (ranking::missing(cx, &s.missing)) }
        }
    }
}

fn profile_section(cx: &Cx, view: &ParkView) -> Markup {
    html! {
        @if let Some(chart_data) = &view.profile {
            h2 { (cx.t("page.park.profile")) }
            @if has_values(chart_data) { @for drawn in charts(cx, view).iter().filter(|c| c.id == "profile") { (chart(cx, drawn)) } }
            @else { (empty(cx, "page.park.no-profile", Some(("page.imports.new", "/imports/new")))) }
            @if view.peers_by_similarity { p.hint { (cx.t("page.park.similar")) } }
            (peer_form(cx, view, chart_data))
        }
    }
}

fn has_values(data: &ProfileChart) -> bool {
    data.series
        .iter()
        .any(|s| s.values.iter().any(Option::is_some))
}

fn peer_form(cx: &Cx, view: &ParkView, data: &ProfileChart) -> Markup {
    let chosen: Vec<_> = data.series.iter().skip(1).map(|s| &s.unit.id).collect();
    let offered: Vec<_> = view.peer_choices.iter().take(PEERS_OFFERED).collect();
    html! {
        form.inline method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            div {
                label for="framework" { (cx.t("page.park.framework")) }
                select #framework name="framework" {
                    @for s in &view.standings { option value=(s.framework.id) selected[s.framework.id == data.framework.id] { (cx.plain(&s.framework.title)) } }
                }
            }
            @for slot in 0..3_usize {
                div {
                    label for=(format!("peer-{slot}")) { (cx.tf("page.park.peer", &[("n", &(slot + 1).to_string())])) }
                    select id=(format!("peer-{slot}")) name="peer" {
                        option value="" { (cx.t("page.park.no-peer")) }
                        @if let Some(peer) = data.series.get(slot + 1).filter(|p| !offered.iter().any(|o| o.id == p.unit.id)) {
                            option value=(peer.unit.id) selected { (cx.plain(&peer.unit.name)) }
                        }
                        @for choice in &offered { option value=(choice.id) selected[chosen.get(slot) == Some(&&choice.id)] { (cx.plain(&choice.name)) } }
                    }
                }
            }
            button type="submit" { (cx.t("page.park.compare")) }
        }
    }
}

fn comparisons(cx: &Cx, view: &ParkView) -> Markup {
    html! {
        @if !(view.strengths.is_empty() && view.short_boards.is_empty()) {
            h2 { (cx.t("page.park.compared")) }
            @for drawn in charts(cx, view).iter().filter(|c| c.id != "profile") { (chart(cx, drawn)) }
        }
    }
}

/// Profile, strengths and short boards.
pub fn charts(cx: &Cx, view: &ParkView) -> Vec<Chart> {
    let mut out: Vec<_> = view
        .profile
        .iter()
        .filter(|p| has_values(p))
        .map(|p| profile_chart(cx, p))
        .collect();
    let (park, framework) = (cx.plain(&view.park.entity.name), view.profile.as_ref());
    for (id, key, rows) in [
        ("strengths", "page.park.strengths.title", &view.strengths),
        (
            "short-boards",
            "page.park.short-boards.title",
            &view.short_boards,
        ),
    ] {
        if let Some(first) = rows.first() {
            let title = cx.tf(
                key,
                &[
                    ("park", park),
                    ("what", cx.plain(&first.label)),
                    ("own", &decimal(first.own, 1)),
                    ("others", &decimal(first.others, 1)),
                ],
            );
            out.push(dot_chart(cx, (id, title), rows, framework));
        }
    }
    out
}

/// Fewer axes than this make no profile; bars are drawn instead.
const FEWEST_AXES: usize = 3;

fn profile_chart(cx: &Cx, data: &ProfileChart) -> Chart {
    let title = profile_title(cx, data);
    let words = Words {
        title: title.clone(),
        desc: cx.t("page.park.profile.desc"),
    };
    let few = data.axes.len() < FEWEST_AXES;
    let svg = if few {
        bars(cx, data, words)
    } else {
        lines(cx, data, words)
    };
    let mut columns = vec![Column::text(cx.t("page.park.group"))];
    columns.extend(
        data.series
            .iter()
            .map(|s| Column::number(cx.plain(&s.unit.name))),
    );
    let rows = data.axes.iter().enumerate().map(|(i, axis)| {
        html! { tr { td { (cx.text(&axis.label)) } @for s in &data.series { td.n { (known_or_dash(cx, s.values.get(i).copied().flatten(), DECIMALS)) } } } }
    });
    Chart {
        id: "profile",
        how: Some(cx.t(if few {
            "page.park.bars.desc"
        } else {
            "page.park.profile.desc"
        })),
        source: source(cx, Some(data)),
        svg,
        table: table(cx, &title, &columns, rows),
        title,
    }
}

fn lines(cx: &Cx, data: &ProfileChart, words: Words) -> Markup {
    let series = data
        .series
        .iter()
        .map(|s| (cx.plain(&s.unit.name).to_owned(), s.values.clone()));
    profile::draw(&profile::State {
        axes: data
            .axes
            .iter()
            .map(|a| cx.plain(&a.label).to_owned())
            .collect(),
        series: series.collect(),
        top: data.top,
        words,
    })
}

fn bars(cx: &Cx, data: &ProfileChart, words: Words) -> Markup {
    let series = |i: usize| {
        data.series
            .iter()
            .map(move |s| (s, s.values.get(i).copied().flatten()))
    };
    let all = (0..data.axes.len()).flat_map(series);
    let row = |(s, value): (&ProfileSeries, Option<f64>)| {
        let shown = value.map_or_else(|| "—".to_owned(), |v| decimal(v, DECIMALS));
        (
            cx.plain(&s.unit.name).to_owned(),
            value.unwrap_or(0.0) / data.top.max(1.0),
            shown,
        )
    };
    bar::draw(&bar::State {
        rows: all.map(row).collect(),
        words,
    })
}

/// The finding: strongest and weakest group of the park.
fn profile_title(cx: &Cx, data: &ProfileChart) -> String {
    let Some(own) = data.series.first() else {
        return cx.t("page.park.profile");
    };
    let known: Vec<_> = data
        .axes
        .iter()
        .zip(&own.values)
        .filter_map(|(a, v)| v.map(|v| (a, v)))
        .collect();
    let best = known.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let worst = known.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let park = cx.plain(&own.unit.name);
    match (best, worst) {
        (Some(best), Some(worst)) if known.len() > 1 => cx.tf(
            "page.park.profile.title",
            &[
                ("park", park),
                ("best", cx.plain(&best.0.label)),
                ("worst", cx.plain(&worst.0.label)),
            ],
        ),
        _ => cx.tf(
            "page.park.profile.thin",
            &[
                ("park", park),
                ("n", &known.len().to_string()),
                ("of", &data.axes.len().to_string()),
            ],
        ),
    }
}

fn dot_chart(
    cx: &Cx,
    (id, title): (&'static str, String),
    rows: &[Comparison],
    data: Option<&ProfileChart>,
) -> Chart {
    let state = dot::State {
        rows: rows
            .iter()
            .map(|c| (cx.plain(&c.label).to_owned(), c.own, c.others))
            .collect(),
        top: data.map_or(100.0, |d| d.top),
        legend: [cx.t("page.park.own"), cx.t("page.park.others")],
        words: Words {
            title: title.clone(),
            desc: cx.t("page.park.dot.desc"),
        },
    };
    let columns = [
        Column::text(cx.t("page.park.node")),
        Column::number(cx.t("page.park.own")),
        Column::number(cx.t("page.park.others")),
        Column::number(cx.t("page.park.others.count")),
    ];
    let line = |c: &Comparison| html! { tr { td { span.id { (c.node) } " " (cx.text(&c.label)) } td.n { (decimal(c.own, DECIMALS)) } td.n { (decimal(c.others, DECIMALS)) } td.n { (c.of) } } };
    Chart {
        id,
        how: Some(cx.t("page.park.dot.desc")),
        source: source(cx, data),
        svg: dot::draw(&state),
        table: table(cx, &title, &columns, rows.iter().map(line)),
        title,
    }
}

fn source(cx: &Cx, data: Option<&ProfileChart>) -> String {
    match data {
        Some(d) => cx.tf(
            "page.park.chart.source",
            &[
                ("framework", cx.plain(&d.framework.title)),
                ("year", &d.as_of.to_string()),
            ],
        ),
        None => cx.tf("ui.chart.computed", &[("year", &cx.as_of.to_string())]),
    }
}

fn dossiers(cx: &Cx, key: &str, dossiers: &[Dossier]) -> Markup {
    html! {
        h2 { (cx.t(key)) @if !dossiers.is_empty() { " " span.tag { (count(dossiers.len() as u64)) } } }
        @if dossiers.is_empty() { (empty(cx, &format!("{key}.none"), None)) }
        ul.dossiers { @for d in dossiers { (dossier(cx, d)) } }
    }
}

fn dossier(cx: &Cx, d: &Dossier) -> Markup {
    html! { li { h3 { (entity(cx, &d.entity)) } (dossier_facts(cx, d)) } }
}

/// Figures and links of a small entity.
pub fn dossier_facts(cx: &Cx, d: &Dossier) -> Markup {
    html! {
        dl {
            @for same in d.figures.chunk_by(|a, b| a.field == b.field) {
                div { dt { (cx.text(&same[0].label)) } dd { @for f in same { p { (figure(cx, f)) } } } }
            }
            @for same in d.others.chunk_by(|a, b| a.label == b.label) {
                div {
                    dt { (cx.text(&same[0].label)) }
                    dd { @for (i, r) in same.iter().enumerate() { @if i > 0 { (cx.t("ui.comma")) } (entity(cx, &r.other)) } }
                }
            }
        }
    }
}

/// What is not known, said plainly.
fn gaps(cx: &Cx, view: &ParkView) -> Markup {
    let missing: Vec<_> = view
        .standings
        .iter()
        .filter(|s| !s.missing.is_empty())
        .collect();
    html! {
        @if !missing.is_empty() {
            h2 { (cx.t("page.park.gaps")) }
            p { (cx.t("page.park.gaps.text")) }
            ul { @for s in missing { li {
                (cx.tf("page.park.gaps.line", &[("framework", cx.plain(&s.framework.title)), ("missing", &s.missing.len().to_string()), ("of", &s.framework.indicators.to_string())]))
            } } }
            p { a href=(cx.href("/imports/new", &[])) { (cx.t("page.imports.new")) } }
        }
    }
}

const SURFACE: Surface<ParkView> = Surface::page(page)
    .csv(|cx, view| entity_page::csv(cx, &view.park))
    .charts(charts);

/// `GET /parks/{id}?framework=…&peer=…&peer=…`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let chosen = ask
        .cx
        .query
        .iter()
        .filter(|(key, value)| key == "peer" && !value.is_empty());
    let peers = chosen.map(|(_, value)| value.clone()).collect();
    let input = data::ParkInput {
        id,
        framework: ask.text("framework"),
        peers,
        as_of: ask.cx.as_of,
    };
    site.show(ask, SURFACE, move |app, call| data::park(app, call, &input))
        .await
}
