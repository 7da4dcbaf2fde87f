//! Judges: what they have an interest in, and the points they give to a case within
//! another.
//!
//! Must not know: how points come to a result.

use super::Case;
use super::act::words;
use super::command::Around;
use super::deed::Deed;
use crate::workflow::Workflow;
use crate::workflow::spec::ScoringSpec;
use julin_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// An interest is said at any time, and taken back while scores are given.
pub(super) fn interest(
    case: &Case,
    around: &Around<'_>,
    author: &str,
    (has, reason): (bool, &str),
) -> Result<Deed, Diagnostic> {
    let (above, round, spec) = judge(around, author)?;
    if !has {
        open_for_scores((above, round, spec), case)?;
    }
    let reason = words(reason)?;
    if has && reason.is_empty() {
        return Err(Diagnostic::error("follow.judge.interest-reason"));
    }
    if case.interests.contains_key(author) == has {
        return Err(Diagnostic::error("follow.judge.interest-same").with("person", author));
    }
    Ok(Deed::Interest { has, reason })
}

/// Points for every item, from a judge without an interest, while scores are given.
pub(super) fn score(
    case: &Case,
    around: &Around<'_>,
    author: &str,
    (points, note): (&BTreeMap<String, f64>, &str),
) -> Result<Deed, Diagnostic> {
    let (above, round, spec) = judge(around, author)?;
    open_for_scores((above, round, spec), case)?;
    let own = |people: &BTreeSet<String>| people.contains(author);
    if case.opened_by == author || case.roles.values().any(own) {
        return Err(Diagnostic::error("follow.judge.own").with("person", author));
    }
    if let Some(reason) = case.interests.get(author) {
        let found = Diagnostic::error("follow.judge.interest").with("person", author);
        return Err(found.with("reason", reason));
    }
    for item in &spec.items {
        let given = points.get(&item.id).copied();
        if !given.is_some_and(|n| n.is_finite() && (0.0..=item.most).contains(&n)) {
            let given = given.map(|n| n.to_string()).unwrap_or_default();
            let found = Diagnostic::error("follow.judge.points").with("given", given);
            return Err(found.with("most", item.most).with_text("item", &item.title));
        }
    }
    let known = |id: &String| spec.items.iter().any(|item| item.id == *id);
    if let Some(other) = points.keys().find(|id| !known(id)) {
        return Err(Diagnostic::error("follow.judge.item").with("item", other));
    }
    let note = words(note)?;
    let points = points.clone();
    Ok(Deed::Score { points, note })
}

fn open_for_scores(
    (above, round, spec): (&Workflow, &Case, &ScoringSpec),
    case: &Case,
) -> Result<(), Diagnostic> {
    if spec.while_in.contains(&round.state) && !case.is_over() {
        return Ok(());
    }
    let state = above.state(&round.state).map(|state| state.title.clone());
    let found = Diagnostic::error("follow.judge.closed").with("code", &round.code);
    Err(found.with_text("state", &state.unwrap_or_default()))
}

/// The round a judge scores in.
fn judge<'a>(
    around: &Around<'a>,
    author: &str,
) -> Result<(&'a Workflow, &'a Case, &'a ScoringSpec), Diagnostic> {
    let none = || Diagnostic::error("follow.judge.no-round");
    let (above, round) = around.within.ok_or_else(none)?;
    let spec = above.spec.scoring.as_ref().ok_or_else(none)?;
    if !round.holds(author, &spec.judges) {
        let title = above.role(&spec.judges).map(|role| role.title.clone());
        let found = Diagnostic::error("follow.judge.not-one").with("person", author);
        return Err(found.with_text("role", &title.unwrap_or_default()));
    }
    Ok((above, round, spec))
}
