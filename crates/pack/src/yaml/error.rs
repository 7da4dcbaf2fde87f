//! What serde reports while a value is read, as a diagnostic with a position.

use super::sink::ItemAddress;
use super::{Node, Pos};
use crate::suggest::nearest;
use julin_model::{Diagnostic, id::BadId, period::BadPeriod, source::BadSpot};
use serde::de::{Expected, Unexpected};
use std::any::type_name;
use std::fmt;

/// A finding on its way up to the nearest list item.
#[derive(Debug)]
pub(super) struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    diagnostic: Diagnostic,
    /// Key of a map to point at, once the map is known.
    key: Option<String>,
    pos: Option<Pos>,
    /// The innermost list item the value belongs to.
    item: Option<ItemAddress>,
}

impl Error {
    pub(super) fn new(diagnostic: Diagnostic) -> Self {
        Self(Box::new(Inner {
            diagnostic,
            key: None,
            pos: None,
            item: None,
        }))
    }

    /// A value of another type than wanted.
    pub(super) fn wrong_type(wanted: &str, node: &Node, key: &str) -> Self {
        let code = format!("pack.wrong-type.{wanted}");
        let found = excerpt(node);
        Self::new(
            Diagnostic::error(&code)
                .with("key", key)
                .with("found", found),
        )
        .at(node, key)
    }

    /// Sets the position and the key, if not set further down.
    pub(super) fn at(mut self, node: &Node, key: &str) -> Self {
        let inner = &mut *self.0;
        if inner.pos.is_none() {
            let named = inner.key.as_deref().and_then(|key| node.entry(key));
            inner.pos = Some(named.map_or(node.pos, |(key, _)| key.pos));
            inner
                .diagnostic
                .args
                .entry("key".to_owned())
                .or_insert_with(|| key.to_owned());
            let found = || excerpt(node);
            inner
                .diagnostic
                .args
                .entry("found".to_owned())
                .or_insert_with(found);
        }
        self
    }

    /// Names the list item, if not named further down.
    pub(super) fn in_item(mut self, node: &Node) -> Self {
        self.0.item.get_or_insert_with(|| ItemAddress::of(node));
        self
    }

    pub(super) fn item(&self) -> Option<ItemAddress> {
        self.0.item
    }

    pub(super) fn into_parts(self) -> (Diagnostic, Pos) {
        (self.0.diagnostic, self.0.pos.unwrap_or_default())
    }
}

/// The start of a value as the author wrote it.
pub(super) fn excerpt(node: &Node) -> String {
    match &node.data {
        super::Data::Seq(_) => "[…]".to_owned(),
        super::Data::Map(_) => "{…}".to_owned(),
        super::Data::Scalar { text, .. } => {
            let mut short: String = text.chars().take(40).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            short
        }
    }
}

/// A key the struct does not have.
pub(super) fn unknown_key(key: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::error("pack.unknown-key")
        .with("key", key)
        .with("near", nearest(key, known.iter().copied()).unwrap_or("—"))
        .with("known", known.join(", "))
}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // serde hands over the error of a `try_from` by type but without a trait to ask.
        let code = match type_name::<T>() {
            name if name == type_name::<BadId>() => "pack.bad-id",
            name if name == type_name::<BadPeriod>() => "pack.bad-period",
            name if name == type_name::<BadSpot>() => "pack.bad-spot",
            _ => return Self::new(Diagnostic::error("pack.bad-value").with("detail", message)),
        };
        Self::new(Diagnostic::error(code))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Diagnostic::error("pack.bad-value").with("detail", expected))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Diagnostic::error("pack.bad-value").with("detail", expected))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        let near = nearest(word, known.iter().copied()).unwrap_or("—");
        let diagnostic = Diagnostic::error("pack.unknown-word").with("word", word);
        Self::new(
            diagnostic
                .with("near", near)
                .with("known", known.join(", ")),
        )
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        let mut error = Self::new(unknown_key(key, known));
        error.0.key = Some(key.to_owned());
        error
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Diagnostic::error("pack.missing-key").with("key", key))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.0.diagnostic.code, self.0.diagnostic.args)
    }
}

impl std::error::Error for Error {}
