//! A case with its events, held against others or not.
//!
//! Must not know: what a deed means.

use super::{CaseRow, KeptEvent, MOST_EVENTS, case, event};
use crate::Tx;
use crate::sql::{Conn, P};
use crate::tx::Result;

/// How a case is held until the transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Not at all.
    No,
    /// Nobody changes it.
    Shared,
    /// Nobody else does anything in it.
    Alone,
}

impl Tx {
    /// A case by its number and its events in order, in one question to a server.
    pub fn held_case(
        &mut self,
        code: &str,
        hold: Hold,
    ) -> Result<Option<(CaseRow, Vec<KeptEvent>)>> {
        let conn = match hold {
            Hold::Alone => self.for_writing()?,
            Hold::No | Hold::Shared => self.conn()?,
        };
        let (mut found, mut events) = (None, Vec::new());
        conn.each(&question(conn, hold), &[P::Text(code)], &mut |row| {
            if found.is_none() {
                found = Some(case::read(row, 0)?);
            }
            if row.opt_int(FIRST_OF_EVENT)?.is_some() {
                events.push(event::read(row, FIRST_OF_EVENT)?);
            }
            Ok(true)
        })?;
        let Some(row) = found else { return Ok(None) };
        // Who waited for another sees the case as it is then, the events as they were before.
        if events.len() != row.last as usize {
            events = self.case_events(row.key)?;
        }
        Ok(Some((row, events)))
    }
}

/// How many columns of a case stand before those of an event.
const FIRST_OF_EVENT: usize = 23;

fn question(conn: &Conn, hold: Hold) -> String {
    let hold = match (conn, hold) {
        (Conn::Sqlite(_), _) | (_, Hold::No) => "",
        (Conn::Postgres(_), Hold::Shared) => " FOR SHARE",
        (Conn::Postgres(_), Hold::Alone) => " FOR UPDATE",
    };
    let (cases, events) = (case::COLUMNS, event::COLUMNS);
    let last = MOST_EVENTS - 1;
    format!(
        "WITH c AS MATERIALIZED (SELECT {cases} FROM follow_case c WHERE c.code = $1{hold}) \
         SELECT c.*, {events} FROM c LEFT JOIN follow_event e \
         ON e.key BETWEEN c.key * {MOST_EVENTS} AND c.key * {MOST_EVENTS} + {last} ORDER BY e.key"
    )
}
