//! Checking the chains: every event follows from the one before it, and every case ends
//! where it says.

use super::case::{COLUMNS, CaseRow, part_key, part_order};
use super::event::{self, KeptEvent};
use super::{MOST_EVENTS, number_of};
use crate::Tx;
use crate::sql::schema::{
    FOLLOW_CASE, FOLLOW_DOCUMENT, FOLLOW_EVENT, FOLLOW_PART, FOLLOW_VISIT, Table, WORKFLOW_VERSION,
};
use crate::sql::{Conn, P};
use crate::tx::Result;
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
}

impl Tx {
    /// Every case with its events, in order of key.
    pub fn each_case(
        &mut self,
        f: &mut dyn FnMut(CaseRow, Vec<KeptEvent>) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("SELECT {COLUMNS} FROM follow_case c ORDER BY c.key");
        let rows = self
            .conn()?
            .all(&sql, &[], |row| super::case::read(row, 0))?;
        for row in rows {
            let events = self.case_events(row.key)?;
            f(row, events)?;
        }
        Ok(())
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

    /// Digest and kind of every document, with whether its bytes are those of the digest.
    pub fn documents_checked(&mut self) -> Result<Vec<(String, String, bool)>> {
        let sql = "SELECT key, digest, media, content FROM follow_document ORDER BY key";
        self.conn()?.all(sql, &[], |row| {
            let (digest, media) = (row.string(1)?, row.string(2)?);
            let content = row.opt_bytes(3)?.unwrap_or_default();
            let sound = Digest::of_bytes(content) == digest && row.int(0)? == number_of(&[&digest]);
            Ok((digest, media, sound))
        })
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
