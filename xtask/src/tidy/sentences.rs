//! Rule: no sentence a user reads stands in Rust; it stands in `locales/` in both
//! languages. A guess: several words in a literal, among them a small word of English.

use super::{Finding, rust::Literal, tree::Tree};

const SURFACES: [&str; 3] = ["crates/app/", "crates/server/", "crates/julin/"];
/// What developers read: error texts for logs, panics, lint reasons, log lines.
const FOR_DEVELOPERS: [&str; 12] = [
    "#[error(",
    "expect(",
    "panic!(",
    "assert!(",
    "assert_eq!(",
    "unreachable!(",
    "reason=",
    "trace!(",
    "debug!(",
    "info!(",
    "warn!(",
    "error!(",
];
const SMALL_WORDS: [&str; 20] = [
    "the", "a", "an", "is", "are", "was", "of", "to", "not", "with", "for", "and", "no", "this",
    "cannot", "must", "has", "have", "please", "your",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    for (file, rust) in tree.shipped() {
        if !SURFACES.iter().any(|s| file.path.starts_with(s)) {
            continue;
        }
        let found = rust
            .shipped_literals()
            .filter(|l| is_sentence(&l.text) && !for_developers(l));
        findings.extend(found.map(|l| {
            let advice = format!(
                "`{}` reads like a sentence: give it a key in locales/",
                l.text.chars().take(40).collect::<String>()
            );
            Finding::new(&file.path, l.line, "sentences", advice)
        }));
    }
    findings
}

fn for_developers(literal: &Literal) -> bool {
    // The opening bracket that holds the literal, with at most plain arguments between.
    let open = |mark: &&'static str| {
        literal.before.rfind(*mark).is_some_and(|at| {
            let between = &literal.before[at + mark.len()..];
            !between.contains([';', '{'])
        })
    };
    FOR_DEVELOPERS.iter().any(open)
}

fn is_sentence(text: &str) -> bool {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|w| {
            w.trim_matches(|c: char| c.is_ascii_punctuation())
                .to_lowercase()
        })
        .filter(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_alphabetic() || c == '\''))
        .collect();
    words.len() >= 4 && words.iter().any(|w| SMALL_WORDS.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(code: &str) -> usize {
        check(&Tree::of([("crates/server/src/a.rs", code)])).len()
    }

    #[test]
    fn a_sentence_is_found() {
        assert_eq!(findings("fn a() { p(\"The file cannot be read.\") }"), 1);
    }

    #[test]
    fn names_classes_and_developer_texts_pass() {
        assert_eq!(findings("fn a() { class(\"card table dense wide\") }"), 0);
        assert_eq!(
            findings("#[error(\"the file {0} is not a table\")]\nstruct A;"),
            0
        );
        assert_eq!(findings("fn a() { b.expect(\"the map has this key\") }"), 0);
        assert_eq!(
            findings("fn a() { tracing::warn!(%e, \"the file is not there\") }"),
            0
        );
    }

    #[test]
    fn engines_may_speak_in_error_types() {
        let code = "fn a() { b(\"The file cannot be read.\") }";
        assert!(check(&Tree::of([("crates/measure/src/a.rs", code)])).is_empty());
    }
}
