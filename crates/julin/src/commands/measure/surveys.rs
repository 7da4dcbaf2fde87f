//! `julin measure surveys` and `julin measure survey`: what members answered together.

use super::super::text;
use super::{share, sheet};
use crate::args::measure::SurveyArgs;
use crate::figure::figure;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::contract::{Cell, CellView, OwnView, QuestionView, RoundView, SurveyView};
use julin_app::{App, Call, measure};
use julin_locale::decimal;
use std::collections::BTreeSet;

/// Prints the surveys.
pub fn surveys(app: &App, call: &Call, output: &Output) -> anyhow::Result<()> {
    let list = measure::surveys(app, call)?;
    output.print(&list, || {
        let headings = [
            ("entity", Align::Left),
            ("title", Align::Left),
            ("questions", Align::Right),
            ("rounds", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        for line in &list {
            let rounds: Vec<_> = line.rounds.iter().map(|r| round(output, r)).collect();
            sheet.row([
                line.id.clone(),
                line.title.get(output.lang).to_owned(),
                line.questions.to_string(),
                rounds.join("; "),
            ]);
        }
        sheet
    })
}

/// A round with how many answers are held.
fn round(output: &Output, round: &RoundView) -> String {
    let name = round.label.get(output.lang);
    format!("{name} ({})", round.held)
}

/// Prints one round of a survey.
pub fn survey(app: &App, call: &Call, output: &Output, args: &SurveyArgs) -> anyhow::Result<()> {
    let input = measure::SurveyInput {
        id: args.id.clone(),
        round: args.round.clone(),
        group: args.group.clone(),
        unit: args.unit.clone(),
    };
    let view = measure::survey(app, call, &input)?;
    for found in &view.diagnostics {
        complain(output, found);
    }
    output.print(&view, || survey_sheet(output, &view))
}

fn survey_sheet(output: &Output, view: &SurveyView) -> Sheet {
    let mut headings = vec![
        ("question", Align::Left),
        ("answers", Align::Right),
        ("result", Align::Left),
    ];
    if view.group.is_some() {
        headings.extend([
            ("group-answers", Align::Right),
            ("group-result", Align::Left),
        ]);
    }
    if view.unit.is_some() {
        headings.push(("own", Align::Left));
    }
    headings.push(("published-result", Align::Left));
    let mut sheet = sheet(output, &headings);
    for question in view.sections.iter().flat_map(|s| &s.questions) {
        let mut cells: Vec<Cell> = vec![question.label.get(output.lang).into()];
        cells.extend(cell(output, question.all.as_ref()));
        if view.group.is_some() {
            cells.extend(cell(output, question.group.as_ref()));
        }
        if view.unit.is_some() {
            let own = question.own.as_ref();
            cells.push(own.map_or(Cell::Empty, |own| position(output, own).into()));
        }
        cells.push(published(output, question).into());
        sheet.row(cells);
    }
    let title = [
        view.line.title.get(output.lang),
        view.round.label.get(output.lang),
    ];
    let group = view.group.as_ref().map(|g| g.label.get(output.lang));
    let parts: Vec<&str> = title.into_iter().chain(group).collect();
    if view.round.held == 0 {
        sheet.note(text(output, "cli.surveys.no-answers"));
    }
    sheet.titled(parts.join(" · "))
}

/// Number of answers, and what they say together or why that is not shown.
fn cell(output: &Output, cell: Option<&CellView>) -> [Cell; 2] {
    let Some(cell) = cell else {
        return [Cell::Empty, Cell::Empty];
    };
    if cell.answers == Some(0) {
        return [Cell::count(0), Cell::Empty];
    }
    if let Some(why) = &cell.hidden {
        return [Cell::Empty, text(output, why).into()];
    }
    let numbers = cell.quartiles.map(|[lower, median, upper]| {
        let [lower, median, upper] = [lower, median, upper].map(short);
        format!("{median} ({lower} – {upper})")
    });
    let share_of = |s: &julin_app::contract::ShareView| {
        let name = match s.label.get(output.lang) {
            "" => text(output, &format!("cli.{}", s.id)),
            label => label.to_owned(),
        };
        let share = s.share.map_or_else(|| "*".to_owned(), share);
        format!("{name} {share}")
    };
    let shares: Vec<_> = cell.shares.iter().map(share_of).collect();
    let result = numbers.unwrap_or_else(|| shares.join("; "));
    [Cell::count(cell.answers), result.into()]
}

fn position(output: &Output, own: &OwnView) -> String {
    let answer = figure(&own.answer.figure, output.lang);
    match (own.rank, own.of) {
        (Some(rank), Some(of)) => format!("{answer} · {rank} / {of}"),
        _ => answer,
    }
}

/// Published results; named where a question has several.
fn published(output: &Output, question: &QuestionView) -> String {
    let fields: BTreeSet<_> = question.published.iter().map(|s| &s.figure.field).collect();
    let one = |s: &julin_app::contract::StatementView| {
        let name = match fields.len() {
            0 | 1 => String::new(),
            _ => s.figure.label.get(output.lang).to_owned(),
        };
        let period = crate::figure::period(s.figure.period);
        let words = [name, period, figure(&s.figure, output.lang)];
        let words = words.into_iter().filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let all: Vec<_> = question.published.iter().map(one).collect();
    all.join("; ")
}

/// A number without more digits than it has.
fn short(value: f64) -> String {
    let full = decimal(value, 2);
    full.strip_suffix(".00").map_or(full.clone(), str::to_owned)
}
