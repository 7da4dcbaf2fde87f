//! Reads the message files once and answers by key.

use crate::fill;
use include_dir::{Dir, include_dir};
use julin_model::{Diagnostic, Lang, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../locales");

/// One entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What is the case: the text itself, for entries that are one text.
    pub what: Text,
    /// Why that matters.
    #[serde(default)]
    pub why: Text,
    /// What to do.
    #[serde(default)]
    pub hint: Text,
}

/// A file's entry: a plain text or a message.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(Text),
    Message(Entry),
}

/// A diagnostic in one language.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Message {
    /// What is the case.
    pub what: String,
    /// Why that matters; may be empty.
    pub why: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// Why the message files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    /// A file is not a map of entries.
    #[error("locales/{file}: {reason}")]
    File {
        /// File name.
        file: String,
        /// The parser's words.
        reason: String,
    },
    /// One key stands in two files.
    #[error("locales/{file}: key `{key}` stands in another file too")]
    Twice {
        /// File name.
        file: String,
        /// The key.
        key: String,
    },
}

/// All entries.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: BTreeMap<String, Entry>,
}

/// The catalogue compiled into the program.
///
/// # Panics
/// When a file in `locales/` is broken, which the tests of this crate rule out.
pub fn catalogue() -> &'static Catalogue {
    static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
        let files = FILES
            .files()
            .filter_map(|f| Some((f.path().to_str()?, f.contents_utf8()?)));
        Catalogue::read(files).unwrap_or_else(|error| panic!("{error}"))
    });
    &BUILT_IN
}

impl Catalogue {
    /// Reads message files given as name and text; names not ending in `.yaml` are passed over.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LocaleError> {
        let mut catalogue = Self::default();
        for (file, text) in files
            .into_iter()
            .filter(|(file, _)| file.ends_with(".yaml"))
        {
            let read = serde_saphyr::from_str::<BTreeMap<String, Written>>(text);
            let written = read.map_err(|e| LocaleError::File {
                file: file.to_owned(),
                reason: e.to_string(),
            })?;
            for (key, entry) in written {
                let entry = match entry {
                    Written::Text(what) => Entry {
                        what,
                        why: Text::default(),
                        hint: Text::default(),
                    },
                    Written::Message(message) => message,
                };
                if catalogue.entries.insert(key.clone(), entry).is_some() {
                    return Err(LocaleError::Twice {
                        file: file.to_owned(),
                        key,
                    });
                }
            }
        }
        Ok(catalogue)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// All keys with their entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries
            .iter()
            .map(|(key, entry)| (key.as_str(), entry))
    }

    /// The text of a key; the key itself when there is none, so that a gap shows.
    pub fn text<'a>(&'a self, key: &'a str, lang: Lang) -> &'a str {
        self.entries
            .get(key)
            .map_or(key, |entry| entry.what.get(lang))
    }

    /// The text of a key with its placeholders filled.
    pub fn filled(&self, key: &str, lang: Lang, args: &BTreeMap<String, String>) -> String {
        fill(self.text(key, lang), lang, args)
    }

    /// A diagnostic's sentences.
    pub fn message(&self, diagnostic: &Diagnostic, lang: Lang) -> Message {
        let Some(entry) = self.entries.get(&diagnostic.code) else {
            let args: Vec<_> = diagnostic
                .args
                .iter()
                .map(|(k, v)| format!("{k}: {v}"))
                .collect();
            let what = format!("{} ({})", diagnostic.code, args.join(", "));
            return Message {
                what,
                why: String::new(),
                hint: String::new(),
            };
        };
        let say = |text: &Text| fill(text.get(lang), lang, &diagnostic.args);
        Message {
            what: say(&entry.what),
            why: say(&entry.why),
            hint: say(&entry.hint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_both_languages() {
        for (key, entry) in catalogue().iter() {
            assert!(entry.what.missing().is_empty(), "{key}: {:?}", entry.what);
            for text in [&entry.why, &entry.hint] {
                assert!(
                    text.is_empty() || text.missing().is_empty(),
                    "{key}: {text:?}"
                );
            }
        }
    }

    #[test]
    fn both_languages_use_the_same_placeholders() {
        let names = |text: &str| {
            let mut names: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|s| s.split_once('}'))
                .map(|p| p.0.to_owned())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        for (key, entry) in catalogue().iter() {
            for text in [&entry.what, &entry.why, &entry.hint] {
                assert_eq!(names(&text.zh), names(&text.en), "{key}");
            }
        }
    }

    #[test]
    fn one_key_in_two_files_is_refused() {
        let text = "a.b: {zh: 甲, en: A}\n";
        assert!(matches!(
            Catalogue::read([("x.yaml", text), ("y.yaml", text)]),
            Err(LocaleError::Twice { .. })
        ));
    }

    #[test]
    fn an_unknown_code_shows_itself_with_its_arguments() {
        let message =
            Catalogue::default().message(&Diagnostic::error("no.such").with("row", 3), Lang::En);
        assert_eq!(message.what, "no.such (row: 3)");
    }
}
