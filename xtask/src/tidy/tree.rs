//! The files under check: path and text, Rust files taken apart once.
//!
//! Must not know: any rule.

use super::rust::Rust;
use anyhow::{Context, Result};
use std::path::Path;

/// One file.
pub struct File {
    /// Path from the root, with forward slashes.
    pub path: String,
    /// What it says.
    pub text: String,
    /// Taken apart, if it is Rust.
    pub rust: Option<Rust>,
}

/// All files.
#[derive(Default)]
pub struct Tree {
    /// In order of path.
    pub files: Vec<File>,
}

const KINDS: [&str; 14] = [
    "rs", "md", "yaml", "yml", "toml", "js", "mjs", "css", "html", "json", "sh", "sql", "txt",
    "run",
];
const PASSED_OVER: [&str; 4] = ["target", "node_modules", ".git", "dist"];

/// Is the whole file test code, by its place?
fn all_tests(path: &str) -> bool {
    [
        "/tests/",
        "/examples/",
        "/benches/",
        "/testing/",
        "/conformance/",
    ]
    .iter()
    .any(|part| format!("/{path}").contains(part))
        || ["tests.rs", "testing.rs", "conformance.rs"]
            .iter()
            .any(|end| path.ends_with(&format!("/{end}")))
}

impl Tree {
    /// Reads every text file below a folder.
    pub fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.walk(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// Adds one file.
    pub fn add(&mut self, path: &str, text: impl Into<String>) {
        let text = text.into();
        let rust = path
            .ends_with(".rs")
            .then(|| Rust::read(&text, all_tests(path)));
        self.files.push(File {
            path: path.to_owned(),
            text,
            rust,
        });
    }

    /// A tree of snippets, for tests.
    #[cfg(test)]
    pub fn of<const N: usize>(files: [(&str, &str); N]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, text);
        }
        tree
    }

    /// Rust files with their parts.
    pub fn rust(&self) -> impl Iterator<Item = (&File, &Rust)> {
        self.files
            .iter()
            .filter_map(|f| Some((f, f.rust.as_ref()?)))
    }

    /// Rust files below one of our crates' `src` (not build scripts, not xtask).
    pub fn shipped(&self) -> impl Iterator<Item = (&File, &Rust)> {
        self.rust().filter(|(f, _)| f.path.starts_with("crates/"))
    }

    /// Files of one kind.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |f| f.path.ends_with(end))
    }

    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|f| f.path == path)
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                if !PASSED_OVER.contains(&name.as_str()) {
                    self.walk(&entry.path(), &format!("{path}/"))?;
                }
            } else if name
                .rsplit('.')
                .next()
                .is_some_and(|end| KINDS.contains(&end))
                && let Ok(text) = std::fs::read_to_string(entry.path())
            {
                self.add(&path, text);
            }
        }
        Ok(())
    }
}
