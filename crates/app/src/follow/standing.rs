//! Where a case stands, for lists: made from its events alone, so that it can be checked
//! and made again.

use super::version::Version;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use julin_follow::budget;
use julin_follow::case::ObligationState;
use julin_follow::case::clocks::{ClockReading, read_clocks};
use julin_follow::case::parts::parts;
use julin_follow::case::silence::silence;
use julin_follow::clock::Light;
use julin_follow::workflow::spec::TriggerSpec;
use julin_follow::{Case, Event};
use julin_model::Value;
use julin_store::follow::{CaseStanding, KeptPart, KeptVisit};

/// What the store keeps beside the events of a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub case: CaseStanding,
    pub parts: Vec<KeptPart>,
    /// The call it stands for, with the subject.
    pub visit: Option<(String, KeptVisit)>,
}

/// Where a case stands after its last event, where it was looked at since and nothing was
/// to be done, after that.
pub(super) fn standing(
    version: &Version,
    case: &Case,
    events: &[Event],
    looked: Option<NaiveDateTime>,
) -> Standing {
    let workflow = &version.workflow;
    let last = events
        .last()
        .map_or(case.moved.0, |event| event.on.max(case.moved.0));
    let clocks = read_clocks(workflow, &version.office.calendar, events, last);
    let instant = |local| version.office.instant(local);
    let due = case_due(case, &clocks);
    let parts = parts(workflow, case).into_iter().map(|part| KeptPart {
        due: match (part.due, part.kind.is_to_do()) {
            (Some(day), _) => Some(instant(end_of(day))),
            (None, true) => due.map(instant),
            (None, false) => None,
        },
        person: part.person,
        part: part.kind.code().to_owned(),
        role: part.role,
        since: instant(part.since),
    });
    let visit = budget::visit(workflow, case).zip(case.subject.clone());
    Standing {
        parts: parts.collect(),
        visit: visit.map(|(visit, subject)| {
            let kept = KeptVisit {
                budget: visit.budget,
                code: visit.code,
                day: visit.day,
                body: visit.body,
            };
            (subject, kept)
        }),
        case: CaseStanding {
            workflow: case.workflow.clone(),
            version: case.version.clone(),
            code: case.code.clone(),
            title: case.title.clone(),
            subject: case.subject.clone(),
            above: case.within.clone(),
            source: case.out_of.clone(),
            state: case.state.clone(),
            phase: phase_code(case),
            opened: instant(case.opened),
            moved: instant(case.moved.0),
            since: instant(case.since),
            ended: case.ended.map(instant),
            amber: clocks
                .iter()
                .filter_map(|clock| clock.amber)
                .min()
                .map(instant),
            due: due.map(instant),
            wake: wake(version, case, &clocks, looked),
        },
    }
}

/// The word for the phase of a case.
pub(super) fn phase_code(case: &Case) -> String {
    let word = serde_json::to_value(case.phase).ok();
    word.and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// When the next clock or promise of a case is due.
fn case_due(case: &Case, clocks: &[ClockReading]) -> Option<NaiveDateTime> {
    if case.is_over() {
        return None;
    }
    let owed = case.obligations.iter();
    let owed = owed.filter(|own| own.state == ObligationState::Open);
    let days = owed.filter_map(|own| own.due).map(end_of);
    let running = clocks
        .iter()
        .filter(|clock| clock.reading.state.is_running());
    running
        .filter_map(|clock| clock.reading.due)
        .chain(days)
        .min()
}

/// When something is to be done without anybody: the earliest of all that may be.
fn wake(
    version: &Version,
    case: &Case,
    clocks: &[ClockReading],
    looked: Option<NaiveDateTime>,
) -> Option<DateTime<Utc>> {
    let running = clocks
        .iter()
        .filter(|clock| clock.reading.state.is_running());
    let warnings = running.flat_map(|clock| {
        let amber = clock.amber.filter(|_| !clock.warned);
        let late = clock.reading.late_from.filter(|_| !clock.warned_late);
        let now = (clock.reading.light == Light::Amber && !clock.warned).then_some(case.moved.0);
        [amber, late, now].into_iter().flatten()
    });
    let today = looked.unwrap_or(case.moved.0).date();
    let silence = silence(&version.workflow, case, today);
    let silence = silence.filter(|_| !case.is_over());
    let silence = silence.and_then(|own| own.next).map(start_of);
    let days = version.workflow.acts_in(&case.state).filter_map(|act| {
        let Some(TriggerSpec::DayOf(field)) = &act.by_itself else {
            return None;
        };
        match case.value(field) {
            Some(Value::Date(day)) => Some(start_of(*day)),
            _ => None,
        }
    });
    let all = warnings.chain(silence).chain(days);
    let first = all
        .filter(|at| looked.is_none_or(|looked| *at > looked))
        .min();
    first.map(|local| version.office.instant(local))
}

fn start_of(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

/// The last second of a day: what is due on it is not late before.
fn end_of(day: NaiveDate) -> NaiveDateTime {
    day.and_hms_opt(23, 59, 59).unwrap_or_else(|| start_of(day))
}
