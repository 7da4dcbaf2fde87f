//! Rule: shipped code names no pack and no framework. A guess: a literal that is, or
//! starts a path with, the name of a folder or framework file under `packs/`.

use super::{Finding, tree::Tree};
use std::collections::BTreeSet;

/// Pack names that are also plain words of the program.
const PLAIN_WORDS: [&str; 2] = ["demo", "world"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let names = names(tree);
    let mut findings = vec![];
    for (file, rust) in tree.shipped() {
        for literal in rust.shipped_literals() {
            if let Some(name) = literal.text.split('/').find(|part| names.contains(*part)) {
                let advice = format!("`{name}` is content: take it from a pack or from the caller");
                findings.push(Finding::new(&file.path, literal.line, "content", advice));
            }
        }
    }
    findings
}

fn names(tree: &Tree) -> BTreeSet<&str> {
    let paths = tree
        .files
        .iter()
        .filter_map(|f| f.path.strip_prefix("packs/"));
    let mut names = BTreeSet::new();
    for path in paths.filter(|p| p.contains('/')) {
        let mut parts = path.split('/');
        names.extend(parts.next());
        if parts.next() == Some("frameworks")
            && let Some(file) = parts.next()
        {
            names.extend(file.split('.').next());
        }
    }
    names.retain(|n| !PLAIN_WORDS.contains(n));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_or_framework_named_in_code_is_found() {
        let packs = ("packs/zgc/frameworks/five-leads.yaml", "");
        let bad = "const A: &str = \"zgc\"; const B: &str = \"five-leads\"; const C: &str = \"packs/zgc/x\";";
        assert_eq!(
            check(&Tree::of([packs, ("crates/app/src/a.rs", bad)])).len(),
            3
        );
        let good =
            "const A: &str = \"ranking\"; #[cfg(test)] mod tests { const A: &str = \"zgc\"; }";
        assert!(check(&Tree::of([packs, ("crates/app/src/a.rs", good)])).is_empty());
    }
}
