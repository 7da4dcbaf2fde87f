//! Where a term, or two side by side, stand in one segment; asked card by card, forwards.
//!
//! Must not know: which cards are worth asking about.

use super::error::TextError;
use super::plan::{PlannedPhrase, PlannedTerm};
use super::query::Kind;
use super::score::Lengths;
use super::snapshot::{Snapshot, postings};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader};

/// Cards of a block of tantivy's lists; all blocks but the last are full.
const COMPRESSION_BLOCK_SIZE: usize = 128;

/// A term in a segment.
pub(super) struct TermCursor<'s> {
    pub ceiling: u64,
    blocks: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
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
        let inverted = segment.inverted_index(term.term.field())?;
        let option = IndexRecordOption::WithFreqs;
        let found = inverted.read_block_postings(&term.term, option)?;
        let norms = segment.get_fieldnorms_reader(term.term.field())?;
        Ok(found.map(|blocks| Self {
            ceiling: term.ceiling,
            blocks,
            at: 0,
            factor: term.factor,
            lengths: snapshot.lengths(term.wanted.kind),
            norms,
        }))
    }

    /// Moves to a card or the next after it that has the term.
    pub fn at_least(&mut self, doc: DocId) -> DocId {
        if self.blocks.doc(self.at) < doc {
            self.at = self.blocks.seek(doc);
        }
        self.blocks.doc(self.at)
    }

    /// What the term gives to a card.
    pub fn units_of(&mut self, doc: DocId) -> u64 {
        if self.at_least(doc) == doc {
            self.units(doc, self.blocks.freq(self.at))
        } else {
            0
        }
    }

    /// Visits the cards before `end` that have the term, with what it gives to each.
    pub fn each_before(&mut self, end: DocId, mut visit: impl FnMut(DocId, u64)) {
        loop {
            let (docs, freqs) = (self.blocks.docs(), self.blocks.freqs());
            let rest = docs.iter().zip(freqs).skip(self.at);
            let mut seen = 0;
            for (doc, frequency) in rest.take_while(|(doc, _)| **doc < end) {
                visit(*doc, self.units(*doc, *frequency));
                seen += 1;
            }
            self.at += seen;
            // Only the last block has room, and the room is filled with the end.
            if self.at < COMPRESSION_BLOCK_SIZE {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }

    #[inline]
    fn units(&self, doc: DocId, frequency: u32) -> u64 {
        let length = self.norms.fieldnorm_id(doc);
        self.lengths.units(self.factor, frequency, length)
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
