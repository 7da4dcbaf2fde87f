//! The best cards for a query, exactly: by score, equal ones by identifier.
//!
//! MaxScore (Turtle, Flood: Query evaluation, strategies and optimizations, 1995), in
//! windows of cards: terms that could not lift a card among the best even together are
//! asked only about cards that other terms brought up. Nothing is estimated.
//!
//! Must not know: what a query says, why a card matched.

use super::error::TextError;
use super::matched::{PhraseCursor, TermCursor};
use super::plan::Plan;
use super::snapshot::{Ids, Snapshot};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

/// Cards of a window; their sums fit the nearest cache.
const WINDOW: usize = 4096;

/// A card among the best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked {
    pub units: u64,
    pub id: String,
    pub segment: usize,
    pub doc: DocId,
}

impl Ord for Ranked {
    /// Better is greater: the higher score, then the earlier identifier.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.units.cmp(&other.units);
        by_score.then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best `limit` cards, best first.
pub(super) fn best(
    snapshot: &Snapshot,
    plan: &Plan,
    limit: usize,
) -> Result<Vec<Ranked>, TextError> {
    let mut top = Top {
        limit,
        heap: BinaryHeap::new(),
    };
    for (place, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let mut run = SegmentRun::open(snapshot, plan, segment)?;
        run.rank(place, &mut top)?;
    }
    let mut best: Vec<Ranked> = top.heap.into_iter().map(|Reverse(card)| card).collect();
    best.sort_by(|a, b| b.cmp(a));
    Ok(best)
}

/// The best so far.
struct Top {
    limit: usize,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Top {
    /// What a card must give at least to come in; 0 while there is room.
    fn floor(&self) -> u64 {
        match self.heap.peek() {
            Some(Reverse(worst)) if self.heap.len() >= self.limit => worst.units,
            _ => 0,
        }
    }

    fn offer(&mut self, card: Ranked) {
        self.heap.push(Reverse(card));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }
}

struct SegmentRun<'s> {
    segment: &'s SegmentReader,
    ids: Ids,
    /// By ceiling, lowest first.
    terms: Vec<TermCursor<'s>>,
    phrases: Vec<PhraseCursor<'s>>,
    window: Window,
}

impl<'s> SegmentRun<'s> {
    fn open(
        snapshot: &'s Snapshot,
        plan: &Plan,
        segment: &'s SegmentReader,
    ) -> Result<Self, TextError> {
        let (mut terms, mut phrases) = (Vec::new(), Vec::new());
        for term in &plan.terms {
            terms.extend(TermCursor::open(snapshot, segment, term)?);
        }
        for phrase in &plan.phrases {
            phrases.extend(PhraseCursor::open(snapshot, segment, phrase)?);
        }
        terms.sort_by_key(|cursor| cursor.ceiling);
        Ok(Self {
            segment,
            ids: Ids::new(segment)?,
            terms,
            phrases,
            window: Window::new(),
        })
    }

    fn rank(&mut self, place: usize, top: &mut Top) -> Result<(), TextError> {
        let of_phrases = self
            .phrases
            .iter()
            .map(|phrase| phrase.ceiling)
            .sum::<u64>();
        let mut from = 0;
        loop {
            let floor = top.floor();
            let mut open = of_phrases;
            let sums = self.terms.iter().take_while(|term| {
                open += term.ceiling;
                open < floor
            });
            let idle = sums.count();
            let leading = self.terms[idle..].iter_mut();
            let start = leading.map(|term| term.at_least(from)).min();
            let Some(start) = start.filter(|start| *start != TERMINATED) else {
                return Ok(());
            };
            for term in &mut self.terms[idle..] {
                self.window.fill(start, term);
            }
            self.complete(start, idle, place, top)?;
            from = start.saturating_add(WINDOW as u32);
        }
    }

    /// Asks the idle terms and the phrases about the cards of the window.
    fn complete(
        &mut self,
        start: DocId,
        idle: usize,
        place: usize,
        top: &mut Top,
    ) -> Result<(), TextError> {
        let idle_open = self.terms[..idle].iter().map(|term| term.ceiling);
        let phrases_open = self.phrases.iter().map(|phrase| phrase.ceiling);
        let all_open = idle_open.sum::<u64>() + phrases_open.sum::<u64>();
        let mut floor = top.floor();
        'cards: while let Some((offset, mut units)) = self.window.take() {
            let doc = start + offset;
            let mut open = all_open;
            for term in self.terms[..idle].iter_mut().rev() {
                if units + open < floor {
                    continue 'cards;
                }
                open -= term.ceiling;
                units += term.units_of(doc);
            }
            for phrase in &mut self.phrases {
                if units + open < floor {
                    continue 'cards;
                }
                open -= phrase.ceiling;
                units += phrase.units_of(doc);
            }
            if units < floor || self.segment.is_deleted(doc) {
                continue;
            }
            let id = self.ids.get(doc)?;
            top.offer(Ranked {
                units,
                id,
                segment: place,
                doc,
            });
            floor = top.floor();
        }
        Ok(())
    }
}

/// Sums of the cards of a window.
struct Window {
    sums: Vec<u64>,
    /// One bit per card that has a sum.
    touched: Vec<u64>,
    next: usize,
}

impl Window {
    fn new() -> Self {
        Self {
            sums: vec![0; WINDOW],
            touched: vec![0; WINDOW / 64],
            next: 0,
        }
    }

    fn fill(&mut self, start: DocId, term: &mut TermCursor) {
        self.next = 0;
        let mut doc = term.postings.doc();
        while doc != TERMINATED && ((doc - start) as usize) < WINDOW {
            let offset = (doc - start) as usize;
            self.sums[offset] += term.units();
            self.touched[offset / 64] |= 1 << (offset % 64);
            doc = term.postings.advance();
        }
    }

    /// The next card with its sum, in order; leaves nothing behind.
    fn take(&mut self) -> Option<(u32, u64)> {
        while self.next < self.touched.len() {
            let bits = &mut self.touched[self.next];
            if *bits == 0 {
                self.next += 1;
                continue;
            }
            let offset = self.next * 64 + bits.trailing_zeros() as usize;
            *bits &= *bits - 1;
            return Some((offset as u32, std::mem::take(&mut self.sums[offset])));
        }
        None
    }
}
