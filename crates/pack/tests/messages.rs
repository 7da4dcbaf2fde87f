//! Every finding has its sentences, and every placeholder its value.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use julin_model::Text;
use julin_pack::{PackFiles, PackSource, Registry, load, read_text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    what: Text,
    why: Text,
    hint: Text,
}

fn messages() -> BTreeMap<String, Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales/pack.yaml");
    let parsed = read_text::<BTreeMap<String, Entry>>(
        "locales/pack.yaml",
        &std::fs::read_to_string(path).unwrap(),
    );
    assert_eq!(parsed.diagnostics, []);
    parsed.document.unwrap().value
}

/// Codes in the sources of this crate; those made of parts are listed by hand.
fn codes() -> BTreeSet<String> {
    let made = |stem: &str, ends: &str| {
        ends.split(' ')
            .map(|end| format!("{stem}{end}"))
            .collect::<Vec<_>>()
    };
    let mut codes: BTreeSet<String> = [
        made(
            "pack.wrong-type.",
            "map list text number integer flag word nothing",
        ),
        made(
            "pack.unknown-",
            "unit type relation field source entity discrepancy fact link case document",
        ),
        made("pack.value-not-", "number word text flag date entity"),
        made("pack.missing-label.", "zh en"),
    ]
    .concat()
    .into_iter()
    .collect();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut codes,
    );
    codes
}

fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, codes);
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let quoted = text
            .split("\"pack.")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'));
        let whole = quoted
            .map(|(code, _)| code)
            .filter(|code| !code.contains('{') && *code != "yaml");
        codes.extend(whole.map(|code| format!("pack.{code}")));
    }
}

#[test]
fn every_code_has_sentences_and_no_sentence_is_left_over() {
    let written: BTreeSet<String> = messages().into_keys().collect();
    assert_eq!(codes(), written);
}

#[test]
fn every_sentence_is_in_both_languages_and_says_what_to_do() {
    for (code, entry) in messages() {
        assert!(entry.what.missing().is_empty(), "{code}");
        assert!(entry.hint.missing().is_empty(), "{code}");
        assert!(
            entry.why.is_empty() || entry.why.missing().is_empty(),
            "{code}"
        );
    }
}

#[test]
fn findings_bring_the_values_their_sentences_need() {
    // Files with as many different mistakes as fit in.
    let files = [
        (
            "pack.yaml",
            "id: q\ntitle: {zh: 甲}\nversion: '1'\nchecked_on: 2026-01-01\nrequires: [no]\nreferences: {A: {title: {zh: 甲, en: A}}}\nfoo: 1\n",
        ),
        (
            "units/u.yaml",
            "units:\n  - {code: a, label: {zh: 甲, en: A}, dimension: a, factor: -1}\n  - {code: a, label: 甲, dimension: b, factor: x}\n  - {code: b, label: {}, dimension: b, factor: 1, factor: 2}\n",
        ),
        (
            "fields/f.yaml",
            "fields:\n  - {id: n, label: {zh: 甲, en: A}, type: number, non_negative: true, unit: b}\n  - {id: N, label: {zh: 甲, en: A}, type: what}\n  - {id: f, label: {zh: 甲, en: A}, type: flag, unit: a, of: [p], decimals: x}\n  - {id: f, label: {zh: 甲, en: A}, type: flag, unit: a, of: [p], many: 1}\n",
        ),
        (
            "facts/f.yaml",
            "facts:\n  - {entity: e, field: n, value: -1, unit: a, at: {spot: L1}}\n  - {field: n, value: 1, period: x}\n  - {entity: e, field: n, value: a, at: {source: s}}\n  - {field: n, value: 1}\n",
        ),
        (
            "crosswalks/c.yaml",
            "id: d\ntitle: {zh: 甲, en: A}\nlists: [{id: a, title: {zh: 甲, en: A}, items: [{id: a, label: {zh: 甲, en: A}}, {id: b, label: {zh: 甲, en: A}}]}]\nrows: [{items: [a, b, c], basis: told}]\n",
        ),
        ("other/x.yaml", "a: 1\n"),
        ("links/l.yaml", "links: [*x]\n"),
        (
            "names/n.yaml",
            "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        ),
    ];
    let loaded = load(
        PackSource::new().with([PackFiles::from_texts("p", files)]),
        &Registry::new(),
    );
    let messages = messages();
    let kinds: BTreeSet<&str> = loaded.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert!(kinds.len() >= 15, "{kinds:?}");
    for diagnostic in &loaded.diagnostics {
        let entry = &messages[&diagnostic.code];
        for text in [&entry.what, &entry.why, &entry.hint] {
            for part in text.zh.split('{').skip(1) {
                let name = part.split('}').next().unwrap();
                let is_name = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                assert!(
                    !is_name || diagnostic.args.contains_key(name),
                    "{}: {name}",
                    diagnostic.code
                );
            }
        }
    }
}
