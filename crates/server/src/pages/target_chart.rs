//! The chart of a target: path, actual figures, forecasts, and the finding as its title.

use super::targets::{about, amount_of, value};
use crate::chart::{Words, path};
use crate::view::{Chart, Column, Cx, figure, table, unknown};
use julin_app::contract::{ForecastView, TargetLight, TargetView, Targets, YearValue};
use julin_locale::percent;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Names of the charts in addresses; as many are drawn at most.
const IDS: [&str; 24] = [
    "target-1",
    "target-2",
    "target-3",
    "target-4",
    "target-5",
    "target-6",
    "target-7",
    "target-8",
    "target-9",
    "target-10",
    "target-11",
    "target-12",
    "target-13",
    "target-14",
    "target-15",
    "target-16",
    "target-17",
    "target-18",
    "target-19",
    "target-20",
    "target-21",
    "target-22",
    "target-23",
    "target-24",
];

/// Charts of the targets that have a figure and something to hold it against; late ones
/// first.
pub(super) fn charts(cx: &Cx, view: &Targets) -> Vec<Chart> {
    let mut drawn: Vec<&TargetView> = view.all().filter(|t| is_drawn(t)).collect();
    drawn.sort_by_key(|t| t.light != TargetLight::Behind);
    let numbered = drawn.into_iter().zip(IDS);
    numbered
        .map(|(target, id)| one(cx, target, id, view.as_of))
        .collect()
}

fn is_drawn(t: &TargetView) -> bool {
    let aimed = t
        .milestones
        .iter()
        .any(|m| m.value.is_some() && m.year.is_some());
    !t.actuals.is_empty() && (aimed || t.actuals.len() > 1)
}

fn one(cx: &Cx, t: &TargetView, id: &'static str, as_of: i32) -> Chart {
    let title = finding(cx, t);
    let mut state = path::State {
        actual: t.actuals.iter().map(|a| (a.year, a.value)).collect(),
        path: line(&t.path),
        known: known(t),
        forecasts: t.forecasts.iter().map(|f| forecast(cx, f)).collect(),
        names: [
            cx.t("page.targets.chart.actual"),
            cx.t("page.targets.chart.path"),
        ],
        ticks: Vec::new(),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.targets.chart.desc"),
        },
    };
    let heights = path::ticks(&state).into_iter();
    state.ticks = heights
        .map(|height| (height, value(cx, t, height)))
        .collect();
    Chart {
        id,
        how: Some(how(cx, t)),
        source: cx.tf("page.targets.chart.source", &[("year", &as_of.to_string())]),
        svg: path::draw(&state),
        table: behind(cx, t, &title),
        title,
    }
}

fn line(values: &[YearValue]) -> path::Line {
    values.iter().map(|v| (v.year, v.value)).collect()
}

/// Baseline and aimed values.
fn known(t: &TargetView) -> path::Line {
    let baseline = t.baseline.iter().map(|b| (b.year, b.value));
    let aimed = t
        .milestones
        .iter()
        .filter_map(|m| Some((m.year?, m.value?)));
    baseline.chain(aimed).collect()
}

fn forecast(cx: &Cx, f: &ForecastView) -> (String, path::Line) {
    (
        cx.t(&format!("page.targets.chart.{}", f.kind)),
        line(&f.points),
    )
}

/// What the target's light says, in one sentence.
fn finding(cx: &Cx, t: &TargetView) -> String {
    let what = format!(
        "{}{}{}",
        cx.plain(&t.entity.name),
        cx.t("ui.comma"),
        cx.plain(&t.label)
    );
    let newest = t.newest();
    let actual = newest.map(|n| value(cx, t, n.value)).unwrap_or_default();
    let year = newest.map(|n| n.year.to_string()).unwrap_or_default();
    let wanted = t.wanted.map(|w| about(cx, t, w)).unwrap_or_default();
    let last = t.milestones.iter().rev().find_map(|m| m.value);
    let target = last.map(|v| value(cx, t, v)).unwrap_or_default();
    let share = t.shortfall_share.map(|s| percent(s, 1)).unwrap_or_default();
    let reason = t.reason.as_deref().map(|key| cx.t(key)).unwrap_or_default();
    let key = match t.light {
        _ if t.reached => "reached",
        TargetLight::OnPath => "on-path",
        TargetLight::Behind => "behind",
        TargetLight::Unknown if newest.is_some() => "unknown.actual",
        TargetLight::Unknown => "unknown",
    };
    let args = [
        ("what", what.as_str()),
        ("actual", &actual),
        ("year", &year),
        ("wanted", &wanted),
        ("target", &target),
        ("share", &share),
        ("reason", &reason),
    ];
    cx.tf(&format!("page.targets.chart.{key}"), &args)
}

/// How to read it, and what the forecasts say.
fn how(cx: &Cx, t: &TargetView) -> String {
    let said = t.forecasts.iter().filter_map(|f| {
        let end = f.points.last()?;
        let key = if f.reaches { "reaches" } else { "misses" };
        let rate = match f.kind.as_str() {
            "growth" => percent(f.rate, 1),
            _ => amount_of(cx, t.unit.as_deref(), &t.unit_label, f.rate),
        };
        let rate = cx.tf(
            &format!("page.targets.forecast.rate.{}", f.kind),
            &[("n", &rate)],
        );
        let kind = format!(
            "{} ({rate})",
            cx.t(&format!("page.targets.chart.{}", f.kind))
        );
        let args = [
            ("kind", kind.as_str()),
            ("year", &end.year.to_string()),
            ("value", &about(cx, t, end.value)),
        ];
        Some(cx.tf(&format!("page.targets.forecast.{key}"), &args))
    });
    let mut reasons = BTreeSet::new();
    let not = t
        .no_forecast
        .iter()
        .filter(|(_, why)| reasons.insert(why.clone()))
        .map(|(_, why)| cx.tf("page.targets.no-forecast", &[("why", &cx.t(why))]));
    let all = std::iter::once(cx.t("page.targets.chart.desc"))
        .chain(said)
        .chain(not);
    all.collect::<Vec<_>>()
        .join(&cx.t("page.targets.chart.stop"))
}

/// The same figures by year.
fn behind(cx: &Cx, t: &TargetView, caption: &str) -> Markup {
    let mut columns = vec![
        Column::number(cx.t("page.targets.year")),
        Column::number(cx.t("page.targets.chart.actual")),
        Column::number(cx.t("page.targets.chart.path")),
    ];
    columns.extend(
        t.forecasts
            .iter()
            .map(|f| Column::number(cx.t(&format!("page.targets.chart.{}", f.kind)))),
    );
    let forecasts = t.forecasts.iter().flat_map(|f| &f.points).map(|p| p.year);
    let own = t.actuals.iter().map(|a| a.year);
    let years: BTreeSet<i32> = own
        .chain(t.path.iter().map(|p| p.year))
        .chain(forecasts)
        .collect();
    let at = |values: &[YearValue], year| values.iter().find(|v| v.year == year).map(|v| v.value);
    let cell = |found: Option<f64>| match found {
        Some(found) => html! { (about(cx, t, found)) },
        None => unknown(cx, None),
    };
    let rows = years.into_iter().map(|year| {
        let actual = t.actuals.iter().find(|a| a.year == year);
        html! {
            tr {
                td.n { (year) }
                td.n { @match actual { Some(a) => (figure(cx, &a.figure)), None => (unknown(cx, None)) } }
                td.n { (cell(at(&t.path, year))) }
                @for f in &t.forecasts { td.n { (cell(at(&f.points, year))) } }
            }
        }
    });
    table(cx, caption, &columns, rows)
}
