//! Rule: no Chinese in shipped code. Words a person reads or writes are content
//! (`locales/`, `packs/`), so that they can be changed without Rust.

use super::{Finding, tree::Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    for (file, rust) in tree.shipped() {
        let literals = rust.shipped_literals().filter(|l| has_chinese(&l.text));
        findings.extend(literals.map(|l| {
            let advice = format!(
                "`{}`: move it to locales/ (a sentence) or packs/ (a word met in data)",
                l.text.chars().take(20).collect::<String>()
            );
            Finding::new(&file.path, l.line, "language", advice)
        }));
    }
    findings
}

/// Ideographs only: punctuation and full-width forms are signs, not words.
pub fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_in_a_literal_is_found_but_not_in_comments_or_tests() {
        let good = "//! For 园区.\nconst OPEN: char = '（';\n#[cfg(test)]\nmod tests { const A: &str = \"园区\"; }\n";
        let bad = "//! For.\nconst A: &str = \"园区\";\nconst B: char = '万';\n";
        assert!(check(&Tree::of([("crates/a/src/a.rs", good)])).is_empty());
        let lines: Vec<_> = check(&Tree::of([("crates/a/src/a.rs", bad)]))
            .iter()
            .map(|f| f.line)
            .collect();
        assert_eq!(lines, [2, 3]);
        assert!(check(&Tree::of([("crates/a/tests/a.rs", bad)])).is_empty());
    }
}
