//! `julin match …`: what is needed and what is offered.

mod explain;
mod pairs;
mod words;

use super::text;
use crate::args::Common;
use crate::args::matching::MatchCommand;
use crate::context;
use crate::output::{Align, Output, Sheet};
use julin_app::Call;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &MatchCommand) -> anyhow::Result<ExitCode> {
    let app = context::on_files(common, output)?;
    let call = Call::default();
    match command {
        MatchCommand::Pairs(args) => pairs::pairs(&app, &call, output, args)?,
        MatchCommand::Explain(args) => explain::explain(&app, &call, output, args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    Sheet::new(headings.iter().map(|(key, align)| (heading(key), *align)))
}
