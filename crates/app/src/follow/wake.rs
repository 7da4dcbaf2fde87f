//! What is done in cases without anybody: warnings, steps of asking, acts a clock brings
//! about. Run as often as wanted: what was done is not done again.

use super::kept::{self, Writing, moment};
use super::open::open_others;
use super::opened::{Opening, open};
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use julin_follow::case::alone::next_alone;
use julin_follow::case::clocks::read_clocks;
use julin_store::Tx;
use julin_store::follow::CommandKey;
use serde::Serialize;

/// Cases looked at in one go.
const AT_ONCE: usize = 200;
/// Deeds one case can ask for at a time; more would be a workflow that drives itself.
const MOST_DEEDS: u32 = 20;

/// What was done without anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Woken {
    /// Cases in which something was done, with how many deeds.
    pub cases: Vec<(String, u32)>,
}

/// Does what is due by itself.
pub fn wake_cases(app: &App, call: &Call) -> Answer<Woken> {
    let mut woken = Woken::default();
    loop {
        let now = app.clock.now();
        let codes = app.store.read(|tx| tx.cases_to_wake(now, AT_ONCE))?;
        let mut moved = false;
        for code in codes {
            let deeds = app.store.act(|tx| wake(app, tx, call, &code))?;
            if deeds > 0 {
                moved = true;
                woken.cases.push((code, deeds));
            }
        }
        if !moved {
            return Ok(woken);
        }
    }
}

/// Does what is due in one case; how many deeds that was.
fn wake(app: &App, tx: &mut Tx, call: &Call, code: &str) -> Answer<u32> {
    let mut opened = open(app, tx, code, Opening::Change)?;
    let version = opened.version.clone();
    let now = version.office.now(app);
    for done in 0..MOST_DEEDS {
        let calendar = &version.office.calendar;
        let clocks = read_clocks(&version.workflow, calendar, &opened.events, now);
        let Some(deed) = next_alone(&version.workflow, &opened.case, &clocks, now) else {
            if done == 0 {
                kept::refresh(tx, &opened, now)?;
            }
            return Ok(done);
        };
        let key = CommandKey {
            key: format!("{code}#{}", opened.row.last + 1),
            request: String::new(),
        };
        let writing = Writing {
            author: "",
            at: moment(app),
            on: now.max(opened.case.moved.0),
            basis: "",
            command: &key,
        };
        let decision =
            julin_follow::case::alone::decided(&version.workflow, &opened.case, deed, now);
        opened = kept::go_on(tx, &opened, &version, (&writing, &decision.deeds))?;
        open_others(app, tx, call, (&opened, &decision, &key))?;
    }
    Err(AppError::internal("case-drives-itself"))
}
