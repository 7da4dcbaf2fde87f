//! Where a term, or two side by side, stand in one segment; asked card by card, forwards.
//!
//! Must not know: which cards are worth asking about.

use super::error::TextError;
use super::plan::{PlannedPhrase, PlannedTerm};
use super::query::Kind;
use super::score::Lengths;
use super::snapshot::{Snapshot, postings};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader};

/// A term in a segment.
pub(super) struct TermCursor<'s> {
    pub postings: SegmentPostings,
    pub ceiling: u64,
    factor: f64,
    lengths: &'s Lengths,
    norms: FieldNormReader,
}

impl<'s> TermCursor<'s> {
    pub fn open(
        snapshot: &'s Snapshot,
        segment: &SegmentReader,
        term: &PlannedTerm,
    ) -> Result<Option<Self>, TextError> {
        let found = postings(segment, &term.term, IndexRecordOption::WithFreqs)?;
        let norms = segment.get_fieldnorms_reader(term.term.field())?;
        Ok(found.map(|postings| Self {
            postings,
            ceiling: term.ceiling,
            factor: term.factor,
            lengths: snapshot.lengths(term.wanted.kind),
            norms,
        }))
    }

    /// Moves to a card or the next after it that has the term.
    pub fn at_least(&mut self, doc: DocId) -> DocId {
        seek(&mut self.postings, doc)
    }

    /// What the term gives to the card where the cursor stands.
    pub fn units(&self) -> u64 {
        let length = self.norms.fieldnorm_id(self.postings.doc());
        let frequency = self.postings.term_freq();
        self.lengths.units(self.factor, frequency, length)
    }

    /// What the term gives to a card.
    pub fn units_of(&mut self, doc: DocId) -> u64 {
        if self.at_least(doc) == doc {
            self.units()
        } else {
            0
        }
    }
}

/// Two words side by side in a segment.
pub(super) struct PhraseCursor<'s> {
    pub ceiling: u64,
    left: SegmentPostings,
    right: SegmentPostings,
    factor: f64,
    lengths: &'s Lengths,
    norms: FieldNormReader,
    before: Vec<u32>,
    after: Vec<u32>,
}

impl<'s> PhraseCursor<'s> {
    pub fn open(
        snapshot: &'s Snapshot,
        segment: &SegmentReader,
        phrase: &PlannedPhrase,
    ) -> Result<Option<Self>, TextError> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let left = postings(segment, &phrase.left, option)?;
        let right = postings(segment, &phrase.right, option)?;
        let norms = segment.get_fieldnorms_reader(snapshot.layout.words)?;
        Ok(left.zip(right).map(|(left, right)| Self {
            ceiling: phrase.ceiling,
            left,
            right,
            factor: phrase.factor,
            lengths: snapshot.lengths(Kind::Phrase),
            norms,
            before: Vec::new(),
            after: Vec::new(),
        }))
    }

    /// What the phrase gives to a card.
    pub fn units_of(&mut self, doc: DocId) -> u64 {
        if seek(&mut self.left, doc) != doc || seek(&mut self.right, doc) != doc {
            return 0;
        }
        self.left.positions(&mut self.before);
        self.right.positions(&mut self.after);
        // A field's weight repeats positions, so a phrase in it counts as often.
        let meets = |at: &&u32| self.after.binary_search(&(*at + 1)).is_ok();
        let frequency = self.before.iter().filter(meets).count() as u32;
        let length = self.norms.fieldnorm_id(doc);
        self.lengths.units(self.factor, frequency, length)
    }
}

fn seek(postings: &mut SegmentPostings, doc: DocId) -> DocId {
    if postings.doc() < doc {
        postings.seek(doc)
    } else {
        postings.doc()
    }
}
