//! Exit codes, documented in `cli.examples` of the message catalogue.

use crate::output::{Output, complain};
use julin_app::{AppError, Kind};
use julin_model::Diagnostic;
use std::process::ExitCode;

/// Done, with errors found in what was looked at.
pub fn findings() -> ExitCode {
    ExitCode::from(1)
}

/// Wrong usage.
pub fn usage() -> ExitCode {
    ExitCode::from(2)
}

/// Says what went wrong and answers the exit code.
pub fn report(output: &Output, error: &anyhow::Error) -> ExitCode {
    let Some(known) = error.downcast_ref::<AppError>() else {
        complain(
            output,
            &Diagnostic::error("app.internal").with("detail", format!("{error:#}")),
        );
        return ExitCode::from(70);
    };
    complain(output, known.diagnostic());
    ExitCode::from(match known.kind() {
        Kind::Invalid | Kind::TooLarge => 2,
        Kind::NotFound => 3,
        Kind::Conflict => 4,
        Kind::Unavailable => 5,
        Kind::Internal => 70,
    })
}
