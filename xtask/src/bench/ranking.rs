//! 178 and more zones by 46 indicators: from the store under the official framework,
//! and from two tables without a store. Whole processes.

use super::process::{measure as watch, median};
use super::report::Row;
use super::{Bench, data};
use crate::shell::{capture, root};
use anyhow::Result;
use std::process::Command;

const RUNS: usize = 5;
const UNITS: usize = 178;
const INDICATORS: usize = 46;
const FRAMEWORK: &str = "cn-national/zk-2021";

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    Ok(vec![from_store(bench)?, from_tables(bench)?])
}

fn julin(bench: &Bench, args: &[&str]) -> Command {
    let mut command = Command::new(&bench.program);
    command.args(args).current_dir(root());
    command
}

fn from_store(bench: &Bench) -> Result<Row> {
    let csv = bench.folder.join("zones.csv");
    let (zones, fields) = data::zones(&csv)?;
    let db = format!("sqlite://{}", bench.folder.join("zones.db").display());
    capture(&mut julin(
        bench,
        &["demo", "--no-serve", "--quiet", "--db", &db],
    ))?;
    let csv = csv.display().to_string();
    let import = [
        "data", "import", &csv, "--yes", "--quiet", "--type", "park", "--db", &db,
    ];
    capture(&mut julin(bench, &import))?;
    let rank = [
        "measure",
        "rank",
        "--framework",
        FRAMEWORK,
        "--as-of",
        "2024",
        "--format",
        "json",
        "--db",
        &db,
    ];
    let ours = median(RUNS, || watch(&mut julin(bench, &rank)))?;
    Ok(Row {
        what: format!("ranking of {zones} zones by {INDICATORS} indicators from the store"),
        seconds: Some(ours.seconds),
        memory: Some(ours.peak),
        floor: format!("{} figures read", zones * fields * 2),
        ..Row::default()
    })
}

fn from_tables(bench: &Bench) -> Result<Row> {
    let (meta, data) = (
        bench.folder.join("iMeta.csv"),
        bench.folder.join("iData.csv"),
    );
    data::two_tables(&meta, &data, UNITS, INDICATORS)?;
    let (meta, data) = (meta.display().to_string(), data.display().to_string());
    let args = [
        "measure", "score", "--meta", &meta, "--data", &data, "--format", "csv",
    ];
    let ours = median(RUNS, || watch(&mut julin(bench, &args)))?;
    let cells = UNITS * INDICATORS;
    Ok(Row {
        what: format!("scores of {UNITS} units by {INDICATORS} indicators from two tables"),
        seconds: Some(ours.seconds),
        memory: Some(ours.peak),
        floor: format!("{cells} cells, about {} operations", cells * 6),
        ..Row::default()
    })
}
