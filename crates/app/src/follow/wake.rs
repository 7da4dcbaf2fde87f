//! What is done in cases without anybody: warnings, steps of asking, acts a clock brings
//! about. Run as often as wanted: what was done is not done again.

use super::kept::{self, Writing, moment};
use super::open::open_others;
use super::opened::open;
use crate::call::{Answer, App, Call};
use crate::error::{AppError, Kind};
use julin_follow::case::alone::next_alone;
use julin_follow::case::clocks::read_clocks;
use julin_model::{Diagnostic, Lang, Text};
use julin_store::Tx;
use julin_store::follow::{CommandKey, Hold};
use serde::Serialize;
use std::collections::HashMap;

/// Cases looked at in one go.
const AT_ONCE: usize = 200;
/// Times one case is looked at in one go.
const MOST_LOOKS: u32 = 3;
/// Deeds one case can ask for at a time; more would be a workflow that drives itself.
const MOST_DEEDS: u32 = 20;

/// What was done without anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Woken {
    /// Cases in which something was done, with how many deeds.
    pub cases: Vec<(String, u32)>,
    /// Cases in which what is due could not be done, and why.
    pub failed: Vec<Diagnostic>,
}

/// Does what is due by itself. A case in which that fails holds no other up.
pub fn wake_cases(app: &App, call: &Call) -> Answer<Woken> {
    let mut woken = Woken::default();
    let mut looks = HashMap::<String, u32>::new();
    loop {
        let now = app.clock.now();
        let spent = looks.values().filter(|looks| **looks >= MOST_LOOKS).count();
        let mut codes = app
            .store
            .read(|tx| tx.cases_to_wake(now, AT_ONCE + spent))?;
        codes.retain(|code| looks.get(code).is_none_or(|looks| *looks < MOST_LOOKS));
        if codes.is_empty() {
            return Ok(woken);
        }
        for code in codes {
            match app.store.act(|tx| wake(app, tx, call, &code)) {
                Ok(0) => {}
                Ok(deeds) => woken.cases.push((code.clone(), deeds)),
                Err(error) if error.kind() == Kind::Unavailable => return Err(error),
                Err(error) => {
                    woken.failed.push(failed(&code, &error));
                    looks.insert(code.clone(), MOST_LOOKS);
                }
            }
            *looks.entry(code).or_default() += 1;
        }
    }
}

fn failed(code: &str, error: &AppError) -> Diagnostic {
    let told = |lang| {
        julin_locale::catalogue()
            .message(error.diagnostic(), lang)
            .what
    };
    let reason = Text::new(told(Lang::Zh), told(Lang::En));
    let found = Diagnostic::error("app.wake-failed").with("code", code);
    found.with_text("reason", &reason)
}

/// Does what is due in one case; how many deeds that was.
fn wake(app: &App, tx: &mut Tx, call: &Call, code: &str) -> Answer<u32> {
    let mut opened = open(app, tx, code, Hold::Alone)?;
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
        opened = kept::go_on(tx, opened, &version, (&writing, &decision.deeds))?;
        open_others(app, tx, call, (&opened, &decision, &key))?;
    }
    Err(AppError::internal("case-drives-itself"))
}
