//! Puts values in place of `{placeholders}`.

use julin_model::Lang;
use std::collections::BTreeMap;

/// Replaces each `{name}` by its value, that of the language (`name.en`) where there is
/// one; a name without a value stays as written, so that a gap is seen and reported
/// rather than hidden.
pub fn fill(template: &str, lang: Lang, args: &BTreeMap<String, String>) -> String {
    let value = |name: &str| {
        let own = args.get(&format!("{name}.{}", lang.code()));
        own.or_else(|| args.get(name))
    };
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let found = after
            .find('}')
            .and_then(|close| Some((close, value(&after[1..close])?)));
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
        assert_eq!(
            fill("第 {row} 行 {other} {", Lang::Zh, &args),
            "第 7 行 {other} {"
        );
    }

    #[test]
    fn a_value_of_the_language_goes_first() {
        let name = julin_model::Text::new("园区", "Park");
        let args = julin_model::Diagnostic::note("x")
            .with_text("name", &name)
            .args;
        assert_eq!(fill("{name}", Lang::Zh, &args), "园区");
        assert_eq!(fill("{name}", Lang::En, &args), "Park");
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let args = BTreeMap::from([
            ("a".to_owned(), "{b}".to_owned()),
            ("b".to_owned(), "x".to_owned()),
        ]);
        assert_eq!(fill("{a}", Lang::En, &args), "{b}");
    }
}
