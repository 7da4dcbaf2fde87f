//! The position of a value is where the value stands in the text.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use julin_pack::read_text;
use proptest::prelude::*;
use serde_json::Value;

/// A value with the text of each of its scalars unique enough to be recognised.
fn tree() -> impl Strategy<Value = Value> {
    let word = "[a-z园区]{1,6}".prop_map(Value::String);
    word.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..5).prop_map(Value::Array),
            prop::collection::btree_map("[a-z.区]{1,5}", inner, 1..5)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

/// Writes block YAML; returns the path, line and column of each scalar as written.
#[derive(Default)]
struct Writer {
    text: String,
    wanted: Vec<(String, u32, u32, String)>,
}

impl Writer {
    fn here(&self) -> (u32, u32) {
        let line = self.text.matches('\n').count() + 1;
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        (
            u32::try_from(line).unwrap(),
            u32::try_from(last.chars().count()).unwrap() + 1,
        )
    }

    fn put(&mut self, value: &Value, path: &str, indent: usize) {
        let join = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        match value {
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.text.push_str(&format!("\n{}- ", " ".repeat(indent)));
                    self.put(item, &join(&i.to_string()), indent + 2);
                }
            }
            Value::Object(entries) => {
                for (key, item) in entries {
                    self.text
                        .push_str(&format!("\n{}\"{key}\": ", " ".repeat(indent)));
                    self.put(item, &join(key), indent + 2);
                }
            }
            other => {
                let (line, column) = self.here();
                let word = other.as_str().unwrap_or_default();
                self.text.push_str(&format!("\"{word}\""));
                self.wanted
                    .push((path.to_owned(), line, column, word.to_owned()));
            }
        }
    }
}

proptest! {
    #[test]
    fn positions_agree_with_the_text(value in tree()) {
        let mut writer = Writer::default();
        writer.put(&Value::Object([("top".to_owned(), value)].into_iter().collect()), "", 0);
        writer.text.push('\n');
        let parsed = read_text::<Value>("x.yaml", &writer.text);
        prop_assert_eq!(&parsed.diagnostics, &[]);
        let document = parsed.document.unwrap();
        let lines: Vec<&str> = writer.text.split('\n').collect();
        for (path, line, column, word) in &writer.wanted {
            // Keys with dots can make one path mean two things; then the longest key wins,
            // which may be another value. Its position must still be a value's.
            if path.split('.').any(str::is_empty) || writer.wanted.iter().filter(|w| w.0 == *path).count() > 1 {
                continue;
            }
            let found = document.positions.node(path);
            let Some(node) = found.filter(|node| node.text() == Some(word)) else {
                prop_assert!(has_dotted_key(&document.value), "{path} not found in\n{}", writer.text);
                continue;
            };
            let at = node.pos;
            let stands: String = lines[at.line as usize - 1].chars().skip(at.column as usize).take(word.chars().count()).collect();
            prop_assert_eq!(&stands, word);
            if !has_dotted_key(&document.value) {
                prop_assert_eq!((at.line, at.column), (*line, *column));
            }
        }
    }

    /// Whatever the text, reading ends with a value or a finding.
    #[test]
    fn any_text_ends(text in "[a-z:\\-\\[\\]{}&*!|>'\"#%@, \n\t\u{feff}园]{0,80}") {
        let parsed = read_text::<Value>("x.yaml", &text);
        prop_assert!(parsed.document.is_some() || !parsed.diagnostics.is_empty());
    }
}

fn has_dotted_key(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries
            .iter()
            .any(|(key, item)| key.contains('.') || has_dotted_key(item)),
        Value::Array(items) => items.iter().any(has_dotted_key),
        _ => false,
    }
}

#[test]
fn keys_with_dots_are_found() {
    let text = "references:\n  rule-2021.106: {title: a}\n  rule-2021: {106: {title: b}}\n";
    let document = read_text::<Value>("x.yaml", text).document.unwrap();
    // The longest key that fits is taken.
    assert_eq!(
        document.place("references.rule-2021.106.title").to_string(),
        "x.yaml:2:26"
    );
    assert_eq!(
        document.key_place("references.rule-2021.106").to_string(),
        "x.yaml:2:3"
    );
    // A path that leads nowhere gives the nearest that is there.
    assert_eq!(
        document.place("references.rule-2021.107").to_string(),
        "x.yaml:3:14"
    );
}
