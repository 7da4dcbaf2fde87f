//! `julin`: arguments in, use cases run, answers out.
//!
//! Must not know: rules of any kind. A command turns arguments into a use case's input
//! and its answer into a table, JSON or CSV.

mod args;
mod commands;
mod context;
mod exit;
mod figure;
mod output;

use args::{Cli, help};
use clap::{CommandFactory as _, FromArgMatches as _};
use julin_model::Lang;
use output::Output;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let lang = output::language(asked_language().as_deref());
    let mut command = help::in_language(Cli::command(), lang);
    let parsed = command.try_get_matches_from_mut(std::env::args_os());
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                exit::usage()
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let output = Output::new(&cli.common);
    let checked = output.check().map_err(anyhow::Error::from);
    match checked.and_then(|()| commands::run(&cli, &output)) {
        Ok(code) => code,
        Err(error) => exit::report(&output, &error),
    }
}

/// `--lang` decides the language of the help itself, so it is looked for before parsing.
fn asked_language() -> Option<String> {
    let args: Vec<String> = std::env::args().collect();
    let after = args
        .iter()
        .position(|arg| arg == "--lang")
        .and_then(|at| args.get(at + 1).cloned());
    let joined = args
        .iter()
        .find_map(|arg| arg.strip_prefix("--lang=").map(str::to_owned));
    let from_environment = || std::env::var("JULIN_LANG").ok();
    after
        .or(joined)
        .or_else(from_environment)
        .filter(|code| Lang::parse(code).is_some())
}
