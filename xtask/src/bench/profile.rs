//! One firm's profile as of a year, out of the imported million: a whole process, from
//! starting it to the last byte of JSON.

use super::process::{measure as watch, median};
use super::report::Row;
use super::{Bench, data, import};
use anyhow::Result;
use std::process::Command;

const RUNS: usize = 9;

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let db = import::database(bench);
    if !bench.folder.join("firms.db").is_file() {
        println!("needs the import: run without --only, or with --only import,profile");
        return Ok(vec![]);
    }
    let middle = u64::try_from(bench.rows / 2)?;
    let firm = format!(
        "uscc:{}",
        data::credit_code("110108", middle).to_lowercase()
    );
    let run = || {
        let mut command = Command::new(&bench.program);
        command.args([
            "data", "entity", &firm, "--as-of", "2024", "--format", "json", "--db", &db,
        ]);
        watch(&mut command)
    };
    let ours = median(RUNS, run)?;
    let nothing = median(RUNS, || {
        watch(Command::new(&bench.program).arg("--version"))
    })?;
    Ok(vec![Row {
        what: format!("profile of one of {} firms as of a year", bench.rows),
        seconds: Some(ours.seconds),
        memory: Some(ours.peak),
        beside: Some(("julin --version".to_owned(), nothing.seconds)),
        floor: "one record of 11 values".to_owned(),
        ..Row::default()
    }])
}
