//! Checking the chains: every event follows from the one before it, and every case ends
//! where it says.

use super::case::{COLUMNS, CaseRow};
use super::event::{self, KeptEvent};
use crate::Tx;
use crate::sql::P;
use crate::tx::Result;

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

    /// Events whose case is not there.
    pub fn orphans(&mut self) -> Result<Vec<ChainFault>> {
        let sql = "SELECT DISTINCT e.case_key FROM follow_event e WHERE NOT EXISTS \
                   (SELECT 1 FROM follow_case c WHERE c.key = e.case_key)";
        self.conn()?.all(sql, &[] as &[P], |row| {
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
