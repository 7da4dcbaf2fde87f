//! What commands of this verb share: where framework and figures come from, and how a
//! computed result is shown and kept.

use crate::args::measure::{RunArgs, SubjectArgs};
use crate::args::{Common, Format};
use crate::context;
use crate::output::{Bar, Output, Sheet, complain, note};
use anyhow::Context as _;
use julin_app::measure::{Study, Subject, any_data, read_study};
use julin_app::runs::{Request, keep_run, perform};
use julin_app::{App, Call};
use julin_model::{Diagnostic, Severity};
use serde::de::DeserializeOwned;

/// Framework and figures as named on the command line.
pub struct Desk {
    /// The store, where figures come from it or results go to it.
    pub app: Option<App>,
    /// Framework and figures.
    pub subject: Subject,
    /// The study file; empty when none is given.
    pub study: Study,
}

impl Desk {
    /// Reads the study file, and opens the store if it is needed.
    pub fn open(
        common: &Common,
        output: &Output,
        args: &SubjectArgs,
        run: &RunArgs,
    ) -> anyhow::Result<Self> {
        let study = match &args.spec {
            Some(path) => read_study(path)?,
            None => Study::default(),
        };
        if let (Some(meta), Some(data)) = (&args.meta, &args.data) {
            let mut method = study.method.clone().unwrap_or_else(|| any_data());
            method.minimum_coverage = args.minimum_coverage.unwrap_or(method.minimum_coverage);
            let subject = Subject::Tables {
                meta: meta.clone(),
                data: data.clone(),
                method: Box::new(method),
            };
            let kept = run.keep.then(|| context::open(common, output));
            return Ok(Self {
                app: kept.transpose()?,
                subject,
                study,
            });
        }
        let app = context::open(common, output)?;
        let subject = Subject::Store {
            framework: args.framework.clone().unwrap_or_default(),
            as_of: super::year(&app, &args.year),
            method: study.method.clone().map(Box::new),
        };
        Ok(Self {
            app: Some(app),
            subject,
            study,
        })
    }
}

/// Computes a request and prints the result: as JSON the whole run, which can be rebuilt;
/// otherwise the sheet.
pub fn show<T: DeserializeOwned>(
    desk: &Desk,
    output: &Output,
    args: &RunArgs,
    request: &Request,
    sheet: impl FnOnce(&T) -> Sheet,
) -> anyhow::Result<()> {
    let bar = Bar::rows(output);
    let progress = |done: u64, total: u64| {
        bar.set(done, total);
        true
    };
    let run = match &desk.app {
        Some(app) if args.keep => keep_run(app, &Call::default(), request, &progress)?,
        app => perform(app.as_ref(), request, &progress)?,
    };
    bar.finish();
    let value: serde_json::Value = serde_json::from_str(&run.result).context("run")?;
    let found = value.get("diagnostics").cloned().unwrap_or_default();
    let found: Vec<Diagnostic> = serde_json::from_value(found).unwrap_or_default();
    let worth = |found: &&Diagnostic| found.severity > Severity::Note;
    found
        .iter()
        .filter(worth)
        .for_each(|found| complain(output, found));
    if args.keep {
        note(
            output,
            &Diagnostic::note("cli.run-kept").with("run", &run.id),
        );
    }
    if output.format == Format::Json {
        return output.print(&julin_app::contract::RunView::new(&run, value), || {
            Sheet::new([])
        });
    }
    let result: T = serde_json::from_value(value).context("run")?;
    output.print(&(), || sheet(&result))
}
