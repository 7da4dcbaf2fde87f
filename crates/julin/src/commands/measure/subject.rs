//! What commands of this verb share: where framework and figures come from, and how a
//! computed result is shown and kept.

use crate::args::Common;
use crate::args::measure::{RunArgs, SubjectArgs};
use crate::context;
use crate::output::{Bar, Output, Sheet, complain, note};
use julin_app::measure::{FactorEffect, Study, Subject, any_data, read_study};
use julin_app::runs::{Computation, Sensitivity, Update, keep_run, perform};
use julin_app::{App, Call};
use julin_locale::decimal;
use julin_model::{Diagnostic, Severity};
use std::sync::atomic::{AtomicUsize, Ordering};

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
/// the sheet. `found` picks the findings to tell. Estimates made on the way are told on
/// standard error.
pub fn show<C: Computation>(
    desk: &Desk,
    output: &Output,
    input: &C,
    found: fn(&C::Outcome) -> &[Diagnostic],
    sheet: impl FnOnce(&C::Outcome) -> Sheet,
) -> anyhow::Result<()> {
    let bar = Bar::steps(output);
    let told = AtomicUsize::new(0);
    let progress = |update: Update<'_>| {
        bar.set(update.done, update.total);
        let steps = update.so_far.first().map_or(0, |one| one.steps.len() + 1);
        if told.swap(steps, Ordering::Relaxed) < steps {
            bar.aside(|| converging(output, update.so_far));
        }
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
            &Diagnostic::note("cli.run-kept").with("run", &done.run.head.id),
        );
    }
    let drawn = || sheet(&done.outcome);
    output.publish(&done.run, drawn, || Ok(Some(done.proof())))
}

/// The total effect of every factor with its interval, from the points so far.
fn converging(output: &Output, so_far: &[Sensitivity]) {
    for one in so_far {
        let effects = &one.effects;
        let factor = |effect: &FactorEffect| {
            let total = effect.total;
            let [value, low, high] = [total.value, total.low, total.high].map(|x| decimal(x, 3));
            format!("{} {value} [{low}, {high}]", effect.factor)
        };
        let factors: Vec<_> = effects.factors.iter().map(factor).collect();
        let told = Diagnostic::note("cli.sensitivity.so-far")
            .with("points", effects.rows)
            .with("effects", factors.join("  "));
        note(output, &told);
    }
}
