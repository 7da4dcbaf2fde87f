//! What the databases of the step `warehouses` need: a Java runtime for Spark, and a Python
//! with the packages of both. What is missing is said; nothing passes without it.

use super::step::Log;
use crate::shell::{on_path, target};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Java that Spark takes.
const OLDEST_JAVA: u32 = 17;
/// The packages, as the registry of Python calls them.
const PACKAGES: [&str; 2] = ["duckdb", "pyspark"];

/// The home of a Java runtime: `JAVA_HOME`, else one that Debian installed, else that of
/// the `java` on the path.
pub fn java() -> Result<PathBuf> {
    let named = std::env::var_os("JAVA_HOME").map(PathBuf::from);
    let installed = std::fs::read_dir("/usr/lib/jvm").into_iter().flatten();
    let mut homes: Vec<PathBuf> = installed.flatten().map(|entry| entry.path()).collect();
    homes.sort();
    homes.extend(on_path_home());
    let fit = |home: &PathBuf| version(home).is_some_and(|version| version >= OLDEST_JAVA);
    let found = named.into_iter().chain(homes).find(fit);
    found.with_context(|| {
        format!(
            "missing: a Java runtime, {OLDEST_JAVA} or later, for Spark. Install with: sudo \
             apt-get install openjdk-17-jre-headless, or set JAVA_HOME"
        )
    })
}

/// Where the `java` on the path comes from.
fn on_path_home() -> Option<PathBuf> {
    let output = Command::new("java")
        .args(["-XshowSettings:properties", "-version"])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let home = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("java.home = "));
    home.map(PathBuf::from)
}

fn version(home: &Path) -> Option<u32> {
    let output = Command::new(home.join("bin/java")).arg("-version").output();
    first_version(&String::from_utf8_lossy(&output.ok()?.stderr))
}

/// The main version in what `java -version` says: `openjdk version "17.0.15" 2025-04-15`.
fn first_version(said: &str) -> Option<u32> {
    let quoted = said.split('"').nth(1)?;
    quoted.split(['.', '-', '+']).next()?.parse().ok()
}

/// A Python with the packages: the one `JULIN_WAREHOUSES` names, else one made here.
pub fn python(log: &Log) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("JULIN_WAREHOUSES").map(PathBuf::from) {
        if !has_packages(&named) {
            bail!(
                "missing: the packages {} for {}, which JULIN_WAREHOUSES names. Install them, \
                 or unset it so that a folder for them is made",
                PACKAGES.join(" and "),
                named.display()
            );
        }
        return Ok(named);
    }
    let folder = target().join("xtask/warehouses");
    let python = folder.join("bin/python");
    if has_packages(&python) {
        return Ok(python);
    }
    let base = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !on_path(&base) && !Path::new(&base).is_file() {
        bail!("missing: Python 3. Install with: sudo apt-get install python3-venv, or set PYTHON");
    }
    let made = log.run(Command::new(&base).args(["-m", "venv"]).arg(&folder));
    made.context("missing: venv of Python. Install with: sudo apt-get install python3-venv")?;
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet"])
        .args(PACKAGES);
    log.run(&mut install)
        .context("the packages duckdb and pyspark could not be had from the registry of Python")?;
    Ok(python)
}

fn has_packages(python: &Path) -> bool {
    let import = format!("import {}", PACKAGES.join(", "));
    let done = Command::new(python).args(["-c", &import]).output();
    done.is_ok_and(|done| done.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Debian's and Adoptium's runtimes say it, and the old way of counting.
    #[test]
    fn the_version_of_java_is_read() {
        let said = "openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment";
        assert_eq!(first_version(said), Some(17));
        assert_eq!(first_version("openjdk version \"25\" 2025-09-16"), Some(25));
        assert_eq!(first_version("java version \"1.8.0_392\""), Some(1));
        assert_eq!(first_version("no java here"), None);
    }
}
