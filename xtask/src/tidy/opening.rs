//! Rule: every Rust file opens by saying what it is for.

use super::{Finding, tree::Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let opens = |text: &str| text.lines().next().is_some_and(|l| l.starts_with("//! "));
    tree.rust()
        .filter(|(file, _)| !opens(&file.text))
        .map(|(file, _)| {
            let advice = "open the file with `//! …`: what it is for and what it must not know";
            Finding::new(&file.path, 1, "opening", advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_first_sentence_is_found() {
        let tree = Tree::of([
            ("crates/a/src/good.rs", "//! For good.\n"),
            ("crates/a/src/bad.rs", "use std::fmt;\n"),
            ("crates/a/src/empty.rs", ""),
        ]);
        let files: Vec<_> = check(&tree).into_iter().map(|f| f.file).collect();
        assert_eq!(files, ["crates/a/src/bad.rs", "crates/a/src/empty.rs"]);
    }
}
