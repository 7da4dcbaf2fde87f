//! Frameworks: which there are, how much of each can be computed.

use crate::view::{Column, Cx, Filter, Page, Section, Sort, empty, segment, table};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::FrameworkLine;
use julin_app::measure;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &[FrameworkLine]) -> Page {
    let ranking = view
        .iter()
        .filter(|line| line.ranked > 0)
        .count()
        .to_string();
    let title = cx.tf(
        "page.frameworks.title",
        &[("n", &count(view.len() as u64)), ("ranking", &ranking)],
    );
    let columns = [
        Column::text(cx.t("page.frameworks.framework")).sorted_by("title"),
        Column::text(cx.t("page.frameworks.issuer")),
        Column::number(cx.t("page.frameworks.indicators")).sorted_by("indicators"),
        Column::number(cx.t("page.frameworks.computable")).sorted_by("computable"),
        Column::number(cx.t("page.frameworks.weights")),
        Column::number(cx.t("page.frameworks.ranked")).sorted_by("ranked"),
        Column::text(""),
    ];
    let rows = kept(cx, view);
    let body = html! {
        @if view.is_empty() { (empty(cx, "page.frameworks.empty", Some(("ui.rail.packs", "/packs")))) } @else {
            (Filter::of(cx).draw(cx))
            (table(cx, &cx.t("ui.rail.frameworks"), &columns, rows.iter().map(|line| row(cx, line))))
        }
    };
    let lead = html! { p { (cx.t("page.frameworks.lead")) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Measure,
        body,
        crumbs: vec![],
    }
}

fn kept<'a>(cx: &Cx, view: &'a [FrameworkLine]) -> Vec<&'a FrameworkLine> {
    let filter = Filter::of(cx);
    let mut rows: Vec<_> = view
        .iter()
        .filter(|l| filter.keeps(&[&l.title.zh, &l.title.en, &l.issuer.zh, &l.issuer.en, &l.id]))
        .collect();
    if let Some(sort) = Sort::of(cx) {
        match sort.key {
            "indicators" => sort.numbers(&mut rows, |l| Some(f64::from(l.indicators))),
            "computable" => sort.numbers(&mut rows, |l| Some(f64::from(l.computable))),
            "ranked" => sort.numbers(&mut rows, |l| Some(f64::from(l.ranked))),
            _ => sort.words(&mut rows, |l| cx.plain(&l.title).to_owned()),
        }
    }
    rows
}

fn row(cx: &Cx, line: &FrameworkLine) -> Markup {
    let id = segment(&line.id);
    html! {
        tr data-row {
            td.words { a href=(cx.href(&format!("/frameworks/{id}"), &[])) { (cx.text(&line.title)) } }
            td { (cx.text(&line.issuer)) @if let Some(number) = &line.number { br; span.when { (number) } } }
            td.n { (line.indicators) }
            td.n { (line.computable) }
            td.n { (line.weights_published) }
            td.n { (cx.tf("ui.of", &[("n", &line.ranked.to_string()), ("total", &line.units.to_string())])) }
            td { a href=(cx.href(&format!("/ranking/{id}"), &[])) { (cx.t("page.frameworks.open-ranking")) } }
        }
    }
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &[FrameworkLine]) -> Vec<Vec<String>> {
    let keys = [
        "ui.id",
        "page.frameworks.framework",
        "page.frameworks.issuer",
        "page.frameworks.number",
        "page.frameworks.indicators",
        "page.frameworks.computable",
        "page.frameworks.weights",
        "page.frameworks.ranked",
        "page.frameworks.units",
    ];
    let row = |l: &&FrameworkLine| {
        let words = [
            l.id.clone(),
            cx.plain(&l.title).to_owned(),
            cx.plain(&l.issuer).to_owned(),
            l.number.clone().unwrap_or_default(),
        ];
        let numbers = [
            l.indicators,
            l.computable,
            l.weights_published,
            l.ranked,
            l.units,
        ]
        .map(|n| n.to_string());
        words.into_iter().chain(numbers).collect()
    };
    std::iter::once(keys.iter().map(|k| cx.t(k)).collect())
        .chain(kept(cx, view).iter().map(row))
        .collect()
}

const SURFACE: Surface<Vec<FrameworkLine>> =
    Surface::page(|cx, view: &Vec<FrameworkLine>| page(cx, view))
        .csv(|cx, view: &Vec<FrameworkLine>| csv(cx, view));

/// `GET /frameworks`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = measure::FrameworksInput {
        as_of: ask.cx.as_of,
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::frameworks(app, call, &input)
    })
    .await
}
