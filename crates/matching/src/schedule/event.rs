//! The input checked, as numbers.
//!
//! Must not know: how a schedule is made.

use super::spec::{Person, Rest, ScheduleSpec, Wish, WishKind};
use crate::sets::{TooLarge, find, index, quantity};
use julin_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

// Twice as many people take four times as long: at this size a minute or two.
const MOST_PEOPLE: usize = 2_000;
const MOST_SLOTS: usize = 128;
const MOST_TABLES: usize = 5_000;
/// Slots named at one person or table, also twice.
const MOST_NAMED: usize = 1_000;
const MOST_WISHES: usize = 60_000;

/// Slots as bits.
pub(super) type Slots = u128;

/// An event as numbers.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub slots: usize,
    /// By slot, tables that can be used.
    pub tables: Vec<u32>,
    pub people: Vec<Guest>,
    pub pairs: Vec<Pair>,
}

/// A person as numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guest {
    /// Slots the person is there.
    pub open: Slots,
    /// Meetings at most, also counting slots and rest.
    pub quota: u32,
    /// Meetings at most, as asked for.
    pub asked: Option<u32>,
    pub rest: Option<Rest>,
}

/// Two people who may meet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub a: usize,
    pub b: usize,
    pub value: f64,
    pub must: bool,
    /// Number of the wish.
    pub wish: usize,
}

impl Guest {
    /// Whether these meetings leave enough rest.
    pub fn rested(&self, busy: Slots) -> bool {
        let Some(rest) = self.rest else { return true };
        let (mut row, mut owed) = (0, 0);
        let end = Slots::BITS - busy.leading_zeros();
        for slot in 0..end {
            if busy >> slot & 1 == 0 {
                (row, owed) = (0, u32::saturating_sub(owed, 1));
                continue;
            }
            if owed > 0 {
                return false;
            }
            row += 1;
            if row == rest.after {
                owed = rest.idle;
            }
        }
        true
    }

    /// Meetings that fit at most: by slots, quota and rest, each slot as early as it goes.
    pub fn most(&self, quota: Option<u32>) -> u32 {
        self.fullest().count_ones().min(quota.unwrap_or(u32::MAX))
    }

    /// As many slots as can be used with rest. By slot and how the row stands (`row`
    /// meetings so far, or `idle` slots still owed) the most used before it.
    fn fullest(&self) -> Slots {
        let Some(rest) = self.rest else {
            return self.open;
        };
        let end = Slots::BITS - self.open.leading_zeros();
        // State 0: free to begin; 1..after: in a row; then idle slots owed.
        let mut best: BTreeMap<(u32, u32), Slots> = BTreeMap::from([((0, 0), 0)]);
        for slot in 0..end {
            let mut next: BTreeMap<(u32, u32), Slots> = BTreeMap::new();
            let mut keep = |state, busy: Slots| {
                let kept = next.entry(state).or_insert(busy);
                if busy.count_ones() > kept.count_ones() {
                    *kept = busy;
                }
            };
            for ((row, owed), busy) in best {
                keep((0, owed.saturating_sub(1)), busy);
                if owed == 0 && self.open >> slot & 1 == 1 {
                    let row = row + 1;
                    let state = if row == rest.after {
                        (0, rest.idle)
                    } else {
                        (row, 0)
                    };
                    keep(state, busy | 1 << slot);
                }
            }
            best = next;
        }
        let most = best.into_values().max_by_key(|busy| busy.count_ones());
        most.unwrap_or(0)
    }
}

impl Event {
    /// Meetings that fit at the tables in all slots together.
    pub fn seats(&self) -> u64 {
        self.tables.iter().map(|own| u64::from(*own)).sum()
    }

    /// Slots in which both of a pair are there.
    pub fn common(&self, pair: &Pair) -> Slots {
        self.people[pair.a].open & self.people[pair.b].open
    }
}

/// Checks an event; what is sound goes on.
///
/// # Errors
/// It is larger than what is solved in bounded time.
pub(super) fn event(
    spec: &ScheduleSpec,
    findings: &mut Vec<Diagnostic>,
) -> Result<Event, TooLarge> {
    TooLarge::refuse("people", spec.people.len(), MOST_PEOPLE)?;
    TooLarge::refuse("slots", spec.slots.len(), MOST_SLOTS)?;
    TooLarge::refuse("tables", spec.tables.len(), MOST_TABLES)?;
    TooLarge::refuse("wishes", spec.wishes.len(), MOST_WISHES)?;
    let absent = spec.people.iter().map(|own| own.absent.len()).max();
    TooLarge::refuse("absent", absent.unwrap_or(0), MOST_NAMED)?;
    let closed = spec.tables.iter().map(|own| own.closed.len()).max();
    TooLarge::refuse("closed", closed.unwrap_or(0), MOST_NAMED)?;
    let slots = index("slots", spec.slots.iter().map(String::as_str), findings);
    let ids = spec.people.iter().map(|own| own.id.as_str());
    let people = index("people", ids, findings);
    let mut tables = vec![0_u32; spec.slots.len()];
    let ids = spec.tables.iter().map(|own| own.id.as_str());
    for at in index("tables", ids, findings).into_values() {
        let closed = set(&spec.tables[at].closed, &slots, findings);
        for slot in slots.values().filter(|slot| closed >> **slot & 1 == 0) {
            tables[*slot] += 1;
        }
    }
    let all = slots.values().fold(0, |all: Slots, slot| all | 1 << slot);
    let guests = spec.people.iter();
    let guests = guests
        .map(|own| guest(own, (all, &slots), findings))
        .collect();
    let mut event = Event {
        slots: spec.slots.len(),
        tables,
        people: guests,
        pairs: vec![],
    };
    pairs(spec, &people, &mut event, findings);
    Ok(event)
}

fn set(named: &[String], slots: &BTreeMap<&str, usize>, findings: &mut Vec<Diagnostic>) -> Slots {
    let found = named
        .iter()
        .filter_map(|id| find(slots, "slots", id, findings));
    found.fold(0, |all, slot| all | 1 << slot)
}

fn guest(
    own: &Person,
    (all, slots): (Slots, &BTreeMap<&str, usize>),
    findings: &mut Vec<Diagnostic>,
) -> Guest {
    let mut rest = own.rest;
    if rest.is_some_and(|rest| rest.after == 0 || rest.idle == 0) {
        findings.push(Diagnostic::error("match.schedule.rest").with("id", &own.id));
        rest = None;
    }
    let open = all & !set(&own.absent, slots, findings);
    let mut guest = Guest {
        open,
        quota: 0,
        asked: own.quota,
        rest,
    };
    guest.quota = guest.most(own.quota);
    guest
}

/// Pairs that may meet. A pair that both must and must not meet does not.
fn pairs(
    spec: &ScheduleSpec,
    people: &BTreeMap<&str, usize>,
    event: &mut Event,
    findings: &mut Vec<Diagnostic>,
) {
    let ends = |wish: &Wish, findings: &mut Vec<Diagnostic>| {
        let a = find(people, "people", &wish.a, findings);
        let b = find(people, "people", &wish.b, findings);
        Some((a?, b?))
    };
    let about = |code: &str, wish: &Wish| {
        let finding = Diagnostic::error(code);
        finding.with("a", &wish.a).with("b", &wish.b)
    };
    let barred: BTreeSet<(usize, usize)> = spec
        .wishes
        .iter()
        .filter(|wish| wish.kind == WishKind::MustNot)
        .filter_map(|wish| ends(wish, findings))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    let mut seen = BTreeSet::new();
    for (number, wish) in spec.wishes.iter().enumerate() {
        if wish.kind == WishKind::MustNot {
            continue;
        }
        let Some((a, b)) = ends(wish, findings) else {
            continue;
        };
        let key = (a.min(b), a.max(b));
        let must = wish.kind == WishKind::Must;
        let sound = of_value(wish, findings);
        if a == b {
            findings.push(about("match.schedule.self", wish));
        } else if sound && !seen.insert(key) {
            findings.push(about("match.schedule.twice", wish));
        } else if sound && barred.contains(&key) {
            if must {
                findings.push(about("match.schedule.must-and-must-not", wish));
            }
        } else if sound {
            let value = wish.for_a + wish.for_b;
            let pair = Pair {
                a,
                b,
                value,
                must,
                wish: number,
            };
            if event.common(&pair) != 0 && event.people[a].quota.min(event.people[b].quota) > 0 {
                event.pairs.push(pair);
            } else if must {
                findings.push(about("match.schedule.never-together", wish));
            }
        }
    }
}

fn of_value(wish: &Wish, findings: &mut Vec<Diagnostic>) -> bool {
    let item = format!("{} – {}", wish.a, wish.b);
    let of_a = quantity(&item, "for_a", wish.for_a, findings);
    quantity(&item, "for_b", wish.for_b, findings) && of_a
}
