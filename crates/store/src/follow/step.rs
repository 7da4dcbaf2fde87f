//! One step of a case: its events, where it stands then, who has what to do. A server is
//! asked once for all of it.
//!
//! Must not know: what a deed means.

use super::case::{Held, KeptPart, PARTS_GONE, PARTS_THERE, UPDATE};
use super::event::{all_added, chained, insertion};
use super::{CaseRow, CommandKey, NewEvent};
use crate::Tx;
use crate::sql::P;
use crate::sql::schema::{FOLLOW_CASE, FOLLOW_PART};
use crate::tx::Result;

impl Tx {
    /// Adds events to a case and says where it stands then and who has what to do with it;
    /// `row` has the number and the hash of the last event before, and then of the new last
    /// one. A case without an event is a new one. A key that another command has is refused.
    pub fn take_step(
        &mut self,
        row: &mut CaseRow,
        command: &CommandKey,
        events: &[NewEvent],
        parts: &[KeptPart],
    ) -> Result<()> {
        let (key, last) = (row.key, row.last);
        let hashes = chained(key, (last, &row.head), command, events)?;
        row.last += events.len() as u32;
        if let Some(head) = hashes.last() {
            row.head.clone_from(head);
        }
        let entered = row.values();
        let keys: Vec<i64> = parts.iter().map(|part| part.key(key)).collect();
        let rows: Vec<_> = parts.iter().map(|part| part.values(key)).collect();
        let addition = insertion(key, last, command, (events, &hashes));
        let mut others = Vec::new();
        if last == 0 {
            let entered = entered.iter().map(Held::param).collect();
            others.push((FOLLOW_CASE.insert(1), entered));
        } else {
            others.push((UPDATE.to_owned(), row.update_values().to_vec()));
            let gone = vec![P::Int(key), P::Ints(&keys)];
            others.push((PARTS_GONE.to_owned(), gone));
        }
        if !parts.is_empty() {
            let sql = FOLLOW_PART.insert(parts.len()) + PARTS_THERE;
            others.push((sql, rows.iter().flatten().map(Held::param).collect()));
        }
        let added = self.for_writing()?.together(&addition, &others)?;
        all_added(added, command, events)
    }
}
