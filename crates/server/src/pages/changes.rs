//! Changes of weights and values in an address: `w.<node>=<weight>` and
//! `v.<indicator>=<value>` for the unit chosen by `unit`.

use crate::view::Cx;
use julin_app::measure::{ChangeSet, ValueChange};

/// Most changes taken from one address.
const MOST: usize = 400;

/// The changes an address asks for. What is no number is left out.
pub fn changes(cx: &Cx, unit: Option<&str>) -> ChangeSet {
    let mut changes = ChangeSet::default();
    for (key, text) in cx.query.iter().take(MOST) {
        let Ok(number) = text.trim().parse::<f64>() else {
            continue;
        };
        if let Some(node) = key.strip_prefix("w.") {
            changes.weights.insert(node.to_owned(), number);
        } else if let (Some(name), Some(unit)) = (key.strip_prefix("v."), unit) {
            changes.values.push(ValueChange {
                unit: unit.to_owned(),
                kind: Default::default(),
                name: name.to_owned(),
                value: Some(number),
            });
        }
    }
    changes
}

/// The part of this page's address that says what is changed, for links onward.
pub fn kept(cx: &Cx) -> Vec<(&str, &str)> {
    let says = |key: &str| key == "unit" || key.starts_with("w.") || key.starts_with("v.");
    let pairs = cx.query.iter().filter(|(key, _)| says(key));
    pairs.map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_values_are_read_and_words_are_not() {
        let pairs = [
            ("w.g1", "2.5"),
            ("w.g2", "much"),
            ("v.1.1", "-3"),
            ("x", "1"),
        ];
        let cx = Cx {
            query: pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec(),
            ..Cx::default()
        };
        let read = changes(&cx, Some("zgc"));
        assert_eq!(
            read.weights.into_iter().collect::<Vec<_>>(),
            [("g1".to_owned(), 2.5)]
        );
        assert_eq!(read.values.len(), 1);
        assert!(changes(&cx, None).values.is_empty());
    }
}
