//! `julin measure rank`: the ranking under a framework of the store.

use super::super::text;
use super::{share, year};
use crate::args::Format;
use crate::args::measure::RankArgs;
use crate::figure::figure;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::contract::{Missing, Ranking};
use julin_app::{App, Call, measure};
use julin_locale::{catalogue, decimal};
use julin_model::{Diagnostic, Severity};

/// Prints the ranking.
pub fn rank(app: &App, call: &Call, output: &Output, args: &RankArgs) -> anyhow::Result<()> {
    let input = measure::RankingInput {
        framework: args.framework.clone(),
        as_of: year(app, &args.year),
    };
    let ranking = measure::ranking(app, call, &input)?;
    // Notes, one per indicator without data, are in the JSON answer.
    let worth = |found: &&Diagnostic| found.severity > Severity::Note;
    for found in ranking.diagnostics.iter().filter(worth) {
        complain(output, found);
    }
    output.print(&ranking, || ranking_sheet(output, &ranking))
}

fn ranking_sheet(output: &Output, ranking: &Ranking) -> Sheet {
    let mut headings = vec![
        (text(output, "cli.heading.rank"), Align::Right),
        (text(output, "cli.heading.unit"), Align::Left),
        (text(output, "cli.heading.score"), Align::Right),
        (text(output, "cli.heading.coverage"), Align::Right),
    ];
    // A terminal is too narrow for the groups; CSV has them, JSON has everything.
    let groups: &[_] = if output.format == Format::Csv {
        &ranking.groups
    } else {
        &[]
    };
    headings.extend(
        groups
            .iter()
            .map(|group| (group.label.get(output.lang).to_owned(), Align::Right)),
    );
    headings.push((text(output, "cli.heading.published-place"), Align::Left));
    headings.push((text(output, "cli.heading.missing"), Align::Left));
    let mut sheet = Sheet::new(headings).titled(format!(
        "{} · {}",
        ranking.framework.title.get(output.lang),
        ranking.as_of
    ));
    let shown = |score: Option<f64>| {
        score
            .map(|s| decimal(s, ranking.decimals))
            .unwrap_or_default()
    };
    for row in &ranking.rows {
        let mut cells = vec![
            row.rank
                .map_or_else(|| text(output, "cli.not-ranked"), |rank| rank.to_string()),
            row.unit.name.get(output.lang).to_owned(),
            shown(row.score),
            share(row.coverage),
        ];
        cells.extend(
            groups
                .iter()
                .map(|group| shown(row.groups.get(&group.id).copied())),
        );
        cells.push(
            row.published
                .as_ref()
                .map(|f| figure(f, output.lang))
                .unwrap_or_default(),
        );
        cells.push(missing(output, &row.missing));
        sheet.row(cells);
    }
    sheet
}

/// How many indicators are missing; the JSON answer lists them.
fn missing(output: &Output, missing: &[Missing]) -> String {
    let args = std::collections::BTreeMap::from([("count".to_owned(), missing.len().to_string())]);
    if missing.is_empty() {
        String::new()
    } else {
        catalogue().filled("cli.missing", output.lang, &args)
    }
}
