//! Effects of assumptions: the chart, how the estimates settle, and what leaving one out
//! does. Shared by the pages on uncertainty, sensitivity and jobs.

use crate::chart::{Words, effect};
use crate::view::{Chart, Column, Cx, known_or_dash, table};
use julin_app::contract::SensitivityReport;
use julin_app::measure::{Effects, Estimate, FactorEffect, LeaveOutEffect, Response, Sensitivity};
use julin_locale::{count, percent};
use maud::{Markup, html};

/// Nodes listed whose absence moves ranks.
const LEFT_OUT: usize = 20;

/// What was varied, in words.
pub fn factor(cx: &Cx, name: &str) -> String {
    let kind = name.split('-').next().unwrap_or_default();
    cx.known(&format!("measure-factor.{kind}"))
        .unwrap_or_else(|| name.to_owned())
}

/// What was asked about, in words; units by their identifier where no name is known.
pub fn response(cx: &Cx, response: &Response, name: impl Fn(&str) -> Option<String>) -> String {
    let (key, unit, places) = match response {
        Response::Shift {} => ("page.sensitivity.of.shift", "", 0),
        Response::Rank { unit } => ("page.sensitivity.of.rank", unit.as_str(), 0),
        Response::Score { unit } => ("page.sensitivity.of.score", unit.as_str(), 0),
        Response::Top { unit, places } => ("page.sensitivity.of.top", unit.as_str(), *places),
    };
    let unit = name(unit).unwrap_or_else(|| unit.to_owned());
    cx.tf(key, &[("unit", &unit), ("n", &places.to_string())])
}

/// Two bars per assumption with their intervals; nothing where nothing varies.
pub fn chart(cx: &Cx, found: &Sensitivity, what: &str, source: String) -> Option<Chart> {
    let one = |e: &Estimate| effect::Estimate {
        value: e.value,
        low: e.low,
        high: e.high,
    };
    let factors = found.effects.factors.iter();
    let mut rows: Vec<_> = factors
        .map(|f| (factor(cx, &f.factor), one(&f.first), one(&f.total)))
        .collect();
    rows.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let (strongest, _, total) = rows.first()?;
    let share = percent(total.value.clamp(0.0, 1.0), 0);
    let args = [("what", what), ("factor", strongest), ("share", &share)];
    let title = cx.tf("page.uncertainty.effects", &args);
    let shown = rows.iter().map(|(name, first, total)| {
        html! { tr { td { (name) } td.n { (interval(first.value, first.low, first.high)) } td.n { (interval(total.value, total.low, total.high)) } } }
    });
    let columns = [
        Column::text(cx.t("page.uncertainty.factor")),
        Column::number(cx.t("page.uncertainty.first")),
        Column::number(cx.t("page.uncertainty.total")),
    ];
    let behind = table(cx, &title, &columns, shown);
    let desc = cx.tf("page.uncertainty.effects.desc", &[("what", what)]);
    let state = effect::State {
        rows: rows.clone(),
        legend: [
            cx.t("page.uncertainty.first"),
            cx.t("page.uncertainty.total"),
        ],
        words: Words {
            title: title.clone(),
            desc: desc.clone(),
        },
    };
    Some(Chart {
        id: "effects",
        how: Some(desc),
        source,
        svg: effect::draw(&state),
        table: behind,
        title,
    })
}

fn interval(value: f64, low: f64, high: f64) -> Markup {
    html! { (percent(value, 1)) " " span.interval { (percent(low, 1)) "–" (percent(high, 1)) } }
}

/// The estimates at growing numbers of points: they have settled when lines agree.
pub fn convergence(cx: &Cx, found: &Sensitivity) -> Markup {
    let last = std::iter::once(&found.effects);
    let all: Vec<&Effects> = found.steps.iter().chain(last).collect();
    let mut columns = vec![Column::number(cx.t("page.sensitivity.points"))];
    for f in &found.effects.factors {
        let name = factor(cx, &f.factor);
        let column = |key: &str| Column::number(cx.tf(key, &[("factor", &name)]));
        columns.push(column("page.sensitivity.first-of"));
        columns.push(column("page.sensitivity.total-of"));
    }
    let cells = |f: &FactorEffect| {
        html! {
            @for e in [f.first, f.total] { td.n { (interval(e.value, e.low, e.high)) } }
        }
    };
    let row = |step: &&Effects| {
        html! { tr data-row { td.n { (count(step.rows as u64)) } @for f in &step.factors { (cells(f)) } } }
    };
    html! {
        p.hint { (cx.t("page.sensitivity.convergence.hint")) }
        (table(cx, &cx.t("page.sensitivity.convergence"), &columns, all.iter().map(row)))
    }
}

/// What leaving out an indicator or group does, the most first.
pub fn left_out(cx: &Cx, causes: &SensitivityReport) -> Markup {
    let all = causes.left_out.iter();
    let mut effects: Vec<_> = all.filter(|e| e.mean_shift.is_some()).collect();
    let shift = |effect: &LeaveOutEffect| effect.mean_shift.unwrap_or(0.0);
    effects.sort_by(|a, b| shift(b).total_cmp(&shift(a)));
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.uncertainty.shift")),
        Column::text(cx.t("page.uncertainty.moved")),
    ];
    let row = |effect: &&LeaveOutEffect| {
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
        @if !effects.is_empty() {
            h2 { (cx.t("page.uncertainty.left-out")) }
            (table(cx, &cx.t("page.uncertainty.left-out"), &columns, effects.iter().take(LEFT_OUT).map(row)))
        }
    }
}
