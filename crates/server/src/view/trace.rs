//! The why-tree as a nested list, down to statements and their places.

use super::{Cx, citation, figure, number, time, unknown};
use julin_app::contract::{ScoreTrace, StatementView};
use julin_model::Trace;
use maud::{Markup, html};

/// Levels that are open from the start.
const OPEN_LEVELS: usize = 2;

/// The explanation of a score.
pub fn trace(cx: &Cx, view: &ScoreTrace) -> Markup {
    html! { ol.trace { (step(cx, view, &view.trace, 0)) } }
}

fn step(cx: &Cx, view: &ScoreTrace, trace: &Trace, level: usize) -> Markup {
    let told = trace
        .statement
        .and_then(|id| view.statements.iter().find(|s| s.figure.statement == id));
    html! {
        li {
            @if trace.inputs.is_empty() {
                div.step { (line(cx, trace, told)) }
                @if let Some(told) = told { (leaf(cx, told)) }
            } @else {
                details open[level < OPEN_LEVELS] {
                    summary.step { (line(cx, trace, told)) }
                    @if let Some(told) = told { (leaf(cx, told)) }
                    ol { @for input in &trace.inputs { (step(cx, view, input, level + 1)) } }
                }
            }
        }
    }
}

fn line(cx: &Cx, trace: &Trace, told: Option<&StatementView>) -> Markup {
    html! {
        span.label { (cx.text(&trace.label)) @if let Some(id) = &trace.id { " " span.id { (id) } } }
        span.outcome {
            @match (trace.value, told) {
                (Some(_), Some(told)) => { (figure(cx, &told.figure)) }
                (Some(value), None) => { span.num { (number(cx, rounded(value), trace.unit.as_deref())) } }
                (None, _) => { (unknown(cx, None)) }
            }
        }
        @if !trace.step.is_empty() { span.how { (cx.tm(&trace.step, &trace.args)) } }
    }
}

/// Results of a computation are shown to six significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

fn leaf(cx: &Cx, told: &StatementView) -> Markup {
    let id = told.figure.statement.to_string();
    html! {
        p.leaf {
            @if let Some(period) = told.figure.period { span.when { (time::period(cx, period)) } " " }
            (citation(cx, &told.source, &told.locator, Some(&id)))
        }
    }
}
