//! `julin criteria …`: rules of policies and titles, and who meets them.

mod calendar;
mod list;
mod show;

use super::text;
use crate::args::Common;
use crate::args::criteria::CriteriaCommand;
use crate::context;
use crate::output::{Align, Output, Sheet};
use julin_app::Call;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(
    common: &Common,
    output: &Output,
    command: &CriteriaCommand,
) -> anyhow::Result<ExitCode> {
    let app = context::on_files(common, output)?;
    let call = Call::default();
    match command {
        CriteriaCommand::List(args) => list::list(&app, &call, output, args)?,
        CriteriaCommand::Show(args) => show::show(&app, &call, output, args)?,
        CriteriaCommand::Calendar(args) => calendar::calendar(&app, &call, output, args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    Sheet::new(headings.iter().map(|(key, align)| (heading(key), *align)))
}
