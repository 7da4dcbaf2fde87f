//! Rule: engines and the vocabulary are pure and synchronous: values in, values out.
//! Which crates those are stands in `layers.yaml`.

use super::{Finding, layers::layers, tree::Tree};

const FORBIDDEN: [(&str, &str); 10] = [
    ("std::fs", "files"),
    ("std::net", "the network"),
    ("std::env", "the environment"),
    ("std::process", "other processes"),
    ("SystemTime", "the clock"),
    ("Instant::now", "the clock"),
    ("Utc::now", "the clock"),
    ("Local::now", "the clock"),
    ("async fn", "async"),
    (".await", "async"),
];
/// The one place where time enters.
const CLOCK: &str = "crates/model/src/clock.rs";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Ok(layers) = layers() else { return vec![] };
    let mut findings = vec![];
    for (file, rust) in tree.shipped().filter(|(f, _)| f.path != CLOCK) {
        let name = file.path.split('/').nth(1).unwrap_or_default();
        if !layers.crates.get(name).is_some_and(|c| c.pure) {
            continue;
        }
        for (line, code) in rust.shipped() {
            let hit = FORBIDDEN.iter().find(|(word, _)| code.contains(word));
            if let Some((word, what)) = hit {
                let advice = format!(
                    "`{word}`: this crate is pure and must not reach {what}; take what it needs as an argument"
                );
                findings.push(Finding::new(&file.path, line, "engines", advice));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_that_reads_a_file_or_the_clock_is_found() {
        let bad = "use std::fs;\nfn a() { let t = Utc::now(); }\nasync fn b() {}\n";
        assert_eq!(
            check(&Tree::of([("crates/measure/src/a.rs", bad)])).len(),
            3
        );
        assert!(check(&Tree::of([("crates/store/src/a.rs", bad)])).is_empty());
    }

    #[test]
    fn tests_and_the_clock_itself_may() {
        let tests = "#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert!(check(&Tree::of([("crates/measure/src/a.rs", tests)])).is_empty());
        assert!(check(&Tree::of([(CLOCK, "fn a() { Utc::now() }")])).is_empty());
    }
}
