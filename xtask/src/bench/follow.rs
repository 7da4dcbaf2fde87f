//! Cases: commands that last, with one writer and with many, beside bare transactions of the
//! same rows in the same database; my work over very many open cases; working time.

use super::Bench;
use super::report::Row;
use crate::shell::{capture, cargo, run, target};
use crate::test::postgres::{Lasting, Server};
use anyhow::{Context, Result};
use std::process::Command;

const COMMANDS: &str = "3000";
const CASES: &str = "100000";
const TIMES: &str = "2000000";
const WRITERS: [&str; 3] = ["1", "8", "32"];
const RUNS: usize = 3;

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let args = ["build", "--release", "--package", "julin-app"];
    run(cargo(&args).args(["--example", "follow_speed"]))?;
    let server = Server::start(Lasting::Yes)?;
    let mut rows = Vec::new();
    for (place, at) in [
        ("SQLite", Place::Folder(bench)),
        ("PostgreSQL", Place::Server(&server)),
    ] {
        for writers in WRITERS {
            rows.push(commands(place, &at, writers)?);
        }
    }
    for (place, at) in [
        ("SQLite", Place::Folder(bench)),
        ("PostgreSQL", Place::Server(&server)),
    ] {
        rows.push(list(place, &at)?);
    }
    rows.extend(calendar()?);
    Ok(rows)
}

/// Where new databases are made.
enum Place<'a> {
    Folder(&'a Bench),
    Server(&'a Server),
}

impl Place<'_> {
    /// The address of a new database.
    fn database(&self, name: &str) -> Result<String> {
        match self {
            Place::Folder(bench) => {
                let file = bench.folder.join(format!("{name}.db"));
                Ok(format!("sqlite://{}", file.display()))
            }
            Place::Server(server) => {
                let url = server.url.trim_end_matches('/');
                let sql = format!("CREATE DATABASE {name}");
                let args = ["--quiet", "--no-psqlrc", "--command", &sql];
                capture(
                    Command::new("psql")
                        .args(args)
                        .arg(format!("{url}/postgres")),
                )?;
                Ok(format!("{url}/{name}"))
            }
        }
    }
}

/// The median run by what share of the bare rate was reached.
fn commands(place: &str, at: &Place<'_>, writers: &str) -> Result<Row> {
    let mut runs = Vec::new();
    for n in 0..RUNS {
        let db = at.database(&format!("follow_{writers}_{n}"))?;
        let said = program(&["commands", &db, writers, COMMANDS])?;
        let total = after("commands ", &said)?;
        let (own, bare) = (
            after("own ", &said)? / total,
            after("bare ", &said)? / total,
        );
        runs.push((own, bare));
    }
    runs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (own, bare) = runs[RUNS / 2];
    let many = if writers == "1" {
        "1 writer"
    } else {
        &format!("{writers} writers")
    };
    Ok(Row {
        what: format!("one command in a case, durable, {place}, {many}"),
        seconds: Some(own),
        rate: format!(
            "{:.0} commands/s, {:.0} % of bare",
            1.0 / own,
            100.0 * bare / own
        ),
        beside: Some(("a bare transaction of the same rows".to_owned(), bare)),
        floor: "one write to the disk for each commit, or for several at once".to_owned(),
        aim: "≥ 60 % of bare".to_owned(),
        ..Row::default()
    })
}

fn list(place: &str, at: &Place<'_>) -> Result<Row> {
    let db = at.database("follow_list")?;
    let said = program(&["list", &db, CASES])?;
    let (median, worst) = (after("list ", &said)?, after("worst ", &said)?);
    Ok(Row {
        what: format!("my work, 50 lines, over {CASES} open cases, {place}"),
        seconds: Some(median),
        rate: format!("worst of 60: {:.1} ms", worst * 1e3),
        floor: "50 rows along an index".to_owned(),
        aim: "< 20 ms".to_owned(),
        ..Row::default()
    })
}

fn calendar() -> Result<Vec<Row>> {
    let said = program(&["calendar", TIMES])?;
    let row = |what: &str, word: &str| {
        anyhow::Ok(Row {
            what: what.to_owned(),
            seconds: Some(after(word, &said)?),
            floor: "two look-ups of counted days".to_owned(),
            aim: "< 1 µs".to_owned(),
            ..Row::default()
        })
    };
    Ok(vec![
        row("working time between two times", "between ")?,
        row("the time after so much working time", "after ")?,
    ])
}

fn program(args: &[&str]) -> Result<String> {
    capture(Command::new(target().join("release/examples/follow_speed")).args(args))
}

/// The number after a word at the beginning of a line.
fn after(word: &str, text: &str) -> Result<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    let number = line.with_context(|| format!("no line begins with {word}"))?;
    number.trim().parse().context("a number")
}
