//! An index as of one commit, with what scores need to know of all its cards.
//!
//! Removed cards lie in the index until their segment is merged. Nothing here counts
//! them, so that a score does not depend on when that happens.
//!
//! Must not know: queries.

use super::error::TextError;
use super::query::Kind;
use super::schema::{ID, Layout};
use super::score::Lengths;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tantivy::columnar::StrColumn;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader, Term};

/// Terms whose counts are kept.
const COUNTED: usize = 100_000;

/// The index, ready to be asked.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    pub layout: Layout,
    /// Number of the last batch that is in it.
    pub mark: u64,
    /// Cards.
    pub cards: u64,
    words: Lengths,
    characters: Lengths,
    /// Cards with a term, where that takes counting.
    counted: Mutex<HashMap<Term, u64>>,
}

impl Snapshot {
    pub fn new(searcher: Searcher, layout: Layout, mark: u64) -> Result<Self, TextError> {
        let cards = searcher.num_docs();
        let lengths = |field| -> Result<Lengths, TextError> {
            let mut total = 0;
            for segment in searcher.segment_readers() {
                let norms = segment.get_fieldnorms_reader(field)?;
                let alive = segment.doc_ids_alive();
                total += alive
                    .map(|doc| u64::from(norms.fieldnorm(doc)))
                    .sum::<u64>();
            }
            let mean = total as f64 / cards.max(1) as f64;
            Ok(Lengths::new(mean, FieldNormReader::id_to_fieldnorm))
        };
        Ok(Self {
            words: lengths(layout.words)?,
            characters: lengths(layout.characters)?,
            searcher,
            layout,
            mark,
            cards,
            counted: Mutex::default(),
        })
    }

    pub fn field(&self, kind: Kind) -> Field {
        match kind {
            Kind::Word | Kind::Phrase => self.layout.words,
            Kind::Characters => self.layout.characters,
        }
    }

    pub fn lengths(&self, kind: Kind) -> &Lengths {
        match kind {
            Kind::Word | Kind::Phrase => &self.words,
            Kind::Characters => &self.characters,
        }
    }

    /// How many cards have a term. Segments with removed cards are counted through, once.
    pub fn cards_with(&self, term: &Term) -> Result<u64, TextError> {
        let segments = self.searcher.segment_readers();
        if segments.iter().all(|segment| !segment.has_deletes()) {
            return Ok(self.searcher.doc_freq(term)?);
        }
        let counted = || self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cards) = counted().get(term) {
            return Ok(*cards);
        }
        let mut cards = 0;
        for segment in segments {
            let inverted = segment.inverted_index(term.field())?;
            cards += match (inverted.get_term_info(term)?, segment.alive_bitset()) {
                (None, _) => 0,
                (Some(info), None) => u64::from(info.doc_freq),
                (Some(info), Some(alive)) => {
                    let option = IndexRecordOption::Basic;
                    let postings = inverted.read_postings_from_terminfo(&info, option)?;
                    u64::from(postings.doc_freq_given_deletes(alive))
                }
            };
        }
        let mut counted = counted();
        if counted.len() < COUNTED {
            counted.insert(term.clone(), cards);
        }
        Ok(cards)
    }
}

/// Where a term stands in a segment, if at all.
pub(super) fn postings(
    segment: &SegmentReader,
    term: &Term,
    option: IndexRecordOption,
) -> Result<Option<SegmentPostings>, TextError> {
    let inverted = segment.inverted_index(term.field())?;
    Ok(inverted.read_postings(term, option)?)
}

/// The identifiers of a segment's cards.
pub(super) struct Ids(Option<StrColumn>);

impl Ids {
    pub fn new(segment: &SegmentReader) -> Result<Self, TextError> {
        Ok(Self(segment.fast_fields().str(ID)?))
    }

    /// Place of a card's identifier in the sorted list of the segment's.
    pub fn place(&self, doc: DocId) -> u64 {
        let places = self.0.as_ref().map(|column| column.ords());
        places
            .and_then(|places| places.first(doc))
            .unwrap_or(u64::MAX)
    }

    /// The identifier at a place.
    pub fn get(&self, place: u64) -> Result<String, TextError> {
        let mut id = String::new();
        if let Some(column) = &self.0 {
            column.ord_to_str(place, &mut id)?;
        }
        Ok(id)
    }
}
