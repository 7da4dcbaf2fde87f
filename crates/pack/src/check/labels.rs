//! Two-language texts with one language missing, in any kind of file.

use crate::yaml::{Data, Node, Pos};

/// Languages a text must have, as the keys of its map.
const LANGUAGES: [&str; 2] = ["zh", "en"];

/// Texts with a language missing: the language and the place of the text.
pub fn missing_labels(node: &Node) -> Vec<(&'static str, Pos)> {
    let mut found = Vec::new();
    walk(node, &mut found);
    found
}

fn walk(node: &Node, found: &mut Vec<(&'static str, Pos)>) {
    match &node.data {
        Data::Scalar { .. } => {}
        Data::Seq(items) => items.iter().for_each(|item| walk(item, found)),
        Data::Map(entries) if is_text(entries) => {
            let empty = |language: &str| {
                node.get(language)
                    .is_none_or(|n| n.text() == Some("") && !n.is_null())
            };
            found.extend(
                LANGUAGES
                    .into_iter()
                    .filter(|l| empty(l))
                    .map(|language| (language, node.pos)),
            );
        }
        Data::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, found)),
    }
}

/// A map of languages and words, and of nothing else.
fn is_text(entries: &[(Node, Node)]) -> bool {
    let language = |key: &Node| key.text().is_some_and(|key| LANGUAGES.contains(&key));
    !entries.is_empty()
        && entries
            .iter()
            .all(|(key, value)| language(key) && value.text().is_some())
}
