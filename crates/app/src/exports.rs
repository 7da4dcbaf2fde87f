//! Lists made into files beside the pages: started, watched, cancelled, fetched by whoever
//! asked. The file is kept in the store for some days, so that it outlasts the program;
//! what was under way when the program stopped says so and can be asked for again.
//!
//! Must not know: which pages there are, how a list becomes a grid.

use crate::call::{Answer, App, Call};
use crate::contract::{ExportFile, ExportView, Grid, JobState};
use crate::error::{AppError, Kind};
use crate::follow;
use crate::pace::{Pace, caught};
use crate::workbook::workbook_at;
use chrono::{DateTime, TimeDelta, Utc};
use julin_locale::{catalogue, fill};
use julin_model::{Diagnostic, Lang};
use julin_store::{ExportEnd, KeptExport, NewExport};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use crate::pace::WHOLE;

/// Days a file is kept.
pub const KEPT_DAYS: i64 = 7;
/// Files kept for one person.
pub const KEPT_EACH: usize = 20;
/// Files made at the same time; more are refused.
const MOST_AT_WORK: usize = 4;
/// Characters of an address.
const LONGEST: usize = 4_000;

/// Files being made by this program.
#[derive(Default)]
pub struct Exports {
    at_work: Mutex<BTreeMap<i64, Arc<Pace>>>,
    one_ended: Condvar,
}

impl Exports {
    fn at_work(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<Pace>>> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which list is wanted as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportInput {
    /// Address of its page, with its filters.
    pub page: String,
    /// Language of its words.
    pub lang: Lang,
}

/// Starts to make a list into a file. `read` gives its sheets; it is given an application
/// whose lists are whole.
pub fn start_export<F>(app: &App, call: &Call, input: ExportInput, read: F) -> Answer<ExportView>
where
    F: FnOnce(&App, &Call) -> Answer<Vec<Grid>> + Send + 'static,
{
    let pace = Arc::new(Pace::default());
    let id = noted(app, call, &input, &pace)?;
    let (own, call_of, asked) = (app.clone(), call.clone(), input);
    let work = move || {
        let made = caught(|| made(&own.for_file(&pace), &call_of, (&asked, &pace), read));
        ended(&own, id, (&pace, made));
        own.exports.at_work().remove(&id);
        own.exports.one_ended.notify_all();
    };
    let thread = std::thread::Builder::new().name(format!("export {id}"));
    if let Err(error) = thread.spawn(work) {
        app.exports.at_work().remove(&id);
        return Err(AppError::internal(error));
    }
    export(app, call, id)
}

/// Notes that somebody asked, and takes away what was kept long enough.
fn noted(app: &App, call: &Call, input: &ExportInput, pace: &Arc<Pace>) -> Answer<i64> {
    if input.page.len() > LONGEST {
        return Err(AppError::invalid(Diagnostic::error("app.export-address")));
    }
    let mut at_work = app.exports.at_work();
    if at_work.len() >= MOST_AT_WORK {
        let busy = Diagnostic::error("app.exports-busy").with("count", at_work.len());
        return Err(AppError::new(Kind::Conflict, busy));
    }
    let now = app.clock.now();
    let new = NewExport {
        author: call.actor.clone(),
        page: input.page.clone(),
        lang: input.lang.code().to_owned(),
    };
    let id = app.store.write(|tx| {
        let id = tx.add_export(&new, now)?;
        tx.clear_exports(kept_since(now), KEPT_EACH)?;
        Ok::<_, AppError>(id)
    })?;
    at_work.insert(id, pace.clone());
    Ok(id)
}

/// What came out: what the list is called, its rows, the workbook.
struct Made {
    name: String,
    rows: u64,
    content: Vec<u8>,
}

fn made(
    app: &App,
    call: &Call,
    (input, pace): (&ExportInput, &Pace),
    read: impl FnOnce(&App, &Call) -> Answer<Vec<Grid>>,
) -> Answer<Made> {
    let mut grids = read(app, call)?;
    let first = grids.first_mut();
    let first = first.ok_or_else(|| AppError::internal("sheet"))?;
    let (name, rows) = (first.name.clone(), first.rows.len() as u64);
    first.notes.push(provenance(app, call, input));
    let content = workbook_at(&grids, input.lang, pace)?;
    Ok(Made {
        name,
        rows,
        content,
    })
}

/// From where, when and for whom, to stand in the file.
fn provenance(app: &App, call: &Call, input: &ExportInput) -> String {
    let args = [
        ("page", input.page.clone()),
        (
            "when",
            follow::office_now(app).format("%Y-%m-%d %H:%M").to_string(),
        ),
        ("who", call.actor.clone()),
    ];
    let args = args.map(|(key, value)| (key.to_owned(), value)).into();
    let words = catalogue().text("export.provenance", input.lang);
    fill(words, input.lang, &args)
}

/// Keeps how it ended. Once a file is being kept, a cancel comes too late.
fn ended(app: &App, id: i64, (pace, made): (&Pace, Answer<Made>)) {
    let end = |state: &str| ExportEnd {
        state: state.to_owned(),
        ..ExportEnd::default()
    };
    let failed = |error: &AppError| ExportEnd {
        error: serde_json::to_string(error.diagnostic()).ok(),
        ..end(FAILED)
    };
    let keep = |end: &ExportEnd, content: Option<&[u8]>| {
        let now = app.clock.now();
        let kept = app.store.write(|tx| tx.end_export(id, (end, content), now));
        kept.map_err(AppError::from)
    };
    let kept = match made {
        _ if pace.is_stopped() => keep(&end(CANCELLED), None),
        Err(error) => keep(&failed(&error), None),
        Ok(made) => {
            let done = ExportEnd {
                name: made.name,
                rows: made.rows,
                size: made.content.len() as u64,
                ..end(DONE)
            };
            keep(&done, Some(&made.content))
        }
    };
    // What cannot be kept is told as such; where not even that can be written, it is shown
    // as ended with the program.
    if let Err(error) = kept {
        let _ = keep(&failed(&error), None);
    }
}

const DONE: &str = "done";
const FAILED: &str = "failed";
const CANCELLED: &str = "cancelled";

/// What the caller asked for and what became of it, the last first.
pub fn exports(app: &App, call: &Call) -> Answer<Vec<ExportView>> {
    // What is at work is looked up first: what ends in between shows as ended.
    let at_work = app.exports.at_work().clone();
    let since = kept_since(app.clock.now());
    let kept = app.store.read(|tx| tx.exports(&call.actor, since));
    let kept = kept.map_err(AppError::from)?.into_iter();
    Ok(kept.map(|own| view(own, &at_work)).collect())
}

/// How an export of the caller's stands. Those of others are not told apart from none.
pub fn export(app: &App, call: &Call, id: i64) -> Answer<ExportView> {
    let at_work = app.exports.at_work().clone();
    let since = kept_since(app.clock.now());
    let found = app.store.read(|tx| tx.export(id)).map_err(AppError::from)?;
    let own = found.filter(|own| own.what.author == call.actor && own.started_at >= since);
    let own = own.ok_or_else(|| AppError::not_found("export", &id.to_string()))?;
    Ok(view(own, &at_work))
}

/// The same, once it has ended or some time has passed.
pub fn export_soon(app: &App, call: &Call, (id, most): (i64, Duration)) -> Answer<ExportView> {
    let at_work = app.exports.at_work();
    let one_ended = &app.exports.one_ended;
    let waited = one_ended.wait_timeout_while(at_work, most, |all| all.contains_key(&id));
    drop(waited);
    export(app, call, id)
}

/// Asks to stop making a file; that happens at its next step.
pub fn cancel_export(app: &App, call: &Call, id: i64) -> Answer<ExportView> {
    export(app, call, id)?;
    if let Some(pace) = app.exports.at_work().get(&id) {
        pace.stop();
    }
    export(app, call, id)
}

/// The file, for whoever asked for it.
pub fn export_file(app: &App, call: &Call, id: i64) -> Answer<ExportFile> {
    let about = export(app, call, id)?;
    let content = app.store.read(|tx| tx.export_content(id));
    let content = content.map_err(AppError::from)?;
    let content = content.ok_or_else(|| {
        let none = Diagnostic::error("app.export-no-file").with("id", id);
        AppError::new(Kind::Conflict, none)
    })?;
    Ok(ExportFile {
        day: follow::office_local(app, about.started).date(),
        about,
        content,
    })
}

fn kept_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(KEPT_DAYS)
}

fn view(own: KeptExport, at_work: &BTreeMap<i64, Arc<Pace>>) -> ExportView {
    let (end, ended) = own.end.unzip();
    let pace = at_work.get(&own.id);
    let state = match end.as_ref().map(|end| end.state.as_str()) {
        None if pace.is_some() => JobState::Running,
        None => JobState::Interrupted,
        Some(DONE) => JobState::Done,
        Some(CANCELLED) => JobState::Cancelled,
        Some(_) => JobState::Failed,
    };
    let (done, total) = pace.map_or((0, 0), |pace| pace.progress());
    let end = end.unwrap_or_default();
    let error = end.error.as_deref();
    ExportView {
        id: own.id,
        page: own.what.page,
        lang: Lang::parse(&own.what.lang).unwrap_or_default(),
        state,
        stopping: state == JobState::Running && pace.is_some_and(|pace| pace.is_stopped()),
        done,
        total,
        name: end.name,
        rows: end.rows,
        size: end.size,
        started: own.started_at,
        ended,
        until: own.started_at + TimeDelta::days(KEPT_DAYS),
        error: error.and_then(|text| serde_json::from_str(text).ok()),
    }
}
