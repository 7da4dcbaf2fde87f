//! How long things took, measured from what was done: median and worst decile, before
//! and after a day. Nothing is typed in, and what is not finished is counted by itself.
//!
//! Method: times in working seconds of the calendar. A stretch belongs to the day it was
//! begun on. The median of an even number is the mean of the middle two; the worst decile
//! begins at the value of rank ⌈0.9 n⌉ (nearest rank).
//!
//! Must not know: which figure was promised.

use crate::calendar::Calendar;
use crate::case::clocks::read_clocks;
use crate::case::{Deed, Event};
use crate::clock::ClockState;
use crate::workflow::Workflow;
use chrono::{NaiveDate, NaiveDateTime};

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// From one of these acts to the next of those, waiting included.
    Acts {
        /// Acts it begins with.
        from: Vec<String>,
        /// Acts it ends with.
        to: Vec<String>,
    },
    /// What a clock used, its pauses left out.
    Clock(String),
}

/// One stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// When it began.
    pub began: NaiveDateTime,
    /// Seconds of working time it took; none while it is not finished.
    pub took: Option<u64>,
    /// A year nobody has published is counted in.
    pub provisional: bool,
}

/// Figures of some stretches.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Figures {
    /// Stretches that were finished.
    pub n: u64,
    /// Stretches that were not.
    pub unfinished: u64,
    /// Median in seconds of working time; none where nothing was finished.
    pub median: Option<f64>,
    /// Where the worst decile begins, in seconds of working time.
    pub worst_decile: Option<u64>,
}

/// Figures over all, and on both sides of a day.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Durations {
    /// Over all.
    pub all: Figures,
    /// Of stretches begun before the day.
    pub before: Figures,
    /// Of stretches begun on the day or after it.
    pub after: Figures,
    /// A year nobody has published is counted in.
    pub provisional: bool,
}

/// Every stretch of a case up to a time, in order.
pub fn stretches(
    (workflow, calendar): (&Workflow, &Calendar),
    events: &[Event],
    span: &Span,
    now: NaiveDateTime,
) -> Vec<Stretch> {
    match span {
        Span::Acts { from, to } => between(calendar, events, (from, to), now),
        Span::Clock(id) => {
            let clocks = read_clocks(workflow, calendar, events, now);
            let own = clocks.into_iter().filter(|clock| clock.id == *id);
            let rounds = own.flat_map(|clock| [clock.earlier, vec![clock.reading]].concat());
            let stretch = |round: crate::clock::Reading| {
                Some(Stretch {
                    began: round.started?,
                    took: (round.state == ClockState::Stopped).then_some(round.used),
                    provisional: round.provisional,
                })
            };
            rounds.filter_map(stretch).collect()
        }
    }
}

fn between(
    calendar: &Calendar,
    events: &[Event],
    (from, to): (&[String], &[String]),
    now: NaiveDateTime,
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for event in events.iter().filter(|event| event.on <= now) {
        let act = match &event.deed {
            Deed::Open(opened) => &opened.act.act,
            Deed::Act(act) => &act.act,
            _ => continue,
        };
        let open = found.last_mut().filter(|last| last.took.is_none());
        match open {
            Some(last) if to.contains(act) => {
                let took = calendar.working_seconds(last.began, event.on);
                last.took = Some(u64::try_from(took.value).unwrap_or(0));
                last.provisional = took.provisional;
            }
            None if from.contains(act) => found.push(Stretch {
                began: event.on,
                took: None,
                provisional: false,
            }),
            _ => {}
        }
    }
    found
}

/// Figures of stretches, over all and on both sides of a day.
pub fn durations(stretches: &[Stretch], day: Option<NaiveDate>) -> Durations {
    let side = |before: bool| {
        let own = stretches.iter();
        let own = own.filter(|own| day.is_some_and(|day| (own.began.date() < day) == before));
        figures(own)
    };
    Durations {
        all: figures(stretches.iter()),
        before: side(true),
        after: side(false),
        provisional: stretches.iter().any(|own| own.provisional),
    }
}

fn figures<'s>(stretches: impl Iterator<Item = &'s Stretch>) -> Figures {
    let (mut took, mut unfinished) = (Vec::new(), 0);
    for own in stretches {
        match own.took {
            Some(seconds) => took.push(seconds),
            None => unfinished += 1,
        }
    }
    Figures {
        n: took.len() as u64,
        unfinished,
        median: median(&mut took),
        worst_decile: worst_decile(&mut took),
    }
}

/// The median of numbers, which are put in order.
pub fn median(numbers: &mut [u64]) -> Option<f64> {
    numbers.sort_unstable();
    let high = *numbers.get(numbers.len() / 2)?;
    let low = *numbers.get((numbers.len() - 1) / 2)?;
    Some((low as f64 + high as f64) / 2.0)
}

/// The value of rank ⌈0.9 n⌉ of numbers, which are put in order.
pub fn worst_decile(numbers: &mut [u64]) -> Option<u64> {
    numbers.sort_unstable();
    let rank = (numbers.len() * 9).div_ceil(10);
    numbers.get(rank.checked_sub(1)?).copied()
}
