//! One survey: a round's answers added up, a group beside all, the own place, and what
//! the holder published. What may not be shown says why, and is never a zero.

use crate::chart::{Words, bar};
use crate::view::{
    Chart, Column, Cx, Page, Section, chart, diagnostics, empty, entity, figure, table, time,
    unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{
    CellView, GroupChoice, OwnView, QuestionSection, QuestionView, ShareView, SurveyView,
};
use julin_app::measure;
use julin_locale::{Amount, amount, count, percent};
use julin_model::Bound;
use maud::{Markup, html};

/// Names of the charts in addresses; as many are drawn at most.
const IDS: [&str; 8] = [
    "share-1", "share-2", "share-3", "share-4", "share-5", "share-6", "share-7", "share-8",
];

/// The page.
pub fn page(cx: &Cx, view: &SurveyView) -> Page {
    let body = html! {
        (diagnostics(cx, &view.diagnostics))
        @if !view.note.is_empty() { p { (cx.text(&view.note)) } }
        (choose(cx, view))
        @if view.round.held == 0 { (no_answers(cx, view)) }
        @for section in &view.sections { (section_table(cx, view, section)) }
        @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
        h2 { (cx.t("page.survey.method")) }
        p { (cx.t("page.survey.method.text")) }
    };
    Page {
        title: title(cx, view),
        lead: Some(lead(cx, view)),
        section: Section::Surveys,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.surveys"), "/measure/surveys")
}

fn title(cx: &Cx, view: &SurveyView) -> String {
    let key = if view.round.held > 0 {
        "page.survey.title"
    } else {
        "page.survey.title.published"
    };
    let args = [
        ("title", cx.plain(&view.line.title)),
        ("round", cx.plain(&view.round.label)),
        ("n", &count(view.round.held.into())),
    ];
    cx.tf(key, &args)
}

fn lead(cx: &Cx, view: &SurveyView) -> Markup {
    let least = view.line.minimum_group.to_string();
    html! {
        p {
            @if let Some(holder) = &view.line.holder { (entity(cx, holder)) (cx.t("ui.comma")) }
            (time::period(cx, view.round.period))
        }
        p {
            (cx.tf("page.survey.lead", &[("n", &least)]))
            @if let Some(n) = view.round.answered { " " (cx.tf("page.survey.lead.published", &[("n", &count(n.into()))])) }
        }
        @if !view.round.note.is_empty() { p.hint { (cx.text(&view.round.note)) } }
        @if !view.reference.is_empty() { p.hint { (cx.t("page.targets.reference")) (cx.t("ui.colon")) (cx.text(&view.reference)) } }
    }
}

/// Round, group and own park.
fn choose(cx: &Cx, view: &SurveyView) -> Markup {
    let asked = |g: &GroupChoice| format!("{}={}", g.field, g.value);
    html! {
        form.inline method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            div {
                label for="round" { (cx.t("page.survey.round")) }
                select #round name="round" {
                    @for r in &view.line.rounds { option value=(r.id) selected[r.id == view.round.id] { (cx.plain(&r.label)) } }
                }
            }
            @if !view.groups.is_empty() {
                div {
                    label for="group" { (cx.t("page.survey.group")) }
                    select #group name="group" {
                        option value="" { (cx.t("page.survey.group.none")) }
                        @for g in &view.groups { option value=(asked(g)) selected[view.group.as_ref() == Some(g)] { (cx.plain(&g.field_label)) (cx.t("ui.colon")) (cx.plain(&g.label)) } }
                    }
                }
            }
            @if !view.units.is_empty() {
                div {
                    label for="unit" { (cx.t("page.survey.unit")) }
                    select #unit name="unit" {
                        option value="" { (cx.t("page.survey.unit.none")) }
                        @for unit in &view.units { option value=(unit.id) selected[view.unit.as_ref().is_some_and(|own| own.id == unit.id)] { (cx.plain(&unit.name)) } }
                    }
                }
            }
            button type="submit" { (cx.t("page.survey.show")) }
        }
    }
}

fn no_answers(cx: &Cx, view: &SurveyView) -> Markup {
    let Some(series) = &view.round.series else {
        return empty(cx, "page.survey.no-series", None);
    };
    let period = view.round.period.to_string();
    let args = [("series", series.as_str()), ("period", period.as_str())];
    let import = [("series", series.as_str())];
    html! {
        div.empty {
            p.what { (cx.t("page.survey.no-answers")) }
            p.hint { (cx.tf("page.survey.no-answers.hint", &args)) }
            p { a.button href=(cx.href("/imports/new", &import)) { (cx.t("page.imports.new")) } }
        }
    }
}

fn section_table(cx: &Cx, view: &SurveyView, section: &QuestionSection) -> Markup {
    let mut columns = vec![Column::text(cx.t("page.survey.question"))];
    if view.round.held > 0 {
        columns.push(Column::text(cx.t("page.survey.all")));
    }
    if let Some(group) = &view.group {
        columns.push(Column::text(cx.plain(&group.label)));
    }
    if let Some(own) = &view.unit {
        columns.push(Column::text(cx.plain(&own.name)));
    }
    columns.push(Column::text(cx.t("page.survey.published")));
    let row = |q: &QuestionView| {
        html! {
            tr data-row {
                td.words { (question(cx, q)) }
                @if view.round.held > 0 { td { (cell(cx, q, q.all.as_ref())) } }
                @if view.group.is_some() { td { (cell(cx, q, q.group.as_ref())) } }
                @if view.unit.is_some() { td { (own(cx, q, q.own.as_ref())) } }
                td { (published(cx, q)) }
            }
        }
    };
    html! {
        h2 { (cx.text(&section.label)) (confidence(cx, section.confidence.as_deref())) }
        (table(cx, cx.plain(&section.label), &columns, section.questions.iter().map(row)))
    }
}

/// The mark of how sure question or grouping are.
fn confidence(cx: &Cx, code: Option<&str>) -> Markup {
    html! {
        @if let Some(code) = code {
            abbr.mark title=(cx.t(&format!("page.survey.confidence.{code}"))) { (cx.tf("page.survey.confidence", &[("c", code)])) }
        }
    }
}

/// The question with the foreign definition beside the local one.
fn question(cx: &Cx, q: &QuestionView) -> Markup {
    html! {
        span { (cx.text(&q.label)) }
        @if let Some(field) = &q.field { br; span.when { (cx.tf("page.survey.field", &[("field", field)])) } }
        @if !(q.definition.is_empty() && q.local.is_empty() && q.local_field.is_empty()) {
            dl.facts {
                @if !q.definition.is_empty() { div { dt { (cx.t("page.survey.definition")) } dd { (cx.text(&q.definition)) } } }
                @if !(q.local.is_empty() && q.local_field.is_empty()) {
                    div { dt { (cx.t("page.survey.local")) } dd {
                        (cx.text(&q.local))
                        @if !q.local_field.is_empty() { " " (cx.tf("page.survey.local-field", &[("field", cx.plain(&q.local_field))])) }
                    } }
                }
            }
        }
        @if !q.note.is_empty() { p.hint { (cx.text(&q.note)) } }
    }
}

/// What a group answered, or why that is not shown.
fn cell(cx: &Cx, q: &QuestionView, cell: Option<&CellView>) -> Markup {
    let Some(cell) = cell else {
        return html! { span.when { (cx.t("page.survey.not-asked")) } };
    };
    if let Some(why) = &cell.hidden {
        return html! { span.tag { (cx.t("page.survey.hidden")) } br; span.when { (cx.t(why)) } };
    }
    let answers = cell.answers.unwrap_or(0);
    if answers == 0 {
        return html! { (unknown(cx, None)) " " span.when { (cx.t("page.survey.nobody")) } };
    }
    let n = |value| number(cx, q, value);
    html! {
        @if let Some([lower, median, upper]) = cell.quartiles {
            div { (cx.tf("page.survey.median", &[("n", &n(median))])) }
            div.when { (cx.tf("page.survey.quartiles", &[("lower", &n(lower)), ("upper", &n(upper))])) }
        }
        @for share in &cell.shares { div { (option(cx, share)) " " (share_of(cx, share)) } }
        div.when { (cx.tf("page.survey.answers.n", &[("n", &count(answers.into()))])) }
    }
}

fn option(cx: &Cx, share: &ShareView) -> String {
    match cx.plain(&share.label) {
        "" => cx
            .known(&format!("page.survey.option.{}", share.id))
            .unwrap_or_else(|| share.id.clone()),
        label => label.to_owned(),
    }
}

fn share_of(cx: &Cx, share: &ShareView) -> Markup {
    html! {
        @match (share.share, &share.hidden) {
            (Some(share), _) => span.num { (percent(share, 1)) },
            (None, Some(why)) => span.tag title=(cx.t(why)) { (cx.t("page.survey.hidden")) },
            (None, None) => (unknown(cx, None)),
        }
    }
}

fn own(cx: &Cx, q: &QuestionView, own: Option<&OwnView>) -> Markup {
    let Some(own) = own else {
        return html! { @if q.field.is_some() { (unknown(cx, Some(&cx.t("page.survey.no-own")))) } };
    };
    html! {
        (figure(cx, &own.answer.figure))
        @match (own.rank, own.of, own.percentile) {
            (Some(rank), Some(of), Some(percentile)) => div.when title=(cx.t("page.survey.place.hint")) {
                (cx.tf("page.survey.place", &[("rank", &rank.to_string()), ("of", &of.to_string()), ("share", &percent(percentile, 0))]))
            },
            _ if own.option.is_none() => div.when { (cx.t("page.survey.no-place")) },
            _ => {},
        }
    }
}

fn published(cx: &Cx, q: &QuestionView) -> Markup {
    html! {
        @for said in &q.published {
            div {
                (cx.text(&said.figure.label)) (cx.t("ui.colon")) (figure(cx, &said.figure))
                @if let Some(period) = said.figure.period { " " span.when { (time::period(cx, period)) } }
            }
        }
    }
}

/// A computed number in the unit of the question.
fn number(cx: &Cx, q: &QuestionView, value: f64) -> String {
    let told = Amount {
        value: format!("{value:.3e}").parse().unwrap_or(value),
        unit: q.unit.as_deref(),
        label: &q.unit_label,
        bound: Bound::Exact,
    };
    amount(told, cx.lang).text
}

/// Shares of the choices of all members.
pub fn charts(cx: &Cx, view: &SurveyView) -> Vec<Chart> {
    let questions = view.sections.iter().flat_map(|s| &s.questions);
    let shown = questions.filter_map(|q| {
        let cell = q.all.as_ref()?;
        let shares: Vec<_> = cell.shares.iter().filter(|s| s.share.is_some()).collect();
        (shares.len() > 1).then_some((q, cell, shares))
    });
    shown
        .zip(IDS)
        .map(|((q, cell, shares), id)| shares_chart(cx, view, (id, q, cell), &shares))
        .collect()
}

fn shares_chart(
    cx: &Cx,
    view: &SurveyView,
    (id, q, cell): (&'static str, &QuestionView, &CellView),
    shares: &[&ShareView],
) -> Chart {
    let of = |s: &ShareView| s.share.unwrap_or_default();
    let lead = shares.iter().max_by(|a, b| of(a).total_cmp(&of(b)));
    let (name, share) = lead.map_or_else(Default::default, |s| (option(cx, s), percent(of(s), 1)));
    let args = [
        ("question", cx.plain(&q.label)),
        ("option", name.as_str()),
        ("share", share.as_str()),
    ];
    let title = cx.tf("page.survey.chart.title", &args);
    let rows = shares
        .iter()
        .map(|s| (option(cx, s), of(s), percent(of(s), 1)));
    let state = bar::State {
        rows: rows.collect(),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.survey.chart.desc"),
        },
    };
    let columns = [
        Column::text(cx.t("page.survey.question")),
        Column::number(cx.t("page.survey.all")),
    ];
    let all = cell.shares.iter();
    let lines = all.map(|s| html! { tr { td { (option(cx, s)) } td.n { (share_of(cx, s)) } } });
    let answers = count(cell.answers.unwrap_or(0).into());
    let source = [
        ("round", cx.plain(&view.round.label)),
        ("n", answers.as_str()),
    ];
    Chart {
        id,
        how: Some(cx.t("page.survey.chart.desc")),
        source: cx.tf("page.survey.chart.source", &source),
        svg: bar::draw(&state),
        table: table(cx, &title, &columns, lines),
        title,
    }
}

/// Rows for a spreadsheet: one per question, options below it.
pub fn csv(cx: &Cx, view: &SurveyView) -> Vec<Vec<String>> {
    let t = |key: &str| cx.t(key);
    let mut rows = vec![vec![
        t("ui.id"),
        t("page.survey.question"),
        t("page.survey.answers"),
        t("page.survey.all"),
        t("page.survey.hidden"),
    ]];
    for q in view.sections.iter().flat_map(|s| &s.questions) {
        let Some(cell) = &q.all else { continue };
        let median = cell.quartiles.map(|[_, median, _]| median.to_string());
        rows.push(vec![
            q.id.clone(),
            cx.plain(&q.label).to_owned(),
            cell.answers.map(|n| n.to_string()).unwrap_or_default(),
            median.unwrap_or_default(),
            cell.hidden.as_deref().map(t).unwrap_or_default(),
        ]);
        for share in &cell.shares {
            rows.push(vec![
                format!("{}:{}", q.id, share.id),
                option(cx, share),
                String::new(),
                share.share.map(|s| s.to_string()).unwrap_or_default(),
                share.hidden.as_deref().map(t).unwrap_or_default(),
            ]);
        }
    }
    rows
}

const SURFACE: Surface<SurveyView> = Surface::page(page).csv(csv).charts(charts);

/// `GET /measure/surveys/{id}?round=…&group=field=value&unit=…`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let input = measure::SurveyInput {
        id,
        round: ask.text("round"),
        group: ask.text("group"),
        unit: ask.text("unit"),
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::survey(app, call, &input)
    })
    .await
}
