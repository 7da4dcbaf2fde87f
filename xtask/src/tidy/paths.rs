//! Rule: no path of somebody's machine in code, content or documents.

use super::{Finding, tree::Tree};

/// Tops of private folders. Written apart so that this file passes its own check.
const TOPS: [[&str; 2]; 5] = [
    ["/ro", "ot/"],
    ["/wo", "rk/"],
    ["/ho", "me/"],
    ["/Us", "ers/"],
    ["/tm", "p/"],
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let tops: Vec<String> = TOPS.iter().map(|parts| parts.concat()).collect();
    let mut findings = vec![];
    for file in &tree.files {
        for (i, line) in file.text.lines().enumerate() {
            if let Some(top) = tops.iter().find(|top| names_path(line, top)) {
                let advice = format!("`{top}…` is a path of one machine: use a relative one");
                findings.push(Finding::new(&file.path, i + 1, "paths", advice));
            }
        }
    }
    findings
}

/// Found at the start of a path, not in the middle of an address or a longer path.
fn names_path(line: &str, top: &str) -> bool {
    line.match_indices(top).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "\"'`(=:[<".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_path_is_found_and_an_address_is_not() {
        let top = TOPS[0].concat();
        let bad = format!("see `{top}notes.md`\n");
        assert_eq!(check(&Tree::of([("docs/a.md", &bad)])).len(), 1);
        let good = format!("see https://example.org{top}notes.md and a{top}b\n");
        assert!(check(&Tree::of([("docs/a.md", &good)])).is_empty());
    }
}
