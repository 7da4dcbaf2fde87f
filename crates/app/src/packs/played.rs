//! Cases played through the engine alone, without a store: how casebooks and the cases of
//! workflow packs are tried.
//!
//! Must not know: what is expected.

use chrono::NaiveDateTime;
use julin_follow::budget::Visit;
use julin_follow::case::alone::{alone, next_alone};
use julin_follow::case::clocks::{ClockReading, read_clocks};
use julin_follow::case::command::Opening;
use julin_follow::case::{ActInput, Around, Command, Deed, NewCase, What, decide, open};
use julin_follow::{Calendar, Case, Event, Workflow};
use julin_model::Diagnostic;

/// Most deeds a case does by itself at once.
const ALONE: usize = 50;

/// A case played.
#[derive(Debug, Clone)]
pub(super) struct Played<'w> {
    pub workflow: &'w Workflow,
    calendar: &'w Calendar,
    pub events: Vec<Event>,
    pub case: Case,
    /// Cases its acts would have opened.
    pub opens: Vec<Opening>,
}

/// Who does something, and when.
pub(super) type Who<'a> = (&'a str, NaiveDateTime);

impl<'w> Played<'w> {
    /// Opens a case.
    pub fn open(
        (workflow, calendar): (&'w Workflow, &'w Calendar),
        new: &NewCase,
        around: (Option<&Played<'_>>, &[Visit]),
        ((author, on), input): (Who<'_>, ActInput),
    ) -> Result<Self, Diagnostic> {
        let command = Command {
            author: author.to_owned(),
            on,
            what: What::Act(input.clone()),
        };
        let around = around_of(on, around);
        let decision = open(workflow, new, &around, (&command, &input))?;
        let events: Vec<Event> = written(0, (author, on), decision.deeds).collect();
        let unopened = || Diagnostic::error("follow.workflow.no-opening");
        let case = Case::of(&events).ok_or_else(unopened)?;
        Ok(Self {
            workflow,
            calendar,
            events,
            case,
            opens: decision.opens,
        })
    }

    /// Does something, after what happened by itself until then.
    pub fn act(
        &mut self,
        around: (Option<&Played<'_>>, &[Visit]),
        (author, on): Who<'_>,
        what: What,
    ) -> Result<(), Diagnostic> {
        let command = Command {
            author: author.to_owned(),
            on,
            what,
        };
        let around = around_of(on, around);
        let decision = decide(self.workflow, &self.case, &around, &command)?;
        for event in written(self.case.last, (author, on), decision.deeds) {
            self.take(event);
        }
        self.opens.extend(decision.opens);
        Ok(())
    }

    /// Lets happen what happens by itself until a time.
    pub fn wake(&mut self, now: NaiveDateTime) {
        for _ in 0..ALONE {
            let clocks = self.clocks(now);
            let Some(deed) = next_alone(self.workflow, &self.case, &clocks, now) else {
                return;
            };
            let event = alone(&self.case, deed, now);
            self.take(event);
        }
    }

    /// Its clocks at a time.
    pub fn clocks(&self, now: NaiveDateTime) -> Vec<ClockReading> {
        read_clocks(self.workflow, self.calendar, &self.events, now)
    }

    fn take(&mut self, event: Event) {
        self.case.take(&event);
        self.events.push(event);
    }
}

fn around_of<'a>(
    now: NaiveDateTime,
    (within, visits): (Option<&'a Played<'_>>, &'a [Visit]),
) -> Around<'a> {
    Around {
        now,
        within: within.map(|above| (above.workflow, &above.case)),
        visits,
    }
}

fn written(
    last: u32,
    (author, on): Who<'_>,
    deeds: Vec<Deed>,
) -> impl Iterator<Item = Event> + use<> {
    let author = author.trim().to_owned();
    (last + 1..).zip(deeds).map(move |(number, deed)| Event {
        number,
        at: on.and_utc(),
        on,
        author: author.clone(),
        basis: String::new(),
        deed,
    })
}
