//! `julin follow wake` and `verify`: what is done without anybody; whether all is as it
//! was written.

use super::super::text;
use super::{sheet, words};
use crate::args::follow::VerifyArgs;
use crate::exit;
use crate::output::{Align, Output, complain};
use julin_app::{App, Call, follow};
use julin_model::Diagnostic;
use std::process::ExitCode;

/// Does what is due by itself and prints in which cases.
pub fn wake(app: &App, output: &Output) -> anyhow::Result<()> {
    let woken = follow::wake_cases(app, &Call::default())?;
    woken
        .failed
        .iter()
        .for_each(|found| complain(output, found));
    output.print(&woken, || {
        let headings = [("case-code", Align::Left), ("entries", Align::Right)];
        let mut sheet = sheet(output, &headings);
        for (code, deeds) in &woken.cases {
            sheet.row([code.clone(), deeds.to_string()]);
        }
        if woken.cases.is_empty() {
            sheet.note(text(output, "cli.follow-nothing-due"));
        }
        sheet
    })
}

/// Checks all cases; exit code 1 when something is not as it was written.
pub fn verify(app: &App, output: &Output, args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let mut found = follow::verify_cases(app, &Call::default())?;
    if let Some(expected) = args.expect.as_ref().filter(|own| **own != found.digest) {
        let other = Diagnostic::error("app.verify.digest").with("expected", expected);
        found.faults.push(other.with("found", &found.digest));
    }
    found
        .faults
        .iter()
        .for_each(|fault| complain(output, fault));
    output.print(&found, || {
        let headings = [
            ("cases", Align::Right),
            ("entries", Align::Right),
            ("faults", Align::Right),
            ("digest", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        sheet.row([
            found.cases.to_string(),
            found.events.to_string(),
            found.faults.len().to_string(),
            found.digest.clone(),
        ]);
        if found.faults.is_empty() {
            let args = [("digest", found.digest.clone())];
            sheet.note(words::filled(output, "cli.follow-sound", args));
        }
        sheet
    })?;
    Ok(match found.faults.is_empty() {
        true => ExitCode::SUCCESS,
        false => exit::findings(),
    })
}
