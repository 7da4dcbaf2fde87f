//! What was done in cases: events, added and never changed, each hashed with the one
//! before it in its case.

use super::MOST_EVENTS;
use crate::sql::schema::{FOLLOW_CASE, FOLLOW_EVENT};
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use julin_model::Digest;

/// What a caller marks a command with, so that sent twice it is done once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandKey {
    /// The key.
    pub key: String,
    /// Digest of what was asked; another request under the same key is refused.
    pub request: String,
}

/// An event to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Who; empty where a clock did it.
    pub author: String,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// When it happened.
    pub on: DateTime<Utc>,
    /// On what grounds.
    pub basis: String,
    /// What was done, as JSON.
    pub deed: String,
}

/// An event as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEvent {
    /// Its place in the case, from 1.
    pub number: u32,
    /// The command it began with, on the first event of one.
    pub command: Option<CommandKey>,
    /// What was kept.
    pub what: NewEvent,
    /// Hash over the hash before it and itself.
    pub hash: String,
}

/// The columns of an event after its key.
pub(super) const COLUMNS: &str =
    "e.number, e.command, e.request, e.author, e.done_at, e.happened_at, e.basis, e.deed, e.hash";

impl Tx {
    /// The events of a case, in order.
    pub fn case_events(&mut self, case_key: i64) -> Result<Vec<KeptEvent>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_event e WHERE e.key BETWEEN $1 AND $2 ORDER BY e.key"
        );
        let range = [case_key * MOST_EVENTS, (case_key + 1) * MOST_EVENTS - 1];
        self.conn()?
            .all(&sql, &range.map(P::Int), |row| read(row, 0))
    }

    /// What a command came to, where it was done before: the case and the number of its
    /// first event. Another request under the same key is refused.
    pub fn command_done(&mut self, command: &CommandKey) -> Result<Option<(String, u32)>> {
        let sql = format!(
            "SELECT c.code, e.number, e.request FROM follow_event e JOIN {} c \
             ON c.key = e.case_key WHERE e.command = $1",
            FOLLOW_CASE.name
        );
        let found = self.conn()?.one(&sql, &[P::Text(&command.key)], |row| {
            Ok((row.string(0)?, number(row.int(1)?)?, row.string(2)?))
        })?;
        match found {
            Some((_, _, request)) if request != command.request => Err(reused(&command.key)),
            found => Ok(found.map(|(code, number, _)| (code, number))),
        }
    }
}

impl KeptEvent {
    /// Whether it is the first of this command. Another request under the same key is
    /// refused.
    pub fn begins(&self, command: &CommandKey) -> Result<bool> {
        match &self.command {
            Some(own) if own.key != command.key => Ok(false),
            Some(own) if own.request != command.request => Err(reused(&own.key)),
            own => Ok(own.is_some()),
        }
    }
}

/// The hash of each of these events after the last.
pub(super) fn chained(
    case_key: i64,
    (last, head): (u32, &str),
    command: &CommandKey,
    events: &[NewEvent],
) -> Result<Vec<String>> {
    if i64::from(last) + events.len() as i64 >= MOST_EVENTS {
        return Err(StoreError::CaseFull { most: MOST_EVENTS });
    }
    let mut hashes: Vec<String> = Vec::with_capacity(events.len());
    for (number, event) in (i64::from(last) + 1..).zip(events) {
        let before = hashes.last().map_or(head, String::as_str);
        let command = hashes.is_empty().then_some(command);
        hashes.push(hash(before, (case_key, number), command, event));
    }
    Ok(hashes)
}

/// How events are added after the last; fewer are when the key is another command's.
pub(super) fn insertion<'a>(
    case_key: i64,
    last: u32,
    command: &'a CommandKey,
    (events, hashes): (&'a [NewEvent], &'a [String]),
) -> (String, Vec<P<'a>>) {
    let unused = " ON CONFLICT (command) WHERE command IS NOT NULL DO NOTHING";
    let rows = events.iter().zip(hashes).enumerate();
    let rows = rows.flat_map(|(i, (event, hash))| {
        let command = (i == 0).then_some(command);
        values(
            (case_key, i64::from(last) + 1 + i as i64),
            command,
            event,
            hash,
        )
    });
    (FOLLOW_EVENT.insert(events.len()) + unused, rows.collect())
}

/// Refuses a key that was another command's.
pub(super) fn all_added(added: u64, command: &CommandKey, events: &[NewEvent]) -> Result<()> {
    match added == events.len() as u64 {
        true => Ok(()),
        false => Err(reused(&command.key)),
    }
}

fn reused(command: &str) -> StoreError {
    let command = command.to_owned();
    StoreError::CommandReused { command }
}

/// The columns of an event in the order of the table.
pub(crate) fn values<'a>(
    (case_key, number): (i64, i64),
    command: Option<&'a CommandKey>,
    event: &'a NewEvent,
    hash: &'a str,
) -> [P<'a>; 11] {
    [
        P::Int(case_key * MOST_EVENTS + number),
        P::Int(case_key),
        P::Int(number),
        P::opt(command.map(|own| own.key.as_str())),
        P::opt(command.map(|own| own.request.as_str())),
        P::Text(&event.author),
        P::Int(micros(event.at)),
        P::Int(micros(event.on)),
        P::Text(&event.basis),
        P::Text(&event.deed),
        P::Text(hash),
    ]
}

/// The hash of an event and of all before it.
pub(super) fn hash(
    before: &str,
    (case_key, number): (i64, i64),
    command: Option<&CommandKey>,
    event: &NewEvent,
) -> String {
    let mut digest = Digest::new();
    digest.part(before);
    for whole in [case_key, number, micros(event.at), micros(event.on)] {
        digest.part(whole.to_le_bytes());
    }
    if let Some(command) = command {
        digest.part(&command.key).part(&command.request);
    }
    digest
        .part(&event.author)
        .part(&event.basis)
        .part(&event.deed);
    digest.hex()
}

/// An event from its columns, the first of them at `at`.
pub(super) fn read(row: Row, at: usize) -> Result<KeptEvent> {
    let command = match (row.opt_string(at + 1)?, row.opt_string(at + 2)?) {
        (Some(key), Some(request)) => Some(CommandKey { key, request }),
        _ => None,
    };
    Ok(KeptEvent {
        number: number(row.int(at)?)?,
        command,
        what: NewEvent {
            author: row.string(at + 3)?,
            at: time(row.int(at + 4)?),
            on: time(row.int(at + 5)?),
            basis: row.string(at + 6)?,
            deed: row.string(at + 7)?,
        },
        hash: row.string(at + 8)?,
    })
}

pub(super) fn number(value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|e| StoreError::Unreadable {
        table: FOLLOW_EVENT.name,
        reason: e.to_string(),
    })
}
