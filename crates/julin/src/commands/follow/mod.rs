//! `julin follow …`: cases, who holds them and when they are due.

mod board;
mod budget;
mod doing;
mod figures;
mod lists;
mod notices;
mod open;
mod promise;
mod register;
mod round;
mod show;
mod silence;
mod simulate;
mod typed;
mod upkeep;
mod words;
mod workflows;

use super::text;
use crate::args::Common;
use crate::args::follow::{FollowCommand, Who};
use crate::context;
use crate::output::{Align, Output, Sheet};
use julin_app::Call;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &FollowCommand) -> anyhow::Result<ExitCode> {
    let app = match command {
        // Nothing is read from a store or kept in it.
        FollowCommand::Simulate(_) => context::on_files(common, output)?,
        _ => context::open(common, output)?,
    };
    match command {
        FollowCommand::Workflows => workflows::workflows(&app, output)?,
        FollowCommand::Due(args) => lists::due(&app, output, args)?,
        FollowCommand::List(args) => lists::list(&app, output, args)?,
        FollowCommand::Work(args) => lists::work(&app, output, args)?,
        FollowCommand::Board(args) => board::board(&app, output, args)?,
        FollowCommand::Silence(args) => silence::silence(&app, output, args)?,
        FollowCommand::Budget(args) => budget::budget(&app, output, args)?,
        FollowCommand::Round(args) => round::round(&app, output, args)?,
        FollowCommand::Register(args) => register::register(&app, output, args)?,
        FollowCommand::Figures(args) => figures::figures(&app, output, args)?,
        FollowCommand::Notices(command) => notices::run(&app, output, command)?,
        FollowCommand::Open(args) => open::open(&app, output, args)?,
        FollowCommand::Show(args) => show::show(&app, output, args)?,
        FollowCommand::Promise(command) => promise::run(&app, output, command)?,
        FollowCommand::Wake => upkeep::wake(&app, output)?,
        FollowCommand::Simulate(args) => return simulate::simulate(&app, output, args),
        FollowCommand::Verify(args) => return upkeep::verify(&app, output, args),
        other => doing::run(&app, output, other)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Who calls.
fn call(who: &Who) -> Call {
    who.who.as_ref().map_or_else(Call::default, Call::named)
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    Sheet::new(headings.iter().map(|(key, align)| (heading(key), *align)))
}

/// The same by whole keys, those of a page among them.
fn page_sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    Sheet::new(
        headings
            .iter()
            .map(|(key, align)| (text(output, key), *align)),
    )
}
