//! What can go wrong with an index, and the message it becomes.
//!
//! Must not know: where the index lies.

use julin_model::Diagnostic;
use std::sync::Arc;
use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;

/// Why an index does not answer.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// Made by another version, or for other fields; it has to be made anew.
    #[error("the index is of layout `{found}`, wanted is `{wanted}`; make it anew")]
    OtherLayout {
        /// As written in the index.
        found: String,
        /// As asked for.
        wanted: String,
    },
    /// Somebody else is writing.
    #[error("another writer holds the index; try again when it has finished")]
    Locked,
    /// The weights given at opening cannot be used.
    #[error("field `{field}` has weight {weight}; give each field once, from 1 to {most}")]
    BadWeight {
        /// The field.
        field: String,
        /// Its weight.
        weight: u32,
        /// The greatest weight.
        most: u32,
    },
    /// A card has a field that the index was not opened with.
    #[error("card `{card}` has field `{field}`, which the index does not know; open it with it")]
    UnknownField {
        /// The card.
        card: String,
        /// The field.
        field: String,
    },
    /// A card without identifier, or with one too long to keep.
    #[error("a card's identifier has {bytes} bytes; give it 1 to {most}")]
    BadId {
        /// Its length.
        bytes: usize,
        /// The greatest length.
        most: usize,
    },
    /// The index cannot be read or written; where it lies is damaged or full.
    #[error("the index cannot be read or written ({0}); make room, or make it anew")]
    Broken(Arc<TantivyError>),
}

impl TextError {
    /// The message.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::OtherLayout { found, wanted } => Diagnostic::error("match.index.other-layout")
                .with("found", found)
                .with("wanted", wanted),
            Self::Locked => Diagnostic::error("match.index.locked"),
            Self::BadWeight {
                field,
                weight,
                most,
            } => Diagnostic::error("match.index.weight")
                .with("field", field)
                .with("weight", weight)
                .with("most", most),
            Self::UnknownField { card, field } => Diagnostic::error("match.index.unknown-field")
                .with("card", card)
                .with("field", field),
            Self::BadId { bytes, most } => Diagnostic::error("match.index.id")
                .with("bytes", bytes)
                .with("most", most),
            Self::Broken(reason) => Diagnostic::error("match.index.broken").with("reason", reason),
        }
    }
}

impl From<TantivyError> for TextError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Locked,
            other => Self::Broken(Arc::new(other)),
        }
    }
}

impl From<std::io::Error> for TextError {
    fn from(error: std::io::Error) -> Self {
        Self::from(TantivyError::from(error))
    }
}

impl From<OpenWriteError> for TextError {
    fn from(error: OpenWriteError) -> Self {
        Self::from(TantivyError::from(error))
    }
}
