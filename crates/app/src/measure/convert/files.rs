//! Files written: tables as CSV, and nothing replaced unasked.

use crate::call::Answer;
use crate::error::{AppError, Kind};
use julin_measure::Table;
use julin_model::Diagnostic;
use std::path::PathBuf;

/// A file to write.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// Refuses what would replace a file.
pub(super) fn check_new(targets: &[Target]) -> Answer<()> {
    match targets.iter().find(|target| target.path.exists()) {
        None => Ok(()),
        Some(there) => {
            let found = Diagnostic::error("app.file-exists");
            let found = found.with("file", there.path.display());
            Err(AppError::new(Kind::Conflict, found))
        }
    }
}

/// Writes a file beside its place first, so that a full disk leaves no half of it.
pub(super) fn write(target: &Target) -> Answer<()> {
    let fail = |error: std::io::Error| {
        let found = Diagnostic::error("app.file-unwritable")
            .with("file", target.path.display())
            .with("reason", error.kind());
        AppError::new(Kind::Unavailable, found)
    };
    let folder = target
        .path
        .parent()
        .filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| std::path::Path::new("."));
    let mut file = tempfile::Builder::new().tempfile_in(folder).map_err(fail)?;
    std::io::Write::write_all(&mut file, &target.bytes).map_err(fail)?;
    file.persist(&target.path)
        .map_err(|error| fail(error.error))?;
    Ok(())
}

/// A table as CSV (RFC 4180, lines ended as on Unix).
pub(super) fn csv(table: &Table) -> Vec<u8> {
    let mut text = String::new();
    for row in std::iter::once(&table.headers).chain(&table.rows) {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

fn quoted(cell: &str) -> String {
    let special = |c: char| matches!(c, ',' | '"' | '\n' | '\r');
    match cell.contains(special) || cell.trim() != cell {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_break_a_line_are_quoted() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = Table {
            name: String::new(),
            headers: row(["a", "b,c", "d"]),
            rows: vec![row(["say \"x\"", "1.5", "two\nlines"])],
        };
        let text = String::from_utf8(csv(&table)).unwrap();
        assert_eq!(text, "a,\"b,c\",d\n\"say \"\"x\"\"\",1.5,\"two\nlines\"\n");
    }
}
