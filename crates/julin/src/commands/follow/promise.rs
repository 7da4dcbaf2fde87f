//! `julin follow promise …`: what is promised in a case, kept, put off, let go.

use super::{doing, typed};
use crate::args::follow::PromiseCommand;
use crate::output::Output;
use julin_app::App;
use julin_app::follow::{CaseWhat, What};
use julin_model::Text;

/// Runs one of them.
pub fn run(app: &App, output: &Output, command: &PromiseCommand) -> anyhow::Result<()> {
    let (case, what) = match command {
        PromiseCommand::Add(args) => {
            let due = args.due.as_ref().map(|day| typed::day(day)).transpose()?;
            let what = What::Oblige {
                title: Text::same(&args.title),
                owner: args.owner.clone(),
                due,
            };
            (&args.case, what)
        }
        PromiseCommand::Keep(args) => {
            let what = What::Keep {
                obligation: args.promise,
                result: args.result.clone(),
                documents: Vec::new(),
            };
            (&args.case, what)
        }
        PromiseCommand::PutOff(args) => {
            let what = What::PutOff {
                obligation: args.promise,
                due: typed::day(&args.due)?,
                reason: args.reason.clone(),
            };
            (&args.case, what)
        }
        PromiseCommand::Release(args) => {
            let what = What::Release {
                obligation: args.promise,
                reason: args.reason.clone(),
            };
            (&args.case, what)
        }
    };
    doing::commanded(app, output, case, CaseWhat::Do(what))
}
