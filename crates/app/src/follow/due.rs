//! What is due: clocks that run and promises that are owed, by their day.

use super::line::{day_light, line};
use super::office::Office;
use super::opened::{self, Opened};
use crate::call::{Answer, App, Call};
use crate::contract::{CaseLine, DueItem, DueList, Light, Named};
use crate::lookup::Lookup;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use julin_follow::case::clocks::read_clocks;
use julin_follow::case::{Deed, ObligationState};
use julin_store::Tx;
use julin_store::follow::CaseFilter;

/// Cases read for one list, those due first before others.
const MOST: usize = 400;
/// Days looked ahead at most.
const FARTHEST: u32 = 800;

/// What is due.
#[derive(Debug, Clone, Default)]
pub struct DueInput {
    /// Of this workflow only.
    pub workflow: Option<String>,
    /// Within so many days; late ones are always among them.
    pub days: u32,
}

/// Clocks and promises that are due, the earliest first.
pub fn due(app: &App, call: &Call, input: &DueInput) -> Answer<DueList> {
    let today = office(app).now(app).date();
    let until = today + Days::new(input.days.min(FARTHEST).into());
    let (items, more) = app
        .store
        .read(|tx| until_day(app, tx, (input.workflow.as_ref(), until), call))?;
    let known = app.packs.workflows().map(|own| Named {
        id: own.id.clone(),
        title: own.spec.title.clone(),
    });
    Ok(DueList {
        today,
        until,
        items,
        more,
        workflows: known.collect(),
        workflow: input.workflow.clone(),
    })
}

/// The office whose today counts where no case is meant: that of the first workflow that
/// names a calendar.
pub(super) fn office(app: &App) -> Office {
    let mut own = app.packs.workflows();
    let first = own.find(|own| own.spec.calendar.is_some());
    first.map_or_else(Office::plain, |own| Office::of(app, &own.id, &own.spec))
}

/// The time of the office where no case is meant.
pub fn office_now(app: &App) -> NaiveDateTime {
    office(app).now(app)
}

/// What is due up to a day, and whether there is more.
pub(super) fn until_day(
    app: &App,
    tx: &mut Tx,
    (workflow, until): (Option<&String>, NaiveDate),
    call: &Call,
) -> Answer<(Vec<DueItem>, bool)> {
    // A clock that runs until midnight is due on the day that ends then.
    let end = (until + Days::new(1)).and_time(NaiveTime::MIN);
    let filter = CaseFilter {
        workflows: workflow.into_iter().cloned().collect(),
        phases: vec!["open".to_owned(), "waiting".to_owned()],
        due_by: Some(office(app).instant(end)),
        ..CaseFilter::default()
    };
    let most = app.most(MOST);
    let mut rows = tx.cases(&filter, (most + 1, 0))?;
    let more = rows.len() > most;
    rows.truncate(most);
    let all = rows.len();
    let mut lookup = Lookup::new(app);
    let mut items = Vec::new();
    for (done, row) in rows.into_iter().enumerate() {
        app.step(done, all)?;
        let shown = line(app, tx, &mut lookup, (&row, call))?;
        let opened = opened::of_row(app, tx, row)?;
        let now = opened.version.office.now(app);
        items.extend(clocks(&opened, &shown, now));
        items.extend(promises(&opened, &shown, now.date()));
    }
    items.retain(|item| item.due <= end);
    items.sort_by(|a, b| (a.due, &a.case.code).cmp(&(b.due, &b.case.code)));
    Ok((items, more))
}

fn clocks(opened: &Opened, line: &CaseLine, now: NaiveDateTime) -> Vec<DueItem> {
    let workflow = &opened.version.workflow;
    let calendar = &opened.version.office.calendar;
    let turn = workflow
        .state(&opened.case.state)
        .map(|state| state.turn.as_slice());
    let holders = turn
        .unwrap_or_default()
        .iter()
        .flat_map(|role| opened.case.holders(role));
    let people: Vec<String> = holders.cloned().collect();
    let read = read_clocks(workflow, calendar, &opened.events, now).into_iter();
    let running = read.filter(|clock| clock.reading.state.is_running());
    let item = |clock: julin_follow::case::clocks::ClockReading| {
        Some(DueItem {
            case: line.clone(),
            promise: false,
            people: people.clone(),
            from: started(opened, &clock.id),
            due: clock.reading.due?,
            light: clock.reading.light,
            provisional: clock.reading.provisional,
            what: clock.title,
        })
    };
    running.filter_map(item).collect()
}

/// When the act happened that last set a clock going.
fn started(opened: &Opened, clock: &str) -> NaiveDateTime {
    let spec = opened.version.workflow.clock(clock);
    let starts = |act: &String| spec.is_some_and(|spec| spec.starts.contains(act));
    let mut events = opened.events.iter().rev();
    let found = events.find(|event| match &event.deed {
        Deed::Open(own) => starts(&own.act.act),
        Deed::Act(own) => starts(&own.act),
        _ => false,
    });
    found.map_or(opened.case.since, |event| event.on)
}

fn promises(opened: &Opened, line: &CaseLine, today: NaiveDate) -> Vec<DueItem> {
    let own = opened.case.obligations.iter();
    let open = own.filter(|own| own.state == ObligationState::Open);
    let item = |own: &julin_follow::case::Obligation| {
        Some(DueItem {
            case: line.clone(),
            what: own.title.clone(),
            promise: true,
            people: opened.case.holders(&own.owner).cloned().collect(),
            from: own.made.into(),
            due: own.due?.and_hms_opt(23, 59, 59)?,
            light: day_light(own.due, today).unwrap_or(Light::Green),
            provisional: false,
        })
    };
    open.filter_map(item).collect()
}
