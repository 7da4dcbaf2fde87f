//! `julin run …`: computations that were kept or exported, computed again and compared.

use super::text;
use crate::args::Common;
use crate::args::run::RunCommand;
use crate::context;
use crate::output::{Align, Bar, Output, Sheet};
use anyhow::Context as _;
use julin_app::contract::{Difference, Rebuilt, RunComparison};
use julin_app::runs::{RebuildInput, RunCompareInput, RunInput, RunsInput, Update};
use julin_app::{App, Call, runs};
use julin_model::{Run, RunHead};
use std::path::Path;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &RunCommand) -> anyhow::Result<ExitCode> {
    match command {
        RunCommand::List(args) => list(&context::open(common, output)?, output, args.limit)?,
        RunCommand::Show(args) => show(&Source::open(common, output, &args.run)?.run, output)?,
        RunCommand::Rebuild(args) => return rebuild(common, output, &args.run),
        RunCommand::Compare(args) => compare(common, output, &args.first, &args.second)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A run, from a file or from the store.
struct Source {
    run: Run,
    app: Option<App>,
}

impl Source {
    fn open(common: &Common, output: &Output, named: &str) -> anyhow::Result<Self> {
        if Path::new(named).is_file() {
            let text = std::fs::read_to_string(named).with_context(|| named.to_owned())?;
            let run: Run = serde_json::from_str(&text).with_context(|| named.to_owned())?;
            return Ok(Self { run, app: None });
        }
        let app = context::open(common, output)?;
        let input = RunInput {
            id: named.to_owned(),
        };
        let run = runs::run(&app, &Call::default(), &input)?;
        Ok(Self {
            run,
            app: Some(app),
        })
    }
}

fn headings(output: &Output, keys: &[&str]) -> Vec<(String, Align)> {
    let one = |key: &&str| (text(output, &format!("cli.heading.{key}")), Align::Left);
    keys.iter().map(one).collect()
}

fn list(app: &App, output: &Output, limit: usize) -> anyhow::Result<()> {
    let lines = runs::runs(app, &Call::default(), &RunsInput { limit })?;
    output.print(&lines, || {
        let mut sheet = Sheet::new(headings(output, &["run", "computation", "when", "digest"]));
        for line in &lines {
            sheet.row(row(&line.head));
        }
        sheet
    })
}

fn row(line: &RunHead) -> [String; 4] {
    [
        line.id.clone(),
        line.kind.clone(),
        line.computed_at.format("%Y-%m-%d %H:%M:%S").to_string(),
        line.output_digest[..line.output_digest.len().min(16)].to_owned(),
    ]
}

fn show(run: &Run, output: &Output) -> anyhow::Result<()> {
    output.print(run, || {
        let mut sheet = Sheet::new(headings(output, &["run", "computation", "when", "digest"]));
        sheet.row(row(&run.head));
        sheet
    })
}

fn rebuild(common: &Common, output: &Output, named: &str) -> anyhow::Result<ExitCode> {
    let source = Source::open(common, output, named)?;
    let app = match source.app {
        None if runs::needs_store(&source.run)? => Some(context::open(common, output)?),
        app => app,
    };
    let bar = Bar::steps(output);
    let progress = |update: Update<'_>| {
        bar.set(update.done, update.total);
        true
    };
    let input = RebuildInput { run: source.run };
    let rebuilt = runs::rebuild_run(app.as_ref(), &input, &progress)?;
    bar.finish();
    output.print(&rebuilt, || rebuilt_sheet(output, &rebuilt))?;
    Ok(ExitCode::from(u8::from(!rebuilt.same_result)))
}

fn rebuilt_sheet(output: &Output, rebuilt: &Rebuilt) -> Sheet {
    let mut sheet = Sheet::new(headings(output, &["what", "same"]));
    let word = |same| {
        text(
            output,
            if same {
                "cli.run.same"
            } else {
                "cli.run.different"
            },
        )
    };
    for (key, same) in [
        ("cli.run.packs", rebuilt.same_packs),
        ("cli.run.figures", rebuilt.same_figures),
        ("cli.run.result", rebuilt.same_result),
    ] {
        sheet.row([text(output, key), word(same)]);
    }
    sheet
}

fn compare(common: &Common, output: &Output, first: &str, second: &str) -> anyhow::Result<()> {
    let input = RunCompareInput {
        first: Source::open(common, output, first)?.run,
        second: Source::open(common, output, second)?.run,
    };
    let comparison = runs::compare_runs(&input)?;
    output.print(&comparison, || comparison_sheet(output, &comparison))
}

fn comparison_sheet(output: &Output, comparison: &RunComparison) -> Sheet {
    let mut sheet = Sheet::new(headings(output, &["what", "first", "second"]));
    let shown =
        |value: &Option<String>| value.clone().unwrap_or_else(|| text(output, "cli.unknown"));
    let mut add = |difference: &Difference| {
        let (first, second) = (shown(&difference.first), shown(&difference.second));
        sheet.row([difference.path.clone(), first, second]);
    };
    comparison.parameters.iter().for_each(&mut add);
    comparison.results.iter().for_each(&mut add);
    sheet
}
