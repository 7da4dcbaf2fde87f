//! `julin measure score`: scores on all levels, of a framework or of two tables.

use super::super::text;
use super::share;
use super::subject::{Desk, show};
use crate::args::measure::ScoreArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::Scores;
use julin_app::measure::ScoresInput;
use julin_locale::decimal;

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
    let all = output.format != Format::Table;
    let shown: Vec<usize> = (0..scores.nodes.len())
        .filter(|at| all || scores.levels[*at] > 1)
        .collect();
    let plain = |key: &str, heading: &str| {
        if all {
            key.to_owned()
        } else {
            text(output, heading)
        }
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
    let number = |score: f64| {
        if all {
            score.to_string()
        } else {
            decimal(score, 2)
        }
    };
    for row in &scores.rows {
        let rank = row.rank.map(|r| r.to_string()).unwrap_or_default();
        let coverage = if all {
            row.coverage.to_string()
        } else {
            share(row.coverage)
        };
        let first = [
            row.unit.clone(),
            row.name.get(output.lang).to_owned(),
            rank,
            coverage,
        ];
        let rest = shown
            .iter()
            .map(|at| row.scores[*at].map(number).unwrap_or_default());
        sheet.row(first.into_iter().chain(rest));
    }
    sheet
}
