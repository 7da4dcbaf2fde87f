//! Rule: a file ends before its reader tires: 600 lines.

use super::{Finding, tree::Tree};

const LIMIT: usize = 600;
const KINDS: [&str; 3] = [".rs", ".js", ".css"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let code = tree
        .files
        .iter()
        .filter(|f| KINDS.iter().any(|end| f.path.ends_with(end)));
    let measured = code.map(|f| (f, f.text.lines().count()));
    measured
        .filter(|(_, lines)| *lines > LIMIT)
        .map(|(file, lines)| {
            let advice =
                format!("{lines} lines: split by the things a reader looks for (limit {LIMIT})");
            Finding::new(&file.path, LIMIT + 1, "length", advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_hundred_lines_are_allowed_and_one_more_is_found() {
        let text = "x\n".repeat(LIMIT);
        assert!(check(&Tree::of([("crates/a/src/a.rs", &text)])).is_empty());
        let text = "x\n".repeat(LIMIT + 1);
        assert_eq!(check(&Tree::of([("crates/a/src/a.rs", &text)])).len(), 1);
    }
}
