//! Cases: their events, where they stand, who has what to do with them.
//!
//! Reading order: [`event`] (what was done, hashed into a chain), [`case`] (where a case
//! stands), [`new_case`], [`list`] (many cases), [`version`] and [`document`] (what cases refer to),
//! [`verify`].
//!
//! Writers of different cases do not wait for one another where the database can do that:
//! they take turns by case, by series when one is opened, and by name ([`Tx::take_turn`]).
//!
//! Must not know: what a deed means.
//!
//! [`Tx::take_turn`]: crate::Tx::take_turn

pub(crate) mod case;
mod document;
pub(crate) mod event;
mod held;
mod list;
mod new_case;
mod notice;
mod step;
pub(crate) mod verify;
mod version;

pub use case::{CaseRow, CaseStanding, KeptPart, KeptVisit};
pub use document::KeptDocument;
pub use event::{CommandKey, KeptEvent, NewEvent};
pub use held::Hold;
pub use list::{CaseFilter, PartRow};
pub use notice::{KeptNotice, NoticeReader};
pub use verify::{ChainFault, ChainFaultKind, KeptCase, case_code, readable};
pub use version::KeptVersion;

use crate::Tx;
use crate::sql::{Conn, P};
use crate::tx::Result;
use sha2::{Digest as _, Sha256};

/// Events a case has at most.
const MOST_EVENTS: i64 = 1 << 16;

impl Tx {
    /// Waits for whoever does something under the same name, until the end of this
    /// transaction. In SQLite writers take turns anyhow.
    pub fn take_turn(&mut self, name: &str) -> Result<()> {
        match self.for_writing()? {
            Conn::Sqlite(_) => Ok(()),
            conn @ Conn::Postgres(_) => {
                let sql = "SELECT pg_advisory_xact_lock($1)";
                conn.one(sql, &[P::Int(number_of(&[name]))], |_| Ok(()))
                    .map(|_| ())
            }
        }
    }
}

/// A positive number that stands for some texts.
fn number_of(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    i64::from_le_bytes(first) & i64::MAX
}
