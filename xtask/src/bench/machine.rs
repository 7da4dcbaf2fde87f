//! What the figures were taken on.

use crate::shell::capture;
use serde::Serialize;
use std::process::Command;

/// One machine on one day.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// Day of measuring.
    pub date: String,
    /// Model of the processor.
    pub cpu: String,
    /// Cores.
    pub cores: usize,
    /// Memory in GiB.
    pub memory_gib: u64,
    /// Version of the compiler.
    pub rustc: String,
}

impl Machine {
    /// This machine, today.
    pub fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let value = |text: &str, key: &str| {
            let line = text.lines().find(|l| l.starts_with(key))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let memory = value(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
        let kilobytes: u64 = memory.trim_end_matches("kB").trim().parse().unwrap_or(0);
        let say = |program: &str, arg: &str| {
            capture(Command::new(program).arg(arg))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        Self {
            date: say("date", "+%Y-%m-%d"),
            cpu: value(&read("/proc/cpuinfo"), "model name").unwrap_or_default(),
            cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            memory_gib: kilobytes.div_ceil(1 << 20),
            rustc: say("rustc", "--version"),
        }
    }
}
