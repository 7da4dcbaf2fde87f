//! From starting the process to the first complete page, and memory when idle.

use super::http::Served;
use super::process::memory;
use super::report::Row;
use super::{Bench, pages};
use anyhow::Result;

const RUNS: usize = 5;

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let db = pages::database(bench)?;
    let mut runs = vec![];
    for _ in 0..RUNS {
        let served = Served::start(&bench.program, &db)?;
        served.get("/")?;
        let seconds = served.started.elapsed().as_secs_f64();
        runs.push((seconds, memory(served.pid(), "VmRSS:").unwrap_or(0)));
    }
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (seconds, idle) = runs[RUNS / 2];
    Ok(vec![
        Row {
            what: "cold start to the first page".to_owned(),
            seconds: Some(seconds),
            floor: "packs and messages read once".to_owned(),
            aim: "< 1 s".to_owned(),
            ..Row::default()
        },
        Row {
            what: "memory when idle, after the first page".to_owned(),
            memory: Some(idle),
            floor: "the program itself".to_owned(),
            aim: "< 80 MB".to_owned(),
            ..Row::default()
        },
    ])
}
