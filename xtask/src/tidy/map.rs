//! Rule: ARCHITECTURE.md names every crate and every folder at the top, and the list
//! of decisions names every decision.

use super::{Finding, tree::Tree};
use std::collections::BTreeSet;

const MAP: &str = "ARCHITECTURE.md";
const DECISIONS: &str = "docs/decisions/README.md";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    for name in folders(tree, "crates/") {
        if !says(tree, MAP, &format!("`{name}`")) {
            let advice = format!("add `{name}` to the map: what it is for, what it must not know");
            findings.push(Finding::new(MAP, 1, "map", advice));
        }
    }
    let decisions = tree
        .files
        .iter()
        .filter_map(|f| f.path.strip_prefix("docs/decisions/"));
    for name in decisions.filter(|name| *name != "README.md") {
        if !says(tree, DECISIONS, name) {
            findings.push(Finding::new(
                DECISIONS,
                1,
                "map",
                format!("add {name} to the list"),
            ));
        }
    }
    findings
}

fn says(tree: &Tree, path: &str, words: &str) -> bool {
    tree.file(path).is_some_and(|f| f.text.contains(words))
}

fn folders<'a>(tree: &'a Tree, top: &str) -> BTreeSet<&'a str> {
    let below = tree.files.iter().filter_map(|f| f.path.strip_prefix(top));
    below
        .filter_map(|path| Some(path.split_once('/')?.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_missing_from_the_map_is_found() {
        let files = [
            ("crates/model/src/lib.rs", ""),
            ("crates/store/src/lib.rs", ""),
            (MAP, "| `model` | the vocabulary |"),
        ];
        let advice: Vec<_> = check(&Tree::of(files))
            .into_iter()
            .map(|f| f.advice)
            .collect();
        assert_eq!(advice.len(), 1);
        assert!(advice[0].contains("store"));
    }

    #[test]
    fn a_decision_missing_from_the_list_is_found() {
        let files = [
            ("docs/decisions/0001-a.md", ""),
            (DECISIONS, "[two](0002-b.md)"),
        ];
        assert_eq!(check(&Tree::of(files)).len(), 1);
    }
}
