//! `julin follow figures`: how far cases came, how long they took, and how many of each
//! class; one line for each figure, so that a program can read them all.

use super::super::text;
use super::words::filled;
use super::{page_sheet, typed};
use crate::args::follow_lists::FiguresArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{DurationFigures, DurationView, FunnelView, Tally, WorkflowFigures};
use julin_app::{App, Call, follow};

/// Prints the figures of a workflow, times before and after a day where one is given.
pub fn figures(app: &App, output: &Output, args: &FiguresArgs) -> anyhow::Result<()> {
    let day = args.day.as_ref().map(|day| typed::day(day)).transpose()?;
    let view = follow::workflow_figures(app, &Call::default(), (&args.workflow, day))?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &WorkflowFigures) -> Sheet {
    let headings = [
        ("cli.heading.figure", Align::Left),
        ("cli.heading.item", Align::Left),
        ("page.figures.cases", Align::Right),
        ("cli.heading.stand-for", Align::Right),
        ("cli.heading.rounds-running", Align::Right),
        ("cli.heading.median-hours", Align::Right),
        ("cli.heading.decile-hours", Align::Right),
    ];
    let args = [
        ("workflow", view.workflow.title.get(output.lang).to_owned()),
        ("n", view.cases.to_string()),
    ];
    let title = filled(output, "page.figures.title", args);
    let mut lines = view
        .funnel
        .iter()
        .flat_map(|own| far(output, own))
        .collect::<Vec<_>>();
    lines.extend(view.clocks.iter().flat_map(|own| took(output, view, own)));
    let handling = ["returned", "reopened", "hurried"]
        .into_iter()
        .zip(view.counts);
    lines.extend(handling.map(|(key, n)| {
        let item = text(output, &format!("cli.follow-cases-{key}"));
        Line::count(page(output, "handling"), item, n)
    }));
    for class in &view.classes {
        let field = class.field.title.get(output.lang);
        let count = |item: &str, n| Line::count(field.to_owned(), item.to_owned(), n);
        let choices = class.choices.iter().filter(|(_, n)| *n > 0);
        lines.extend(choices.map(|(choice, n)| count(choice.title.get(output.lang), *n)));
        let unknown =
            (class.unknown > 0).then(|| count(&text(output, "ui.unknown"), class.unknown));
        lines.extend(unknown);
    }
    let mut sheet = page_sheet(output, &headings).titled(title);
    lines.into_iter().for_each(|line| sheet.row(line.cells()));
    if !view.clocks.is_empty() {
        sheet.note(page(output, "method"));
    }
    sheet
}

fn page(output: &Output, key: &str) -> String {
    text(output, &format!("page.figures.{key}"))
}

/// One figure: what it is of, how many cases, how long they took.
#[derive(Default)]
struct Line {
    figure: String,
    item: String,
    cases: u64,
    /// What the cases stand for, where that is more.
    stand_for: Option<f64>,
    unfinished: Option<u64>,
    /// Median and worst decile, in seconds.
    took: [Option<f64>; 2],
}

impl Line {
    fn count(figure: String, item: String, cases: u64) -> Self {
        Self {
            figure,
            item,
            cases,
            ..Self::default()
        }
    }

    fn tally(figure: &str, item: &str, own: &Tally) -> Self {
        let more = (own.counted - own.cases as f64).abs() > 1e-9;
        Self {
            stand_for: more.then_some(own.counted),
            ..Self::count(figure.to_owned(), item.to_owned(), own.cases)
        }
    }

    fn cells(self) -> [String; 7] {
        let shown = |n: Option<f64>, places| n.map(|n| format!("{n:.places$}")).unwrap_or_default();
        let [median, decile] = self
            .took
            .map(|seconds| shown(seconds.map(|n| n / 3600.0), 1));
        [
            self.figure,
            self.item,
            self.cases.to_string(),
            shown(self.stand_for, 0),
            self.unfinished.map(|n| n.to_string()).unwrap_or_default(),
            median,
            decile,
        ]
    }
}

fn far(output: &Output, own: &FunnelView) -> Vec<Line> {
    let [reached, stayed, ends] = ["reached", "stayed", "ends"].map(|key| page(output, key));
    let steps = || {
        own.steps
            .iter()
            .map(|(state, all, last)| (state.title.get(output.lang), all, last))
    };
    let mut lines: Vec<Line> = steps()
        .map(|(state, all, _)| Line::tally(&reached, state, all))
        .collect();
    lines.extend(steps().map(|(state, _, last)| Line::tally(&stayed, state, last)));
    let ended = own.ended.iter();
    lines
        .extend(ended.map(|(state, _, own)| Line::tally(&ends, state.title.get(output.lang), own)));
    lines.push(Line::tally(&ends, &page(output, "still-open"), &own.open));
    lines
}

fn took(output: &Output, view: &WorkflowFigures, own: &DurationView) -> Vec<Line> {
    let clock = own.clock.title.get(output.lang);
    let provisional = own
        .durations
        .provisional
        .then(|| text(output, "follow.provisional"));
    let line = |key: &str, figures: &DurationFigures| Line {
        figure: [
            Some(page(output, "times")),
            Some(page(output, key)),
            provisional.clone(),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · "),
        item: clock.to_owned(),
        cases: figures.n,
        unfinished: Some(figures.unfinished),
        took: [figures.median, figures.worst_decile.map(|n| n as f64)],
        ..Line::default()
    };
    let mut lines = vec![line("all", &own.durations.all)];
    if view.day.is_some() {
        lines.push(line("before", &own.durations.before));
        lines.push(line("after", &own.durations.after));
    }
    lines
}
