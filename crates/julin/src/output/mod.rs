//! Output: data to standard output as table, JSON or CSV; everything else to standard
//! error.

mod message;
mod progress;
mod table;

pub use message::{complain, note};
pub use progress::Bar;
pub use table::{Align, Sheet};

use crate::args::{Common, Format};
use anyhow::Context as _;
use julin_model::Lang;
use serde::Serialize;
use std::io::Write as _;

/// How this run talks.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Table, JSON or CSV.
    pub format: Format,
    /// Language of texts.
    pub lang: Lang,
    /// No progress bars and no notes.
    pub quiet: bool,
}

impl Output {
    /// From the common arguments.
    pub fn new(common: &Common) -> Self {
        Self {
            format: common.format,
            lang: language(common.lang.as_deref()),
            quiet: common.quiet,
        }
    }

    /// Prints an answer: as JSON it is the contract type itself, otherwise the sheet.
    pub fn print<T: Serialize>(
        &self,
        answer: &T,
        sheet: impl FnOnce() -> Sheet,
    ) -> anyhow::Result<()> {
        let text = match self.format {
            Format::Json => serde_json::to_string_pretty(answer).context("JSON")? + "\n",
            Format::Csv => sheet().csv()?,
            Format::Table => sheet().table(self.lang),
        };
        write_out(text.as_bytes())
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
pub fn write_out(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("stdout"),
    }
}

/// The language asked for, else the one of the terminal, else Chinese.
pub fn language(asked: Option<&str>) -> Lang {
    let from_shell = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    asked
        .and_then(Lang::parse)
        .or_else(|| from_shell.as_deref().and_then(Lang::parse))
        .unwrap_or_default()
}
