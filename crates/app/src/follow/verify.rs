//! Checking the cases: every chain of hashes, every row against its events, every version
//! and document against its digest.

use super::document::is_taken;
use super::opened;
use super::standing::{Standing, standing};
use super::version::Version;
use crate::call::{Answer, App, Call};
use crate::contract::CasesVerified;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use julin_follow::{Case, Event, WorkflowSpec};
use julin_model::{Diagnostic, Digest};
use julin_store::Tx;
use julin_store::follow::{CaseRow, ChainFault, ChainFaultKind, KeptEvent, readable};
use std::collections::{BTreeMap, BTreeSet};

/// Checks all cases of the store.
pub fn verify_cases(app: &App, _call: &Call) -> Answer<CasesVerified> {
    app.store.read(|tx| {
        let mut found = CasesVerified::default();
        let damage = tx.damage()?.into_iter();
        let damage = damage.map(|line| Diagnostic::error("app.verify.damage").with("detail", line));
        found.faults.extend(damage);
        let mut heads = Digest::new();
        let kept = Kept::read(tx, &mut found)?;
        // One case at a time: there may be more than memory holds.
        for key in tx.case_keys()? {
            found.cases += 1;
            match tx.case_to_check(key)? {
                Ok((row, events)) => {
                    found.events += events.len() as u64;
                    heads.part(&row.standing.code).part(&row.head);
                    check(app, tx, (&row, &events), (&kept, &mut found))?;
                }
                Err(fault) => {
                    heads.part(key.to_le_bytes());
                    found.faults.push(chain_fault(&fault));
                }
            }
        }
        let orphans = tx.orphans()?;
        found.faults.extend(orphans.iter().map(chain_fault));
        for times in tx.version_times()?.into_iter().flatten() {
            heads.part(times.to_le_bytes());
        }
        found.digest = heads.hex();
        Ok(found)
    })
}

/// What cases refer to, as far as it is as it was kept.
struct Kept {
    /// Workflows of versions, by digest.
    versions: BTreeMap<String, String>,
    /// Digests of documents.
    documents: BTreeSet<String>,
}

impl Kept {
    fn read(tx: &mut Tx, found: &mut CasesVerified) -> Answer<Self> {
        let mut versions = BTreeMap::new();
        for kept in tx.versions_to_check()? {
            let Some(kept) = kept else {
                found
                    .faults
                    .push(Diagnostic::error("app.verify.version-unreadable"));
                continue;
            };
            let spec = serde_json::from_str::<WorkflowSpec>(&kept.spec).ok();
            let sound = Digest::of_bytes(kept.spec.as_bytes()) == kept.digest
                && spec.is_some_and(|spec| spec.version == kept.version);
            if sound {
                versions.insert(kept.digest, kept.workflow);
            } else {
                let fault = Diagnostic::error("app.verify.version").with("id", &kept.workflow);
                found.faults.push(fault.with("digest", &kept.digest));
            }
        }
        let documents = tx.documents_checked()?.into_iter().flatten();
        let documents = documents.filter(|(_, media, sound)| *sound && is_taken(media));
        let documents = documents.map(|(digest, _, _)| digest).collect();
        Ok(Self {
            versions,
            documents,
        })
    }
}

fn check(
    app: &App,
    tx: &mut Tx,
    (row, events): (&CaseRow, &[KeptEvent]),
    (kept, found): (&Kept, &mut CasesVerified),
) -> Answer<()> {
    let before = found.faults.len();
    found
        .faults
        .extend(row.check_chain(events).iter().map(chain_fault));
    let told = |code: &str| Diagnostic::error(code).with("code", &row.standing.code);
    if kept.versions.get(&row.standing.version) != Some(&row.standing.workflow) {
        found.faults.push(told("app.verify.no-version"));
        return Ok(());
    }
    if found.faults.len() > before {
        return Ok(());
    }
    let version = app.version(tx, &row.standing.version)?;
    let read = opened::events(events, &version.office.calendar);
    let Some((case, read)) = read.and_then(|read| Some((Case::of(&read)?, read))) else {
        found.faults.push(told("app.verify.unreadable"));
        return Ok(());
    };
    let standing = Told {
        app,
        version: &version,
        case: &case,
        events: &read,
    };
    if !standing.agrees(tx, row)? {
        found.faults.push(told("app.verify.standing"));
    }
    for (_, name) in &case.documents {
        if !kept.documents.contains(&name.digest) {
            found
                .faults
                .push(told("app.verify.document").with("name", &name.name));
        }
    }
    Ok(())
}

/// What the entries of a case make of it.
struct Told<'a> {
    app: &'a App,
    version: &'a Version,
    case: &'a Case,
    events: &'a [Event],
}

impl Told<'_> {
    fn at(&self, looked: Option<NaiveDateTime>) -> Standing {
        standing(self.version, self.case, self.events, looked)
    }

    /// Whether lists say of the case what its entries make of it.
    fn agrees(&self, tx: &mut Tx, row: &CaseRow) -> Answer<bool> {
        let mut wanted = self.at(None);
        let woken = self.wakes(wanted.case.wake, row.standing.wake);
        wanted.case.wake = row.standing.wake;
        wanted.parts.sort();
        // What cannot be read is not what the entries make of it.
        let parts = readable(tx.case_parts(row.key))?;
        let visit = readable(tx.visit_of(row.key))?;
        Ok(woken
            && wanted.case == row.standing
            && parts == Some(wanted.parts)
            && tx.parts_in_place(row.key)?
            && visit == Some(wanted.visit))
    }

    /// Whether a case is to be woken when it says: as after its last entry, or, where it
    /// was looked at since and nothing was to be done, at the next time after that.
    fn wakes(&self, first: Option<DateTime<Utc>>, kept: Option<DateTime<Utc>>) -> bool {
        if first == kept {
            return true;
        }
        let office = &self.version.office;
        let looked = match kept {
            Some(at) => office.calendar.local(at) - TimeDelta::microseconds(1),
            None => office.now(self.app),
        };
        self.at(Some(looked)).case.wake == kept
    }
}

fn chain_fault(fault: &ChainFault) -> Diagnostic {
    let code = match fault.kind {
        ChainFaultKind::Hash => "app.verify.hash",
        ChainFaultKind::Number => "app.verify.number",
        ChainFaultKind::Head => "app.verify.head",
        ChainFaultKind::Orphan => "app.verify.orphan",
        ChainFaultKind::Code => "app.verify.code",
        ChainFaultKind::Unreadable if fault.number.is_some() => "app.verify.entry-unreadable",
        ChainFaultKind::Unreadable => "app.verify.row-unreadable",
    };
    let number = fault.number.map(|n| n.to_string()).unwrap_or_default();
    let told = Diagnostic::error(code).with("code", &fault.code);
    told.with("number", number)
}
