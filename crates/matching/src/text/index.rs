//! The index of cards: opened over a directory of the caller's, asked from any thread.
//!
//! The number of the last batch that was fed travels in every commit. Whoever feeds the
//! index reads it after a crash and goes on from there; index and store cannot disagree.
//!
//! Must not know: where the directory lies, what feeds it.

use super::error::TextError;
use super::explain::{Hit, hits};
use super::plan::Plan;
use super::query::Query;
use super::rank::best;
use super::schema::{FieldWeight, Layout, tokenizers};
use super::snapshot::Snapshot;
use super::writer::{Means, TextWriter};
use julin_model::Diagnostic;
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::directory::Directory;
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyError};

/// Most hits of one search.
pub const HITS: usize = 10_000;

/// An index of cards. Copies share it.
#[derive(Clone)]
pub struct TextIndex {
    inner: Arc<Inner>,
}

struct Inner {
    index: Index,
    reader: IndexReader,
    layout: Layout,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Found {
    /// The best cards, best first; equal ones by identifier.
    pub hits: Vec<Hit>,
    /// What a person should know: nothing to look for, cut, spelt otherwise.
    pub findings: Vec<Diagnostic>,
}

/// What a commit says about itself.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Payload {
    pub layout: String,
    pub mark: u64,
}

impl TextIndex {
    /// Opens the index that lies in a directory, or begins one in an empty directory.
    ///
    /// # Errors
    /// [`TextError::OtherLayout`] for an index of another version or other fields:
    /// remove it and feed a new one.
    pub fn open(
        directory: impl Into<Box<dyn Directory>>,
        fields: &[FieldWeight],
    ) -> Result<Self, TextError> {
        let layout = Layout::new(fields)?;
        let other = |found: String| TextError::OtherLayout {
            found,
            wanted: layout.name(),
        };
        let mut index = match Index::open_or_create(directory, layout.schema.clone()) {
            Ok(index) => index,
            Err(TantivyError::SchemaError(found)) => return Err(other(found)),
            Err(TantivyError::IncompatibleIndex(found)) => {
                return Err(other(format!("{found:?}")));
            }
            Err(error) => return Err(error.into()),
        };
        index.set_tokenizers(tokenizers());
        let builder = index.reader_builder();
        let reader = builder.reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = read(&index, &reader, &layout)?;
        Ok(Self {
            inner: Arc::new(Inner {
                snapshot: RwLock::new(Arc::new(snapshot)),
                index,
                reader,
                layout,
            }),
        })
    }

    /// Number of the last batch that can be found; 0 before the first.
    pub fn mark(&self) -> u64 {
        self.snapshot().mark
    }

    /// How many cards can be found.
    pub fn cards(&self) -> u64 {
        self.snapshot().cards
    }

    /// Takes up what other writers have committed to the directory since.
    ///
    /// # Errors
    /// When the directory cannot be read or holds an index of another layout by now.
    pub fn refresh(&self) -> Result<(), TextError> {
        let inner = &*self.inner;
        let fresh = Arc::new(read(&inner.index, &inner.reader, &inner.layout)?);
        let mut snapshot = inner
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if fresh.mark >= snapshot.mark {
            *snapshot = fresh;
        }
        Ok(())
    }

    /// The best cards for a query, at most `limit` and never over [`HITS`].
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Found, TextError> {
        let snapshot = self.snapshot();
        let plan = Plan::new(&snapshot, query)?;
        let ranked = match limit {
            0 => Vec::new(),
            limit => best(&snapshot, &plan, limit.min(HITS))?,
        };
        Ok(Found {
            hits: hits(&snapshot, &plan, &ranked)?,
            findings: plan.findings,
        })
    }

    /// Begins to write; one at a time.
    ///
    /// # Errors
    /// [`TextError::Locked`] while another writer lives, here or in another process.
    pub fn writer(&self, means: Means) -> Result<TextWriter, TextError> {
        TextWriter::new(self.clone(), means)
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.inner.snapshot.read();
        snapshot.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn index(&self) -> &Index {
        &self.inner.index
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.inner.layout
    }
}

/// The mark is read before the cards: a commit in between shows cards that will be fed
/// once more, never cards that will not be fed.
fn read(index: &Index, reader: &IndexReader, layout: &Layout) -> Result<Snapshot, TextError> {
    let metas = index.load_metas()?;
    let payload = metas
        .payload
        .as_deref()
        .map(serde_json::from_str::<Payload>);
    let mark = match payload {
        Some(Ok(payload)) if payload.layout == layout.name() => payload.mark,
        // Begun and never committed.
        None if metas.segments.is_empty() => 0,
        found => {
            let found = found.and_then(Result::ok).map(|payload| payload.layout);
            return Err(TextError::OtherLayout {
                found: found.unwrap_or_default(),
                wanted: layout.name(),
            });
        }
    };
    reader.reload()?;
    Snapshot::new(reader.searcher(), layout.clone(), mark)
}
