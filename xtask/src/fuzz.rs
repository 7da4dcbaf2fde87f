//! `cargo xtask fuzz`: hostile texts for the engine of rules, guided by the branches they
//! take (libFuzzer), on any toolchain. What is asked of every text stands in
//! `crates/criteria/tests/hostile`; texts worth keeping are in its `corpus`.
//!
//! Must not know: what a rule is.

use crate::shell::{cargo, root, run as run_command, target};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask fuzz [--minutes N] [expression|rule]";
/// The kinds of texts.
const KINDS: [&str; 2] = ["expression", "rule"];
/// A compiler for libFuzzer, and counters for branches and comparisons.
const FLAGS: &str = "-Cpasses=sancov-module -Ccodegen-units=1 --cfg=fuzzing \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// A text that takes longer, or more memory, is a finding.
const LIMITS: [&str; 3] = ["-timeout=20", "-rss_limit_mb=1500", "-max_len=16000"];

/// Builds the fuzzer and runs it for some minutes, half of them for each kind of text.
pub fn run(args: &[String]) -> Result<()> {
    let (mut minutes, mut kinds) = (10, KINDS.to_vec());
    let mut args = args.iter().map(String::as_str);
    while let Some(word) = args.next() {
        match (word, KINDS.iter().find(|kind| **kind == word)) {
            (_, Some(kind)) => kinds = vec![kind],
            ("--minutes", _) => {
                let given = args.next().and_then(|word| word.parse().ok());
                minutes = given.context(USAGE)?;
            }
            _ => bail!(USAGE),
        }
    }
    let seconds = minutes * 60 / kinds.len();
    let programs = build()?;
    for kind in kinds {
        fuzz(&programs.join(kind), kind, seconds)?;
    }
    println!("nothing found");
    Ok(())
}

fn folder() -> PathBuf {
    root().join("crates/criteria")
}

/// Where the fuzzer is built, apart from everything else: its flags are its own.
fn build() -> Result<PathBuf> {
    let (manifest, place) = (folder().join("fuzz/Cargo.toml"), target().join("fuzz"));
    // Named, so that the flags are not for build scripts.
    let host = host()?;
    let mut command = cargo(&["build", "--release", "--locked", "--target", &host]);
    command.arg("--manifest-path").arg(manifest);
    command.arg("--target-dir").arg(&place);
    run_command(command.env("RUSTFLAGS", FLAGS))?;
    Ok(place.join(host).join("release"))
}

fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = crate::shell::capture(Command::new(rustc).arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}

/// New texts go to the target folder; `-merge=1` chooses those worth keeping.
fn fuzz(program: &Path, kind: &str, seconds: usize) -> Result<()> {
    let work = target().join("fuzz/texts").join(kind);
    std::fs::create_dir_all(&work)?;
    let mut command = Command::new(program);
    command.arg(&work).args(seeds(kind)?).args(LIMITS);
    command.arg(format!(
        "-dict={}",
        folder().join("fuzz/words.dict").display()
    ));
    command.arg(format!("-artifact_prefix={}/found-", work.display()));
    command.arg(format!("-max_total_time={seconds}"));
    run_command(command.arg("-print_final_stats=1"))
        .with_context(|| format!("a text of kind {kind} was found: {}", work.display()))
}

/// Folders with texts to begin with: what was kept, and the rules of all packs.
fn seeds(kind: &str) -> Result<Vec<PathBuf>> {
    let mut folders = vec![folder().join("tests/corpus").join(kind)];
    if kind == "rule" {
        for pack in std::fs::read_dir(root().join("packs"))? {
            folders.push(pack?.path().join("criteria"));
        }
        folders.retain(|folder| folder.is_dir());
    }
    Ok(folders)
}
