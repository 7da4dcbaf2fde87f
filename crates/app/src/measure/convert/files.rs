//! Files written: tables as CSV, and nothing replaced unasked.

use crate::call::Answer;
use crate::contract::quoted;
use crate::error::{AppError, Kind};
use crate::files::write_file;
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

/// Writes a file.
pub(super) fn write(target: &Target) -> Answer<()> {
    write_file(&target.path, &target.bytes)
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
