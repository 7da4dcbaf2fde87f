//! The best cards so far, over all segments.
//!
//! Equal scores are ordered by identifier. Within a segment identifiers are compared by
//! their place in its sorted list, and read only for cards that stay.
//!
//! Must not know: how a score came about.

use super::error::TextError;
use super::snapshot::Ids;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::DocId;

/// A card among the best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked {
    pub units: u64,
    pub id: String,
    pub segment: usize,
    pub doc: DocId,
}

/// A card of the segment that is read: greater is better.
type Here = (u64, Reverse<u64>, DocId);

/// The best so far.
pub(super) struct Top {
    limit: usize,
    /// The greatest scores, lowest first.
    scores: BinaryHeap<Reverse<u64>>,
    /// Of the segment that is read.
    here: BinaryHeap<Reverse<Here>>,
    /// Of segments before.
    before: Vec<Ranked>,
}

impl Top {
    /// Room for `limit` cards, at least one.
    pub fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            scores: BinaryHeap::new(),
            here: BinaryHeap::new(),
            before: Vec::new(),
        }
    }

    /// What a card must give at least to come in; 0 while there is room.
    pub fn floor(&self) -> u64 {
        match self.scores.peek() {
            Some(Reverse(lowest)) if self.scores.len() >= self.limit => *lowest,
            _ => 0,
        }
    }

    /// The floor when these cards will give at least so much: the same or a higher one.
    pub fn floor_with(&self, cards: &[(u32, u64)], room: &mut Vec<u64>) -> u64 {
        if cards.len() < self.limit {
            return self.floor();
        }
        room.clear();
        room.extend(cards.iter().map(|(_, units)| *units));
        let (_, at_limit, _) = room.select_nth_unstable_by_key(self.limit - 1, |u| Reverse(*u));
        self.floor().max(*at_limit)
    }

    /// Takes a card of the segment that is read, if it is good enough.
    pub fn offer(&mut self, units: u64, doc: DocId, ids: &Ids) {
        if units < self.floor() {
            return;
        }
        self.here
            .push(Reverse((units, Reverse(ids.place(doc)), doc)));
        if self.here.len() > self.limit {
            self.here.pop();
        }
        self.scores.push(Reverse(units));
        if self.scores.len() > self.limit {
            self.scores.pop();
        }
    }

    /// Reads the identifiers of the cards of a segment that stay.
    pub fn close(&mut self, segment: usize, ids: &Ids) -> Result<(), TextError> {
        let floor = self.floor();
        for Reverse((units, Reverse(place), doc)) in std::mem::take(&mut self.here) {
            if units >= floor {
                let id = ids.get(place)?;
                self.before.push(Ranked {
                    units,
                    id,
                    segment,
                    doc,
                });
            }
        }
        self.before
            .sort_by(|a, b| b.units.cmp(&a.units).then_with(|| a.id.cmp(&b.id)));
        self.before.truncate(self.limit);
        Ok(())
    }

    /// The best, best first, when all segments are closed.
    pub fn into_best(self) -> Vec<Ranked> {
        self.before
    }
}
