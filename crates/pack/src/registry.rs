//! Kinds other crates bring: which folder, which type, which further checks.

use crate::check::{Category, Names};
use crate::document::{Document, Parsed, RawDocument};
use crate::schema::schema_of;
use julin_model::{Diagnostic, Place};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

type Check = Box<dyn Fn(&RawDocument, &View<'_>) -> Vec<Diagnostic> + Send + Sync>;

/// What a check of a registered kind may ask about the packs.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The pack the document belongs to.
    pub pack: &'a str,
    /// Everything the loaded packs declare.
    pub names: &'a Names,
}

impl View<'_> {
    /// A finding when the document uses an identifier its pack does not see.
    pub fn check(
        &self,
        category: Category,
        id: &str,
        place: impl FnOnce() -> Place,
    ) -> Option<Diagnostic> {
        self.names.check(category, id, self.pack, place)
    }
}

/// A kind.
pub struct Kind {
    check: Check,
    schema: fn() -> serde_json::Value,
}

/// Kinds by folder, beside the base kinds.
#[derive(Default)]
pub struct Registry {
    kinds: BTreeMap<String, Kind>,
    open: Vec<String>,
}

impl Registry {
    /// The base kinds only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a kind whose files hold one `T` each.
    #[must_use]
    pub fn with<T: DeserializeOwned + JsonSchema>(self, folder: &str) -> Self {
        self.with_check::<T>(folder, |_, _| Vec::new())
    }

    /// Adds a kind with a check of its own, called for every file that can be read.
    #[must_use]
    pub fn with_check<T: DeserializeOwned + JsonSchema>(
        mut self,
        folder: &str,
        check: impl Fn(&Document<T>, &View<'_>) -> Vec<Diagnostic> + Send + Sync + 'static,
    ) -> Self {
        let both = move |raw: &RawDocument, view: &View<'_>| {
            let Parsed {
                document,
                mut diagnostics,
                ..
            } = raw.read::<T>();
            diagnostics.extend(document.iter().flat_map(|document| check(document, view)));
            diagnostics
        };
        self.kinds.insert(
            folder.to_owned(),
            Kind {
                check: Box::new(both),
                schema: schema_of::<T>,
            },
        );
        self
    }

    /// Accepts a folder without looking into its files beyond their being YAML.
    #[must_use]
    pub fn with_unchecked(mut self, folder: &str) -> Self {
        self.open.push(folder.to_owned());
        self
    }

    /// True when the folder is known here.
    pub fn knows(&self, folder: &str) -> bool {
        self.kinds.contains_key(folder) || self.open.iter().any(|open| open == folder)
    }

    /// Folders known here.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().chain(&self.open).map(String::as_str)
    }

    /// JSON Schema of a kind added here.
    pub fn schema(&self, folder: &str) -> Option<serde_json::Value> {
        self.kinds.get(folder).map(|kind| (kind.schema)())
    }

    pub(crate) fn check(&self, document: &RawDocument, view: &View<'_>) -> Vec<Diagnostic> {
        self.kinds
            .get(&document.kind)
            .map_or_else(Vec::new, |kind| (kind.check)(document, view))
    }
}
