//! `julin pack …`: check, test, list, load.

use super::text;
use crate::args::Common;
use crate::args::pack::PackCommand;
use crate::context;
use crate::exit;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::Call;
use julin_app::packs::{self, CheckInput, LoadInput};
use julin_model::Severity;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &PackCommand) -> anyhow::Result<ExitCode> {
    match command {
        PackCommand::Check(args) => check(output, args.folder.clone()),
        PackCommand::Test(args) => test(output, args.folder.clone()),
        PackCommand::List => list(common, output),
        PackCommand::Load(args) => load(common, output, args.documents.as_ref()),
        PackCommand::Schema => {
            let schema = serde_json::to_string_pretty(&packs::schema())? + "\n";
            output.write(schema.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(output: &Output, folder: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let checked = packs::check(&CheckInput { folder })?;
    checked
        .diagnostics
        .iter()
        .for_each(|found| complain(output, found));
    output.print(&checked, || {
        let mut sheet = Sheet::new([
            (text(output, "cli.heading.pack"), Align::Left),
            (text(output, "cli.heading.errors"), Align::Right),
            (text(output, "cli.heading.warnings"), Align::Right),
        ]);
        for pack in &checked.packs {
            let of = |severity| {
                let own = |d: &&julin_model::Diagnostic| {
                    d.severity == severity
                        && d.place
                            .as_ref()
                            .is_some_and(|p| p.file.split('/').any(|part| part == pack))
                };
                checked.diagnostics.iter().filter(own).count().to_string()
            };
            sheet.row([pack.clone(), of(Severity::Error), of(Severity::Warning)]);
        }
        sheet
    })?;
    Ok(if checked.has_errors() {
        exit::findings()
    } else {
        ExitCode::SUCCESS
    })
}

fn test(output: &Output, folder: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let run = packs::run_cases(&CheckInput { folder })?;
    run.diagnostics
        .iter()
        .for_each(|found| complain(output, found));
    output.print(&run, || {
        let headings = [
            "cli.heading.pack",
            "cli.heading.case",
            "cli.heading.state",
            "cli.heading.title",
        ];
        let mut sheet = Sheet::new(headings.map(|key| (text(output, key), Align::Left)));
        for (pack, case) in &run.cases {
            let state = if case.passed {
                "cli.passed"
            } else {
                "cli.failed"
            };
            sheet.row([
                pack.clone(),
                case.id.clone(),
                text(output, state),
                case.title.get(output.lang).to_owned(),
            ]);
        }
        sheet
    })?;
    let broken = run
        .diagnostics
        .iter()
        .any(|d| d.severity == Severity::Error);
    let failed = run.cases.iter().any(|(_, case)| !case.passed);
    Ok(if broken || failed {
        exit::findings()
    } else {
        ExitCode::SUCCESS
    })
}

fn list(common: &Common, output: &Output) -> anyhow::Result<ExitCode> {
    let app = context::open_or_create(common, output)?;
    let lines = packs::list(&app, &Call::default())?;
    output.print(&lines, || {
        let headings = [
            "cli.heading.pack",
            "cli.heading.version",
            "cli.heading.title",
            "cli.heading.contents",
            "cli.heading.loaded",
        ];
        let mut sheet = Sheet::new(headings.map(|key| (text(output, key), Align::Left)));
        for line in &lines {
            let contents: Vec<_> = line
                .contents
                .iter()
                .map(|(kind, count)| {
                    format!(
                        "{} {count}",
                        text(output, &format!("page.packs.kind.{kind}"))
                    )
                })
                .collect();
            let loaded = text(output, if line.loaded { "cli.yes" } else { "cli.no" });
            let title = line.title.get(output.lang).to_owned();
            sheet.row([
                line.id.clone(),
                line.version.clone(),
                title,
                contents.join(" · "),
                loaded,
            ]);
        }
        sheet
    })?;
    Ok(ExitCode::SUCCESS)
}

fn load(common: &Common, output: &Output, documents: Option<&PathBuf>) -> anyhow::Result<ExitCode> {
    let app = context::open_or_create(common, output)?;
    let loaded = packs::load_facts(
        &app,
        &Call::default(),
        &LoadInput {
            documents: context::documents(documents),
        },
    )?;
    let books = packs::load_casebooks(&app)?;
    let found = loaded.diagnostics.iter().chain(&books.diagnostics);
    found.for_each(|found| complain(output, found));
    output.print(&loaded, || {
        let headings = [
            ("cli.heading.pack", Align::Left),
            ("cli.heading.facts", Align::Right),
            ("cli.heading.new", Align::Right),
            ("cli.heading.changed", Align::Right),
        ];
        let mut sheet = Sheet::new(headings.map(|(key, align)| (text(output, key), align)));
        for (pack, counts) in &loaded.packs {
            let counts = counts.unwrap_or_default();
            let figures =
                [counts.rows, counts.records_added, counts.records_changed].map(|n| n.to_string());
            sheet.row(std::iter::once(pack.clone()).chain(figures));
        }
        sheet
    })?;
    Ok(ExitCode::SUCCESS)
}
