//! Exceptions to rules, each with its reason, from `xtask/exceptions.yaml`.
//!
//! Must not know: what the rules check.

use super::Finding;
use super::tree::Tree;
use std::collections::BTreeMap;

const LIST: &str = "xtask/exceptions.yaml";
/// A reason shorter than this is no reason.
const SHORTEST_REASON: usize = 20;

type Exceptions = BTreeMap<String, BTreeMap<String, String>>;

/// Takes out findings that are allowed; adds findings about exceptions that are not
/// needed or not explained.
pub fn apply(tree: &Tree, findings: Vec<Finding>) -> Vec<Finding> {
    let text = tree.file(LIST).map_or("{}", |f| f.text.as_str());
    let list: Exceptions = match serde_saphyr::from_str(text) {
        Ok(list) => list,
        Err(error) => return vec![Finding::new(LIST, 1, "exceptions", error.to_string())],
    };
    let allowed = |f: &Finding| {
        list.get(f.rule)
            .is_some_and(|files| files.contains_key(&f.file))
    };
    let (excused, mut left): (Vec<_>, Vec<_>) = findings.into_iter().partition(allowed);
    for (rule, files) in &list {
        for (file, reason) in files {
            let advice = if !excused.iter().any(|f| f.rule == rule && f.file == *file) {
                format!("`{file}` keeps the rule `{rule}` now: take the exception out")
            } else if reason.trim().len() < SHORTEST_REASON {
                format!("say why `{file}` may break the rule `{rule}`")
            } else {
                continue;
            };
            left.push(Finding::new(LIST, 1, "exceptions", advice));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(list: &str, findings: &[(&str, &'static str)]) -> Vec<String> {
        let tree = Tree::of([(LIST, list)]);
        let findings = findings
            .iter()
            .map(|(file, rule)| Finding::new(file, 1, rule, "x"));
        apply(&tree, findings.collect())
            .into_iter()
            .map(|f| format!("{} {}", f.file, f.rule))
            .collect()
    }

    #[test]
    fn an_exception_with_a_reason_holds_for_its_rule_and_file_only() {
        let list = "length:\n  a.rs: one long table of codes that belongs together\n";
        let findings = [("a.rs", "length"), ("b.rs", "length"), ("a.rs", "sql")];
        assert_eq!(left(list, &findings), ["b.rs length", "a.rs sql"]);
    }

    #[test]
    fn a_needless_or_unexplained_exception_is_found() {
        let list = "length:\n  a.rs: one long table of codes that belongs together\n";
        assert_eq!(left(list, &[]), ["xtask/exceptions.yaml exceptions"]);
        assert_eq!(
            left("length: {a.rs: long}\n", &[("a.rs", "length")]),
            ["xtask/exceptions.yaml exceptions"]
        );
    }
}
