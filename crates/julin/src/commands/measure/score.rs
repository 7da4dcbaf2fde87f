//! `julin measure score`: scores on all levels, of a framework or of two tables.

use super::super::text;
use super::subject::{Desk, show};
use crate::args::measure::ScoreArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, Scores};
use julin_app::measure::ScoresInput;

/// Prints the scores.
pub fn score(common: &Common, output: &Output, args: &ScoreArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = ScoresInput {
        subject: desk.subject.clone(),
    };
    let sheet = |scores: &Scores| score_sheet(output, scores);
    show(&desk, output, &input, |s| &s.diagnostics, sheet)
}

/// For a terminal only the groups; for programs all levels.
fn score_sheet(output: &Output, scores: &Scores) -> Sheet {
    let all = output.whole();
    let shown: Vec<usize> = (0..scores.nodes.len())
        .filter(|at| all || scores.levels[*at] > 1)
        .collect();
    // CSV goes back into the tools of analysts, by their names of columns.
    let plain = |key: &str, heading: &str| match output.format {
        Format::Csv => key.to_owned(),
        _ => text(output, heading),
    };
    let mut headings = vec![
        (plain("uCode", "cli.heading.entity"), Align::Left),
        (plain("uName", "cli.heading.name"), Align::Left),
        (plain("rank", "cli.heading.rank"), Align::Right),
        (plain("coverage", "cli.heading.coverage"), Align::Right),
    ];
    headings.extend(
        shown
            .iter()
            .map(|at| (scores.nodes[*at].clone(), Align::Right)),
    );
    let mut sheet = Sheet::new(headings);
    for row in &scores.rows {
        let why = |node: &str| row.reasons.get(node).map(|reason| text(output, reason));
        let why = |at: usize| why(&scores.nodes[at]).unwrap_or_default();
        let first = [
            row.unit.clone().into(),
            row.name.get(output.lang).into(),
            Cell::count(row.rank).or_unknown(|| text(output, "cli.not-ranked")),
            Cell::share(row.coverage),
        ];
        let rest = shown
            .iter()
            .map(|at| Cell::number(row.scores[*at], 2).or_unknown(|| why(*at)));
        sheet.row(first.into_iter().chain(rest));
    }
    sheet
}
