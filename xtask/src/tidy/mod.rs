//! `cargo xtask tidy`: what the invariants say and a program can check.
//!
//! One file per rule; each takes the tree and gives findings. A finding names file,
//! line and rule, and says what to do.

mod content;
mod engines;
mod exceptions;
mod forbidden;
mod language;
mod layers;
mod length;
mod links;
mod map;
mod messages;
mod opening;
mod paths;
mod rust;
mod sentences;
mod sql;
mod tree;

use crate::shell::root;
use anyhow::{Result, bail};
use tree::Tree;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Which rule.
    pub rule: &'static str,
    /// What to do.
    pub advice: String,
}

impl Finding {
    fn new(file: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            rule,
            advice: advice.into(),
        }
    }
}

type Check = fn(&Tree) -> Vec<Finding>;

const CHECKS: [(&str, Check); 13] = [
    ("layers", layers::check),
    ("engines", engines::check),
    ("sql", sql::check),
    ("opening", opening::check),
    ("length", length::check),
    ("language", language::check),
    ("sentences", sentences::check),
    ("content", content::check),
    ("forbidden", forbidden::check),
    ("paths", paths::check),
    ("messages", messages::check),
    ("links", links::check),
    ("map", map::check),
];

/// Runs every check and prints what it finds.
pub fn run() -> Result<()> {
    let tree = Tree::read(&root())?;
    let found = CHECKS.iter().flat_map(|(_, check)| check(&tree)).collect();
    let mut findings = exceptions::apply(&tree, found);
    findings.sort();
    for finding in &findings {
        println!(
            "{}:{}: [{}] {}",
            finding.file, finding.line, finding.rule, finding.advice
        );
    }
    let files = tree.files.len();
    if !findings.is_empty() {
        bail!("{} findings in {files} files", findings.len());
    }
    println!(
        "tidy: {} checks over {files} files, nothing found",
        CHECKS.len()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_file_is_in_the_list() {
        let here = include_str!("mod.rs");
        let helpers = ["exceptions", "rust", "tree"];
        let modules: Vec<&str> = here
            .lines()
            .filter_map(|l| l.strip_prefix("mod ")?.strip_suffix(';'))
            .filter(|m| !helpers.contains(m))
            .collect();
        let mut listed: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
        listed.sort_unstable();
        assert_eq!(modules, listed);
    }

    #[test]
    fn a_clean_file_passes_every_check_on_code() {
        let tree = Tree::of([("crates/model/src/a.rs", "//! For a.\n\nfn a() {}\n")]);
        for (name, check) in CHECKS.iter().filter(|(name, _)| *name != "map") {
            assert_eq!(check(&tree), [], "{name}");
        }
    }
}
