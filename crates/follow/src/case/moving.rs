//! A running case goes on under another version of its workflow: a deliberate act.
//!
//! Must not know: which versions there are.

use super::Case;
use super::act::words;
use super::command::named;
use super::deed::{Deed, Moved};
use super::handling::acquainted;
use crate::workflow::Workflow;
use julin_model::Diagnostic;

/// The deed that moves a case to the version with this digest, into this state; the one
/// it is in when none is named.
pub fn move_to(
    case: &Case,
    author: &str,
    (target, digest): (&Workflow, &str),
    (state, reason): (Option<&str>, &str),
) -> Result<Deed, Diagnostic> {
    let author = named(author)?;
    acquainted(case, &author)?;
    if case.workflow != target.id {
        let found = Diagnostic::error("follow.move.other").with("code", &case.code);
        return Err(found.with_text("title", &target.spec.title));
    }
    if case.version == digest {
        return Err(Diagnostic::error("follow.move.same").with("code", &case.code));
    }
    let wanted = state.unwrap_or(&case.state);
    let Some(state) = target.state(wanted) else {
        let known: Vec<&str> = target.spec.states.iter().map(|s| s.id.as_str()).collect();
        let found = Diagnostic::error("follow.move.state").with("state", wanted);
        return Err(found.with("known", known.join(", ")));
    };
    let reason = words(reason)?;
    if reason.is_empty() {
        return Err(Diagnostic::error("follow.move.reason"));
    }
    Ok(Deed::Move(Moved {
        version: digest.to_owned(),
        state: state.id.clone(),
        phase: state.phase,
        reason,
    }))
}
