//! `cargo xtask generate`: files under `docs/generated/` that come from the program.
//!
//! The program prints them (`julin generate …`); this writes or compares them.

use crate::shell::{capture, cargo, julin, root, run as run_command};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// File name and the words after `julin generate`.
const FILES: [(&str, &str); 3] = [
    ("cli.md", "cli"),
    ("pack.schema.json", "pack-schema"),
    ("study.schema.json", "study-schema"),
];

/// Writes the files, or with `--check` says which would change.
pub fn run(args: &[String]) -> Result<()> {
    let check = match args {
        [] => false,
        [word] if word == "--check" => true,
        _ => bail!("usage: cargo xtask generate [--check]"),
    };
    let program = built()?;
    let folder = root().join("docs/generated");
    std::fs::create_dir_all(&folder)?;
    let mut stale = vec![];
    for (name, what) in FILES {
        let path = folder.join(name);
        let mut command = Command::new(&program);
        // The same on every machine: nothing of the person's settings, in English.
        for name in ["JULIN_DB", "JULIN_PACKS", "JULIN_LANG", "COLUMNS"] {
            command.env_remove(name);
        }
        let fresh = capture(command.args(["generate", what, "--lang", "en"]))?;
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        if fresh == kept {
            println!("docs/generated/{name}: unchanged");
        } else if check {
            stale.push(name);
        } else {
            std::fs::write(&path, fresh).with_context(|| path.display().to_string())?;
            println!("docs/generated/{name}: written");
        }
    }
    if !stale.is_empty() {
        bail!(
            "out of date in docs/generated: {} — run `cargo xtask generate`",
            stale.join(", ")
        );
    }
    Ok(())
}

/// The program: the one named by `JULIN_BIN`, or a fresh build.
fn built() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("JULIN_BIN") {
        return Ok(path.into());
    }
    run_command(&mut cargo(&["build", "--quiet", "--package", "julin"]))?;
    Ok(julin("debug"))
}
