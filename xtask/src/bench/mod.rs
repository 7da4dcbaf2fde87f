//! `cargo xtask bench`: measures whole processes, beside yardsticks and floors.
//!
//! Nothing here fails when a figure changes; the table is for reading. One file per
//! group of measurements.

mod cold_start;
mod criteria;
mod data;
mod draws;
mod follow;
mod http;
mod import;
mod machine;
mod pages;
mod process;
mod profile;
mod random;
mod ranking;
mod report;

use crate::shell::{cargo, julin, run as run_command, target};
use anyhow::{Context, Result, bail};
pub use http::Served;

use report::Row;
use std::path::PathBuf;

/// What every measurement is given.
pub struct Bench {
    /// The release build.
    pub program: PathBuf,
    /// A folder for data and databases, emptied at the start.
    pub folder: PathBuf,
    /// Rows of the imported table.
    pub rows: usize,
}

type Measure = fn(&Bench) -> Result<Vec<Row>>;

/// In this order: later ones use what earlier ones have imported.
const ALL: [(&str, Measure); 6] = [
    ("import", import::measure),
    ("profile", profile::measure),
    ("ranking", ranking::measure),
    ("cold-start", cold_start::measure),
    ("pages", pages::measure),
    ("draws", draws::measure),
];

/// Runs the measurements.
pub fn run(args: &[String]) -> Result<()> {
    let (only, rows) = options(args)?;
    // Engines are measured by examples of their own.
    let engines = ["draws", "criteria", "follow"];
    if only.is_empty() || only.iter().any(|o| !engines.contains(&o.as_str())) {
        run_command(&mut cargo(&["build", "--release", "--package", "julin"]))?;
    }
    let folder = target().join("bench");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let bench = Bench {
        program: julin("release"),
        folder,
        rows,
    };
    let mut table = vec![];
    for (name, measure) in ALL {
        if only.is_empty() || only.iter().any(|o| o == name) {
            println!("\n=== {name} ===");
            let rows = measure(&bench).with_context(|| name.to_owned())?;
            rows.iter().for_each(|row| println!("{}", row.line()));
            table.extend(rows);
        }
    }
    report::write(&report::MAIN, &table, only.is_empty())?;
    // A table of its own: it needs nothing of the others.
    if only.is_empty() || only.iter().any(|o| o == "criteria") {
        println!("\n=== criteria ===");
        let rows = criteria::measure(&bench).context("criteria")?;
        rows.iter().for_each(|row| println!("{}", row.line()));
        report::write(&report::CRITERIA, &rows, true)?;
    }
    if only.is_empty() || only.iter().any(|o| o == "follow") {
        println!("\n=== follow ===");
        let rows = follow::measure(&bench).context("follow")?;
        rows.iter().for_each(|row| println!("{}", row.line()));
        report::write(&report::FOLLOW, &rows, true)?;
    }
    Ok(())
}

fn options(args: &[String]) -> Result<(Vec<String>, usize)> {
    let (mut only, mut rows) = (vec![], 1_000_000);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rows" => {
                let value = args.next().context("--rows needs a value")?;
                rows = value.parse().context("--rows")?;
            }
            other if other.starts_with('-') => {
                bail!("unknown option `{other}`; see `cargo xtask help`")
            }
            name => only.push(name.to_owned()),
        }
    }
    let names: Vec<&str> = ALL
        .iter()
        .map(|(name, _)| *name)
        .chain(["criteria", "follow"])
        .collect();
    match only.iter().find(|o| !names.contains(&o.as_str())) {
        Some(odd) => bail!("no measurement is called `{odd}`: {names:?}"),
        None => Ok((only, rows)),
    }
}
