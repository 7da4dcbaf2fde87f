//! `julin measure …`: one file per command.

mod audit;
mod compare;
mod contributions;
mod convert;
mod draw;
mod frameworks;
mod levers;
pub(super) mod pairs;
mod rank;
mod score;
mod sensitivity;
mod subject;
mod surveys;
mod table;
mod targets;
mod trace;
mod uncertainty;
mod what_if;
mod years;

use super::text;
use crate::args::Common;
use crate::args::measure::{MeasureCommand, YearArgs};
use crate::context;
use crate::output::{Align, Output, Sheet};
use julin_app::{App, Call};
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &MeasureCommand) -> anyhow::Result<ExitCode> {
    let call = Call::default();
    let open = || context::open(common, output);
    match command {
        MeasureCommand::Frameworks(args) => frameworks::frameworks(&open()?, &call, output, args)?,
        MeasureCommand::Rank(args) => rank::rank(common, output, args)?,
        MeasureCommand::Trace(args) => trace::trace(&open()?, &call, output, args)?,
        MeasureCommand::Score(args) => score::score(common, output, args)?,
        MeasureCommand::Table(args) => table::table(common, output, args)?,
        MeasureCommand::Compare(args) => compare::compare(common, output, args)?,
        MeasureCommand::Whatif(args) => what_if::what_if(common, output, args)?,
        MeasureCommand::Convert(args) => return convert::convert(output, args),
        MeasureCommand::Audit(args) => audit::audit(common, output, args)?,
        MeasureCommand::Uncertainty(args) => uncertainty::uncertainty(common, output, args)?,
        MeasureCommand::Sensitivity(args) => sensitivity::sensitivity(common, output, args)?,
        MeasureCommand::Contributions(args) => {
            contributions::contributions(common, output, args)?;
        }
        MeasureCommand::Levers(args) => levers::levers(common, output, args)?,
        MeasureCommand::Targets(args) => targets::targets(&open()?, &call, output, args)?,
        MeasureCommand::Surveys => surveys::surveys(&open()?, &call, output)?,
        MeasureCommand::Survey(args) => surveys::survey(&open()?, &call, output, args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn year(app: &App, args: &YearArgs) -> i32 {
    args.as_of.unwrap_or_else(|| app.default_year())
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    Sheet::new(
        headings
            .iter()
            .map(|(key, align)| (text(output, &format!("cli.heading.{key}")), *align)),
    )
}

fn share(share: f64) -> String {
    julin_locale::percent(share, 0)
}
