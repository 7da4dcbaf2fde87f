//! Rule: code and message catalogue agree. Every code raised has its sentences in both
//! languages, errors and warnings say what to do, and no entry is left that nobody uses.
//!
//! Keys put together at run time are covered by the prefixes in `messages.yaml`.

use super::{Finding, tree::Tree};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One text in both languages, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Text {
    zh: String,
    en: String,
}

/// An entry in either of its two forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    zh: String,
    en: String,
    what: Option<Text>,
    why: Option<Text>,
    hint: Option<Text>,
}

impl Entry {
    /// Every text of it, with its name.
    fn texts(&self) -> Vec<(&'static str, &str, &str)> {
        let parts = [
            ("what", &self.what),
            ("why", &self.why),
            ("hint", &self.hint),
        ];
        let given = parts.into_iter().filter_map(|(name, text)| {
            let text = text.as_ref()?;
            Some((name, text.zh.as_str(), text.en.as_str()))
        });
        let plain = self
            .what
            .is_none()
            .then_some(("text", self.zh.as_str(), self.en.as_str()));
        given.chain(plain).collect()
    }
}

struct Written<'a> {
    file: &'a str,
    line: usize,
    entry: Entry,
}

/// `messages.yaml`.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// Prefixes of keys put together at run time.
    dynamic: Vec<String>,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    let written = written(tree, &mut findings);
    for (key, at) in &written {
        for (part, zh, en) in at.entry.texts() {
            if zh.trim().is_empty() || en.trim().is_empty() {
                let advice = format!("`{key}`: {part} needs both zh and en");
                findings.push(Finding::new(at.file, at.line, "messages", advice));
            }
        }
    }
    raised(tree, &written, &mut findings);
    unused(tree, &written, &mut findings);
    findings
}

fn written<'a>(tree: &'a Tree, findings: &mut Vec<Finding>) -> BTreeMap<String, Written<'a>> {
    let mut written = BTreeMap::new();
    let files = tree
        .ending(".yaml")
        .filter(|f| f.path.starts_with("locales/"));
    for file in files {
        let read: Result<BTreeMap<String, Entry>, _> = serde_saphyr::from_str(&file.text);
        match read {
            Err(error) => findings.push(Finding::new(&file.path, 1, "messages", error.to_string())),
            Ok(entries) => written.extend(entries.into_iter().map(|(key, entry)| {
                let line = line_of(&file.text, &key);
                let file = file.path.as_str();
                (key, Written { file, line, entry })
            })),
        }
    }
    written
}

fn line_of(text: &str, key: &str) -> usize {
    let starts = |line: &str| line.trim_start_matches(['"', '\'']).starts_with(key);
    text.lines().position(starts).map_or(1, |at| at + 1)
}

/// Codes raised in shipped code, against the entries.
fn raised(tree: &Tree, written: &BTreeMap<String, Written>, findings: &mut Vec<Finding>) {
    for (file, rust) in tree.shipped() {
        for literal in rust.shipped_literals() {
            let severity = ["error", "warning", "note"]
                .into_iter()
                .find(|s| literal.before.ends_with(&format!("Diagnostic::{s}(")));
            let Some(severity) = severity else { continue };
            let code = &literal.text;
            let advice = match written.get(code) {
                None => format!("`{code}` has no entry in locales/"),
                Some(at) if severity != "note" && at.entry.hint.is_none() => {
                    format!("`{code}` is an {severity}: its entry needs a hint saying what to do")
                }
                Some(_) => continue,
            };
            findings.push(Finding::new(&file.path, literal.line, "messages", advice));
        }
    }
}

/// Entries whose key no shipped code names.
fn unused(tree: &Tree, written: &BTreeMap<String, Written>, findings: &mut Vec<Finding>) {
    let literals = tree.shipped().flat_map(|(_, rust)| rust.shipped_literals());
    let named: BTreeSet<&str> = literals.map(|l| l.text.as_str()).collect();
    let settings = tree
        .file("xtask/messages.yaml")
        .map_or("{}", |f| f.text.as_str());
    let settings: Settings = serde_saphyr::from_str(settings).unwrap_or_default();
    for (key, at) in written {
        let dynamic = settings
            .dynamic
            .iter()
            .any(|prefix| key.starts_with(prefix.as_str()));
        if !dynamic && !named.contains(key.as_str()) {
            let advice = format!(
                "`{key}` is used nowhere: take it out, or list its prefix in xtask/messages.yaml"
            );
            findings.push(Finding::new(at.file, at.line, "messages", advice));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "fn a() { Diagnostic::error(\n\"pack.x\") }";

    fn findings(code: &str, locales: &str) -> Vec<String> {
        let files = [
            ("crates/pack/src/a.rs", code),
            ("locales/pack.yaml", locales),
        ];
        check(&Tree::of(files))
            .into_iter()
            .map(|f| f.advice)
            .collect()
    }

    #[test]
    fn a_code_with_sentences_and_hint_in_both_languages_passes() {
        let good = "pack.x:\n  what: {zh: 甲, en: A}\n  hint: {zh: 乙, en: B}\n";
        assert!(findings(CODE, good).is_empty());
    }

    #[test]
    fn a_code_without_entry_or_hint_is_found() {
        assert_eq!(findings(CODE, "{}").len(), 1);
        assert_eq!(findings(CODE, "pack.x: {zh: 甲, en: A}\n").len(), 1);
        let note = CODE.replace("error", "note");
        assert!(findings(&note, "pack.x: {zh: 甲, en: A}\n").is_empty());
    }

    #[test]
    fn a_missing_language_and_an_unused_key_are_found() {
        let locales =
            "pack.x:\n  what: {zh: 甲, en: A}\n  hint: {zh: 乙}\npack.y: {zh: 丙, en: C}\n";
        let found = findings(CODE, locales);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("hint needs both"));
        assert!(found[1].contains("pack.y"));
    }

    #[test]
    fn keys_under_a_dynamic_prefix_count_as_used() {
        let files = [
            ("locales/ui.yaml", "ui.kind.park: {zh: 园区, en: Park}\n"),
            ("xtask/messages.yaml", "dynamic: [ui.kind.]\n"),
        ];
        assert!(check(&Tree::of(files)).is_empty());
    }
}
