//! What somebody wants done in a case, and whether it may be: the deeds it comes to, or
//! why not.
//!
//! Must not know: how deeds are kept; who somebody is beyond a name.

use super::act::{opening_act, prepare};
use super::deed::{Acted, Deed, Opened, Proposed};
use super::{Case, DocumentName, Event, handling, judging, promises};
use crate::budget::{self, Visit};
use crate::workflow::Workflow;
use crate::workflow::spec::{ActSpec, OpensSpec};
use crate::workflow::value::{LINE, is_unseen, unseen};
use chrono::{NaiveDate, NaiveDateTime};
use julin_model::{Diagnostic, Text, Value};
use std::collections::BTreeMap;

/// Something somebody wants done.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Who.
    pub author: String,
    /// When it happened, in the time of the office.
    pub on: NaiveDateTime,
    /// What.
    pub what: What,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// An act of the workflow.
    Act(ActInput),
    /// A yes or no to the act that waits.
    Sign {
        /// Yes.
        agree: bool,
        /// Why.
        reason: String,
    },
    /// One more is to agree 加签.
    AskToSign {
        /// Who.
        person: String,
    },
    /// A role goes to another 转办.
    Delegate {
        /// The role.
        role: String,
        /// Who gets it.
        to: String,
        /// Why.
        reason: String,
    },
    /// Whoever has it in hand is urged on 催办.
    Hurry {
        /// With these words.
        text: String,
    },
    /// A note.
    Note {
        /// The words.
        text: String,
    },
    /// Somebody is told of everything 抄送.
    Copy {
        /// Who.
        person: String,
    },
    /// Documents are handed in.
    Attach {
        /// Which.
        documents: Vec<DocumentName>,
    },
    /// A promise is made.
    Oblige {
        /// What is promised.
        title: Text,
        /// The role that owes it.
        owner: String,
        /// The day it is due.
        due: Option<NaiveDate>,
    },
    /// A promise was kept.
    Keep {
        /// Its number.
        obligation: u32,
        /// What came of it.
        result: String,
        /// What shows it.
        documents: Vec<DocumentName>,
    },
    /// A promise is let go.
    Release {
        /// Its number.
        obligation: u32,
        /// Why.
        reason: String,
    },
    /// A promise is put off.
    PutOff {
        /// Its number.
        obligation: u32,
        /// The new day.
        due: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A judge has an interest in who is scored, or has none any more.
    Interest {
        /// There is one.
        has: bool,
        /// What it is.
        reason: String,
    },
    /// A judge's points.
    Score {
        /// Points by item.
        points: BTreeMap<String, f64>,
        /// Words with them.
        note: String,
    },
}

/// An act with all that comes with it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActInput {
    /// Which act.
    pub act: String,
    /// Where to go, where the act leaves a choice.
    pub to: Option<String>,
    /// Fields as typed; empty clears one.
    pub fields: BTreeMap<String, String>,
    /// Persons by role.
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    pub reason: String,
    /// What is handed in.
    pub documents: Vec<DocumentName>,
}

/// What a decision needs to know beside the case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The time now, in the time of the office.
    pub now: NaiveDateTime,
    /// The case it belongs to, with its workflow.
    pub within: Option<(&'a Workflow, &'a Case)>,
    /// Calls upon the same subject, those of the case itself left out.
    pub visits: &'a [Visit],
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// The deeds, in order.
    pub deeds: Vec<Deed>,
    /// Cases it opens.
    pub opens: Vec<Opening>,
}

/// A case opened by an act.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Its workflow.
    pub workflow: String,
    /// It is about the same subject.
    pub same_subject: bool,
    /// What its fields hold.
    pub fields: BTreeMap<String, Value>,
}

/// What a new case is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewCase {
    /// Digest of the version of the workflow.
    pub version: String,
    /// Number people call it by.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The entity it is about, with its type.
    pub subject: Option<(String, String)>,
    /// Number of the case it belongs to.
    pub within: Option<String>,
    /// Number of the case it came out of.
    pub out_of: Option<String>,
}

/// Opens a case.
pub fn open(
    workflow: &Workflow,
    new: &NewCase,
    around: &Around<'_>,
    (command, input): (&Command, &ActInput),
) -> Result<Decision, Diagnostic> {
    let author = named(&command.author)?;
    in_time(command.on, None, around)?;
    if new.title.is_empty() {
        return Err(Diagnostic::error("follow.open.title"));
    }
    for title in [&new.title.zh, &new.title.en] {
        line(title)?;
    }
    check_subject(workflow, new)?;
    check_within(workflow, around)?;
    let spec = opening_act(workflow, &input.act)?;
    let mut blank = Case::blank(command.on, &author);
    blank.subject = new.subject.as_ref().map(|(id, _)| id.clone());
    let act = prepare(workflow, &blank, spec, (&author, command.on, input))?;
    let mut after = blank;
    after.take(&event(
        &after,
        (&author, command.on),
        Deed::Act(act.clone()),
    ));
    budget::check(workflow, None, &after, around.visits)?;
    let mut decision = consequences(workflow, &after, &act, command.on.date());
    let opened = Opened {
        workflow: workflow.id.clone(),
        version: new.version.clone(),
        code: new.code.clone(),
        title: new.title.clone(),
        subject: new.subject.as_ref().map(|(id, _)| id.clone()),
        within: new.within.clone(),
        out_of: new.out_of.clone(),
        act,
    };
    decision.deeds.insert(0, Deed::Open(opened));
    Ok(decision)
}

/// What a command comes to in a case.
pub fn decide(
    workflow: &Workflow,
    case: &Case,
    around: &Around<'_>,
    command: &Command,
) -> Result<Decision, Diagnostic> {
    let author = named(&command.author)?;
    in_time(command.on, Some(case), around)?;
    let one = |deed: Deed| {
        let deeds = vec![deed];
        Ok(Decision {
            deeds,
            opens: Vec::new(),
        })
    };
    match &command.what {
        What::Act(input) => act(workflow, case, around, (&author, command, input)),
        What::Sign { agree, reason } => {
            let deeds = handling::sign(workflow, case, (&author, command.on), (*agree, reason))?;
            still_within(workflow, case, around, (&author, command.on, &deeds))?;
            Ok(follow_up(workflow, case, (&author, command.on), deeds))
        }
        What::AskToSign { person } => one(handling::ask_to_sign(case, &author, person)?),
        What::Delegate { role, to, reason } => one(handling::delegate(
            workflow,
            case,
            &author,
            (role, to, reason),
        )?),
        What::Hurry { text } => one(handling::hurry(workflow, case, &author, text)?),
        What::Note { text } => one(handling::note(case, &author, text)?),
        What::Copy { person } => one(handling::copy(case, &author, person)?),
        What::Attach { documents } => one(handling::attach(case, &author, documents)?),
        What::Oblige { .. } | What::Keep { .. } | What::Release { .. } | What::PutOff { .. } => {
            one(promises::decide(workflow, case, &author, command)?)
        }
        What::Interest { has, reason } => {
            one(judging::interest(case, around, &author, (*has, reason))?)
        }
        What::Score { points, note } => one(judging::score(case, around, &author, (points, note))?),
    }
}

/// Whether somebody may do an act where a case is, before it is filled in.
pub fn may(
    workflow: &Workflow,
    case: &Case,
    act: &ActSpec,
    author: &str,
) -> Result<(), Diagnostic> {
    super::act::find(workflow, case, &act.id)?;
    super::act::may(workflow, case, act, &named(author)?)
}

fn act(
    workflow: &Workflow,
    case: &Case,
    around: &Around<'_>,
    (author, command, input): (&str, &Command, &ActInput),
) -> Result<Decision, Diagnostic> {
    let spec = super::act::find(workflow, case, &input.act)?;
    let act = prepare(workflow, case, spec, (author, command.on, input))?;
    let mut after = case.clone();
    after.take(&event(case, (author, command.on), Deed::Act(act.clone())));
    budget::check(workflow, Some(case), &after, around.visits)?;
    let Some(sign) = &spec.countersign else {
        return Ok(follow_up(
            workflow,
            case,
            (author, command.on),
            vec![Deed::Act(act)],
        ));
    };
    let signers = after.holders(&sign.role).filter(|person| *person != author);
    let signers: Vec<String> = signers.cloned().collect();
    if signers.is_empty() {
        let nobody = Diagnostic::error("follow.act.nobody-to-sign");
        let role = workflow.role(&sign.role).map(|role| role.title.clone());
        return Err(nobody.with_text("role", &role.unwrap_or_default()));
    }
    let deeds = vec![Deed::Propose(Proposed {
        act,
        rule: sign.rule,
        role: sign.role.clone(),
        signers,
    })];
    Ok(Decision {
        deeds,
        opens: Vec::new(),
    })
}

/// Nothing that was signed takes a subject over its budget in the meantime.
fn still_within(
    workflow: &Workflow,
    case: &Case,
    around: &Around<'_>,
    (author, on, deeds): (&str, NaiveDateTime, &[Deed]),
) -> Result<(), Diagnostic> {
    let mut after = case.clone();
    for deed in deeds {
        after.take(&event(&after, (author, on), deed.clone()));
    }
    budget::check(workflow, Some(case), &after, around.visits)
}

/// The deeds with what an act among them brings about.
pub(super) fn follow_up(
    workflow: &Workflow,
    case: &Case,
    (author, on): (&str, NaiveDateTime),
    mut deeds: Vec<Deed>,
) -> Decision {
    let mut after = case.clone();
    let mut more = Decision::default();
    for deed in &deeds {
        after.take(&event(&after, (author, on), deed.clone()));
        if let Deed::Act(act) = deed {
            more = consequences(workflow, &after, act, on.date());
        }
    }
    deeds.append(&mut more.deeds);
    more.deeds = deeds;
    more
}

/// Promises an act makes, and cases it opens.
fn consequences(workflow: &Workflow, after: &Case, act: &Acted, today: NaiveDate) -> Decision {
    let Some(spec) = workflow.act(&act.act) else {
        return Decision::default();
    };
    let deeds = spec.obliges.iter();
    let deeds = deeds.map(|owed| promises::obliged_by_act(owed, after, today));
    let wanted = |opens: &&OpensSpec| {
        let guard = opens.when.as_ref().and_then(|text| workflow.guard(text));
        guard.is_none_or(|guard| guard.holds(after, today) == Ok(true))
    };
    let opens = spec.opens.iter().filter(wanted).map(|opens| Opening {
        workflow: opens.workflow.clone(),
        same_subject: opens.same_subject,
        fields: copied(opens, after),
    });
    Decision {
        deeds: deeds.collect(),
        opens: opens.collect(),
    }
}

fn copied(opens: &OpensSpec, case: &Case) -> BTreeMap<String, Value> {
    let copy = |copy: &crate::workflow::spec::CopySpec| {
        Some((copy.field.clone(), case.value(&copy.from)?.clone()))
    };
    opens.fields.iter().filter_map(copy).collect()
}

/// A deed as an event, for looking ahead.
pub(super) fn event(case: &Case, (author, on): (&str, NaiveDateTime), deed: Deed) -> Event {
    Event {
        number: case.last + 1,
        at: on.and_utc(),
        on,
        author: author.to_owned(),
        basis: String::new(),
        deed,
    }
}

/// Somebody's name; nobody acts without one.
pub(super) fn named(name: &str) -> Result<String, Diagnostic> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Diagnostic::error("follow.nobody")),
        n if n > 100 => Err(Diagnostic::error("follow.name-long").with("n", n)),
        _ => line(name).map(str::to_owned),
    }
}

/// One line, without signs that cannot be seen.
fn line(text: &str) -> Result<&str, Diagnostic> {
    let length = text.chars().count();
    if length > LINE {
        let found = Diagnostic::error("follow.words-long").with("n", length);
        return Err(found.with("most", LINE));
    }
    match text.chars().find(|sign| is_unseen(*sign)) {
        Some(sign) => Err(unseen(sign)),
        None => Ok(text),
    }
}

/// Nothing happens before what happened, nor later than now.
fn in_time(on: NaiveDateTime, case: Option<&Case>, around: &Around<'_>) -> Result<(), Diagnostic> {
    let told = |code: &str, bound: NaiveDateTime| {
        let found = Diagnostic::error(code).with("on", on.format("%Y-%m-%d %H:%M"));
        Err(found.with("bound", bound.format("%Y-%m-%d %H:%M")))
    };
    match case {
        _ if on > around.now => told("follow.time.ahead", around.now),
        Some(case) if on < case.opened => told("follow.time.before-start", case.opened),
        Some(case) if on < case.moved.0 => told("follow.time.before-last", case.moved.0),
        _ => Ok(()),
    }
}

fn check_subject(workflow: &Workflow, new: &NewCase) -> Result<(), Diagnostic> {
    let told = |code: &str, title: &Text| Diagnostic::error(code).with_text("title", title);
    match (&workflow.spec.subject, &new.subject) {
        (Some(spec), None) if !spec.optional => Err(told("follow.open.subject", &spec.title)),
        (None, Some(_)) => Err(told("follow.open.no-subject", &workflow.spec.title)),
        (Some(spec), Some((id, kind))) if !spec.types.is_empty() && !spec.types.contains(kind) => {
            let found = told("follow.open.subject-type", &spec.title).with("id", id);
            Err(found
                .with("type", kind)
                .with("types", spec.types.join(", ")))
        }
        _ => Ok(()),
    }
}

fn check_within(workflow: &Workflow, around: &Around<'_>) -> Result<(), Diagnostic> {
    let told = |code: &str| Err(Diagnostic::error(code));
    match (&workflow.spec.within, around.within) {
        (Some(spec), None) if !spec.optional => told("follow.open.within"),
        (None, Some(_)) => told("follow.open.not-within"),
        (Some(spec), Some((above, case))) => {
            let listed = spec.while_in.contains(&case.state);
            let state = || above.state(&case.state).map(|own| own.title.clone());
            if above.id != spec.workflow {
                let found = Diagnostic::error("follow.open.within-other").with("code", &case.code);
                return Err(found.with_text("title", &above.spec.title));
            }
            if (spec.while_in.is_empty() && !case.is_over()) || listed {
                return Ok(());
            }
            let found = Diagnostic::error("follow.open.within-closed").with("code", &case.code);
            Err(found.with_text("state", &state().unwrap_or_default()))
        }
        _ => Ok(()),
    }
}
