//! Rule: nothing unfinished and nothing hidden: no ignored test, no waiting by the
//! clock in a test, no placeholder.

use super::{Finding, tree::Tree};

const ANYWHERE: [(&str, &str); 4] = [
    (
        "todo!(",
        "finish it, or leave it out and say so in an issue",
    ),
    (
        "unimplemented!(",
        "finish it, or leave it out and say so in an issue",
    ),
    ("dbg!(", "take it out"),
    (
        "#[ignore",
        "assert what happens now and say in a comment what should happen",
    ),
];
const IN_SHIPPED: [(&str, &str); 1] = [(
    "#![allow(",
    "allow the one lint at the one place, with `reason = …`",
)];
const IN_TESTS: [(&str, &str); 3] = [
    (
        "thread::sleep",
        "wait for the condition, not for time to pass",
    ),
    (
        "time::sleep",
        "wait for the condition, not for time to pass",
    ),
    (
        "Instant::now",
        "a timed assertion fails on a slow day: measure in `cargo xtask bench`",
    ),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    for (file, rust) in tree.rust() {
        for (i, code) in rust.code.iter().enumerate() {
            let more = if rust.is_test(i + 1) {
                &IN_TESTS[..]
            } else {
                &IN_SHIPPED[..]
            };
            for (word, advice) in ANYWHERE.iter().chain(more) {
                if has_word(code, word) {
                    let advice = format!("`{word}`: {advice}");
                    findings.push(Finding::new(&file.path, i + 1, "forbidden", advice));
                }
            }
        }
    }
    findings
}

/// `word` at a place where no longer word ends: `my_todo!(` is not `todo!(`.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_and_sleeping_tests_are_found() {
        let bad =
            "#[cfg(test)]\nmod tests {\n#[test]\n#[ignore]\nfn a() { std::thread::sleep(d); }\n}\n";
        let lines: Vec<_> = check(&Tree::of([("crates/a/src/a.rs", bad)]))
            .iter()
            .map(|f| f.line)
            .collect();
        assert_eq!(lines, [4, 5]);
    }

    #[test]
    fn a_word_in_a_literal_or_comment_passes() {
        let good = "// todo!()\nconst A: &str = \"todo!()\";\nfn my_todo!() {}\n";
        assert!(check(&Tree::of([("crates/a/src/a.rs", good)])).is_empty());
    }

    #[test]
    fn shipped_code_may_wait() {
        let code = "fn retry() { std::thread::sleep(d); }";
        assert!(check(&Tree::of([("crates/a/src/a.rs", code)])).is_empty());
    }
}
