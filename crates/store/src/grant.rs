//! What was done to grant lists, act by act. A list is its acts; nothing is changed or
//! removed.
//!
//! Must not know: what the acts mean.

use crate::sql::schema::GRANT_EVENT;
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantEvent {
    /// Number of the list, from 1.
    pub list: u32,
    /// Its place in the history of the list, from 1.
    pub number: u32,
    /// What was done, as JSON.
    pub act: String,
    /// On whose account.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT list, number, act, author, done_at FROM grant_event";

impl Tx {
    /// Writes down an act. It must be the next of its list: when somebody else was
    /// quicker it is refused, and nothing is lost.
    pub fn put_grant_event(&mut self, event: &GrantEvent) -> Result<()> {
        let sql = "SELECT COALESCE(MAX(number), 0) FROM grant_event WHERE list = $1";
        let list = P::Int(event.list.into());
        let last = self.for_writing()?.one(sql, &[list], |row| row.int(0))?;
        if last.unwrap_or(0) + 1 != i64::from(event.number) {
            return Err(StoreError::GrantMoved {
                list: event.list,
                last: last.unwrap_or(0),
            });
        }
        let row = [
            list,
            P::Int(event.number.into()),
            P::Text(&event.act),
            P::Text(&event.author),
            P::Int(micros(event.at)),
        ];
        self.insert_one(GRANT_EVENT, &row).map(|_| ())
    }

    /// The number of the next list.
    pub fn next_grant_list(&mut self) -> Result<u32> {
        let sql = "SELECT COALESCE(MAX(list), 0) + 1 FROM grant_event";
        let next = self.conn()?.one(sql, &[], |row| row.int(0))?.unwrap_or(1);
        number(next)
    }

    /// The history of one list; empty when there is none.
    pub fn grant_events(&mut self, list: u32) -> Result<Vec<GrantEvent>> {
        let sql = format!("{COLUMNS} WHERE list = $1 ORDER BY number");
        self.conn()?.all(&sql, &[P::Int(list.into())], read)
    }

    /// The histories of all lists, by number.
    pub fn grant_histories(&mut self) -> Result<BTreeMap<u32, Vec<GrantEvent>>> {
        let mut found: BTreeMap<u32, Vec<GrantEvent>> = BTreeMap::new();
        let sql = format!("{COLUMNS} ORDER BY list, number");
        self.conn()?.each(&sql, &[], &mut |row| {
            let event = read(row)?;
            found.entry(event.list).or_default().push(event);
            Ok(true)
        })?;
        Ok(found)
    }
}

fn number(value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|e| StoreError::Unreadable {
        table: "grant_event",
        reason: e.to_string(),
    })
}

fn read(row: Row) -> Result<GrantEvent> {
    Ok(GrantEvent {
        list: number(row.int(0)?)?,
        number: number(row.int(1)?)?,
        act: row.string(2)?,
        author: row.string(3)?,
        at: time(row.int(4)?),
    })
}
