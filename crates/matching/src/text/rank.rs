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
use super::top::{Ranked, Top};
use tantivy::{DocId, SegmentReader, TERMINATED};

/// Cards of a window; their sums fit the nearest cache.
const WINDOW: usize = 4096;

/// The best `limit` cards, best first.
pub(super) fn best(
    snapshot: &Snapshot,
    plan: &Plan,
    limit: usize,
) -> Result<Vec<Ranked>, TextError> {
    let mut top = Top::new(limit);
    for (place, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let mut run = SegmentRun::open(snapshot, plan, segment)?;
        run.rank(&mut top);
        top.close(place, &run.ids)?;
    }
    Ok(top.into_best())
}

struct SegmentRun<'s> {
    segment: &'s SegmentReader,
    ids: Ids,
    /// By ceiling, lowest first.
    terms: Vec<TermCursor<'s>>,
    phrases: Vec<PhraseCursor<'s>>,
    window: Window,
    /// Cards of a window that may come among the best; kept for its room.
    cards: Vec<(u32, u64)>,
    room: Vec<u64>,
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
            cards: Vec::new(),
            room: Vec::new(),
        })
    }

    fn rank(&mut self, top: &mut Top) {
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
                return;
            };
            for term in &mut self.terms[idle..] {
                self.window.fill(start, term);
            }
            self.complete(start, idle, top);
            from = start.saturating_add(WINDOW as u32);
        }
    }

    /// Asks the idle terms and the phrases about the cards of the window; a card is let go
    /// as soon as what is open cannot lift it among the best.
    fn complete(&mut self, start: DocId, idle: usize, top: &mut Top) {
        let idle_open = self.terms[..idle].iter().map(|term| term.ceiling);
        let phrases_open = self.phrases.iter().map(|phrase| phrase.ceiling);
        let mut open = idle_open.sum::<u64>() + phrases_open.sum::<u64>();
        let cards = &mut self.cards;
        self.window.drain(top.floor().saturating_sub(open), cards);
        cards.retain(|(offset, _)| !self.segment.is_deleted(start + *offset));
        // What the cards have by now is the least they will have: it raises the floor.
        let mut floor = top.floor_with(cards, &mut self.room);
        for term in self.terms[..idle].iter_mut().rev() {
            open -= term.ceiling;
            cards.retain_mut(|(offset, units)| {
                *units += term.units_of(start + *offset);
                *units + open >= floor
            });
        }
        floor = floor.max(top.floor_with(cards, &mut self.room));
        cards.retain(|(_, units)| *units + open >= floor);
        for phrase in &mut self.phrases {
            open -= phrase.ceiling;
            cards.retain_mut(|(offset, units)| {
                *units += phrase.units_of(start + *offset);
                *units + open >= floor
            });
        }
        for (offset, units) in cards.drain(..) {
            top.offer(units, start + offset, &self.ids);
        }
    }
}

/// Sums of the cards of a window.
struct Window {
    sums: Vec<u64>,
    /// One bit per card that has a sum.
    touched: Vec<u64>,
}

impl Window {
    fn new() -> Self {
        Self {
            sums: vec![0; WINDOW],
            touched: vec![0; WINDOW / 64],
        }
    }

    fn fill(&mut self, start: DocId, term: &mut TermCursor) {
        term.each_before(start.saturating_add(WINDOW as u32), |doc, units| {
            let offset = (doc - start) as usize;
            self.sums[offset] += units;
            self.touched[offset / 64] |= 1 << (offset % 64);
        });
    }

    /// The cards that have at least `floor`, in order; leaves nothing behind.
    fn drain(&mut self, floor: u64, cards: &mut Vec<(u32, u64)>) {
        for (place, bits) in self.touched.iter_mut().enumerate() {
            while *bits != 0 {
                let offset = place * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let units = std::mem::take(&mut self.sums[offset]);
                if units >= floor {
                    cards.push((offset as u32, units));
                }
            }
        }
    }
}
