//! Checking the chains: every event follows from the one before it, and every case ends
//! where it says.

use super::case::{COLUMNS, CaseRow, part_key, part_order};
use super::event::{self, KeptEvent};
use super::{KeptVersion, MOST_EVENTS, number_of};
use crate::sql::schema::{
    FOLLOW_CASE, FOLLOW_DOCUMENT, FOLLOW_EVENT, FOLLOW_PART, FOLLOW_VISIT, Table, WORKFLOW_VERSION,
};
use crate::sql::{Conn, P, Row};
use crate::tx::Result;
use crate::{StoreError, Tx};
use julin_model::Digest;

/// The tables of cases.
pub(crate) const TABLES: [&Table; 6] = [
    FOLLOW_EVENT,
    FOLLOW_CASE,
    FOLLOW_PART,
    FOLLOW_VISIT,
    FOLLOW_DOCUMENT,
    WORKFLOW_VERSION,
];

/// Something about a case that cannot be as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// Number of the case; of events without one, the key.
    pub code: String,
    /// Number of the event, where one is meant.
    pub number: Option<u32>,
    /// What is wrong.
    pub kind: ChainFaultKind,
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFaultKind {
    /// The hash is not that of the event and those before it.
    Hash,
    /// A number is missing or doubled.
    Number,
    /// The case says it ends elsewhere.
    Head,
    /// There is no case for the events.
    Orphan,
    /// The number people call it by is not that of its series.
    Code,
    /// A row of it cannot be read.
    Unreadable,
}

/// A case with its events.
pub type KeptCase = (CaseRow, Vec<KeptEvent>);

/// What was read, or none where a stored value is not what could have been written.
pub fn readable<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Err(StoreError::NotText(_) | StoreError::Unreadable { .. }) => Ok(None),
        other => other.map(Some),
    }
}

impl Tx {
    /// Keys of all cases, in order.
    pub fn case_keys(&mut self) -> Result<Vec<i64>> {
        let sql = "SELECT key FROM follow_case ORDER BY key";
        self.conn()?.all(sql, &[], |row| row.int(0))
    }

    /// A case with its events; the first of its rows that cannot be read, where there is one.
    pub fn case_to_check(&mut self, key: i64) -> Result<std::result::Result<KeptCase, ChainFault>> {
        let unreadable = |code: Option<String>, number| {
            let code = code.unwrap_or_else(|| key.to_string());
            let kind = ChainFaultKind::Unreadable;
            Ok(Err(ChainFault { code, number, kind }))
        };
        let sql = format!("SELECT c.code, {COLUMNS} FROM follow_case c WHERE c.key = $1");
        let found = self.conn()?.one(&sql, &[P::Int(key)], |row| {
            Ok((
                readable(row.string(0))?,
                readable(super::case::read(row, 1))?,
            ))
        })?;
        let row = match found {
            Some((_, Some(row))) => row,
            Some((code, None)) => return unreadable(code, None),
            None => return unreadable(None, None),
        };
        let columns = event::COLUMNS;
        let sql = format!(
            "SELECT {columns} FROM follow_event e WHERE e.key BETWEEN $1 AND $2 ORDER BY e.key"
        );
        let range = [key * MOST_EVENTS, (key + 1) * MOST_EVENTS - 1];
        let read = |row: Row| {
            Ok((
                u32::try_from(row.int(0)?).ok(),
                readable(event::read(row, 0))?,
            ))
        };
        let mut events = Vec::new();
        for (number, event) in self.conn()?.all(&sql, &range.map(P::Int), read)? {
            match event {
                Some(event) => events.push(event),
                None => return unreadable(Some(row.standing.code), number),
            }
        }
        Ok(Ok((row, events)))
    }

    /// Versions of workflows, in the order they were kept; none for one that cannot be read.
    pub fn versions_to_check(&mut self) -> Result<Vec<Option<KeptVersion>>> {
        let sql = "SELECT digest, workflow, version, spec FROM workflow_version ORDER BY key";
        let read = |row: Row| {
            Ok(KeptVersion {
                digest: row.string(0)?,
                workflow: row.string(1)?,
                version: event::number(row.int(2)?)?,
                spec: row.string(3)?,
            })
        };
        self.conn()?.all(sql, &[], |row| readable(read(row)))
    }

    /// What the database itself finds wrong with the tables of cases and their indexes;
    /// PostgreSQL checks its pages as it reads them.
    pub fn damage(&mut self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        if let conn @ Conn::Sqlite(_) = self.conn()? {
            for table in TABLES {
                let sql = format!("PRAGMA integrity_check({})", table.name);
                found.extend(conn.all(&sql, &[], |row| row.string(0))?);
            }
        }
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Whether the parts of a case stand where they are looked for, in their order.
    pub fn parts_in_place(&mut self, case_key: i64) -> Result<bool> {
        let sql = "SELECT person, part, role, since, due_at, key, sort FROM follow_part \
                   WHERE case_key = $1";
        let all = self.conn()?.all(sql, &[P::Int(case_key)], |row| {
            let part = super::case::read_part(row, 0)?;
            let place = (row.int(5)?, row.int(6)?);
            Ok(place == (part_key(case_key, &part), part_order(&part)))
        })?;
        Ok(all.into_iter().all(|well| well))
    }

    /// Digest and kind of every document, with whether its bytes are those of the digest;
    /// none for one that cannot be read.
    pub fn documents_checked(&mut self) -> Result<Vec<Option<(String, String, bool)>>> {
        let sql = "SELECT key, digest, media, content FROM follow_document ORDER BY key";
        let read = |row: Row| {
            let (digest, media) = (row.string(1)?, row.string(2)?);
            let content = row.opt_bytes(3)?.unwrap_or_default();
            let sound = Digest::of_bytes(content) == digest && row.int(0)? == number_of(&[&digest]);
            Ok((digest, media, sound))
        };
        self.conn()?.all(sql, &[], |row| readable(read(row)))
    }

    /// Keys of the versions of workflows, and when they were kept.
    pub fn version_times(&mut self) -> Result<Vec<[i64; 2]>> {
        let sql = "SELECT key, kept_at FROM workflow_version ORDER BY key";
        self.conn()?
            .all(sql, &[], |row| Ok([row.int(0)?, row.int(1)?]))
    }

    /// What is said about cases that are not there.
    pub fn orphans(&mut self) -> Result<Vec<ChainFault>> {
        let no_case = |table: &str, key: &str| {
            format!(
                "SELECT x.{key} FROM {table} x WHERE NOT EXISTS \
                 (SELECT 1 FROM follow_case c WHERE c.key = x.{key})"
            )
        };
        let sql = format!(
            "{} UNION {} UNION {} UNION \
             SELECT case_key FROM follow_event WHERE key <> case_key * {MOST_EVENTS} + number ORDER BY 1",
            no_case("follow_event", "case_key"),
            no_case("follow_part", "case_key"),
            no_case("follow_visit", "key"),
        );
        self.conn()?.all(&sql, &[] as &[P], |row| {
            Ok(ChainFault {
                code: row.int(0)?.to_string(),
                number: None,
                kind: ChainFaultKind::Orphan,
            })
        })
    }
}

impl CaseRow {
    /// What is wrong with the chain of a case; empty when nothing.
    pub fn check_chain(&self, events: &[KeptEvent]) -> Vec<ChainFault> {
        let fault = |number, kind| ChainFault {
            code: self.standing.code.clone(),
            number,
            kind,
        };
        let mut found = Vec::new();
        let own = (self.series.as_str(), self.year, self.number);
        if self.standing.code != case_code(own) {
            found.push(fault(None, ChainFaultKind::Code));
        }
        let mut before = String::new();
        for (i, own) in events.iter().enumerate() {
            let number = i as i64 + 1;
            if i64::from(own.number) != number {
                found.push(fault(Some(own.number), ChainFaultKind::Number));
            }
            let place = (self.key, i64::from(own.number));
            if event::hash(&before, place, own.command.as_ref(), &own.what) != own.hash {
                found.push(fault(Some(own.number), ChainFaultKind::Hash));
            }
            before.clone_from(&own.hash);
        }
        if before != self.head || events.len() != self.last as usize {
            found.push(fault(None, ChainFaultKind::Head));
        }
        found
    }
}

/// The number people call a case by.
pub fn case_code((series, year, number): (&str, i32, u32)) -> String {
    format!("{series}-{year}-{number:04}")
}
