//! Output: data as table, JSON, CSV or workbook, to standard output or a file; everything
//! else to standard error.

mod message;
mod progress;
mod table;

pub use message::{complain, note};
pub use progress::Bar;
pub use table::{Align, Sheet};

use crate::args::{Common, Format};
use anyhow::Context as _;
use julin_app::contract::Proof;
use julin_app::{AppError, workbook, write_file, write_file_with};
use julin_locale::catalogue;
use julin_model::{Diagnostic, Lang};
use serde::Serialize;
use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// How this run talks.
#[derive(Debug, Clone)]
pub struct Output {
    /// Table, JSON, CSV or workbook.
    pub format: Format,
    /// Language of texts.
    pub lang: Lang,
    /// No progress bars and no notes.
    pub quiet: bool,
    /// File the answer goes to; standard output where none is named.
    out: Option<PathBuf>,
}

impl Output {
    /// From the common arguments.
    pub fn new(common: &Common) -> Self {
        let ending = common.out.as_deref().and_then(by_ending);
        Self {
            format: common.format.or(ending).unwrap_or(Format::Table),
            lang: language(common.lang.as_deref()),
            quiet: common.quiet,
            out: common.out.clone(),
        }
    }

    /// Refuses to fill a terminal with the bytes of a workbook, before anything is done.
    pub fn check(&self) -> Result<(), AppError> {
        self.fit_for(std::io::stdout().is_terminal())
    }

    fn fit_for(&self, terminal: bool) -> Result<(), AppError> {
        match self.format {
            Format::Xlsx if self.out.is_none() && terminal => Err(AppError::invalid(
                Diagnostic::error("cli.workbook-to-terminal"),
            )),
            _ => Ok(()),
        }
    }

    /// True when a program reads the answer: everything there is, unrounded.
    pub fn whole(&self) -> bool {
        self.format != Format::Table
    }

    /// Prints an answer: as JSON it is the contract type itself, otherwise the sheet.
    pub fn print<T: Serialize>(
        &self,
        answer: &T,
        sheet: impl FnOnce() -> Sheet,
    ) -> anyhow::Result<()> {
        self.publish(answer, sheet, || Ok(None))
    }

    /// Prints an answer; a workbook also says how to compute it again.
    pub fn publish<T: Serialize>(
        &self,
        answer: &T,
        sheet: impl FnOnce() -> Sheet,
        proof: impl FnOnce() -> anyhow::Result<Option<Proof>>,
    ) -> anyhow::Result<()> {
        let bytes = match self.format {
            Format::Json => {
                let text = serde_json::to_string_pretty(answer).context("JSON")?;
                (text + "\n").into_bytes()
            }
            Format::Csv => sheet().csv(),
            Format::Table => sheet().table().into_bytes(),
            Format::Xlsx => {
                let name = catalogue().text("export.result", self.lang);
                let mut grids = sheet().grids(name.to_owned());
                let proof = proof()?.map(|proof| proof.grids(self.lang));
                grids.extend(proof.into_iter().flatten());
                workbook(&grids, self.lang)?
            }
        };
        self.write(&bytes)
    }

    /// Writes an answer to where it is to go.
    pub fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        match &self.out {
            Some(file) => Ok(write_file(file, bytes)?),
            None => write_out(bytes),
        }
    }
}

impl Output {
    /// Writes an answer bit by bit.
    pub fn stream(
        &self,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        match &self.out {
            Some(file) => Ok(write_file_with(file, |file| {
                let mut file = std::io::BufWriter::new(file);
                write(&mut file)?;
                file.flush()
            })?),
            None => {
                let mut out = std::io::stdout().lock();
                heard(write(&mut out).and_then(|()| out.flush()))
            }
        }
    }
}

/// The format a file's name asks for.
fn by_ending(file: &Path) -> Option<Format> {
    let ending = file.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "json" => Some(Format::Json),
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
fn write_out(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    heard(out.write_all(bytes).and_then(|()| out.flush()))
}

fn heard(written: std::io::Result<()>) -> anyhow::Result<()> {
    match written {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_file_says_the_format_and_nothing_else_does() {
        let format = |name| by_ending(Path::new(name));
        assert_eq!(format("a/b.XLSX"), Some(Format::Xlsx));
        assert_eq!(format("b.csv"), Some(Format::Csv));
        for other in ["xlsx", "b.xls", "b", "/dev/stdout", ".csv"] {
            assert_eq!(format(other), None, "{other}");
        }
    }

    /// The bytes of a workbook would fill a terminal with nonsense; a pipe or a file takes
    /// them, and a terminal takes every other form.
    #[test]
    fn a_workbook_is_not_written_to_a_terminal() {
        let output = |format, out: Option<&str>| Output {
            format,
            lang: Lang::En,
            quiet: false,
            out: out.map(Into::into),
        };
        let refused = output(Format::Xlsx, None).fit_for(true).unwrap_err();
        assert_eq!(refused.diagnostic().code, "cli.workbook-to-terminal");
        assert!(output(Format::Xlsx, None).fit_for(false).is_ok());
        assert!(output(Format::Xlsx, Some("b.xlsx")).fit_for(true).is_ok());
        for format in [Format::Table, Format::Json, Format::Csv] {
            assert!(output(format, None).fit_for(true).is_ok());
        }
    }
}
