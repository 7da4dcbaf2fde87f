//! `julin data import`: preview, confirm, import, hand back the refused rows.

use super::text;
use crate::args::Common;
use crate::args::data::ImportArgs;
use crate::context;
use crate::exit;
use crate::output::{Align, Bar, Output, Sheet, complain, note};
use anyhow::Context as _;
use julin_app::contract::{ImportOutcome, PreviewView};
use julin_app::data::{
    CopyFormat, ImportErrorsInput, ImportInput, ImportOptions, PreviewInput, import_errors,
    import_file, preview_import,
};
use julin_app::{App, Call};
use julin_model::{Diagnostic, Severity};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

/// Rows of refusals printed; the rest is in the batch.
const PRINTED: usize = 20;

/// Runs it.
pub fn run(common: &Common, output: &Output, args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let (app, call) = (context::open_or_create(common, output)?, Call::default());
    let name = args
        .file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let options = options(args)?;
    if args.preview || asks(args) {
        let input = PreviewInput {
            file: args.file.clone(),
            name: name.clone(),
            options: options.clone(),
        };
        let preview = preview_import(&app, &call, &input)?;
        show(output, &preview)?;
        if args.preview || !confirmed(output)? {
            return Ok(ExitCode::SUCCESS);
        }
    }
    let bar = Bar::bytes(output);
    let input = ImportInput {
        file: args.file.clone(),
        name,
        options,
    };
    let outcome = import_file(&app, &call, &input, &mut |done, total| bar.set(done, total));
    bar.finish();
    let outcome = outcome?;
    report(output, &outcome)?;
    if let (Some(batch), Some(file)) = (outcome.batch, &args.errors) {
        hand_back(&app, &call, output, batch, file)?;
    }
    Ok(if outcome.counts.refused > 0 {
        exit::findings()
    } else {
        ExitCode::SUCCESS
    })
}

/// A proposed mapping is shown and confirmed when a person sits at the terminal.
fn asks(args: &ImportArgs) -> bool {
    args.mapping.is_none() && !args.yes && std::io::stdin().is_terminal()
}

fn options(args: &ImportArgs) -> anyhow::Result<ImportOptions> {
    let mapping = match &args.mapping {
        Some(given) if Path::new(given).is_file() => {
            Some(std::fs::read_to_string(given).with_context(|| given.clone())?)
        }
        other => other.clone(),
    };
    Ok(ImportOptions {
        mapping,
        sheet: args.sheet.clone(),
        encoding: args.encoding.clone(),
        separator: args.separator.clone(),
        entity_type: args.entity_type.clone(),
        period: args.period.clone(),
        series: args.series.clone(),
    })
}

fn confirmed(output: &Output) -> anyhow::Result<bool> {
    eprint!("{} ", text(output, "cli.import.confirm"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let yes = text(output, "cli.import.confirm.yes");
    Ok(yes
        .split(' ')
        .any(|word| word == answer.trim().to_lowercase()))
}

fn show(output: &Output, preview: &PreviewView) -> anyhow::Result<()> {
    preview
        .diagnostics
        .iter()
        .for_each(|found| complain(output, found));
    output.print(preview, || {
        let headings = ["column", "heading", "taken-for", "unit", "why"];
        let mut sheet = Sheet::new(
            headings.map(|key| (text(output, &format!("cli.heading.{key}")), Align::Left)),
        );
        for column in &preview.columns {
            let taken = match &column.field {
                Some(field) => format!("{} ({field})", column.label.get(output.lang)),
                None => text(output, &format!("cli.role.{}", column.role)),
            };
            let unit = column.unit.clone().unwrap_or_default();
            sheet.row([
                column.column.to_string(),
                column.heading.clone(),
                taken,
                unit,
                text(output, &column.reason),
            ]);
        }
        for row in preview.rows.iter().take(5) {
            sheet.note(format!("R{}  {}", row.row, row.cells.join(" | ")));
        }
        let period = preview.period.map(|p| p.to_string()).unwrap_or_default();
        sheet.titled(format!(
            "{} · {} · {} {period}",
            preview.file, preview.format, preview.entity_type
        ))
    })
}

fn report(output: &Output, outcome: &ImportOutcome) -> anyhow::Result<()> {
    if let Some(earlier) = outcome.already {
        note(
            output,
            &Diagnostic::note("cli.import.already").with("batch", earlier),
        );
    }
    outcome
        .diagnostics
        .iter()
        .for_each(|found| complain(output, found));
    for problem in outcome.problems.iter().take(PRINTED) {
        complain(output, &problem.diagnostic);
    }
    output.print(outcome, || {
        let headings = [("what", Align::Left), ("count", Align::Right)];
        let mut sheet = Sheet::new(
            headings.map(|(key, align)| (text(output, &format!("cli.heading.{key}")), align)),
        );
        let c = &outcome.counts;
        let counts = [
            ("rows", c.rows),
            ("accepted", c.accepted),
            ("refused", c.refused),
            ("totals", c.totals),
            ("entities-added", c.entities_added),
            ("records-added", c.records_added),
            ("records-changed", c.records_changed),
            ("records-same", c.records_same),
            ("doubtful", c.doubtful),
            ("warnings", c.warnings),
        ];
        for (key, count) in counts {
            sheet.row([
                text(output, &format!("cli.import.{key}")),
                count.to_string(),
            ]);
        }
        match outcome.batch {
            Some(batch) => sheet.titled(format!("{} {batch}", text(output, "cli.heading.batch"))),
            None => sheet,
        }
    })
}

fn hand_back(
    app: &App,
    call: &Call,
    output: &Output,
    batch: i64,
    file: &Path,
) -> anyhow::Result<()> {
    let csv = file
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let format = if csv {
        CopyFormat::Csv
    } else {
        CopyFormat::Xlsx
    };
    let bytes = import_errors(
        app,
        call,
        &ImportErrorsInput {
            id: batch,
            lang: output.lang,
            format,
        },
    )?;
    std::fs::write(file, bytes).with_context(|| file.display().to_string())?;
    let done = Diagnostic::note("cli.import.handed-back").with("file", file.display());
    debug_assert_eq!(done.severity, Severity::Note);
    note(output, &done);
    Ok(())
}
