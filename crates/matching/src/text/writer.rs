//! Feed an index: cards in, cards out, and a commit that says how far it got.
//!
//! Must not know: where cards come from.

use super::error::TextError;
use super::fold::fold;
use super::index::{Payload, TextIndex};
use super::schema::{TextCard, weighted};
use std::collections::HashSet;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

/// Bytes of an identifier.
const ID_BYTES: usize = 1_000;
/// Bytes that a writing thread needs at least.
const THREAD_BYTES: usize = 16_000_000;

/// What a writer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Threads, 1 to 8.
    pub threads: usize,
    /// Memory in bytes, over all threads.
    pub memory: usize,
}

/// Writes to an index. What is not committed is lost with it.
pub struct TextWriter {
    index: TextIndex,
    writer: IndexWriter,
    /// Written since the last commit.
    pending: HashSet<String>,
}

impl TextWriter {
    pub(super) fn new(index: TextIndex, means: Means) -> Result<Self, TextError> {
        let threads = means.threads.clamp(1, 8);
        let memory = (means.memory / threads).clamp(THREAD_BYTES, 2_000_000_000);
        let writer = index
            .index()
            .writer_with_num_threads(threads, memory * threads)?;
        index.refresh()?;
        Ok(Self {
            index,
            writer,
            pending: HashSet::new(),
        })
    }

    /// Adds a card, or puts it in the place of the one of its name.
    ///
    /// # Errors
    /// For a card without usable identifier or with a field the index was not opened with.
    pub fn add(&mut self, card: &TextCard) -> Result<(), TextError> {
        let index = self.index.clone();
        let layout = index.layout();
        let bytes = card.id.len();
        if !(1..=ID_BYTES).contains(&bytes) {
            let most = ID_BYTES;
            return Err(TextError::BadId { bytes, most });
        }
        let mut document = TantivyDocument::default();
        document.add_text(layout.id, &card.id);
        for (field, text) in &card.fields {
            let Some(weight) = layout.weight(field) else {
                return Err(TextError::UnknownField {
                    card: card.id.clone(),
                    field: field.clone(),
                });
            };
            let text = weighted(weight, &fold(text));
            document.add_text(layout.words, &text);
            document.add_text(layout.characters, &text);
        }
        self.remove(&card.id)?;
        self.writer.add_document(document)?;
        self.pending.insert(card.id.clone());
        Ok(())
    }

    /// Takes a card out; nothing happens when it is not there.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn remove(&mut self, id: &str) -> Result<(), TextError> {
        let term = Term::from_field_text(self.index.layout().id, id);
        // A removal is looked up in every segment at the commit: only where there is one.
        let known = self.pending.contains(id)
            || self
                .index
                .snapshot()
                .searcher
                .doc_freq(&term)
                .map_err(TextError::from)?
                > 0;
        if known {
            self.writer.delete_term(term);
        }
        Ok(())
    }

    /// Makes everything since the last commit findable at once; `mark` is the number of
    /// the last batch in it.
    ///
    /// # Errors
    /// When the directory cannot be written; then nothing of it is in the index.
    pub fn commit(&mut self, mark: u64) -> Result<(), TextError> {
        let payload = Payload {
            layout: self.index.layout().name(),
            mark,
        };
        let payload = serde_json::to_string(&payload)
            .map_err(|error| TextError::from(TantivyError::InternalError(error.to_string())))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.pending.clear();
        self.index.refresh()
    }

    /// Waits until segments that are being merged are merged.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), TextError> {
        self.writer.wait_merging_threads()?;
        self.index.refresh()
    }
}
