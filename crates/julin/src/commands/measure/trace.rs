//! `julin measure trace`: why a score is what it is.

use super::super::text;
use super::{sheet, year};
use crate::args::measure::TraceArgs;
use crate::figure::{figure, place};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, ScoreTrace};
use julin_app::{App, Call, measure};
use julin_locale::catalogue;
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
        Some(s) => (figure(&s.figure, output.lang).into(), place(s)),
        None => match (trace.value, output.whole()) {
            (None, false) => (text(output, "cli.unknown").into(), step),
            (value, _) => (Cell::number(value, 2).or_unknown(|| step.clone()), step),
        },
    };
    let label = trace.label.get(output.lang);
    sheet.row([
        format!("{}{label}", "  ".repeat(depth)).into(),
        value,
        why.into(),
    ]);
    trace
        .inputs
        .iter()
        .for_each(|input| explain(output, answer, input, depth + 1, sheet));
}
