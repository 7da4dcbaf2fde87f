//! One file under check: reports at paths, looks up references, resolves citations.

use super::names::{Category, Names};
use crate::document::Document;
use crate::kind::{At, Manifest};
use crate::pack::Pack;
use julin_model::{Diagnostic, Locator, SourceId, Spot, Text, record::Cited};
use std::cell::RefCell;

/// A document with what its checks need.
pub struct Checked<'a, T> {
    pub document: &'a Document<T>,
    pub pack: &'a str,
    /// `None` when it could not be read.
    pub manifest: Option<&'a Manifest>,
    pub names: &'a Names,
    pub found: &'a RefCell<Vec<Diagnostic>>,
}

/// `entities.3` and `name` → `entities.3.name`.
fn join(path: &str, key: &str) -> String {
    match (path.is_empty(), key.is_empty()) {
        (_, true) => path.to_owned(),
        (true, _) => key.to_owned(),
        _ => format!("{path}.{key}"),
    }
}

impl<T> Checked<'_, T> {
    /// Reports at the value of `key` within the item at `path`.
    pub fn report(&self, diagnostic: Diagnostic, path: &str, key: &str) {
        let place = self.document.place(&join(path, key));
        self.found.borrow_mut().push(diagnostic.at(place));
    }

    /// True when the identifier is declared and visible; else reports.
    pub fn known(&self, category: Category, id: &str, path: &str, key: &str) -> bool {
        let finding = self.names.check(category, id, self.pack, || {
            self.document.place(&join(path, key))
        });
        let known = finding.is_none();
        self.found.borrow_mut().extend(finding);
        known
    }

    /// True when the key names an official text of the manifest; else reports, unless
    /// the manifest could not be read.
    pub fn known_reference(&self, reference: &str, path: &str, key: &str) -> bool {
        let Some(manifest) = self.manifest else {
            return false;
        };
        if manifest.references.contains_key(reference) {
            return true;
        }
        let keys = manifest.references.keys().map(String::as_str);
        let near = crate::suggest::nearest(reference, keys).unwrap_or("—");
        let finding = Diagnostic::error("pack.unknown-reference").with("id", reference);
        self.report(finding.with("near", near), path, key);
        false
    }

    /// Reports a text that is empty in both languages.
    pub fn named(&self, text: &Text, path: &str, key: &str) {
        if text.is_empty() {
            self.report(Diagnostic::error("pack.missing-label.both"), path, key);
        }
    }

    /// The citation of a place; `None`, with a report, when it does not hold.
    pub fn cite(&self, at: &At, path: &str, key: &str) -> Option<Cited> {
        let path = join(path, key);
        let (source, default) = match (&at.source, &at.reference) {
            (Some(source), None) => {
                let known = self.known(Category::Source, source.as_str(), &path, "source");
                (known.then(|| source.clone()), None)
            }
            (None, Some(reference)) => {
                let known = self.known_reference(reference, &path, "reference");
                let id = SourceId::new(format!("{}.{reference}", self.pack)).ok();
                (id.filter(|_| known), Some(Spot::Whole))
            }
            _ => {
                self.report(Diagnostic::error("pack.at-which"), &path, "");
                return None;
            }
        };
        let Some(spot) = at.spot.clone().or(default) else {
            self.report(Diagnostic::error("pack.at-without-spot"), &path, "");
            return None;
        };
        Some(Cited {
            source: source?,
            locator: Locator {
                spot,
                phrase: at.phrase.clone(),
            },
        })
    }

    /// The citation of the pack itself, for words that name no place.
    pub fn own(&self) -> Option<Cited> {
        let id = SourceId::new(Pack::own_source(self.pack)).ok()?;
        Some(crate::pack::whole(id))
    }
}
