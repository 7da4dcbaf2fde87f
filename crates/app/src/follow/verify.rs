//! Checking the cases: every chain of hashes, every row against its events, every version
//! and document against its digest.

use super::opened;
use super::standing::standing;
use crate::call::{Answer, App, Call};
use crate::contract::CasesVerified;
use julin_follow::Case;
use julin_model::{Diagnostic, Digest};
use julin_store::Tx;
use julin_store::follow::{CaseRow, ChainFault, ChainFaultKind, KeptEvent};
use std::collections::BTreeSet;

/// Checks all cases of the store.
pub fn verify_cases(app: &App, _call: &Call) -> Answer<CasesVerified> {
    app.store.read(|tx| {
        let mut found = CasesVerified::default();
        let mut heads = Digest::new();
        let versions = versions(tx, &mut found)?;
        let mut all = Vec::new();
        tx.each_case(&mut |row, events| {
            found.cases += 1;
            found.events += events.len() as u64;
            heads.part(&row.standing.code).part(&row.head);
            all.push((row, events));
            Ok(())
        })?;
        for (row, events) in all {
            check(app, tx, (&row, &events), (&versions, &mut found))?;
        }
        let orphans = tx.orphans()?;
        found.faults.extend(orphans.iter().map(chain_fault));
        found.digest = heads.hex();
        Ok(found)
    })
}

/// Digests of the versions that are as they were kept.
fn versions(tx: &mut Tx, found: &mut CasesVerified) -> Answer<BTreeSet<String>> {
    let mut sound = BTreeSet::new();
    for kept in tx.workflow_versions()? {
        if Digest::of_bytes(kept.spec.as_bytes()) == kept.digest {
            sound.insert(kept.digest);
        } else {
            let fault = Diagnostic::error("app.verify.version").with("id", &kept.workflow);
            found.faults.push(fault.with("digest", &kept.digest));
        }
    }
    Ok(sound)
}

fn check(
    app: &App,
    tx: &mut Tx,
    (row, events): (&CaseRow, &[KeptEvent]),
    (versions, found): (&BTreeSet<String>, &mut CasesVerified),
) -> Answer<()> {
    let before = found.faults.len();
    found
        .faults
        .extend(row.check_chain(events).iter().map(chain_fault));
    let told = |code: &str| Diagnostic::error(code).with("code", &row.standing.code);
    if !versions.contains(&row.standing.version) {
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
    let mut wanted = standing(&version, &case, &read, None);
    // Looked at again since, when nothing was to be done.
    wanted.case.wake = row.standing.wake;
    wanted.parts.sort();
    let visit = tx.visit_of(row.key)?;
    if wanted.case != row.standing
        || wanted.parts != tx.case_parts(row.key)?
        || wanted.visit != visit
    {
        found.faults.push(told("app.verify.standing"));
    }
    for (_, name) in &case.documents {
        let kept = tx.document(&name.digest)?;
        let sound = kept.is_some_and(|own| Digest::of_bytes(&own.content) == name.digest);
        if !sound {
            found
                .faults
                .push(told("app.verify.document").with("name", &name.name));
        }
    }
    Ok(())
}

fn chain_fault(fault: &ChainFault) -> Diagnostic {
    let code = match fault.kind {
        ChainFaultKind::Hash => "app.verify.hash",
        ChainFaultKind::Number => "app.verify.number",
        ChainFaultKind::Head => "app.verify.head",
        ChainFaultKind::Orphan => "app.verify.orphan",
    };
    let number = fault.number.map(|n| n.to_string()).unwrap_or_default();
    let told = Diagnostic::error(code).with("code", &fault.code);
    told.with("number", number)
}
