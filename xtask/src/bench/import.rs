//! A million rows of firms into an empty store, with all checks on, beside a bare
//! import by sqlite3 and a bare read by pandas.

use super::process::{Measured, measure as watch};
use super::report::{Row, megabytes};
use super::{Bench, data};
use crate::shell::on_path;
use crate::test::postgres::{Lasting, Server};
use crate::test::tools::postgres_folder;
use anyhow::Result;
use std::process::Command;

/// The database the import fills; later measurements read it.
pub fn database(bench: &Bench) -> String {
    format!("sqlite://{}", bench.folder.join("firms.db").display())
}

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let csv = bench.folder.join("firms.csv");
    let bytes = data::firms(&csv, bench.rows)?;
    println!("{} rows, {}", bench.rows, megabytes(bytes));
    let db = database(bench);
    let import = |file: &str| import(bench, file, &db);
    let csv = csv.display().to_string();
    let first = import(&csv)?;
    println!("{}", first.out.chars().take(600).collect::<String>());
    let again = import(&csv)?;
    let mut rows = vec![];
    let stored = std::fs::metadata(bench.folder.join("firms.db"))?.len();
    let floor = format!("{} read, {} written", megabytes(bytes), megabytes(stored));
    let row =
        |what: &str, ours: &Measured, beside: Option<(String, f64)>, floor: &str, aim: &str| Row {
            what: format!("{what}, {} rows × 12 columns", bench.rows),
            seconds: Some(ours.seconds),
            rate: per_second(bench.rows, ours.seconds),
            memory: Some(ours.peak),
            beside,
            floor: floor.to_owned(),
            aim: aim.to_owned(),
        };
    let sqlite = sqlite(bench, &csv)?;
    let pandas = pandas(&csv)?;
    let server = server(bench, &csv)?;
    let beside = |name: &str, other: &Option<Measured>| {
        other
            .as_ref()
            .map(|m| (format!("{name} ({})", megabytes(m.peak)), m.seconds))
    };
    rows.push(row(
        "import from CSV",
        &first,
        beside("sqlite3 .import", &sqlite),
        &floor,
        "≤ 2 ×, < 300 MB",
    ));
    rows.push(row(
        "the same beside a read",
        &first,
        beside("pandas.read_csv", &pandas),
        &floor,
        "",
    ));
    let hash = format!("{} hashed", megabytes(bytes));
    rows.push(row(
        "the same file again, nothing changes",
        &again,
        None,
        &hash,
        "",
    ));
    if let Some((ours, bare)) = &server {
        let beside = Some((
            format!("psql \\copy ({})", megabytes(bare.peak)),
            bare.seconds,
        ));
        let floor = format!("{} sent", megabytes(bytes));
        rows.push(row(
            "import from CSV into PostgreSQL",
            ours,
            beside,
            &floor,
            "",
        ));
    }
    let bare = server.map(|(_, bare)| bare);
    for (name, other) in [
        ("sqlite3", &sqlite),
        ("pandas", &pandas),
        ("PostgreSQL", &bare),
    ] {
        if other.is_none() {
            println!("{name}: not installed");
        }
    }
    Ok(rows)
}

fn import(bench: &Bench, file: &str, db: &str) -> Result<Measured> {
    let mut command = Command::new(&bench.program);
    command.args([
        "data", "import", file, "--yes", "--quiet", "--format", "json",
    ]);
    command.args(["--type", "enterprise", "--period", "2024", "--db", db]);
    watch(&mut command)
}

fn per_second(rows: usize, seconds: f64) -> String {
    let rows = u32::try_from(rows).map_or(f64::MAX, f64::from);
    format!("{:.0} rows/s", rows / seconds)
}

/// A bare table without an index, as sqlite3 makes it by itself.
fn sqlite(bench: &Bench, csv: &str) -> Result<Option<Measured>> {
    if !on_path("sqlite3") {
        return Ok(None);
    }
    let db = bench.folder.join("yardstick.db");
    let mut command = Command::new("sqlite3");
    command
        .arg(&db)
        .args([".mode csv", &format!(".import {csv} firms")]);
    watch(&mut command).map(Some)
}

/// The same import into a server that syncs to the disk, and a bare table filled by psql.
/// Memory is that of the program, not of the server.
fn server(bench: &Bench, csv: &str) -> Result<Option<(Measured, Measured)>> {
    let Some(bin) = postgres_folder() else {
        return Ok(None);
    };
    let server = Server::start(Lasting::Yes)?;
    let ours = import(bench, csv, &format!("{}/postgres", server.url))?;
    let columns: Vec<String> = (1..=12).map(|n| format!("c{n} text")).collect();
    let mut command = Command::new(bin.join("psql"));
    command.args(["-q", "-d", &format!("{}/postgres", server.url)]);
    command.args([
        "-c",
        &format!("CREATE TABLE firms ({})", columns.join(", ")),
    ]);
    command.args(["-c", &format!("\\copy firms from '{csv}' csv header")]);
    Ok(Some((ours, watch(&mut command)?)))
}

fn pandas(csv: &str) -> Result<Option<Measured>> {
    let python = |code: &str| {
        let mut command = Command::new("python3");
        command.args(["-c", code]);
        command
    };
    if !python("import pandas")
        .output()
        .is_ok_and(|out| out.status.success())
    {
        return Ok(None);
    }
    watch(&mut python(&format!(
        "import pandas; print(len(pandas.read_csv('{csv}')))"
    )))
    .map(Some)
}
