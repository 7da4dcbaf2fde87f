//! `julin measure …`: frameworks, rankings, traces, and scoring of two tables.

use super::text;
use crate::args::measure::{MeasureCommand, RankArgs, ScoreArgs, TraceArgs, YearArgs};
use crate::args::{Common, Format};
use crate::context;
use crate::figure::{figure, place};
use crate::output::{Align, Output, Sheet, complain};
use julin_app::contract::{Missing, Ranking, ScoreTrace, TableScores};
use julin_app::{App, Call, measure};
use julin_locale::catalogue;
use julin_locale::decimal;
use julin_model::{Diagnostic, Severity, Trace};
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &MeasureCommand) -> anyhow::Result<ExitCode> {
    if let MeasureCommand::Score(args) = command {
        score(output, args)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (app, call) = (context::open(common, output)?, Call::default());
    match command {
        MeasureCommand::Frameworks(args) => frameworks(&app, &call, output, args)?,
        MeasureCommand::Rank(args) => rank(&app, &call, output, args)?,
        MeasureCommand::Trace(args) => trace(&app, &call, output, args)?,
        MeasureCommand::Score(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn year(app: &App, args: &YearArgs) -> i32 {
    args.as_of.unwrap_or_else(|| app.default_year())
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    Sheet::new(
        headings
            .iter()
            .map(|(key, align)| (text(output, &format!("cli.heading.{key}")), *align)),
    )
}

fn share(share: f64) -> String {
    julin_locale::percent(share, 0)
}

fn frameworks(app: &App, call: &Call, output: &Output, args: &YearArgs) -> anyhow::Result<()> {
    let list = measure::frameworks(
        app,
        call,
        &measure::FrameworksInput {
            as_of: year(app, args),
        },
    )?;
    output.print(&list, || {
        let headings = [
            ("framework", Align::Left),
            ("title", Align::Left),
            ("indicators", Align::Right),
            ("computable", Align::Right),
            ("ranked", Align::Right),
        ];
        let mut sheet = sheet(output, &headings);
        for line in &list {
            sheet.row([
                line.id.clone(),
                line.title.get(output.lang).to_owned(),
                line.indicators.to_string(),
                line.computable.to_string(),
                format!("{} / {}", line.ranked, line.units),
            ]);
        }
        sheet
    })
}

fn rank(app: &App, call: &Call, output: &Output, args: &RankArgs) -> anyhow::Result<()> {
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

fn trace(app: &App, call: &Call, output: &Output, args: &TraceArgs) -> anyhow::Result<()> {
    let input = measure::TraceInput {
        framework: args.framework.clone(),
        unit: args.unit.clone(),
        node: args.node.clone(),
        as_of: year(app, &args.year),
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

fn score(output: &Output, args: &ScoreArgs) -> anyhow::Result<()> {
    let scores = measure::score_tables(&measure::ScoreTablesInput {
        meta: args.meta.clone(),
        data: args.data.clone(),
        minimum_coverage: args.minimum_coverage,
    })?;
    scores
        .diagnostics
        .iter()
        .for_each(|found| complain(output, found));
    output.print(&scores, || score_sheet(output, &scores))
}

/// For a terminal only the groups; for programs all levels.
fn score_sheet(output: &Output, scores: &TableScores) -> Sheet {
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
        let first = [row.unit.clone(), row.name.clone(), rank, coverage];
        let rest = shown
            .iter()
            .map(|at| row.scores[*at].map(number).unwrap_or_default());
        sheet.row(first.into_iter().chain(rest));
    }
    sheet
}
