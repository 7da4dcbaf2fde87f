//! Puts values in place of `{placeholders}`.

use std::collections::BTreeMap;

/// Replaces each `{name}` by its value; a name without a value stays as written, so
/// that a gap is seen and reported rather than hidden.
pub fn fill(template: &str, args: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let found = after
            .find('}')
            .and_then(|close| Some((close, args.get(&after[1..close])?)));
        match found {
            Some((close, value)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_known_names_and_leaves_the_rest() {
        let args = BTreeMap::from([("row".to_owned(), "7".to_owned())]);
        assert_eq!(fill("第 {row} 行 {other} {", &args), "第 7 行 {other} {");
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let args = BTreeMap::from([
            ("a".to_owned(), "{b}".to_owned()),
            ("b".to_owned(), "x".to_owned()),
        ]);
        assert_eq!(fill("{a}", &args), "{b}");
    }
}
