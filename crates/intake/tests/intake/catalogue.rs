//! Every code this crate can emit has its sentences, and every placeholder its argument.

use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn codes(text: &str) -> BTreeSet<String> {
    text.split('"')
        .filter(|s| s.starts_with("intake.") && !s.contains(' '))
        .map(str::to_owned)
        .collect()
}

#[test]
fn codes_and_sentences_match() {
    let mut text = String::new();
    sources(&root().join("src"), &mut text);
    let emitted = codes(&text);
    assert!(emitted.len() > 60);
    let catalogue = std::fs::read_to_string(root().join("../../locales/intake.yaml")).unwrap();
    let catalogue: serde_json::Value = serde_saphyr::from_str(&catalogue).unwrap();
    let catalogue = catalogue.as_object().unwrap();
    let written: BTreeSet<String> = catalogue.keys().cloned().collect();
    assert_eq!(
        emitted.difference(&written).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    assert_eq!(
        written.difference(&emitted).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    for (code, entry) in catalogue {
        for (part, sentence) in entry.as_object().unwrap() {
            let zh = sentence["zh"]
                .as_str()
                .unwrap_or_else(|| panic!("{code} {part} zh"));
            let en = sentence["en"]
                .as_str()
                .unwrap_or_else(|| panic!("{code} {part} en"));
            assert!(!zh.is_empty() && !en.is_empty(), "{code} {part}");
            assert_eq!(placeholders(zh), placeholders(en), "{code} {part}");
        }
    }
}

pub fn placeholders(text: &str) -> BTreeSet<&str> {
    let inner = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next());
    inner
        .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .collect()
}
