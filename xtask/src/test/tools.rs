//! Programs the tests need and a machine may lack, and how to get them with apt.

use crate::shell::{on_path, run};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is looked for, and the Debian package it comes in.
struct Tool {
    package: &'static str,
    present: fn() -> bool,
}

const TOOLS: [Tool; 5] = [
    Tool {
        package: "postgresql",
        present: || postgres_folder().is_some(),
    },
    Tool {
        package: "chromium",
        present: || on_path("chromium"),
    },
    Tool {
        package: "chromium-driver",
        present: || on_path("chromedriver"),
    },
    Tool {
        package: "python3-aiosmtpd",
        present: || on_path("aiosmtpd"),
    },
    Tool {
        package: "fonts-noto-cjk",
        present: has_chinese_font,
    },
];

/// Where PostgreSQL's own programs are.
pub fn postgres_folder() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|v| v.path().join("bin")).collect();
    folders.retain(|f| f.join("initdb").is_file() && f.join("postgres").is_file());
    folders.sort();
    folders.pop()
}

fn has_chinese_font() -> bool {
    let listed = Command::new("fc-list").arg(":lang=zh").output();
    let listed = listed.is_ok_and(|out| !out.stdout.is_empty());
    listed || Path::new("/usr/share/fonts/opentype/noto").is_dir()
}

/// Installs what is missing, or says what to install.
pub fn prepare() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        println!("PostgreSQL, Chromium, its driver, a mail server and a Chinese font are here");
        return Ok(());
    }
    let Some(prefix) = administrator() else {
        bail!(
            "missing: {0}. Install with: sudo apt-get update && sudo apt-get install {0}",
            missing.join(" ")
        );
    };
    println!("installing {}", missing.join(" "));
    let apt = |args: &[&str]| {
        let mut words = prefix.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        words.extend(args);
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        run(&mut command)
    };
    apt(&["update", "-q"])?;
    let mut args = vec!["install", "-q", "-y", "--no-install-recommends"];
    args.extend(&missing);
    apt(&args)?;
    match self::missing() {
        left if left.is_empty() => Ok(()),
        left => bail!("still missing after installing: {}", left.join(" ")),
    }
}

fn missing() -> Vec<&'static str> {
    TOOLS
        .iter()
        .filter(|t| !(t.present)())
        .map(|t| t.package)
        .collect()
}

/// The words that make a command run as administrator, if we may.
fn administrator() -> Option<&'static [&'static str]> {
    let quiet = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output();
        output.ok().filter(|o| o.status.success())
    };
    if !on_path("apt-get") {
        return None;
    }
    let id = quiet("id", &["-u"])?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(&["env"]);
    }
    quiet("sudo", &["-n", "true"]).map(|_| &["sudo", "-n"][..])
}
