//! Runs the program to its end and reads what it says.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The built program: `JULIN_BIN`, else the one beside this test program.
///
/// # Panics
/// When it is not built.
pub fn path() -> PathBuf {
    let beside = || {
        let exe = std::env::current_exe().expect("a test program has a path");
        exe.parent()
            .and_then(|deps| deps.parent())
            .expect("target/debug/deps")
            .join("julin")
    };
    let path = std::env::var_os("JULIN_BIN").map_or_else(beside, PathBuf::from);
    assert!(
        path.is_file(),
        "{} is not built: cargo build --workspace --all-targets",
        path.display()
    );
    path
}

/// What a run said and how it ended.
pub struct Ran {
    /// The words it was called with.
    pub call: String,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit code.
    pub code: i32,
}

/// Runs the program, in English, in the checkout.
pub fn julin(args: &[&str]) -> Ran {
    let output = command(args).output().expect("the program starts");
    Ran::of(args, output)
}

/// Runs the program as somebody, in a language, on a terminal so wide that no line is
/// broken.
pub fn julin_as(who: &str, lang: &str, args: &[&str]) -> Ran {
    let mut command = command(args);
    command.env("JULIN_LANG", lang).env("COLUMNS", "1000");
    if !who.is_empty() {
        command.env("JULIN_AS", who);
    }
    Ran::of(args, command.output().expect("the program starts"))
}

/// The program with arguments, cut off from the settings of the person who tests.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(path());
    for name in ["JULIN_DB", "JULIN_PACKS", "JULIN_LANG", "JULIN_AS"] {
        command.env_remove(name);
    }
    command
        .args(args)
        .env("JULIN_LANG", "en")
        .current_dir(crate::root())
        .stdin(Stdio::null());
    command
}

impl Ran {
    fn of(args: &[&str], output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            call: format!("julin {}", args.join(" ")),
            out: text(&output.stdout),
            err: text(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// The same, having ended with this code.
    ///
    /// # Panics
    /// When it ended otherwise.
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "{}\nstdout: {}\nstderr: {}",
            self.call, self.out, self.err
        );
        self
    }

    /// The same, having ended well.
    pub fn well(self) -> Self {
        self.ended(0)
    }

    /// Standard output as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| {
            panic!(
                "{}: {e}\nstdout: {}\nstderr: {}",
                self.call, self.out, self.err
            )
        })
    }
}
