//! One file per command family; each command runs one use case.

mod criteria;
mod data;
mod data_import;
mod db;
mod demo;
mod doctor;
mod follow;
mod generate;
mod matching;
mod measure;
mod pack;
mod run;
mod serve;
mod value;

use crate::args::{Cli, Command};
use crate::output::Output;
use std::process::ExitCode;

/// Runs the command that was typed.
pub fn run(cli: &Cli, output: &Output) -> anyhow::Result<ExitCode> {
    let common = &cli.common;
    match &cli.command {
        Command::Demo(args) => demo::run(common, output, args),
        Command::Serve(args) => serve::run(common, output, args),
        Command::Data(command) => data::run(common, output, command),
        Command::Measure(command) => measure::run(common, output, command),
        Command::Criteria(command) => criteria::run(common, output, command),
        Command::Match(command) => matching::run(common, output, command),
        Command::Follow(command) => follow::run(common, output, command),
        Command::Run(command) => run::run(common, output, command),
        Command::Pack(command) => pack::run(common, output, command),
        Command::Db(command) => db::run(common, output, command),
        Command::Doctor => doctor::run(common, output),
        Command::Generate(args) => generate::run(output, args),
    }
}

/// A text of the catalogue in the language of this run.
fn text(output: &Output, key: &str) -> String {
    julin_locale::catalogue().text(key, output.lang).to_owned()
}
