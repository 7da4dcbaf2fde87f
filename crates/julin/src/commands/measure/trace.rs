//! `julin measure trace`: why a score is what it is.

use super::super::text;
use super::{sheet, year};
use crate::args::measure::TraceArgs;
use crate::figure::{figure, place};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::ScoreTrace;
use julin_app::{App, Call, measure};
use julin_locale::{catalogue, decimal};
use julin_model::Trace;

/// Prints the trace as an indented table.
pub fn trace(app: &App, call: &Call, output: &Output, args: &TraceArgs) -> anyhow::Result<()> {
    let input = measure::TraceInput {
        framework: args.framework.clone(),
        unit: args.unit.clone(),
        node: args.node.clone(),
        as_of: year(app, &args.year),
        changes: Default::default(),
    };
    let answer = measure::score_trace(app, call, &input)?;
    output.print(&answer, || {
        let mut sheet = sheet(
            output,
            &[
                ("what", Align::Left),
                ("value", Align::Right),
                ("why", Align::Left),
            ],
        );
        explain(output, &answer, &answer.trace, 0, &mut sheet);
        let title = [
            answer.unit.name.get(output.lang),
            answer.framework.title.get(output.lang),
        ]
        .join(" · ");
        sheet.titled(format!("{title} · {}", answer.as_of))
    })
}

fn explain(output: &Output, answer: &ScoreTrace, trace: &Trace, depth: usize, sheet: &mut Sheet) {
    let step = catalogue().filled(&trace.step, output.lang, &trace.args);
    let said = trace
        .statement
        .and_then(|id| answer.statements.iter().find(|s| s.figure.statement == id));
    let (value, why) = match said {
        Some(s) => (figure(&s.figure, output.lang), place(s)),
        None => (
            trace
                .value
                .map(|v| decimal(v, 2))
                .unwrap_or_else(|| text(output, "cli.unknown")),
            step,
        ),
    };
    sheet.row([
        format!("{}{}", "  ".repeat(depth), trace.label.get(output.lang)),
        value,
        why,
    ]);
    trace
        .inputs
        .iter()
        .for_each(|input| explain(output, answer, input, depth + 1, sheet));
}
