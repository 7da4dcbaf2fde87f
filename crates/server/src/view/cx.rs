//! What every page is given beside its data: language, time, address, and the words.
//!
//! Must not know: the application.

use julin_locale::{Message, catalogue, fill};
use julin_model::{Diagnostic, Lang, Text};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// One request as far as drawing a page is concerned.
#[derive(Debug, Clone, Default)]
pub struct Cx {
    /// Language of the page.
    pub lang: Lang,
    /// Year figures are shown as of.
    pub as_of: i32,
    /// The year when none is asked for.
    pub default_as_of: i32,
    /// Path, still percent-encoded.
    pub path: String,
    /// Query in order, decoded.
    pub query: Vec<(String, String)>,
    /// The name somebody works under; none where nobody said.
    pub who: Option<String>,
    /// How much they have to do, where it was counted.
    pub to_do: Option<u64>,
}

impl Cx {
    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        catalogue().text(key, self.lang).to_owned()
    }

    /// The text of a key with its placeholders filled.
    pub fn tf(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args = args
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        self.tm(key, &args)
    }

    /// The text of a key with placeholders filled from a map.
    pub fn tm(&self, key: &str, args: &BTreeMap<String, String>) -> String {
        fill(catalogue().text(key, self.lang), self.lang, args)
    }

    /// The text of a key if there is one.
    pub fn known(&self, key: &str) -> Option<String> {
        catalogue()
            .entry(key)
            .map(|entry| entry.what.get(self.lang).to_owned())
    }

    /// The sentences of a diagnostic.
    pub fn message(&self, diagnostic: &Diagnostic) -> Message {
        catalogue().message(diagnostic, self.lang)
    }

    /// A text in the page's language, as plain words.
    pub fn plain<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    /// A text in the page's language; marked with its own language when only the other is given.
    pub fn text(&self, text: &Text) -> Markup {
        let shown = text.get(self.lang);
        let fallback = text.missing().contains(&self.lang) && !text.is_empty();
        html! {
            @if fallback { bdi lang=(html_lang(self.lang.other())) { (shown) } } @else { bdi { (shown) } }
        }
    }

    /// A value of the query.
    pub fn ask(&self, name: &str) -> Option<&str> {
        let found = self
            .query
            .iter()
            .find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// An address within the site: path and further query, keeping the as-of year if it was chosen.
    pub fn href(&self, path: &str, query: &[(&str, &str)]) -> String {
        let as_of = self.as_of.to_string();
        let kept = (self.as_of != self.default_as_of).then_some(("as_of", as_of.as_str()));
        address(path, query.iter().copied().chain(kept))
    }

    /// This page's address with some values of the query changed; an empty value drops it.
    pub fn here(&self, changes: &[(&str, &str)]) -> String {
        let stays = self.query.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let stays = stays.filter(|(k, _)| !changes.iter().any(|(changed, _)| changed == k));
        let query: Vec<_> = stays.chain(changes.iter().copied()).collect();
        address(&self.path, query)
    }
}

/// The value of the `lang` attribute.
pub fn html_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

/// The language words of unknown origin are most likely in.
pub fn guess_lang(words: &str) -> Option<&'static str> {
    let han = words
        .chars()
        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    han.then_some("zh-CN")
}

/// Path and query put together; empty values are left out.
pub fn address<'a>(path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    for (i, (key, value)) in query
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .enumerate()
    {
        out.push(if i == 0 { '?' } else { '&' });
        out.push_str(&encode(key, b"-_.~"));
        out.push('=');
        out.push_str(&encode(value, b"-_.~/:,"));
    }
    out
}

/// An identifier as part of a path; `/` and `:` stay readable.
pub fn segment(id: &str) -> String {
    encode(id, b"-_.~/:")
}

/// A text as part of an address: letters, digits and the signs named stay as they are.
pub fn encode(text: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Words for places where markup cannot isolate them: control characters and marks
/// that turn the writing direction are left out.
pub fn calm(words: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    words
        .chars()
        .filter(|c| !turns(*c) && !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_year_stays_in_links_and_the_usual_one_does_not() {
        let mut cx = Cx {
            as_of: 2025,
            default_as_of: 2025,
            ..Cx::default()
        };
        assert_eq!(cx.href("/parks/zgc", &[]), "/parks/zgc");
        cx.as_of = 2023;
        assert_eq!(
            cx.href("/parks/zgc", &[("peer", "a&b")]),
            "/parks/zgc?peer=a%26b&as_of=2023"
        );
    }

    #[test]
    fn the_language_switch_keeps_the_address() {
        let query = vec![
            ("q".to_owned(), "中 村".to_owned()),
            ("lang".to_owned(), "zh".to_owned()),
        ];
        let cx = Cx {
            path: "/search".into(),
            query,
            ..Cx::default()
        };
        assert_eq!(
            cx.here(&[("lang", "en")]),
            "/search?q=%E4%B8%AD%20%E6%9D%91&lang=en"
        );
    }

    #[test]
    fn marks_that_turn_the_writing_are_left_out_of_titles() {
        assert_eq!(calm("a\u{202e}b\u{2066}c\n"), "abc");
    }
}
