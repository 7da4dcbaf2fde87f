//! What is due: clocks that run and promises that are owed, by their day.

use super::line::{day_light, line};
use super::office::Office;
use super::opened::{self, Opened};
use crate::call::{Answer, App, Call};
use crate::contract::{CaseLine, DueItem, DueList, Light, Named};
use crate::lookup::Lookup;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use julin_follow::case::clocks::read_clocks;
use julin_follow::case::parts::PartKind;
use julin_follow::case::{Deed, ObligationState};
use julin_store::Tx;
use julin_store::follow::{CaseFilter, CaseRow};
use std::collections::BTreeSet;

/// Cases read for one list, those due first before others.
const MOST: usize = 400;
/// Days looked ahead at most.
const FARTHEST: u32 = 800;

/// Who has to see to what is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DueOf {
    /// Anybody or nobody.
    #[default]
    All,
    /// The caller.
    Mine,
    /// Nobody yet.
    Unclaimed,
}

/// What is due.
#[derive(Debug, Clone, Default)]
pub struct DueInput {
    /// Of these workflows only; of all when empty.
    pub workflows: Vec<String>,
    /// Within so many days; late ones are always among them.
    pub days: u32,
    /// Whose.
    pub of: DueOf,
    /// How many at most; all that are read when not given.
    pub limit: Option<usize>,
}

/// Clocks and promises that are due, the earliest first.
pub fn due(app: &App, call: &Call, input: &DueInput) -> Answer<DueList> {
    let today = office(app).now(app).date();
    let until = today + Days::new(input.days.min(FARTHEST).into());
    let (mut items, mut more) = app
        .store
        .read(|tx| until_day(app, tx, (input, until), call))?;
    if let Some(limit) = input.limit {
        more |= items.len() > limit;
        items.truncate(limit);
    }
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
        shown: input.workflows.clone(),
    })
}

/// The office whose today counts where no case is meant: that of the first workflow that
/// names a calendar.
pub(super) fn office(app: &App) -> Office {
    let mut own = app.packs.workflows();
    let first = own.find(|own| own.spec.calendar.is_some());
    first.map_or_else(Office::plain, |own| Office::of(app, &own.id, &own.spec))
}

/// A moment as the clock of the office shows it, where no case is meant.
pub fn office_local(app: &App, at: DateTime<Utc>) -> NaiveDateTime {
    office(app).calendar.local(at)
}

/// The time of the office where no case is meant.
pub fn office_now(app: &App) -> NaiveDateTime {
    office(app).now(app)
}

/// What is due up to a day, and whether there is more.
pub(super) fn until_day(
    app: &App,
    tx: &mut Tx,
    (input, until): (&DueInput, NaiveDate),
    call: &Call,
) -> Answer<(Vec<DueItem>, bool)> {
    // A clock that runs until midnight is due on the day that ends then.
    let end = (until + Days::new(1)).and_time(NaiveTime::MIN);
    let (rows, more) = match input.of {
        DueOf::All => rows(app, tx, (&input.workflows, end))?,
        DueOf::Mine => rows_of(tx, (&input.workflows, &call.actor))?,
        DueOf::Unclaimed => rows_of(tx, (&input.workflows, ""))?,
    };
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
    items.retain(|item| match input.of {
        DueOf::All => true,
        DueOf::Mine => item.people.contains(&call.actor),
        DueOf::Unclaimed => item.people.is_empty(),
    });
    items.sort_by(|a, b| (a.due, &a.case.code).cmp(&(b.due, &b.case.code)));
    Ok((items, more))
}

/// Cases with something due by a time, and whether there are more.
fn rows(
    app: &App,
    tx: &mut Tx,
    (workflows, end): (&[String], NaiveDateTime),
) -> Answer<(Vec<CaseRow>, bool)> {
    let filter = CaseFilter {
        workflows: workflows.to_vec(),
        phases: vec!["open".to_owned(), "waiting".to_owned()],
        due_by: Some(office(app).instant(end)),
        ..CaseFilter::default()
    };
    let most = app.most(MOST);
    let mut rows = tx.cases(&filter, (most + 1, 0))?;
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}

/// Cases in which somebody has something to do, and whether there are more.
fn rows_of(tx: &mut Tx, (workflows, person): (&[String], &str)) -> Answer<(Vec<CaseRow>, bool)> {
    let kinds = PartKind::ALL.into_iter().filter(|kind| kind.is_to_do());
    let kinds: Vec<&str> = kinds.map(PartKind::code).collect();
    let parts = tx.parts_of(person, &kinds, (MOST + 1, 0))?;
    let more = parts.len() > MOST;
    let mut known = BTreeSet::new();
    let mut rows: Vec<CaseRow> = parts.into_iter().map(|part| part.case).collect();
    rows.truncate(MOST);
    rows.retain(|row| {
        let wanted = workflows.is_empty() || workflows.contains(&row.standing.workflow);
        wanted && known.insert(row.key)
    });
    Ok((rows, more))
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
