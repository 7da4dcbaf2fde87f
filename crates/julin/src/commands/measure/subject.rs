//! What commands of this verb share: where framework and figures come from, and how a
//! computed result is shown and kept.

use crate::args::measure::{RunArgs, SubjectArgs};
use crate::args::{Common, Format};
use crate::context;
use crate::output::{Bar, Output, Sheet, complain, note};
use anyhow::Context as _;
use julin_app::contract::RunView;
use julin_app::measure::{Study, Subject, any_data, read_study};
use julin_app::runs::{Computation, keep_run, perform};
use julin_app::{App, Call};
use julin_model::{Diagnostic, Severity};

/// Framework and figures as named on the command line.
pub struct Desk {
    /// The store, where figures come from it or results go to it.
    pub app: Option<App>,
    /// Framework and figures.
    pub subject: Subject,
    /// The study file; empty when none is given.
    pub study: Study,
    /// The result is to be kept as a run.
    pub keep: bool,
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
            let mut method = study.method.clone().unwrap_or_else(any_data);
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
                keep: run.keep,
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
            keep: run.keep,
        })
    }
}

/// Computes and prints the result: as JSON the whole run, which can be rebuilt; otherwise
/// the sheet. `found` picks the findings to tell.
pub fn show<C: Computation>(
    desk: &Desk,
    output: &Output,
    input: &C,
    found: fn(&C::Outcome) -> &[Diagnostic],
    sheet: impl FnOnce(&C::Outcome) -> Sheet,
) -> anyhow::Result<()> {
    let bar = Bar::rows(output);
    let progress = |done: u64, total: u64| {
        bar.set(done, total);
        true
    };
    let done = perform(desk.app.as_ref(), input, &progress)?;
    bar.finish();
    let worth = |found: &&Diagnostic| found.severity > Severity::Note;
    let worth = found(&done.outcome).iter().filter(worth);
    worth.for_each(|found| complain(output, found));
    if let (true, Some(app)) = (desk.keep, &desk.app) {
        keep_run(app, &Call::default(), &done.run)?;
        note(
            output,
            &Diagnostic::note("cli.run-kept").with("run", &done.run.id),
        );
    }
    let value = if output.format == Format::Json {
        serde_json::from_str(&done.run.result).context("run")?
    } else {
        serde_json::Value::Null
    };
    let drawn = || sheet(&done.outcome);
    output.publish(&RunView::new(&done.run, value), drawn, || {
        Ok(Some(done.proof()))
    })
}
