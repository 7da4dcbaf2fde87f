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
/// A text that takes longer, in seconds of CPU time, is a finding.
const LONGEST: usize = 20;
/// A text that takes more memory is a finding.
const LIMITS: [&str; 2] = ["-rss_limit_mb=1500", "-max_len=16000"];
/// What libFuzzer calls a text that took too long.
const TIMEOUT: &str = "found-timeout-";

/// Builds the fuzzer and runs it for some minutes of CPU time, half of them for each kind
/// of text.
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
        let program = programs.join(kind);
        let before = cpu_seconds()?;
        let left = || anyhow::Ok((before + seconds).saturating_sub(cpu_seconds()?));
        // libFuzzer counts time by the clock: on a busy machine it is asked again.
        while left()? > 0 {
            fuzz(&program, kind, left()?)?;
        }
        let spent = (cpu_seconds()? - before) as f64 / 60.0;
        println!("{kind}: {spent:.1} minutes of CPU, nothing found");
    }
    Ok(())
}

/// CPU time of all programs run so far, in whole seconds.
fn cpu_seconds() -> Result<usize> {
    let told = std::fs::read_to_string("/proc/self/stat")?;
    children(&told).context("/proc/self/stat has another form")
}

/// The times `cutime` and `cstime` of proc(5), in hundredths of a second there: the 14th
/// and 15th after the name, which may hold anything.
fn children(stat: &str) -> Option<usize> {
    let (_, numbers) = stat.rsplit_once(')')?;
    let mut numbers = numbers.split_whitespace().skip(13);
    let mut next = || numbers.next()?.parse::<usize>().ok();
    Some((next()? + next()?) / 100)
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
    command.arg(format!("-timeout={LONGEST}"));
    let done = run_command(command.arg("-print_final_stats=1"));
    if done.is_err() && only_slow(program, &work)? {
        return Ok(());
    }
    done.with_context(|| format!("a text of kind {kind} was found: {}", work.display()))
}

/// Whether the run ended for nothing but texts that took long by the clock, as any does on
/// a busy machine: asked alone, each takes its share of CPU time at most. They are put
/// aside then.
fn only_slow(program: &Path, work: &Path) -> Result<bool> {
    let files = std::fs::read_dir(work)?.flatten().map(|file| file.path());
    let name = |path: &PathBuf| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let found = files.filter(|path| name(path).is_some_and(|name| is_finding(&name)));
    let found: Vec<_> = found.collect();
    for text in &found {
        if !name(text).is_some_and(|name| name.starts_with(TIMEOUT)) {
            return Ok(false);
        }
        let before = cpu_seconds()?;
        let alone = run_command(Command::new(program).arg(text).arg("-timeout=1200"));
        if alone.is_err() || cpu_seconds()? - before >= LONGEST {
            return Ok(false);
        }
        std::fs::remove_file(text)?;
    }
    Ok(!found.is_empty())
}

/// libFuzzer's names of what ends a run: not of texts it calls slow and goes on.
fn is_finding(name: &str) -> bool {
    name.starts_with("found-") && !name.starts_with("found-slow-unit-")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of proc(5): `cutime` is field 16, `cstime` field 17.
    #[test]
    fn times_of_children_are_read_behind_any_name() {
        let fields: Vec<_> = (3..=52).map(|field| (field * 100).to_string()).collect();
        let line = format!("42 (a) b) {}", fields.join(" "));
        assert_eq!(children(&line), Some(16 + 17));
        assert_eq!(children("42 (a"), None);
        assert!(cpu_seconds().is_ok());
    }

    /// A program that takes no time stands for the fuzzer asked for one text.
    #[test]
    fn a_text_slow_by_the_clock_alone_is_put_aside() {
        let work = &target().join(format!("xtask/fuzz-{}", std::process::id()));
        std::fs::create_dir_all(work).unwrap();
        let ends_well = Path::new("true");
        let put = |name: &str| std::fs::write(work.join(name), "x").unwrap();
        assert!(
            !only_slow(ends_well, work).unwrap(),
            "it ended for something else"
        );
        put("found-timeout-1");
        put("found-slow-unit-2");
        assert!(only_slow(ends_well, work).unwrap());
        assert!(!work.join("found-timeout-1").exists());
        put("found-timeout-3");
        put("found-crash-4");
        assert!(!only_slow(ends_well, work).unwrap());
        std::fs::remove_file(work.join("found-crash-4")).unwrap();
        put("found-timeout-5");
        assert!(!only_slow(Path::new("false"), work).unwrap());
        std::fs::remove_dir_all(work).unwrap();
    }
}
