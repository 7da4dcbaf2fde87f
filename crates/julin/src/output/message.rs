//! Diagnostics on standard error: place, what, why, what to do.

use super::Output;
use julin_locale::catalogue;
use julin_model::{Diagnostic, Severity};

/// Prints a diagnostic.
pub fn complain(output: &Output, diagnostic: &Diagnostic) {
    if output.quiet && diagnostic.severity == Severity::Note {
        return;
    }
    let message = catalogue().message(diagnostic, output.lang);
    let mark = catalogue().text(
        match diagnostic.severity {
            Severity::Error => "cli.mark.error",
            Severity::Warning => "cli.mark.warning",
            Severity::Note => "cli.mark.note",
        },
        output.lang,
    );
    match &diagnostic.place {
        Some(place) => eprintln!("{mark} {place}: {} [{}]", message.what, diagnostic.code),
        None => eprintln!("{mark} {} [{}]", message.what, diagnostic.code),
    }
    for line in [message.why, message.hint]
        .iter()
        .filter(|line| !line.is_empty())
    {
        eprintln!("    {line}");
    }
}

/// Prints one line of the catalogue, filled, unless told to be quiet.
pub fn note(output: &Output, diagnostic: &Diagnostic) {
    if !output.quiet {
        eprintln!("{}", catalogue().message(diagnostic, output.lang).what);
    }
}
