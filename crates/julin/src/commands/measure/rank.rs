//! `julin measure rank`: the ranking under a framework of the store, of two tables, or of
//! several years.

use super::super::text;
use super::subject::{Desk, show};
use super::years;
use crate::args::Common;
use crate::args::measure::RankArgs;
use crate::figure::figure;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::contract::{Cell, Grid, Missing, Ranking, RankingRow, Scores};
use julin_app::measure::{self, RankingInput, ScoresInput, Subject};
use julin_app::{App, Call};
use julin_locale::catalogue;
use julin_model::{Diagnostic, Severity};

/// Prints the ranking.
pub fn rank(common: &Common, output: &Output, args: &RankArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    if let Some(years) = &args.years {
        return years::years(&desk, output, years, args.frame);
    }
    match (&desk.app, &desk.subject) {
        (
            Some(app),
            Subject::Store {
                framework,
                as_of,
                method: None,
            },
        ) if !desk.keep => {
            let input = RankingInput {
                framework: framework.clone(),
                as_of: *as_of,
            };
            stored(app, output, &input)
        }
        _ => {
            let input = ScoresInput {
                subject: desk.subject.clone(),
            };
            let sheet = |scores: &Scores| short(output, scores);
            show(&desk, output, &input, |s| &s.diagnostics, sheet)
        }
    }
}

/// Of the store by the framework's own method: with published places and with the names
/// of what is missing.
fn stored(app: &App, output: &Output, input: &RankingInput) -> anyhow::Result<()> {
    let call = Call::default();
    let ranking = measure::ranking(app, &call, input)?;
    // Notes, one per indicator without data, are in the JSON answer.
    let worth = |found: &&Diagnostic| found.severity > Severity::Note;
    for found in ranking.diagnostics.iter().filter(worth) {
        complain(output, found);
    }
    let drawn = || ranking_sheet(output, &ranking);
    output.publish(&ranking, drawn, || {
        Ok(Some(measure::ranking_proof(app, &call, input)?))
    })
}

/// Of two tables, or by another method: scores without the levels below.
fn short(output: &Output, scores: &Scores) -> Sheet {
    let headings = ["rank", "entity", "name", "score", "coverage"];
    let aligns = [
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
    ];
    let headings: Vec<_> = headings.into_iter().zip(aligns).collect();
    let mut sheet = super::sheet(output, &headings);
    for row in &scores.rows {
        let why = || text(output, "cli.not-ranked");
        let score = row.scores.first().copied().flatten();
        sheet.row([
            rank_cell(output, row.rank),
            row.unit.clone().into(),
            row.name.get(output.lang).into(),
            Cell::number(score, 2).or_unknown(why),
            Cell::share(row.coverage),
        ]);
    }
    sheet
}

/// A place; for people the words that there is none.
fn rank_cell(output: &Output, rank: Option<u32>) -> Cell {
    let none = text(output, "cli.not-ranked");
    match (rank, output.whole()) {
        (None, false) => none.into(),
        (rank, _) => Cell::count(rank).or_unknown(|| none),
    }
}

fn ranking_sheet(output: &Output, ranking: &Ranking) -> Sheet {
    let heading = |key: &str, align| (text(output, &format!("cli.heading.{key}")), align);
    let mut headings = vec![
        heading("rank", Align::Right),
        heading("gained", Align::Right),
        heading("unit", Align::Left),
        heading("score", Align::Right),
        heading("coverage", Align::Right),
    ];
    // A terminal is too narrow for the groups; CSV has them, JSON has everything.
    let groups: &[_] = if output.whole() { &ranking.groups } else { &[] };
    headings.extend(
        groups
            .iter()
            .map(|group| (group.label.get(output.lang).to_owned(), Align::Right)),
    );
    headings.push(heading("published-place", Align::Left));
    headings.push(heading("missing", Align::Left));
    let mut sheet = Sheet::new(headings).titled(format!(
        "{} · {}",
        ranking.framework.title.get(output.lang),
        ranking.as_of
    ));
    for row in &ranking.rows {
        let number = |score: Option<f64>, key: &str| {
            Cell::number(score, ranking.decimals).or_unknown(|| text(output, key))
        };
        let no_group = "measure.missing.no-data";
        let mut cells = vec![
            rank_cell(output, row.rank),
            gained_cell(output, row.gained),
            row.unit.name.get(output.lang).into(),
            number(row.score, "measure.missing.below-coverage"),
            Cell::share(row.coverage),
        ];
        let of = |id: &String| row.groups.get(id).copied();
        cells.extend(groups.iter().map(|group| number(of(&group.id), no_group)));
        cells.push(published(output, row));
        cells.push(missing(output, &row.missing));
        sheet.row(cells);
    }
    sheet.beside(all_missing(output, ranking));
    if let Some(note) = carried(output, ranking) {
        sheet.note(note);
    }
    sheet
}

/// That figures of earlier years stand in, where they do.
fn carried(output: &Output, ranking: &Ranking) -> Option<String> {
    let (units, oldest) = ranking.carried()?;
    let ranked = ranking.rows.iter().filter(|row| row.rank.is_some()).count();
    let args = [
        ("year", ranking.as_of.to_string()),
        ("units", units.to_string()),
        ("ranked", ranked.to_string()),
        ("oldest", oldest.to_string()),
    ];
    let args = args.map(|(name, value)| (name.to_owned(), value)).into();
    Some(catalogue().filled("ranking.carried", output.lang, &args))
}

/// Places gained since the year before; people are shown which way.
pub fn gained_cell(output: &Output, gained: Option<i32>) -> Cell {
    match (gained, output.whole()) {
        (Some(0), false) => "=".into(),
        (Some(gained), false) => format!("{gained:+}").into(),
        (gained, _) => {
            let unknown = || text(output, "cli.gained-unknown");
            Cell::number(gained.map(f64::from), 0).or_unknown(unknown)
        }
    }
}

fn published(output: &Output, row: &RankingRow) -> Cell {
    let Some(place) = &row.published else {
        return Cell::Empty;
    };
    match (place.value.number(), output.whole()) {
        (Some(number), true) => Cell::figure(number),
        _ => figure(place, output.lang).into(),
    }
}

/// How many indicators are missing; the JSON answer lists them.
fn missing(output: &Output, missing: &[Missing]) -> Cell {
    let args = std::collections::BTreeMap::from([("count".to_owned(), missing.len().to_string())]);
    if missing.is_empty() {
        Cell::Empty
    } else if output.whole() {
        Cell::number(missing.len() as f64, 0)
    } else {
        catalogue().filled("cli.missing", output.lang, &args).into()
    }
}

/// Every indicator that is missing, for a sheet of its own.
fn all_missing(output: &Output, ranking: &Ranking) -> Grid {
    let headings = ["unit", "node", "what", "why", "field"];
    let headings = headings.map(|key| text(output, &format!("cli.heading.{key}")));
    let mut grid = Grid::new(text(output, "cli.heading.missing"), headings);
    for row in &ranking.rows {
        for gap in &row.missing {
            grid.row([
                row.unit.name.get(output.lang),
                &gap.indicator,
                gap.label.get(output.lang),
                &text(output, &gap.reason),
                &gap.fields.join(" "),
            ]);
        }
    }
    grid
}
