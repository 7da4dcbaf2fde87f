//! 178 and more zones by 46 indicators: from the store under the official framework,
//! and from two tables without a store. Whole processes.

use super::http::Served;
use super::process::{measure as watch, median};
use super::report::Row;
use super::{Bench, data, pages};
use crate::shell::{capture, root};
use anyhow::Result;
use std::process::Command;

const RUNS: usize = 5;
const UNITS: usize = 178;
const INDICATORS: usize = 46;
const FRAMEWORK: &str = "cn-national/zk-2021";

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ranking = from_store(bench)?;
    Ok(vec![ranking, what_if(bench)?, from_tables(bench)?])
}

fn julin(bench: &Bench, args: &[&str]) -> Command {
    let mut command = Command::new(&bench.program);
    command.args(args).current_dir(root());
    command
}

fn from_store(bench: &Bench) -> Result<Row> {
    let csv = bench.folder.join("zones.csv");
    let (zones, fields) = data::zones(&csv)?;
    let db = database(bench);
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

fn database(bench: &Bench) -> String {
    format!("sqlite://{}", bench.folder.join("zones.db").display())
}

/// The page while dragging: one weight changed, all zones ranked before and after. Asked
/// again and again, as when a slider moves.
fn what_if(bench: &Bench) -> Result<Row> {
    let served = Served::start(&bench.program, &database(bench))?;
    let path = "/what-if/cn-national%2Fzk-2021?as_of=2024&w.1=30&w.2=15";
    pages::page(&served, "what if, two weights changed", path, "< 5 ms")
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
