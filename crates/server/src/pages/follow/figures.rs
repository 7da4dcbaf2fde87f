//! Figures over the cases of a workflow: how far they came, how long they took.

use super::figures_grid::grid;
use super::parts::span;
use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, empty, saves, stacked, table, unknown};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use julin_app::contract::{
    DurationFigures, DurationView, FunnelView, Phase, Tally, WorkflowFigures,
};
use julin_app::follow;
use julin_locale::{count, decimal, percent};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &WorkflowFigures) -> Page {
    let n = count(view.cases);
    let none = view.cases == 0;
    let [returned, reopened, hurried] = view.counts.map(count);
    let body = html! {
        @if none { (empty(cx, "page.figures.empty", Some(("page.follow.title", "/follow")))) } @else {
            div.tools { (saves(cx, ROWS_ONLY)) }
            @if let Some(funnel) = &view.funnel { (far(cx, funnel)) }
            @if !view.clocks.is_empty() { (took(cx, view)) }
            h2 { (cx.t("page.figures.handling")) }
            ul.rules {
                li { (cx.tf("page.figures.returned", &[("n", &returned)])) }
                li { (cx.tf("page.figures.reopened", &[("n", &reopened)])) }
                li { (cx.tf("page.figures.hurried", &[("n", &hurried)])) }
            }
            (classes(cx, view))
        }
    };
    Page {
        title: cx.tf(
            "page.figures.title",
            &[("workflow", cx.plain(&view.workflow.title)), ("n", &n)],
        ),
        lead: Some(html! { p { (cx.t("page.figures.lead")) } }),
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

fn far(cx: &Cx, funnel: &FunnelView) -> Markup {
    let first = funnel
        .steps
        .first()
        .map_or(0.0, |(_, reached, _)| reached.counted);
    let columns = [
        Column::text(cx.t("page.figures.step")),
        Column::number(cx.t("page.figures.reached")),
        Column::text(cx.t("page.figures.share")),
        Column::number(cx.t("page.figures.stayed")),
    ];
    let ends = [
        Column::text(cx.t("page.figures.end")),
        Column::number(cx.t("page.figures.cases")),
    ];
    html! {
        h2 { (cx.t("page.figures.funnel")) }
        @if let Some(told) = finding(cx, funnel, first) { p.finding { (told) } }
        div.narrow {
        (table(cx, &cx.t("page.figures.funnel"), &columns, funnel.steps.iter().map(|(state, reached, last)| {
            let share = if first > 0.0 { reached.counted / first } else { 0.0 };
            html! { tr {
                td { (cx.plain(&state.title)) }
                td.n { (tally(cx, reached)) }
                td { meter min="0" max="1" value=(share) { (percent(share, 0)) } " " (percent(share, 0)) }
                td.n { (tally(cx, last)) }
            } }
        })))
        (table(cx, &cx.t("page.figures.ends"), &ends, funnel.ended.iter().map(|(state, phase, own)| html! { tr {
            td { span.tag.good[*phase == Phase::Done].ended[*phase == Phase::Ended] { (cx.plain(&state.title)) } }
            td.n { (tally(cx, own)) }
        } }).chain([html! { tr { td { (cx.t("page.figures.still-open")) } td.n { (tally(cx, &funnel.open)) } } }])))
        }
    }
}

/// How many came to the last step; nothing where there is one step or none.
fn finding(cx: &Cx, funnel: &FunnelView, first: f64) -> Option<String> {
    let [_, .., (state, reached, _)] = funnel.steps.as_slice() else {
        return None;
    };
    let args = [
        ("n", decimal(reached.counted, 0)),
        ("all", decimal(first, 0)),
        ("state", cx.plain(&state.title).to_owned()),
    ];
    let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
    (first > 0.0).then(|| cx.tf("page.figures.finding", &args))
}

/// Cases, and what they stand for where that is more.
fn tally(cx: &Cx, own: &Tally) -> Markup {
    let more = (own.counted - own.cases as f64).abs() > 1e-9;
    html! { (count(own.cases)) @if more { " " span.when { (cx.tf("page.figures.stands-for", &[("n", &decimal(own.counted, 0))])) } } }
}

fn took(cx: &Cx, view: &WorkflowFigures) -> Markup {
    let columns = [
        Column::text(cx.t("page.figures.clock")),
        Column::text(cx.t("page.figures.all")),
        Column::text(cx.t("page.figures.before")),
        Column::text(cx.t("page.figures.after")),
    ];
    let day = view.day.map(|day| day.to_string());
    html! {
        h2 { (cx.t("page.figures.times")) }
        div.tools {
            form.filter method="get" {
                label for="day" { (cx.t("page.figures.day")) }
                input #day type="date" name="day" value=[day.as_deref()];
                button type="submit" { (cx.t("ui.filter.go")) }
            }
        }
        (stacked(cx, &cx.t("page.figures.times"), &columns, view.clocks.iter().map(|own| clock(cx, view, own))))
        p.hint { (cx.t("page.figures.method")) }
    }
}

fn clock(cx: &Cx, view: &WorkflowFigures, own: &DurationView) -> Markup {
    let cell = |figures: &DurationFigures| match (figures.median, figures.worst_decile) {
        (Some(median), Some(worst)) => html! {
            (cx.tf("page.figures.median", &[("time", &span(cx, median.round() as u64, view.working_day))]))
            br; (cx.tf("page.figures.worst", &[("time", &span(cx, worst, view.working_day))]))
            br; span.when { (cx.tf("page.figures.n", &[("n", &count(figures.n)), ("open", &count(figures.unfinished))])) }
        },
        _ => unknown(cx, Some(&cx.t("page.figures.nothing-finished"))),
    };
    let parted = |figures| match view.day {
        Some(_) => cell(figures),
        None => html! { span.when.unasked { (cx.t("page.figures.choose-day")) } },
    };
    html! {
        tr {
            td.words { (cx.text(&own.clock.title)) @if own.durations.provisional { " " span.tag { (cx.t("follow.provisional")) } } }
            td.words data-label=(cx.t("page.figures.all")) { (cell(&own.durations.all)) }
            td.words data-label=(cx.t("page.figures.before")) { (parted(&own.durations.before)) }
            td.words data-label=(cx.t("page.figures.after")) { (parted(&own.durations.after)) }
        }
    }
}

fn classes(cx: &Cx, view: &WorkflowFigures) -> Markup {
    html! {
        @for own in &view.classes {
            h2 { (cx.plain(&own.field.title)) }
            div.narrow { (table(cx, cx.plain(&own.field.title), &[Column::text(cx.t("page.figures.class")), Column::number(cx.t("page.figures.cases"))], own.choices.iter().filter(|(_, n)| *n > 0).map(|(choice, n)| html! { tr { td { (cx.plain(&choice.title)) } td.n { (count(*n)) } } }).chain((own.unknown > 0).then(|| html! { tr { td { (unknown(cx, None)) } td.n { (count(own.unknown)) } } })))) }
        }
    }
}

const SURFACE: Surface<WorkflowFigures> = Surface::page(page).grid(grid);

/// `GET /figures/{workflow}?day=…`
pub async fn show(State(site): State<Site>, Path(workflow): Path<String>, ask: Ask) -> Response {
    let day = match ask.text("day").map(|text| text.parse::<NaiveDate>()) {
        None => None,
        Some(Ok(day)) => Some(day),
        Some(Err(_)) => return Failure::bad_request().answer(&ask),
    };
    site.show(ask, SURFACE, move |app, call| {
        follow::workflow_figures(app, call, (&workflow, day))
    })
    .await
}
