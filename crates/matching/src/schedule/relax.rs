//! What must give way so that all must-meets can be held: the smallest change of one kind.
//!
//! Lower bounds come from counting (seats at tables) and from the relaxation of must-meets
//! alone; each number is tried from there upward, so the first that works is the smallest
//! unless the search, not the count, refused the ones before it. That is told too.
//!
//! Must not know: wishes that are no must.

use super::answer::Relaxation;
use super::board::Board;
use super::bound::relax;
use super::event::Event;
use super::exact::exact;
use super::search::Search;
use std::collections::BTreeMap;

/// More tables or slots than this are not tried.
const MOST_MORE: u32 = 64;

/// How many must-meets can be held, and whether that is proven.
struct Held {
    many: usize,
    proven: bool,
    without: Vec<usize>,
}

/// The event with its must-meets alone, all worth the same.
fn musts(event: &Event) -> Event {
    let mut own = event.clone();
    own.pairs.retain(|pair| pair.must);
    own.pairs.iter_mut().for_each(|pair| pair.value = 1.0);
    own
}

fn hold(event: &Event) -> Held {
    let relaxed = relax(event, 0.0);
    let mut board = Board::new(event);
    Search::new(&mut board, &relaxed, 2).run();
    let most = (relaxed.bound + 1e-6).floor() as usize;
    let done = board.musts >= most.min(event.pairs.len());
    let proven = done || exact(&mut board, &vec![None; event.pairs.len()], most as f64);
    let pairs = (0..event.pairs.len()).filter(|pair| board.slot(*pair).is_none());
    Held {
        many: board.musts,
        proven,
        without: pairs.map(|pair| event.pairs[pair].wish).collect(),
    }
}

/// The smallest relaxations of each kind; none where all must-meets can be held.
pub(super) fn relaxation(event: &Event) -> Option<Relaxation> {
    let event = musts(event);
    let held = hold(&event);
    if held.many == event.pairs.len() {
        return None;
    }
    let tables = |more: u32| {
        let mut other = event.clone();
        other.tables.iter_mut().for_each(|own| *own += more);
        other
    };
    let (more_tables, tables_proven) = smallest(&event, tables);
    let widest = event.tables.iter().copied().max().unwrap_or(0);
    let slots = |more: u32| longer(&event, more, widest);
    let (more_slots, slots_proven) = smallest(&event, slots);
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for pair in &event.pairs {
        *counts.entry(pair.a).or_default() += 1;
        *counts.entry(pair.b).or_default() += 1;
    }
    let over = counts.into_iter();
    let over = over.map(|(person, wants)| (person, wants, event.people[person].quota));
    Some(Relaxation {
        tables: more_tables,
        tables_proven,
        slots: more_slots,
        slots_proven,
        give_up: held.without,
        give_up_proven: held.proven,
        over: over.filter(|(_, wants, quota)| wants > quota).collect(),
    })
}

/// Slots added at the end, with every table, in which everybody is there; quotas stay.
fn longer(event: &Event, more: u32, tables: u32) -> Event {
    let mut other = event.clone();
    for _ in 0..more.min(u128::BITS.saturating_sub(event.slots as u32)) {
        let slot = other.slots;
        other.slots += 1;
        other.tables.push(tables);
        other
            .people
            .iter_mut()
            .for_each(|own| own.open |= 1 << slot);
    }
    let quotas = other.people.iter_mut();
    quotas.for_each(|own| own.quota = own.most(own.asked));
    other
}

/// The fewest more with which all must-meets are held; whether fewer are proven not to do.
fn smallest(event: &Event, with: impl Fn(u32) -> Event) -> (Option<u32>, bool) {
    let wanted = event.pairs.len() as u64;
    // What people's quotas alone refuse, no table or slot gives back.
    let many = MOST_MORE;
    let widest = with(many);
    if widest.seats() < wanted || hold(&widest).many < event.pairs.len() {
        return (None, false);
    }
    let (mut low, mut high, mut proven) = (0, many, true);
    // `low` does not do, `high` does.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let other = with(middle);
        let found = (other.seats() >= wanted).then(|| hold(&other));
        match found {
            Some(found) if found.many == event.pairs.len() => high = middle,
            found => {
                proven = found.is_none_or(|found| found.proven);
                low = middle;
            }
        }
    }
    if low == 0 {
        proven = hold(event).proven;
    }
    (Some(high), proven)
}
