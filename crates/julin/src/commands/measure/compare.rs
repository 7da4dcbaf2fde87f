//! `julin measure compare`: what moved a score between two years, parks or editions.

use super::super::text;
use super::sheet;
use super::subject::{Desk, show};
use crate::args::measure::CompareArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, ComparedSide, ScoreComparison};
use julin_app::measure::{CompareInput, Subject};
use julin_locale::decimal;

/// Prints the parts of the difference.
pub fn compare(common: &Common, output: &Output, args: &CompareArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = CompareInput {
        before: desk.subject.clone(),
        unit: args.unit.clone(),
        after: other(&desk.subject, args),
        with_unit: args.with.clone().unwrap_or_else(|| args.unit.clone()),
        common_core: args.common_core,
    };
    let drawn = |answer: &ScoreComparison| comparison_sheet(output, answer);
    show(&desk, output, &input, |a| &a.diagnostics, drawn)
}

/// The second side: the first with what the arguments say otherwise.
fn other(subject: &Subject, args: &CompareArgs) -> Subject {
    let mut other = subject.clone();
    match &mut other {
        Subject::Store {
            framework, as_of, ..
        } => {
            *as_of = args.with_as_of.unwrap_or(*as_of);
            if let Some(id) = &args.with_framework {
                framework.clone_from(id);
            }
        }
        Subject::Tables { data, .. } => {
            if let Some(file) = &args.with_data {
                data.clone_from(file);
            }
        }
    }
    other
}

fn comparison_sheet(output: &Output, answer: &ScoreComparison) -> Sheet {
    let headings = [
        ("points", Align::Right),
        ("node", Align::Left),
        ("what", Align::Left),
        ("cause", Align::Left),
        ("value-before", Align::Right),
        ("value-after", Align::Right),
    ];
    let title = [&answer.before, &answer.after].map(|side| said(output, side));
    let mut sheet = sheet(output, &headings).titled(title.join(" → "));
    let mut parts: Vec<_> = answer.parts.iter().collect();
    if output.format == Format::Table {
        // The largest first for a person; the framework's order for a program.
        parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    }
    for part in parts {
        let cause = format!("measure-cause.{}", part.cause.code());
        let [before, after] = part.values.map(|value| Cell::number(value, 3));
        sheet.row([
            Cell::number(part.points, 3),
            part.code.clone().into(),
            part.label.get(output.lang).into(),
            text(output, &cause).into(),
            before,
            after,
        ]);
    }
    if let (Some(difference), Format::Table) = (answer.difference, output.format) {
        let whole = text(output, "cli.compare.whole");
        let whole = [Cell::number(difference, 3), Cell::Empty, whole.into()];
        sheet.row(
            whole
                .into_iter()
                .chain([Cell::Empty, Cell::Empty, Cell::Empty]),
        );
    }
    sheet
}

fn said(output: &Output, side: &ComparedSide) -> String {
    let score = side.standing.score.map(|s| decimal(s, 2));
    let year = side.as_of.map(|year| year.to_string());
    let name = side.unit.name.get(output.lang).to_owned();
    let score = score.unwrap_or_else(|| text(output, "cli.not-ranked"));
    let parts = [Some(name), year, Some(score)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
