//! The table of measurements: printed, kept as JSON, and put into the document.

use super::machine::Machine;
use crate::shell::root;
use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt::Write as _;

/// A table of the document.
pub struct Section {
    begin: &'static str,
    end: &'static str,
    json: &'static str,
}

/// Whole processes.
pub const MAIN: Section = Section {
    begin: "<!-- bench:begin -->",
    end: "<!-- bench:end -->",
    json: "docs/benchmarks.json",
};
/// Rules and firms.
pub const CRITERIA: Section = Section {
    begin: "<!-- criteria:begin -->",
    end: "<!-- criteria:end -->",
    json: "docs/benchmarks-criteria.json",
};

/// Cases.
pub const FOLLOW: Section = Section {
    begin: "<!-- follow:begin -->",
    end: "<!-- follow:end -->",
    json: "docs/benchmarks-follow.json",
};

/// One measurement.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// How long it took, in seconds, for things that take time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// How much per second, with its unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rate: String,
    /// Peak or resident memory, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    /// What it stands beside, and that one's seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<(String, f64)>,
    /// The least any program would have to do.
    pub floor: String,
    /// What we want.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub aim: String,
}

impl Row {
    fn cells(&self) -> [String; 7] {
        let ratio = self
            .seconds
            .zip(self.beside.as_ref())
            .map(|(own, (_, other))| own / other);
        [
            self.what.clone(),
            self.seconds.map(duration).unwrap_or_default()
                + if self.rate.is_empty() { "" } else { ", " }
                + &self.rate,
            self.memory.map(megabytes).unwrap_or_default(),
            self.beside
                .as_ref()
                .map(|(name, s)| format!("{name}: {}", duration(*s)))
                .unwrap_or_default(),
            ratio.map(|r| format!("{r:.2} ×")).unwrap_or_default(),
            self.floor.clone(),
            self.aim.clone(),
        ]
    }

    /// In one line, for the terminal.
    pub fn line(&self) -> String {
        let cells = self.cells().into_iter().filter(|c| !c.is_empty());
        cells.collect::<Vec<_>>().join(" · ")
    }
}

/// Seconds as a reader likes them.
pub fn duration(seconds: f64) -> String {
    if seconds >= 1.0 {
        format!("{seconds:.1} s")
    } else if seconds < 1e-4 {
        format!("{:.2} µs", seconds * 1e6)
    } else {
        format!("{:.1} ms", seconds * 1e3)
    }
}

/// Bytes as megabytes.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

/// Prints the table; writes it down when it is whole.
pub fn write(section: &Section, rows: &[Row], whole: bool) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let machine = Machine::here();
    let table = table(rows, &machine);
    println!("\n{table}");
    if !whole {
        println!("(not written: only some measurements were asked for)");
        return Ok(());
    }
    #[derive(Serialize)]
    struct Report<'a> {
        machine: &'a Machine,
        measurements: &'a [Row],
    }
    let report = Report {
        machine: &machine,
        measurements: rows,
    };
    let json = serde_json::to_string_pretty(&report)? + "\n";
    std::fs::write(root().join(section.json), json)?;
    let path = root().join("docs/benchmarks.md");
    let text = std::fs::read_to_string(&path)?;
    std::fs::write(
        &path,
        between(section, &text, &table).context("markers in docs/benchmarks.md")?,
    )?;
    Ok(())
}

fn table(rows: &[Row], machine: &Machine) -> String {
    let mut text = format!(
        "{}, {} cores, {} GiB, {}; {}.\n\n",
        machine.cpu, machine.cores, machine.memory_gib, machine.rustc, machine.date
    );
    text.push_str("| Measured | Time | Memory | Beside | Ratio | Floor | Aim |\n|---|---|---|---|---|---|---|\n");
    for row in rows {
        let _ = writeln!(text, "| {} |", row.cells().join(" | "));
    }
    text
}

/// The text with what stands between the markers replaced.
fn between(section: &Section, text: &str, table: &str) -> Option<String> {
    let (begin, end) = (section.begin, section.end);
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{table}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_goes_between_the_markers() {
        let (begin, end) = (MAIN.begin, MAIN.end);
        let text = format!("a\n{begin}\nold\n{end}\nb\n");
        assert_eq!(
            between(&MAIN, &text, "new\n"),
            Some(format!("a\n{begin}\nnew\n{end}\nb\n"))
        );
        assert_eq!(between(&CRITERIA, &text, "new"), None);
    }

    #[test]
    fn a_ratio_is_ours_to_theirs() {
        let row = Row {
            seconds: Some(3.0),
            beside: Some(("other".to_owned(), 2.0)),
            ..Row::default()
        };
        assert!(row.line().contains("1.50 ×"), "{}", row.line());
    }
}
