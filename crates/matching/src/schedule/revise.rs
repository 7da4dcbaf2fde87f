//! A schedule changed on the day: as many must-meets as can be, then as few meetings moved
//! as can be, then as much value as the gaps still give.
//!
//! Meetings that are still possible stay. A must-meet that lost its slot takes a free one;
//! where there is none, the slot is taken for which the fewest others move or fall out.
//! Slots before the one that begins are past: nothing in them changes.
//!
//! Must not know: why something changed.

use super::answer::{Known, Meeting, ScheduleAnswer};
use super::board::Board;
use super::event::{Event, event};
use super::exact::exact;
use super::insert::{insert, plain};
use super::search::{Search, order};
use super::spec::{Absence, ScheduleSpec, Table};
use crate::sets::TooLarge;
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const MOST_CHANGES: usize = 10_000;
const MOST_PREVIOUS: usize = 1_000_000;

/// What is different on the day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    /// Who is not there when.
    pub absences: Vec<Absence>,
    /// Tables that cannot be used when.
    pub closed: Vec<Table>,
    /// The slot that begins; those before it are past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begins: Option<String>,
}

/// The schedule after a change, beside the one before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// The schedule as it is now.
    pub schedule: ScheduleAnswer,
    /// Meetings that stay in their slots.
    pub kept: usize,
    /// Meetings in another slot than before, as they are now.
    pub moved: Vec<Meeting>,
    /// Meetings that are not held any more, as they were.
    pub lost: Vec<Meeting>,
    /// Meetings that were not held before.
    pub gained: Vec<Meeting>,
}

/// The event as it is after a change, from the slot that begins.
pub fn changed(spec: &ScheduleSpec, change: &Change) -> ScheduleSpec {
    let mut own = spec.clone();
    let begins = begins(spec, change);
    let ahead = |slot: &&String| !spec.slots[..begins].contains(slot);
    for absence in &change.absences {
        let person = own.people.iter_mut().find(|own| own.id == absence.person);
        if let Some(person) = person {
            person
                .absent
                .extend(absence.slots.iter().filter(ahead).cloned());
        }
    }
    for closed in &change.closed {
        if let Some(table) = own.tables.iter_mut().find(|own| own.id == closed.id) {
            table
                .closed
                .extend(closed.closed.iter().filter(ahead).cloned());
        }
    }
    own
}

fn begins(spec: &ScheduleSpec, change: &Change) -> usize {
    let begins = change.begins.as_ref();
    let at = begins.and_then(|begins| spec.slots.iter().position(|slot| slot == begins));
    at.unwrap_or(0)
}

/// Changes a schedule as little as a change needs.
///
/// # Errors
/// The event is larger than what is solved in bounded time.
pub fn revise(
    spec: &ScheduleSpec,
    previous: &[Meeting],
    change: &Change,
) -> Result<Revision, TooLarge> {
    TooLarge::refuse("previous", previous.len(), MOST_PREVIOUS)?;
    TooLarge::refuse("absences", change.absences.len(), MOST_CHANGES)?;
    TooLarge::refuse("closed", change.closed.len(), MOST_CHANGES)?;
    let mut findings = vec![];
    unknown(spec, change, &mut findings);
    let spec = changed(spec, change);
    let begins = begins(&spec, change);
    let mut event = event(&spec, &mut findings)?;
    let (before, tables) = before(&spec, &event, previous, &mut findings);
    past_is_full(&mut event, begins, &before);
    let known = Known::of(&event);
    let mut board = Board::new(&event);
    stay(&mut board, &before, begins);
    let order = order(&board, &known.relaxed);
    for &pair in order.iter().filter(|pair| event.pairs[**pair].must) {
        must(&mut board, pair, begins);
    }
    for &pair in order.iter().filter(|pair| before[**pair].is_some()) {
        if board.slot(pair).is_none() {
            insert_if_plain(&mut board, pair);
        }
    }
    fix_kept(&mut board, &before, begins);
    Search::new(&mut board, &known.relaxed, spec.effort).run();
    for (pair, slot) in before.iter().enumerate() {
        board.fixed[pair] = past(*slot, begins);
    }
    let proven = exact(&mut board, &before, f64::INFINITY);
    let mut schedule = known.answer(&spec, &board, (false, &tables));
    // A schedule that is the best with so few moves may still be below the bound of free
    // choice: the gap is what staying costs.
    let least = f64::from(u8::from(proven));
    let step = crate::sets::part("match.step.schedule.least-moves", least);
    schedule.trace.inputs.push(step);
    findings.append(&mut schedule.findings);
    schedule.findings = findings;
    Ok(beside(previous, schedule))
}

fn past(slot: Option<usize>, begins: usize) -> bool {
    slot.is_some_and(|slot| slot < begins)
}

/// Names in a change that stand nowhere.
fn unknown(spec: &ScheduleSpec, change: &Change, findings: &mut Vec<Diagnostic>) {
    let mut tell = |list: &str, id: &String| {
        let finding = Diagnostic::error("match.set.unknown");
        findings.push(finding.with("list", list).with("id", id));
    };
    for own in &change.absences {
        if !spec.people.iter().any(|person| person.id == own.person) {
            tell("people", &own.person);
        }
    }
    for own in &change.closed {
        if !spec.tables.iter().any(|table| table.id == own.id) {
            tell("tables", &own.id);
        }
    }
    for own in change.begins.iter().filter(|own| !spec.slots.contains(own)) {
        tell("slots", own);
    }
}

/// By pair the slot it had, and the table.
fn before(
    spec: &ScheduleSpec,
    event: &Event,
    previous: &[Meeting],
    findings: &mut Vec<Diagnostic>,
) -> (Vec<Option<usize>>, BTreeMap<usize, String>) {
    let ends = |own: &super::event::Pair| {
        let (a, b) = (&spec.people[own.a].id, &spec.people[own.b].id);
        (a.min(b).as_str(), a.max(b).as_str())
    };
    let pairs = event.pairs.iter().enumerate();
    let pairs: BTreeMap<_, usize> = pairs.map(|(n, own)| (ends(own), n)).collect();
    let slots = spec.slots.iter().enumerate().rev();
    let slots: BTreeMap<&str, usize> = slots.map(|(n, id)| (id.as_str(), n)).collect();
    let (mut before, mut tables) = (vec![None; event.pairs.len()], BTreeMap::new());
    for own in previous {
        let key = (own.a.as_str().min(&own.b), own.a.as_str().max(&own.b));
        match (pairs.get(&key), slots.get(own.slot.as_str())) {
            (Some(pair), Some(slot)) => {
                before[*pair] = Some(*slot);
                tables.insert(*pair, own.table.clone());
            }
            _ => {
                let finding = Diagnostic::warning("match.schedule.no-longer");
                let finding = finding.with("a", &own.a).with("b", &own.b);
                findings.push(finding.with("slot", &own.slot));
            }
        }
    }
    (before, tables)
}

/// In slots that are past nothing is added: they have as many tables as meetings.
fn past_is_full(event: &mut Event, begins: usize, before: &[Option<usize>]) {
    for slot in 0..begins {
        let held = before.iter().filter(|own| **own == Some(slot)).count();
        event.tables[slot] = event.tables[slot].min(held as u32);
    }
}

/// Puts what is still possible where it was; where tables lack, the most valuable.
fn stay(board: &mut Board, before: &[Option<usize>], begins: usize) {
    let pairs = &board.event.pairs;
    let mut had: Vec<usize> = (0..pairs.len())
        .filter(|pair| before[*pair].is_some())
        .collect();
    had.sort_by(|x, y| {
        let key = |pair: usize| (past(before[pair], begins), pairs[pair].must);
        let strong = key(*y).cmp(&key(*x));
        strong.then(pairs[*y].value.total_cmp(&pairs[*x].value))
    });
    for pair in had {
        let Some(slot) = before[pair] else { continue };
        if board.tables(slot) > 0 && board.fits(pair, slot) {
            board.put(pair, Some(slot));
        }
        board.fixed[pair] = past(before[pair], begins);
    }
    board.keep();
}

fn insert_if_plain(board: &mut Board, pair: usize) {
    let own = board.event.pairs[pair];
    if !board.sated(own.a) && !board.sated(own.b) {
        plain(board, pair);
    }
}

/// Holds a must-meet with the fewest changes to others; where one step does not do, along
/// a chain.
fn must(board: &mut Board, pair: usize, begins: usize) {
    if board.slot(pair).is_some() {
        return;
    }
    insert_if_plain(board, pair);
    if board.slot(pair).is_some() {
        return;
    }
    let mut best: Option<Way> = None;
    for slot in begins..board.event.slots {
        for given in givers(board, pair, slot) {
            let mark = board.mark();
            let value = board.value;
            let done = give_way(board, pair, slot, &given);
            let own = Way {
                changes: given.len(),
                loss: value - board.value,
                places: given
                    .iter()
                    .chain([&pair])
                    .map(|own| (*own, board.slot(*own)))
                    .collect(),
            };
            board.back(mark);
            if done && best.as_ref().is_none_or(|best| own.is_cheaper(best)) {
                best = Some(own);
            }
        }
    }
    let Some(best) = best else {
        insert(board, pair);
        return;
    };
    // All out first: two may exchange their seats.
    for (own, _) in &best.places {
        if board.slot(*own).is_some() {
            board.put(*own, None);
        }
    }
    for (own, slot) in best.places.iter().filter(|(_, slot)| slot.is_some()) {
        board.put(*own, *slot);
    }
}

/// A way to hold a must-meet.
struct Way {
    /// Meetings that move or fall out.
    changes: usize,
    /// Value lost.
    loss: f64,
    /// The pairs concerned with their new slots.
    places: Vec<(usize, Option<usize>)>,
}

impl Way {
    fn is_cheaper(&self, other: &Self) -> bool {
        let changes = self.changes.cmp(&other.changes);
        changes.then(self.loss.total_cmp(&other.loss)).is_lt()
    }
}

/// Which meetings could give way for a pair in a slot: those of the two in it, one more of
/// whoever has all meetings there may be, one of the slot where its tables are full.
fn givers(board: &Board, pair: usize, slot: usize) -> Vec<Vec<usize>> {
    let own = board.event.pairs[pair];
    let mut base: Vec<usize> = vec![];
    base.extend(
        [own.a, own.b]
            .iter()
            .filter_map(|person| board.seat(*person, slot)),
    );
    base.sort_unstable();
    base.dedup();
    let mut all = vec![base.clone()];
    for person in [own.a, own.b] {
        let ends = |other: &usize| {
            let other = board.event.pairs[*other];
            other.a == person || other.b == person
        };
        if board.sated(person) && !base.iter().any(ends) {
            let held: Vec<usize> = super::board::each(board.busy(person))
                .filter_map(|slot| board.seat(person, slot))
                .collect();
            all = with_each(&all, &held);
        }
    }
    if board.tables(slot) == 0 && base.is_empty() {
        let people = 0..board.event.people.len();
        let mut held: Vec<usize> = people
            .filter_map(|person| board.seat(person, slot))
            .collect();
        held.sort_unstable();
        held.dedup();
        all = with_each(&all, &held);
    }
    all.retain(|given| given.iter().all(|other| !board.fixed[*other]));
    all
}

fn with_each(all: &[Vec<usize>], held: &[usize]) -> Vec<Vec<usize>> {
    let both = all
        .iter()
        .flat_map(|given| held.iter().map(move |other| (given, other)));
    let more = both.map(|(given, other)| {
        let mut more = given.clone();
        more.push(*other);
        more.sort_unstable();
        more.dedup();
        more
    });
    more.collect()
}

/// Takes meetings out, puts the pair in, and the others elsewhere where that goes; false
/// where the pair does not fit even so or another must-meet would be lost.
fn give_way(board: &mut Board, pair: usize, slot: usize, given: &[usize]) -> bool {
    given.iter().for_each(|other| board.put(*other, None));
    if board.tables(slot) == 0 || !board.fits(pair, slot) {
        return false;
    }
    board.put(pair, Some(slot));
    for other in given {
        insert_if_plain(board, *other);
        if board.slot(*other).is_none() && board.event.pairs[*other].must {
            return false;
        }
    }
    true
}

/// Meetings that are where they were, and those that are past, stay during the search.
fn fix_kept(board: &mut Board, before: &[Option<usize>], begins: usize) {
    for (pair, slot) in before.iter().enumerate() {
        let kept = slot.is_some() && board.slot(pair) == *slot;
        board.fixed[pair] = kept || past(*slot, begins);
    }
    board.keep();
}

/// The new schedule beside the old one.
fn beside(previous: &[Meeting], schedule: ScheduleAnswer) -> Revision {
    let key = |own: &Meeting| {
        (
            own.a.clone().min(own.b.clone()),
            own.a.clone().max(own.b.clone()),
        )
    };
    let was: BTreeMap<_, &Meeting> = previous.iter().map(|own| (key(own), own)).collect();
    let is: BTreeMap<_, &Meeting> = schedule
        .meetings
        .iter()
        .map(|own| (key(own), own))
        .collect();
    let (mut moved, mut gained, mut kept) = (vec![], vec![], 0);
    for own in &schedule.meetings {
        match was.get(&key(own)) {
            Some(old) if old.slot == own.slot => kept += 1,
            Some(_) => moved.push(own.clone()),
            None => gained.push(own.clone()),
        }
    }
    let lost = previous.iter().filter(|own| !is.contains_key(&key(own)));
    let lost = lost.cloned().collect();
    Revision {
        schedule,
        kept,
        moved,
        lost,
        gained,
    }
}
