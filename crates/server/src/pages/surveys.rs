//! Member surveys: which there are, how many answers are held.

use crate::view::{Column, Cx, Page, Section, empty, entity, segment, table};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{RoundView, SurveyLine};
use julin_app::measure;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &[SurveyLine]) -> Page {
    let held: u32 = view.iter().flat_map(|s| &s.rounds).map(|r| r.held).sum();
    let args = [
        ("n", count(view.len() as u64)),
        ("held", count(held.into())),
    ];
    let columns = [
        Column::text(cx.t("page.surveys.survey")),
        Column::text(cx.t("page.surveys.holder")),
        Column::number(cx.t("page.surveys.questions")),
        Column::number(cx.t("page.surveys.minimum")),
        Column::text(cx.t("page.surveys.rounds")),
    ];
    let body = html! {
        @if view.is_empty() { (empty(cx, "page.surveys.empty", Some(("ui.rail.packs", "/packs")))) }
        @else { (table(cx, &cx.t("ui.rail.surveys"), &columns, view.iter().map(|line| row(cx, line)))) }
    };
    Page {
        title: cx.tf(
            "page.surveys.title",
            &args.each_ref().map(|(k, v)| (*k, v.as_str())),
        ),
        lead: Some(html! { p { (cx.t("page.surveys.lead")) } }),
        section: Section::Surveys,
        body,
        crumbs: vec![],
    }
}

fn row(cx: &Cx, line: &SurveyLine) -> Markup {
    let path = format!("/measure/surveys/{}", segment(&line.id));
    let round = |r: &RoundView| {
        html! { a href=(cx.href(&path, &[("round", &r.id)])) { (cx.text(&r.label)) } @if r.held > 0 { " " span.tag { (count(r.held.into())) } } }
    };
    html! {
        tr data-row {
            td.words { a href=(cx.href(&path, &[])) { (cx.text(&line.title)) } }
            td { @if let Some(holder) = &line.holder { (entity(cx, holder)) } }
            td.n { (line.questions) }
            td.n { (line.minimum_group) }
            td { @for (i, r) in line.rounds.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } (round(r)) } }
        }
    }
}

/// Rows for a spreadsheet, one per round.
pub fn csv(cx: &Cx, view: &[SurveyLine]) -> Vec<Vec<String>> {
    let keys = [
        "ui.id",
        "page.surveys.survey",
        "page.surveys.questions",
        "page.surveys.minimum",
        "page.survey.round",
        "page.surveys.held",
    ];
    let line = |s: &SurveyLine, r: &RoundView| {
        vec![
            s.id.clone(),
            cx.plain(&s.title).to_owned(),
            s.questions.to_string(),
            s.minimum_group.to_string(),
            r.id.clone(),
            r.held.to_string(),
        ]
    };
    let lines = view
        .iter()
        .flat_map(|s| s.rounds.iter().map(move |r| line(s, r)));
    std::iter::once(keys.map(|key| cx.t(key)).to_vec())
        .chain(lines)
        .collect()
}

const SURFACE: Surface<Vec<SurveyLine>> =
    Surface::page(|cx, view: &Vec<SurveyLine>| page(cx, view))
        .csv(|cx, view: &Vec<SurveyLine>| csv(cx, view));

/// `GET /measure/surveys`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, SURFACE, measure::surveys).await
}
