//! Every code this crate emits has its sentences, and no sentence is left over.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Codes written in the sources below a folder: quoted words starting with the area.
fn codes(folder: &Path, area: &str, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes(&path, area, into);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let quoted = text.split('"').filter(|word| word.starts_with(area));
        let is_code = |c: char| c.is_ascii_lowercase() || c == '.' || c == '-';
        into.extend(
            quoted
                .filter(|word| word.chars().all(is_code))
                .map(str::to_owned),
        );
    }
}

#[test]
fn codes_and_sentences_are_the_same_set() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for area in ["measure", "formula"] {
        let mut emitted = BTreeSet::new();
        codes(
            &root.join("crates").join(area).join("src"),
            &format!("{area}."),
            &mut emitted,
        );
        type Entry = BTreeMap<String, BTreeMap<String, String>>;
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(BTreeMap<String, String>),
            Message(Entry),
        }
        // `measure.yaml`, and `measure-treat.yaml` for a part of it.
        let mut file: BTreeMap<String, Written> = BTreeMap::new();
        for entry in std::fs::read_dir(root.join("locales")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if name == area || name.starts_with(&format!("{area}-")) {
                let text = std::fs::read_to_string(&path).unwrap();
                let part: BTreeMap<String, Written> = serde_saphyr::from_str(&text).unwrap();
                file.extend(part);
            }
        }
        let written: BTreeSet<String> = file.keys().cloned().collect();
        // Codes of the other area may be named here as well.
        emitted.retain(|code| code.starts_with(&format!("{area}.")));
        assert_eq!(emitted, written, "{area}");
        for (key, entry) in file {
            let plain = key.contains(".step.") || key.contains(".missing.");
            match entry {
                Written::Text(text) => assert!(plain && text.len() == 2, "{key}"),
                Written::Message(entry) => assert!(!plain && entry.contains_key("what"), "{key}"),
            }
        }
    }
}
