//! Rule: every relative link and picture in a document leads somewhere, and every
//! path of ours written in backticks exists.

use super::{Finding, tree::Tree};
use crate::shell::root;
use std::path::Path;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let root = root();
    check_in(tree, &|path| root.join(path).exists())
}

fn check_in(tree: &Tree, exists: &dyn Fn(&Path) -> bool) -> Vec<Finding> {
    let mut findings = vec![];
    for file in tree.ending(".md") {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for (i, line) in prose(&file.text) {
            for target in links(line) {
                let path = target.split('#').next().unwrap_or_default();
                if !path.is_empty() && !exists(&folder.join(path)) {
                    let advice = format!("`{target}` does not exist");
                    findings.push(Finding::new(&file.path, i, "links", advice));
                }
            }
            for path in own_paths(line).filter(|path| !exists(Path::new(path))) {
                let advice = format!("`{path}` does not exist (any more)");
                findings.push(Finding::new(&file.path, i, "links", advice));
            }
        }
    }
    findings
}

/// Lines outside fenced blocks, numbered from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(i, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((i + 1, line))
    })
}

/// Targets of `[…](…)` that are not addresses.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target.trim()))
        .filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
}

/// `crates/app/src/lib.rs` and its like, without placeholders.
fn own_paths(line: &str) -> impl Iterator<Item = &str> {
    const TOPS: [&str; 6] = ["crates/", "packs/", "locales/", "docs/", "xtask/", "tests/"];
    let ticks = line.split('`').skip(1).step_by(2);
    ticks.filter(|path| {
        TOPS.iter().any(|top| path.starts_with(top))
            && !path.contains(['<', '*', '…', ' ', '{', '$'])
            && !path.contains("NNNN")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let exists =
            |path: &Path| path == Path::new("docs/b.md") || path == Path::new("crates/app");
        let tree = Tree::of([("docs/a.md", text)]);
        check_in(&tree, &exists)
            .into_iter()
            .map(|f| f.advice)
            .collect()
    }

    #[test]
    fn a_link_to_nowhere_is_found() {
        assert!(
            findings("[b](b.md#part), [out](https://example.org), [here](#x), `crates/app`")
                .is_empty()
        );
        assert_eq!(findings("![c](c.png) and `crates/gone/x.rs`").len(), 2);
    }

    #[test]
    fn placeholders_and_fenced_blocks_pass() {
        assert!(findings("`crates/<x>/tests`\n```\n[c](c.png) `crates/gone`\n```\n").is_empty());
    }
}
