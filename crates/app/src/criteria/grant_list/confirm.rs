//! Freezing a list. What is confirmed are bytes: built from the run and the acts alone, so
//! that they can be built again.

use super::change::said;
use super::check::look_through;
use super::open::{GrantOn, Opened, act, open};
use super::view::{entries, run_view, total};
use crate::call::{Answer, App, Call};
use crate::contract::{ConfirmedList, GrantListView, GrantVerb};
use crate::error::{AppError, Kind};
use chrono::{DateTime, Utc};
use julin_criteria::grant_list::{Act, Finding};
use julin_model::{Diagnostic, Digest};
use std::collections::BTreeSet;

/// Which list, and who decides.
#[derive(Debug, Clone, Default)]
pub struct ConfirmGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// Who decides.
    pub by: String,
}

/// Confirms a list. It is looked through once more: what came up since the last time must
/// be settled first.
pub fn confirm_grant_list(
    app: &App,
    call: &Call,
    input: &ConfirmGrantInput,
) -> Answer<GrantListView> {
    let by = said("by", &input.by)?;
    act(
        app,
        call,
        (input.on, GrantVerb::Confirm),
        |tx, opened, at| {
            let conflict = |found| AppError::new(Kind::Conflict, found);
            if let Some(found) = opened.list.waits(app.today()).into_iter().next() {
                return Err(conflict(found));
            }
            let noted = opened.list.findings.iter();
            let noted: BTreeSet<_> = noted.map(|noted| noted.finding.key()).collect();
            let (found, _) = look_through(app, tx, opened)?;
            let new = |finding: &&Finding| !noted.contains(&finding.key());
            let new = found.iter().filter(new).count();
            if new > 0 {
                let again = Diagnostic::error("app.grant-check-again").with("n", new);
                return Err(conflict(again));
            }
            let list = frozen(opened, &by, at)?;
            let digest = Digest::of_bytes(list.as_bytes());
            Ok(Act::Confirm { list, digest, by })
        },
    )
}

/// The bytes that were confirmed.
pub fn confirmed_grant_list(app: &App, _call: &Call, number: u32) -> Answer<String> {
    let opened = app.store.read(|tx| open(tx, number))?;
    let found = opened.events.into_iter().find_map(|event| match event.act {
        Act::Confirm { list, .. } => Some(list),
        _ => None,
    });
    found.ok_or_else(|| {
        let early = Diagnostic::error("app.grant-not-confirmed").with("list", number);
        AppError::new(Kind::Conflict, early)
    })
}

/// The bytes of a list as it stands.
pub(super) fn frozen(opened: &Opened, by: &str, at: DateTime<Utc>) -> Answer<String> {
    let (struck, members): (Vec<_>, Vec<_>) = entries(opened)
        .into_iter()
        .partition(|entry| entry.struck.is_some());
    let members: Vec<_> = members.into_iter().map(|entry| entry.member).collect();
    let (total, without_amount) = total(members.iter());
    let draft = &opened.draft;
    let list = ConfirmedList {
        list: opened.number,
        rule: draft.rule.clone(),
        title: draft.title.clone(),
        series: draft.series.clone(),
        reference: draft.reference.clone(),
        from: draft.from,
        to: draft.to,
        as_of: draft.as_of,
        known_at: draft.known_at,
        run: run_view(&opened.run),
        window: opened.list.window.clone(),
        unit: draft.unit.clone(),
        per: draft.per,
        members,
        total,
        without_amount,
        struck,
        findings: opened.list.findings.clone(),
        objections: opened.list.objections.clone(),
        acts: opened.list.last,
        by: by.to_owned(),
        at,
    };
    serde_json::to_string(&list).map_err(AppError::internal)
}
