//! What the fuzzer found, or what showed it something new, is kept in `corpus/` and asked
//! again here, with a short run beside it; the long run is `cargo xtask fuzz`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod hostile;

use hostile::change::changed;
use hostile::firms::Chance;
use hostile::words::pack_files;
use hostile::{Came, expression, rule};
use std::fs;
use std::path::Path;

/// Texts of the short run, of each kind.
const TEXTS: usize = 400;

fn kept(kind: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = fs::read_dir(folder.join(kind)).unwrap();
    let mut texts: Vec<String> = files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    texts.sort();
    texts
}

fn shipped() -> Vec<String> {
    let files = pack_files("criteria");
    assert!(files.len() > 50, "rules are shipped");
    let text = |path| fs::read_to_string(path).unwrap();
    files.iter().map(text).collect()
}

/// Tests of the shipped rules, as their files have them in single quotes or plain.
fn expressions(rules: &[String]) -> Vec<String> {
    let lines = rules.iter().flat_map(|text| text.lines());
    let told = lines.filter_map(|line| line.split_once("if: ").or(line.split_once("formula: ")));
    told.map(|(_, rest)| rest.trim_matches(['\'', '"']).to_owned())
        .collect()
}

/// How many of them could be asked.
fn run(texts: &[String], ask: fn(&str) -> Came) -> usize {
    let mut chance = Chance::of("short run");
    let texts = (0..TEXTS).map(|_| changed(texts, &mut chance));
    texts.filter(|text| ask(text) == Came::Asked).count()
}

#[test]
fn every_shipped_rule_stands_up_to_it() {
    for text in shipped() {
        assert_eq!(rule(&text), Came::Asked, "{text}");
    }
}

#[test]
fn what_was_kept_stands_up_to_it() {
    for text in kept("expression") {
        expression(&text);
    }
    for text in kept("rule") {
        rule(&text);
    }
}

#[test]
fn changed_expressions_stand_up_to_it() {
    let mut texts = expressions(&shipped());
    texts.retain(|text| expression(text) == Came::Asked);
    texts.extend(kept("expression"));
    assert!(run(&texts, expression) > TEXTS / 20, "few could be asked");
}

#[test]
fn changed_rules_stand_up_to_it() {
    let mut texts = shipped();
    texts.extend(kept("rule"));
    assert!(run(&texts, rule) > TEXTS / 20, "few could be asked");
}
