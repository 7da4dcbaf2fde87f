//! What can be done in every case: agreeing, handing on, urging, noting, telling others.
//!
//! Must not know: acts of a workflow beyond what they are called.

use super::act::{check_documents, holds, words};
use super::command::named;
use super::deed::{Deed, Delegated, Handed, Said, Signed};
use super::{Case, DocumentName, Pending};
use crate::workflow::Workflow;
use crate::workflow::spec::SignRule;
use chrono::NaiveDateTime;
use julin_model::{Diagnostic, Text};

type Answer = Result<Deed, Diagnostic>;

/// A yes or no to the act that waits, and the act itself when that settles it. Whoever
/// proposed it can take it back with a no.
pub(super) fn sign(
    workflow: &Workflow,
    case: &Case,
    (author, on): (&str, NaiveDateTime),
    (agree, reason): (bool, &str),
) -> Result<Vec<Deed>, Diagnostic> {
    let pending = waiting(case)?;
    let taken_back = !agree && pending.by == author;
    match pending.signers.get(author) {
        _ if taken_back => {}
        None => {
            let asked: Vec<&str> = pending.signers.keys().map(String::as_str).collect();
            let found = Diagnostic::error("follow.sign.not-asked").with("person", author);
            return Err(found.with("asked", asked.join("、")));
        }
        Some(Some(_)) => {
            return Err(Diagnostic::error("follow.sign.twice").with("person", author));
        }
        Some(None) => {}
    }
    let reason = words(reason)?;
    if !agree && reason.is_empty() {
        return Err(Diagnostic::error("follow.sign.reason"));
    }
    let others = pending
        .signers
        .iter()
        .filter(|(person, _)| *person != author);
    let answers: Vec<Option<bool>> = others.map(|(_, said)| *said).collect();
    let settles = match (pending.rule, agree) {
        (SignRule::Any, true) => true,
        (SignRule::All, true) => answers.iter().all(|said| *said == Some(true)),
        (_, false) => false,
    };
    let fails = !agree
        && match pending.rule {
            _ if taken_back => true,
            SignRule::All => true,
            SignRule::Any => answers.iter().all(|said| *said == Some(false)),
        };
    let mut deeds = vec![Deed::Sign(Signed {
        agree,
        reason,
        fails,
    })];
    if settles {
        let mut act = pending.act.clone();
        act.proposed_by.clone_from(&pending.by);
        act.phase = workflow.phase(&act.state);
        holds(workflow, case, &act, on)?;
        deeds.push(Deed::Act(act));
    }
    Ok(deeds)
}

fn waiting(case: &Case) -> Result<&Pending, Diagnostic> {
    let nothing = || Diagnostic::error("follow.sign.nothing").with("code", &case.code);
    case.pending.as_ref().ok_or_else(nothing)
}

/// One more is asked, by who wants the act or one of those asked.
pub(super) fn ask_to_sign(case: &Case, author: &str, person: &str) -> Answer {
    let pending = waiting(case)?;
    let person = named(person)?;
    if pending.by != author && !pending.signers.contains_key(author) {
        return Err(Diagnostic::error("follow.sign.no-adding").with("person", author));
    }
    if pending.by == person || pending.signers.contains_key(&person) {
        return Err(Diagnostic::error("follow.sign.already").with("person", person));
    }
    Ok(Deed::AskToSign { person })
}

/// A role goes from who has it to another.
pub(super) fn delegate(
    workflow: &Workflow,
    case: &Case,
    author: &str,
    (role, to, reason): (&str, &str, &str),
) -> Answer {
    still_open(case)?;
    let to = named(to)?;
    let title = workflow.role(role).map(|role| role.title.clone());
    let title = title.unwrap_or_else(|| Text::same(role));
    let told = |code: &str| Diagnostic::error(code).with_text("role", &title);
    if !case.holds(author, role) {
        return Err(told("follow.delegate.not-held").with("person", author));
    }
    if case.holds(&to, role) {
        return Err(told("follow.delegate.already").with("person", to));
    }
    Ok(Deed::Delegate(Delegated {
        role: role.to_owned(),
        from: author.to_owned(),
        to,
        reason: words(reason)?,
    }))
}

/// Whoever has it in hand is urged on by somebody else who has a part in it.
pub(super) fn hurry(workflow: &Workflow, case: &Case, author: &str, text: &str) -> Answer {
    still_open(case)?;
    acquainted(case, author)?;
    let turn = workflow
        .state(&case.state)
        .map(|state| state.turn.as_slice());
    let own = |role: &String| case.holds(author, role);
    if turn.is_some_and(|turn| turn.iter().any(own)) && case.pending.is_none() {
        return Err(Diagnostic::error("follow.hurry.own").with("person", author));
    }
    Ok(Deed::Hurry(Said { text: words(text)? }))
}

/// A note.
pub(super) fn note(case: &Case, author: &str, text: &str) -> Answer {
    acquainted(case, author)?;
    let text = words(text)?;
    if text.is_empty() {
        return Err(Diagnostic::error("follow.note.empty"));
    }
    Ok(Deed::Note(Said { text }))
}

/// Somebody is told of everything from now on.
pub(super) fn copy(case: &Case, author: &str, person: &str) -> Answer {
    acquainted(case, author)?;
    let person = named(person)?;
    if case.copied.contains(&person) {
        return Err(Diagnostic::error("follow.copy.already").with("person", person));
    }
    Ok(Deed::Copy { person })
}

/// Documents are handed in.
pub(super) fn attach(case: &Case, author: &str, documents: &[DocumentName]) -> Answer {
    acquainted(case, author)?;
    check_documents(1, documents, &case.title)?;
    Ok(Deed::Attach(Handed {
        documents: documents.to_vec(),
    }))
}

/// Somebody who has a part in the case.
pub(super) fn acquainted(case: &Case, author: &str) -> Result<(), Diagnostic> {
    if case.knows(author) {
        return Ok(());
    }
    let found = Diagnostic::error("follow.stranger").with("person", author);
    Err(found.with("code", &case.code))
}

/// A case that has not come to its end.
pub(super) fn still_open(case: &Case) -> Result<(), Diagnostic> {
    if case.is_over() {
        return Err(Diagnostic::error("follow.over").with("code", &case.code));
    }
    Ok(())
}
