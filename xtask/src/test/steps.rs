//! The steps of the test run, in order.
//!
//! Everything is built once, with one set of features, and then only run.

use super::step::Log;
use super::warehouses::{java, python};
use crate::shell::{cargo, julin, on_path, root};
use anyhow::{Result, bail};
use std::process::Command;

/// One step.
pub struct Step {
    /// What `--only` calls it.
    pub name: &'static str,
    /// What it does.
    pub title: &'static str,
    /// Steps without which it makes no sense.
    pub needs: &'static [&'static str],
    /// Does it want a PostgreSQL server?
    pub database: bool,
    /// Is it left out unless `--all` or its name is given?
    pub extra: bool,
    /// Does it; the address of the server is given if wanted.
    pub run: fn(&Log, Option<&str>) -> Result<()>,
}

/// All steps.
pub const STEPS: [Step; 13] = [
    Step {
        name: "tools",
        title: "PostgreSQL, Chromium, a mail server and a Chinese font",
        needs: &[],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut ourselves(&["tools"])?),
    },
    Step {
        name: "format",
        title: "rustfmt finds nothing to change",
        needs: &[],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut cargo(&["fmt", "--all", "--check"])),
    },
    Step {
        name: "tidy",
        title: "the invariants a program can check",
        needs: &[],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut ourselves(&["tidy"])?),
    },
    Step {
        name: "clippy",
        title: "no warning",
        needs: &[],
        database: false,
        extra: false,
        run: |log, _| {
            let args = [
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                "-D",
                "warnings",
            ];
            log.run(&mut cargo(&args))
        },
    },
    Step {
        name: "build",
        title: "the program and all tests",
        needs: &[],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut cargo(&["build", "--workspace", "--all-targets"])),
    },
    Step {
        name: "unit",
        title: "tests of every crate, on SQLite and PostgreSQL",
        needs: &["build"],
        database: true,
        extra: false,
        run: unit,
    },
    Step {
        name: "docs",
        title: "examples in the documentation of the code",
        needs: &["build"],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut cargo(&["test", "--workspace", "--doc", "--quiet"])),
    },
    Step {
        name: "packs",
        title: "pack check and pack test on the packs we ship",
        needs: &["build"],
        database: false,
        extra: false,
        run: packs,
    },
    Step {
        name: "story",
        title: "the whole way through the program, on both databases",
        needs: &["build"],
        database: true,
        extra: false,
        run: |log, url| whole_program(log, url, "story"),
    },
    Step {
        name: "browser",
        title: "journeys in a real browser",
        needs: &["build"],
        database: false,
        extra: false,
        run: |log, url| whole_program(log, url, "browser"),
    },
    Step {
        name: "generated",
        title: "files under docs/generated are up to date",
        needs: &["build"],
        database: false,
        extra: false,
        run: |log, _| log.run(&mut ourselves(&["generate", "--check"])?),
    },
    Step {
        name: "reliability",
        title: "cases outlive fifty kills of their writer on each database",
        needs: &["build"],
        database: true,
        extra: true,
        run: reliability,
    },
    Step {
        name: "warehouses",
        title: "rules as queries on DuckDB and Spark",
        needs: &["build"],
        database: false,
        extra: true,
        run: |log, _| warehouses(log),
    },
];

/// Tests that start the whole program; they have steps of their own.
const WHOLE_PROGRAM: &str = "julin-tests";

/// Another task of this program.
fn ourselves(args: &[&str]) -> Result<Command> {
    // The build step may have put a new file in the place of the running one.
    let running = std::env::current_exe()?;
    let path = running.to_string_lossy();
    let mut command = Command::new(path.strip_suffix(" (deleted)").unwrap_or(&path));
    command.args(args).env("JULIN_BIN", julin("debug"));
    Ok(command)
}

fn with_database(mut command: Command, url: Option<&str>) -> Command {
    if let Some(url) = url {
        command.env("JULIN_TEST_POSTGRES", url);
    }
    // What failed is read from the message; a backtrace buries it.
    command.env("RUST_BACKTRACE", "0");
    command
}

fn unit(log: &Log, url: Option<&str>) -> Result<()> {
    let rest = format!("not package({WHOLE_PROGRAM})");
    let tests = if on_path("cargo-nextest") {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level=fail",
            "-E",
            &rest,
        ])
    } else {
        cargo(&[
            "test",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--quiet",
        ])
    };
    log.run(&mut with_database(tests, url))?;
    if !on_path("cargo-nextest") {
        let args = [
            "test",
            "--workspace",
            "--no-fail-fast",
            "--test",
            "*",
            "--quiet",
        ];
        let args = [&args[..], &["--exclude", WHOLE_PROGRAM]].concat();
        log.run(&mut with_database(cargo(&args), url))?;
    }
    Ok(())
}

/// The tests of killed writers with all their rounds; in the other steps they have few.
fn reliability(log: &Log, url: Option<&str>) -> Result<()> {
    let args = ["test", "--package", "julin-app", "--test", "use_cases"];
    let name = "reliability::what_was_acknowledged_is_there_once_whenever_the_writer_is_killed";
    let mut command = cargo(&args);
    command
        .args(["--", "--exact", name])
        .env("JULIN_FOLLOW_KILLS", "50");
    log.run(&mut with_database(command, url))
}

fn packs(log: &Log, _: Option<&str>) -> Result<()> {
    let mut failures = 0;
    let mut folders: Vec<_> = std::fs::read_dir(root().join("packs"))?
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| root().join("packs").join(name).join("pack.yaml").is_file())
        .collect();
    folders.sort();
    for folder in folders {
        for verb in ["check", "test"] {
            let mut command = Command::new(julin("debug"));
            let pack = format!("packs/{folder}");
            command.args(["pack", verb, &pack]).current_dir(root());
            failures += usize::from(log.run(&mut command).is_err());
        }
    }
    if failures > 0 {
        bail!("{failures} pack commands failed");
    }
    Ok(())
}

/// Runs one test program of `tests/`, one test at a time: each starts a server.
fn whole_program(log: &Log, url: Option<&str>, name: &str) -> Result<()> {
    let binary = format!("binary(={name}) and package({WHOLE_PROGRAM})");
    let mut command = if on_path("cargo-nextest") {
        let args = [
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level=pass",
        ];
        cargo(&[&args[..], &["--test-threads=2", "-E", &binary]].concat())
    } else {
        cargo(&["test", "--workspace", "--no-fail-fast", "--test", name])
    };
    command.env("JULIN_BIN", julin("debug"));
    log.run(&mut with_database(command, url))
}

/// Asks the queries of the databases, with a Python and a Java of this machine.
fn warehouses(log: &Log) -> Result<()> {
    let (java, python) = (java()?, python(log)?);
    let args = ["test", "--package", "julin-app", "--features", "warehouses"];
    let more = [
        "--test",
        "warehouses",
        "--",
        "--nocapture",
        "--test-threads=1",
    ];
    let mut command = cargo(&[&args[..], &more].concat());
    command.env("JULIN_WAREHOUSES", python);
    command.env("JAVA_HOME", java);
    log.run(&mut with_database(command, None))
}
