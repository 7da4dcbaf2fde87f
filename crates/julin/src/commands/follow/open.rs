//! `julin follow open`: a new case.

use super::typed;
use super::{call, doing};
use crate::args::follow::OpenArgs;
use crate::output::Output;
use julin_app::App;
use julin_app::follow::{self, OpenCaseInput};
use julin_model::Text;

/// Opens a case and prints its number.
pub fn open(app: &App, output: &Output, args: &OpenArgs) -> anyhow::Result<()> {
    let title = match &args.title_en {
        Some(en) => Text::new(args.title.clone(), en.clone()),
        None => Text::same(&args.title),
    };
    let input = OpenCaseInput {
        workflow: args.workflow.clone(),
        title,
        subject: args.subject.clone(),
        within: args.within.clone(),
        source: args.source.clone(),
        act: args.act.clone(),
        fields: typed::fields(&args.filled.fields)?,
        people: typed::people(&args.filled.people)?,
        reason: args.filled.reason.clone(),
        on: typed::time(args.doing.on.as_ref())?,
        basis: args.doing.basis.clone(),
        documents: typed::files(&args.doing.attach)?,
        key: args.doing.key.clone(),
    };
    let done = follow::open_case(app, &call(&args.doing.who), &input)?;
    doing::done(app, output, &call(&args.doing.who), &done)
}
