//! Runs a process and watches its time and its peak memory.

use crate::shell::show;
use anyhow::{Context, Result, bail};
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the high-water mark is read. It only grows, so little is missed.
const GLANCE: Duration = Duration::from_millis(2);

/// One run.
pub struct Measured {
    /// From start to end.
    pub seconds: f64,
    /// High-water mark of resident memory, in bytes.
    pub peak: u64,
    /// Standard output.
    pub out: String,
}

/// Runs to the end.
pub fn measure(command: &mut Command) -> Result<Measured> {
    let shown = show(command);
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("cannot start {shown}"))?;
    let mut stdout = child.stdout.take().context("piped")?;
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = stdout.read_to_string(&mut text);
        text
    });
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(child.id(), "VmHWM:").unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(GLANCE);
    };
    let seconds = start.elapsed().as_secs_f64();
    let out = reader.join().unwrap_or_default();
    if !status.success() {
        bail!("{shown}: {status}\n{out}");
    }
    Ok(Measured { seconds, peak, out })
}

/// The middle one of several runs.
pub fn median(times: usize, mut run: impl FnMut() -> Result<Measured>) -> Result<Measured> {
    let mut all = (0..times).map(|_| run()).collect::<Result<Vec<_>>>()?;
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    Ok(all.swap_remove(times / 2))
}

/// A line of `/proc/<pid>/status`, in bytes: `VmRSS:` or `VmHWM:`.
pub fn memory(pid: u32, line: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix(line))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_memory_can_be_read() {
        assert!(memory(std::process::id(), "VmRSS:").is_some_and(|bytes| bytes > 100_000));
    }

    #[test]
    fn a_failing_process_is_an_error() {
        assert!(measure(Command::new("sh").args(["-c", "exit 1"])).is_err());
    }
}
