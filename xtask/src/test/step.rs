//! One step of the test run: its heading, its output (shown as it comes and kept), its
//! time and outcome.
//!
//! Must not know: what the steps test.

use crate::shell::{show, target};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Passed,
    /// With this error.
    Failed(String),
    /// Not started, because a step it needs failed.
    NotRun(&'static str),
}

/// A step that was looked at.
pub struct Done {
    /// Its name.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub time: Duration,
    /// Where its output is kept.
    pub log: PathBuf,
}

/// What a running step writes to.
#[derive(Clone)]
pub struct Log {
    file: Arc<Mutex<File>>,
    path: PathBuf,
}

impl Log {
    /// An empty log for a step.
    pub fn new(name: &str) -> Result<Self> {
        let folder = target().join("xtask");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.log"));
        let file = File::create(&path).with_context(|| path.display().to_string())?;
        Ok(Self {
            file: Arc::new(Mutex::new(file)),
            path,
        })
    }

    /// Shows a line and keeps it.
    pub fn line(&self, line: &str) {
        println!("{line}");
        if let Ok(mut file) = self.file.lock() {
            let _ = writeln!(file, "{line}");
        }
    }

    /// Where it is kept.
    pub fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// Runs a program to its end, showing and keeping both its streams.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let shown = show(command);
        self.line(&format!("$ {shown}"));
        if std::io::stdout().is_terminal() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {shown}"))?;
        let out = child.stdout.take().map(|s| self.follow(s));
        let err = child.stderr.take().map(|s| self.follow(s));
        let status = child.wait()?;
        for reader in [out, err].into_iter().flatten() {
            let _ = reader.join();
        }
        if !status.success() {
            bail!("{shown}: {status}");
        }
        Ok(())
    }

    fn follow(&self, stream: impl Read + Send + 'static) -> std::thread::JoinHandle<()> {
        let log = self.clone();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stream);
            let mut line = vec![];
            while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                log.line(String::from_utf8_lossy(&line).trim_end_matches('\n'));
                line.clear();
            }
        })
    }
}

/// Runs one step.
pub fn run(name: &'static str, step: impl FnOnce(&Log) -> Result<()>) -> Result<Done> {
    let log = Log::new(name)?;
    let start = Instant::now();
    let outcome = match step(&log) {
        Ok(()) => Outcome::Passed,
        Err(error) => {
            let error = format!("{error:#}");
            log.line(&format!("error: {error}"));
            Outcome::Failed(error)
        }
    };
    Ok(Done {
        name,
        outcome,
        time: start.elapsed(),
        log: log.path(),
    })
}

/// The last lines of a log.
pub fn tail(done: &Done, lines: usize) -> String {
    let text = std::fs::read(&done.log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// Lines in which a test runner sums up.
pub fn summaries(done: &Done) -> Vec<String> {
    let text = std::fs::read(&done.log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let sums_up = |line: &&str| {
        let plain = line.trim_start();
        plain.starts_with("Summary [")
            || plain.starts_with("test result:")
            || plain.contains("m  Summary")
    };
    text.lines()
        .filter(sums_up)
        .map(|l| l.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_of_a_step_are_kept() {
        let done = run("self-test-streams", |log| {
            log.run(
                Command::new("sh").args(["-c", "echo one; echo two >&2; echo 'test result: ok'"]),
            )
        })
        .unwrap();
        assert_eq!(done.outcome, Outcome::Passed);
        let text = tail(&done, 10);
        assert!(text.contains("one") && text.contains("two"), "{text}");
        assert_eq!(summaries(&done), ["test result: ok"]);
    }

    #[test]
    fn a_failing_program_fails_its_step() {
        let done = run("self-test-failure", |log| {
            log.run(Command::new("sh").args(["-c", "exit 4"]))
        })
        .unwrap();
        assert!(matches!(done.outcome, Outcome::Failed(e) if e.contains('4')));
    }
}
