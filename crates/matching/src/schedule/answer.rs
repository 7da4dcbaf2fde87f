//! A schedule with its value, its bound and what had to give way.
//!
//! Must not know: how slots are found.

use super::board::Board;
use super::bound::{Relaxed, relax};
use super::bound_by_slot::tighten;
use super::event::{Event, event};
use super::exact::exact;
use super::relax::relaxation;
use super::search::Search;
use super::spec::ScheduleSpec;
use crate::sets::{Standing, TooLarge, part};
use julin_model::{Diagnostic, Trace};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How much more than any value a must-meet weighs in the relaxation.
const MUST: f64 = 1000.0;

/// A bound further off than this share of the value is tightened.
const NEAR: f64 = 2e-3;

/// A meeting held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// One of the two, as in the wish.
    pub a: String,
    /// The other.
    pub b: String,
    /// When.
    pub slot: String,
    /// Where.
    pub table: String,
    /// What it is worth to both.
    pub value: f64,
    /// Whether they must meet.
    pub must: bool,
}

/// The smallest changes, each by itself, with which all must-meets can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relaxation {
    /// More tables in every slot; none where no number of them does.
    pub tables: Option<u32>,
    /// Fewer tables are proven not to do.
    pub tables_proven: bool,
    /// More slots with everybody there; none where no number of them does.
    pub slots: Option<u32>,
    /// Fewer slots are proven not to do.
    pub slots_proven: bool,
    /// Numbers of wishes (from 0) to give up instead: as few as were found.
    pub give_up: Vec<usize>,
    /// Fewer are proven not to do.
    pub give_up_proven: bool,
    /// Numbers of people with more must-meets than meetings they can have, with both.
    pub over: Vec<(usize, u32, u32)>,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScheduleAnswer {
    /// By slot, then by wish.
    pub meetings: Vec<Meeting>,
    /// Value of meetings, and the bound on schedules that hold as many must-meets.
    pub standing: Standing,
    /// Must-meets held.
    pub musts_held: usize,
    /// Must-meets asked for and possible one by one.
    pub musts_wanted: usize,
    /// What must give way, where not all must-meets are held.
    pub relaxation: Option<Relaxation>,
    /// How it came about.
    pub trace: Trace,
    /// What was wrong with the input or cannot be held.
    pub findings: Vec<Diagnostic>,
}

/// Makes the schedule of an event.
///
/// # Errors
/// The event is larger than what is solved in bounded time.
pub fn schedule(spec: &ScheduleSpec) -> Result<ScheduleAnswer, TooLarge> {
    let mut findings = vec![];
    let event = event(spec, &mut findings)?;
    let known = Known::of(&event);
    let mut board = Board::new(&event);
    Search::new(&mut board, &known.relaxed, spec.effort).run();
    let first = board.value;
    let proven =
        known.reached(&board) || exact(&mut board, &vec![None; event.pairs.len()], known.bound);
    let mut answer = known.answer(spec, &board, (proven, &BTreeMap::new()));
    answer
        .trace
        .inputs
        .push(part("match.step.schedule.search", first));
    findings.append(&mut answer.findings);
    answer.findings = findings;
    Ok(answer)
}

/// What is known before a schedule is made.
pub(super) struct Known<'a> {
    event: &'a Event,
    /// The relaxation with must-meets above all.
    pub relaxed: Relaxed,
    /// No schedule with all must-meets is worth more.
    pub bound: f64,
    musts: usize,
}

impl<'a> Known<'a> {
    pub fn of(event: &'a Event) -> Self {
        let most = event
            .pairs
            .iter()
            .fold(1.0_f64, |most, own| most.max(own.value));
        let must = MUST * most;
        let relaxed = relax(event, must);
        let musts = event.pairs.iter().filter(|own| own.must).count();
        Self {
            event,
            bound: (relaxed.bound - must * musts as f64).max(0.0),
            relaxed,
            musts,
        }
    }

    pub fn reached(&self, board: &Board) -> bool {
        board.musts == self.musts && Standing::new(value(board), self.bound).proven()
    }

    /// The bound on schedules that hold as many must-meets, and its parts: quotas, seats,
    /// pairs, what must-meets weigh, what slots take off.
    fn bound_beside(&self, board: &Board, value: f64) -> (f64, [f64; 5]) {
        let of = |relaxed: &Relaxed| {
            let musts = relaxed.must * board.musts as f64;
            let [quotas, seats, pairs] = relaxed.parts;
            (relaxed.bound - musts, [quotas, seats, pairs, -musts, 0.0])
        };
        let mut best = of(&self.relaxed);
        if board.musts < self.musts {
            let free = of(&relax(self.event, 0.0));
            if free.0 < best.0 {
                best = free;
            }
        }
        if best.0 - value > NEAR * value {
            let musts = self.relaxed.must * board.musts as f64;
            let closer = tighten(self.event, &self.relaxed, musts + value) - musts;
            if closer < best.0 {
                best.1[4] = closer - best.0;
                best.0 = closer;
            }
        }
        best
    }

    /// The answer of a board; `proven` says that there is none better, `tables` which table
    /// a pair sat at before.
    pub fn answer(
        &self,
        spec: &ScheduleSpec,
        board: &Board,
        (proven, tables): (bool, &BTreeMap<usize, String>),
    ) -> ScheduleAnswer {
        let mut findings = vec![];
        let value = value(board);
        let held_all = board.musts == self.musts;
        let (bound, parts) = self.bound_beside(board, value);
        let standing = Standing::new(value, if proven { value } else { bound });
        let relaxation = (!held_all).then(|| relaxation(self.event)).flatten();
        if let Some(own) = &relaxation {
            tell(spec, (board.musts, self.musts), own, &mut findings);
        }
        let parts = [
            "match.step.schedule.quotas",
            "match.step.schedule.seats",
            "match.step.schedule.pairs",
            "match.step.schedule.musts",
            "match.step.schedule.slots",
        ]
        .into_iter()
        .zip(parts)
        .map(|(step, value)| part(step, value))
        .collect();
        ScheduleAnswer {
            meetings: meetings(spec, board, tables),
            trace: standing.trace("match.step.schedule", parts),
            standing,
            musts_held: board.musts,
            musts_wanted: self.musts,
            relaxation,
            findings,
        }
    }
}

/// The value summed in order of pairs, without the drift of a long search.
fn value(board: &Board) -> f64 {
    let pairs = board.event.pairs.iter().enumerate();
    let held = pairs.filter(|(pair, _)| board.slot(*pair).is_some());
    held.map(|(_, own)| own.value).sum()
}

/// Meetings with tables: the one a pair had, else the first that is free.
fn meetings(spec: &ScheduleSpec, board: &Board, before: &BTreeMap<usize, String>) -> Vec<Meeting> {
    let mut made = vec![];
    let mut ids = BTreeSet::new();
    let tables: Vec<_> = spec
        .tables
        .iter()
        .filter(|own| ids.insert(&own.id))
        .collect();
    for (slot, name) in spec.slots.iter().enumerate() {
        let open = tables.iter().filter(|own| !own.id.trim().is_empty());
        let mut open: Vec<&String> = open
            .filter(|own| !own.closed.contains(name))
            .map(|own| &own.id)
            .collect();
        let pairs: Vec<usize> = (0..board.event.pairs.len())
            .filter(|pair| board.slot(*pair) == Some(slot))
            .collect();
        let mut given: BTreeMap<usize, &String> = BTreeMap::new();
        for pair in &pairs {
            let old = before
                .get(pair)
                .and_then(|old| open.iter().position(|own| *own == old));
            if let Some(at) = old {
                given.insert(*pair, open.remove(at));
            }
        }
        let mut free = open.into_iter();
        for pair in pairs {
            let own = board.event.pairs[pair];
            let Some(table) = given.get(&pair).copied().or_else(|| free.next()) else {
                continue;
            };
            made.push(Meeting {
                a: spec.people[own.a].id.clone(),
                b: spec.people[own.b].id.clone(),
                slot: name.clone(),
                table: table.clone(),
                value: own.value,
                must: own.must,
            });
        }
    }
    made
}

/// The smallest relaxations as findings.
fn tell(
    spec: &ScheduleSpec,
    (held, wanted): (usize, usize),
    own: &Relaxation,
    findings: &mut Vec<Diagnostic>,
) {
    let finding = Diagnostic::error("match.schedule.musts");
    findings.push(finding.with("held", held).with("wanted", wanted));
    for (person, wants, most) in &own.over {
        let finding = Diagnostic::error("match.schedule.over-quota");
        let finding = finding.with("id", &spec.people[*person].id);
        findings.push(
            finding
                .with("wants", wants)
                .with("most", most)
                .with("more", wants - most),
        );
    }
    if let Some(n) = own.tables {
        findings.push(Diagnostic::note("match.schedule.more-tables").with("n", n));
    }
    if let Some(n) = own.slots {
        findings.push(Diagnostic::note("match.schedule.more-slots").with("n", n));
    }
    for wish in &own.give_up {
        let (a, b) = (&spec.wishes[*wish].a, &spec.wishes[*wish].b);
        findings.push(
            Diagnostic::note("match.schedule.give-up")
                .with("a", a)
                .with("b", b),
        );
    }
}
