//! Rules and firms at scale: all pairs, one firm against all rules, one rule against all
//! firms, a changed rule; on the generated workload of `criteria_speed`, beside a plain
//! columnar loop and DuckDB, which must give the same counts.

use super::Bench;
use super::process::{Measured, measure as watch, median};
use super::report::Row;
use crate::shell::{capture, cargo, run, target};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::process::Command;

const RUNS: usize = 5;
/// Memory read or written, in bytes a second: a round figure, for floors.
const BANDWIDTH: f64 = 10e9;

/// What one run printed, and its memory.
struct Printed {
    values: BTreeMap<String, f64>,
    peak: u64,
}

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let package = "julin-criteria";
    let args = ["build", "--release", "--package", package];
    run(cargo(&args).args(["--example", "criteria_speed"]))?;
    let mut rows = vec![whole(1)?, whole(2)?];
    rows.extend(beside(bench)?);
    rows.extend(single()?);
    rows.push(audience()?);
    Ok(rows)
}

/// All pairs of 10,000 rules and a million firms.
fn whole(threads: usize) -> Result<Row> {
    let out = program(&["batch", "10000", "1000000", &threads.to_string()], "wall")?;
    let (seconds, how, aim) = match threads {
        1 => (
            out.get("cpu")?,
            "CPU time of one thread",
            "< 2 s of CPU, < 800 MB",
        ),
        _ => (out.get("wall")?, "elapsed, two threads", ""),
    };
    let found = out.get("yes")? + out.get("unknown")?;
    // 34 columns of numbers, two of words, a set and six flags; four bytes a match.
    let bytes = 1e6 * (34.0 * 8.0 + 2.0 * 4.0 + 8.0 + 6.0) + 4.0 * found;
    Ok(Row {
        what: "10,000 rules × 1,000,000 firms, rules made ready included".to_owned(),
        seconds: Some(seconds),
        rate: format!("{:.0}×10⁸ pairs/s, {how}", 1e10 / seconds / 1e8),
        memory: Some(out.peak),
        floor: floor(bytes),
        aim: aim.to_owned(),
        ..Row::default()
    })
}

/// 1,000 rules and 100,000 firms, and the yardsticks on the same.
fn beside(bench: &Bench) -> Result<Vec<Row>> {
    let size = ["1000", "100000"];
    let ours = program(&["batch", size[0], size[1], "1"], "cpu")?;
    let mut rows = vec![];
    let mut row = |name: &str, seconds: f64| {
        rows.push(Row {
            what: "1,000 rules × 100,000 firms, one thread".to_owned(),
            seconds: Some(ours.get("cpu")?),
            rate: format!("{:.0}×10⁸ pairs/s", 1.0 / ours.get("cpu")?),
            memory: Some(ours.peak),
            beside: Some((name.to_owned(), seconds)),
            floor: floor(1e5 * 294.0 + 4.0 * ours.get("yes")?),
            ..Row::default()
        });
        anyhow::Ok(())
    };
    let plain = once(&["plain", size[0], size[1]])?;
    same(&ours, &plain, "the plain loop")?;
    row("a plain columnar loop", plain.get("cpu")?)?;
    let folder = bench.folder.display().to_string();
    once(&["duckdb", size[0], size[1], &folder])?;
    if let Some(duckdb) = duckdb(&folder)? {
        same(&ours, &duckdb, "DuckDB")?;
        row("DuckDB", duckdb.get("cpu")?)?;
    }
    Ok(rows)
}

fn single() -> Result<Vec<Row>> {
    let out = program(&["one", "10000", "20000"], "row_median")?;
    let row = |what: &str, name: &str, floor: &str, aim: &str| {
        let tail = super::report::duration(out.get(&format!("{name}_p99"))?);
        anyhow::Ok(Row {
            what: what.to_owned(),
            seconds: Some(out.get(&format!("{name}_median"))?),
            rate: format!("p99 {tail}"),
            floor: floor.to_owned(),
            aim: aim.to_owned(),
            ..Row::default()
        })
    };
    Ok(vec![
        row(
            "one firm against 10,000 rules",
            "row",
            "37 bit rows of 1,250 bytes: 2–4 µs",
            "< 12 µs, p99 < 60 µs",
        )?,
        row(
            "the same with the answer of each test of what it gets or nearly gets",
            "reasons",
            "some 7,000 tests",
            "< 1 ms",
        )?,
        row(
            "one rule of 10,000 replaced",
            "change",
            "some hundred bits",
            "< 0.2 ms",
        )?,
    ])
}

fn audience() -> Result<Row> {
    let out = program(&["audience", "1000000"], "audience_median")?;
    let tail = super::report::duration(out.get("audience_p99")?);
    Ok(Row {
        what: "one new rule over 1,000,000 firms".to_owned(),
        seconds: Some(out.get("audience_median")?),
        rate: format!("CPU time, p99 {tail}"),
        floor: floor(1e6 * 5.0 * 8.0),
        aim: "< 50 ms".to_owned(),
        ..Row::default()
    })
}

fn floor(bytes: f64) -> String {
    let (megabytes, time) = (bytes / 1e6, super::report::duration(bytes / BANDWIDTH));
    format!("{megabytes:.0} MB read and written: {time} at 10 GB/s")
}

fn same(ours: &Printed, other: &Printed, name: &str) -> Result<()> {
    for count in ["yes", "unknown"] {
        let (own, theirs) = (ours.get(count)?, other.get(count)?);
        ensure!(own == theirs, "{name} counts {count} {theirs}, not {own}");
    }
    Ok(())
}

/// The middle one of several runs, by the value of this name.
fn program(args: &[&str], name: &str) -> Result<Printed> {
    let mut all = (0..RUNS).map(|_| once(args)).collect::<Result<Vec<_>>>()?;
    let value = |run: &Printed| run.values.get(name).copied().unwrap_or(f64::NAN);
    all.sort_by(|a, b| value(a).total_cmp(&value(b)));
    Ok(all.swap_remove(RUNS / 2))
}

fn once(args: &[&str]) -> Result<Printed> {
    let example = target().join("release/examples/criteria_speed");
    read(watch(Command::new(example).args(args))?)
}

/// `PYTHON` may name an interpreter that has the package.
fn duckdb(folder: &str) -> Result<Option<Printed>> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    if capture(Command::new(&python).args(["-c", "import duckdb"])).is_err() {
        println!("no DuckDB: install its package, name the interpreter in PYTHON");
        return Ok(None);
    }
    let script = crate::shell::root().join("xtask/src/bench/criteria.py");
    let run = || watch(Command::new(&python).arg(&script).arg(folder));
    read(median(1, run)?).map(Some)
}

fn read(run: Measured) -> Result<Printed> {
    let pair = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    let values = run.out.lines().filter_map(pair).collect();
    Ok(Printed {
        values,
        peak: run.peak,
    })
}

impl Printed {
    fn get(&self, name: &str) -> Result<f64> {
        let value = self.values.get(name).copied();
        value.with_context(|| format!("no `{name}` was printed"))
    }
}
