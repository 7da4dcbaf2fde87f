//! Draws of an uncertainty analysis: 178 units, 46 indicators, all weights varied, alone
//! and with three normalisations and three aggregations; beside the same draws by
//! vectorised numpy (`draws.py`), one thread each, CPU time. The ranks of the first
//! thousand draws are compared with numpy's.

use super::Bench;
use super::process::measure as watch;
use super::report::Row;
use crate::shell::{capture, cargo, root, run, target};
use anyhow::{Context, Result, ensure};
use std::process::Command;

const DRAWS: u64 = 400_000;
const NUMPY_DRAWS: u64 = 50_000;
const RUNS: usize = 5;

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let args = [
        "build",
        "--release",
        "--package",
        "julin-measure",
        "--example",
        "draws_speed",
    ];
    run(&mut cargo(&args))?;
    let mut rows = vec![];
    for (variant, what) in [
        ("arithmetic", "all weights varied"),
        ("mixed", "weights, 3 normalisations, 3 aggregations"),
    ] {
        let ranks = bench.folder.join(format!("ranks-{variant}.txt"));
        let ranks = ranks.display().to_string();
        let ours = least(|| program(&[variant, &DRAWS.to_string(), "1", &ranks]))?;
        let numpy = least(|| yardstick(variant, &ranks))?;
        let (ours, numpy) = (ours / DRAWS as f64, numpy / NUMPY_DRAWS as f64);
        rows.push(Row {
            what: format!("one draw: 178 units × 46 indicators, {what}"),
            seconds: Some(ours),
            rate: "CPU time of one thread".to_owned(),
            beside: Some(("the same by numpy".to_owned(), numpy)),
            floor: "16,376 flops (0.3 µs with 8 lanes), a sort of 178".to_owned(),
            aim: "< 2 µs".to_owned(),
            ..Row::default()
        });
    }
    let large = program(&["large", "1000", "1"])?;
    rows.push(Row {
        what: "1000 draws of 10,000 units × 50 indicators, one thread".to_owned(),
        seconds: Some(large),
        floor: "10⁹ flops, 4 MB read per 64 draws".to_owned(),
        aim: "< 20 s".to_owned(),
        ..Row::default()
    });
    rows.push(two_threads()?);
    rows.extend(memory()?);
    Ok(rows)
}

/// Time on the clock with two threads beside one.
fn two_threads() -> Result<Row> {
    let wall = |threads: &'static str| {
        least(|| {
            let args = ["arithmetic", &DRAWS.to_string(), threads];
            after("wall ", &capture(Command::new(example()).args(args))?)
        })
    };
    let (one, two) = (wall("1")?, wall("2")?);
    Ok(Row {
        what: format!("{DRAWS} draws, all weights varied, on two threads"),
        seconds: Some(two),
        beside: Some(("the same on one thread".to_owned(), one)),
        floor: "half the time of one thread".to_owned(),
        aim: "near 0.5 ×".to_owned(),
        ..Row::default()
    })
}

/// Peak memory with few and with many draws.
fn memory() -> Result<Vec<Row>> {
    let peak = |draws: u64| {
        let args = ["arithmetic", &draws.to_string(), "1"];
        let watched = watch(Command::new(example()).args(args))?;
        Ok(Row {
            what: format!("memory of {draws} draws"),
            memory: Some(watched.peak),
            floor: "a counter per unit and rank".to_owned(),
            aim: "flat".to_owned(),
            ..Row::default()
        })
    };
    [DRAWS / 20, DRAWS * 2].into_iter().map(peak).collect()
}

/// The least of several runs: what else the machine does only adds.
fn least(mut once: impl FnMut() -> Result<f64>) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        best = best.min(once()?);
    }
    Ok(best)
}

fn example() -> std::path::PathBuf {
    target().join("release/examples/draws_speed")
}

fn program(args: &[&str]) -> Result<f64> {
    cpu(&capture(Command::new(example()).args(args))?)
}

fn yardstick(variant: &str, ranks: &str) -> Result<f64> {
    let script = root().join("xtask/src/bench/draws.py");
    let draws = NUMPY_DRAWS.to_string();
    let text = capture(
        Command::new("python3")
            .arg(script)
            .args([variant, &draws, ranks]),
    )?;
    let same = text.contains("same 1000 of 1000");
    ensure!(same, "numpy ranks otherwise: {text}");
    cpu(&text)
}

fn cpu(text: &str) -> Result<f64> {
    after("cpu ", text)
}

/// The seconds after a word at the beginning of a line.
fn after(word: &str, text: &str) -> Result<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    let seconds = line.and_then(|line| line.split_whitespace().next());
    seconds
        .with_context(|| format!("no line begins with {word}"))?
        .parse()
        .context("seconds")
}
