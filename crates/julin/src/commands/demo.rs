//! `julin demo`: the built-in packs into a database, then the web app.

use super::{serve, text};
use crate::args::{Common, DemoArgs};
use crate::context;
use crate::output::{Align, Output, Sheet, complain, note};
use julin_app::contract::TypeCount;
use julin_app::packs::{LoadInput, LoadOutcome, load_casebooks, load_facts};
use julin_app::sample::{SampleInput, load_sample_cases, load_samples};
use julin_app::{App, Call, data};
use julin_model::Diagnostic;
use std::process::ExitCode;

/// The database of the demo when none is named.
const DEMO_DB: &str = "sqlite://demo.db";

/// Loads, prints what was loaded, and serves unless told not to.
pub fn run(common: &Common, output: &Output, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let db = common.db.clone().unwrap_or_else(|| DEMO_DB.to_owned());
    let common = Common {
        db: Some(db.clone()),
        ..common.clone()
    };
    if !args.no_serve {
        serve::refuse_strangers(&args.listen)?;
    }
    let app = context::open_or_create(&common, output)?;
    let call = Call::default();
    let documents = context::documents(args.documents.as_ref());
    let loaded = load_facts(&app, &call, &LoadInput { documents })?;
    let books = load_casebooks(&app)?;
    let found = loaded.diagnostics.iter().chain(&books.diagnostics);
    found.for_each(|found| complain(output, found));
    load_samples(
        &app,
        &call,
        &SampleInput {
            count: args.sample_enterprises,
            seed: args.seed,
        },
    )?;
    if args.sample_enterprises > 0 {
        load_sample_cases(&app, &call)?;
    }
    print(&app, &call, output, &loaded)?;
    note(
        output,
        &Diagnostic::note("cli.demo.database").with("db", &db),
    );
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    serve::serve(app, output, &args.listen)
}

#[derive(serde::Serialize)]
struct Loaded<'a> {
    packs: &'a LoadOutcome,
    entities: &'a [TypeCount],
    records: u64,
    sources: u64,
    conflicts: u64,
}

fn print(app: &App, call: &Call, output: &Output, loaded: &LoadOutcome) -> anyhow::Result<()> {
    let overview = data::overview(
        app,
        call,
        &data::OverviewInput {
            as_of: app.default_year(),
        },
    )?;
    let answer = Loaded {
        packs: loaded,
        entities: &overview.types,
        records: overview.records,
        sources: overview.sources,
        conflicts: overview.conflicts,
    };
    output.print(&answer, || {
        let mut sheet = Sheet::new([
            (text(output, "cli.heading.loaded"), Align::Left),
            (text(output, "cli.heading.count"), Align::Right),
        ]);
        for kind in &overview.types {
            sheet.row([
                kind.label.get(output.lang).to_owned(),
                kind.count.to_string(),
            ]);
        }
        let totals = [
            ("cli.loaded.records", overview.records),
            ("cli.loaded.sources", overview.sources),
            ("cli.loaded.documents", u64::from(loaded.documents_held)),
            ("cli.loaded.conflicts", overview.conflicts),
        ];
        for (key, count) in totals {
            sheet.row([text(output, key), count.to_string()]);
        }
        sheet
    })
}
