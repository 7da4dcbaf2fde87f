//! Answers about cases: one with its history, lists of them, workflows.

use super::{EntityLink, ScoreItem};
use chrono::{NaiveDate, NaiveDateTime};
pub use julin_follow::case::ObligationState;
pub use julin_follow::case::parts::PartKind;
pub use julin_follow::case::silence::Silence;
pub use julin_follow::clock::{ClockState, Light};
pub use julin_follow::workflow::spec::{FieldKind, Phase, Sense, SignRule};
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// Something with an identifier and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name.
    pub title: Text,
}

/// A workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowView {
    /// `<pack>/<name>`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub about: Text,
    /// The number its pack gives it.
    pub version: u32,
    /// States in order, with their phase and how many cases are in each.
    pub states: Vec<StateCount>,
    /// Acts that open a case.
    pub openings: Vec<ActView>,
    /// What the subject is to a case, where there is one.
    pub subject: Option<Text>,
    /// A case may do without a subject.
    pub subject_optional: bool,
    /// The workflow of the cases it belongs to.
    pub within: Option<Named>,
    /// Its cases stand in a public register.
    pub register: Option<Text>,
    /// Its cases take from a budget of calls.
    pub budget: Option<String>,
    /// Cases within its cases are scored.
    pub scored: bool,
    /// Its cases are counted from first to last.
    pub funnel: bool,
}

/// A state with how many cases are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateCount {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it means for the work.
    pub phase: Phase,
    /// Cases in it.
    pub cases: u64,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseLine {
    /// Number people call it by.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// Its workflow.
    pub workflow: Named,
    /// Where it is.
    pub state: Named,
    /// What that means for the work.
    pub phase: Phase,
    /// Whom it is about.
    pub subject: Option<EntityLink>,
    /// When it was opened.
    pub opened: NaiveDateTime,
    /// When the last thing happened.
    pub moved: NaiveDateTime,
    /// When it came where it is.
    pub since: NaiveDateTime,
    /// When it came to its end.
    pub ended: Option<NaiveDateTime>,
    /// When its next clock or promise is due.
    pub due: Option<NaiveDateTime>,
    /// How that stands; none where nothing runs.
    pub light: Option<Light>,
}

/// Somebody's part in a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartLine {
    /// What they have to do with it.
    pub part: PartKind,
    /// In which role, or the act to agree to, or the promise owed.
    pub as_what: Text,
    /// Since when.
    pub since: NaiveDateTime,
    /// When it is due.
    pub due: Option<NaiveDateTime>,
    /// How that stands.
    pub light: Option<Light>,
    /// The case.
    pub case: CaseLine,
}

/// My work: what I have to do, did, began, am told of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MyWork {
    /// Who.
    pub person: String,
    /// How many of each kind.
    pub counts: Vec<(PartKind, u64)>,
    /// How many nobody has taken up.
    pub unclaimed: u64,
    /// The kind shown: a word of the address.
    pub shown: String,
    /// The parts, what is due first.
    pub lines: Vec<PartLine>,
    /// There are more.
    pub more: bool,
}

/// A list of cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseList {
    /// The cases.
    pub cases: Vec<CaseLine>,
    /// There are more.
    pub more: bool,
}

/// A case with its history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseFile {
    /// What lists show.
    #[serde(flatten)]
    pub line: CaseLine,
    /// Number of its last event.
    pub seen: u32,
    /// The day it is shown as of, when not now.
    pub as_of: Option<NaiveDate>,
    /// The number its pack gives the version it runs on.
    pub version: u32,
    /// The packs have another version now.
    pub newer: bool,
    /// The case it belongs to.
    pub within: Option<CaseLink>,
    /// The case it came out of.
    pub source: Option<CaseLink>,
    /// Cases within it and cases that came out of it.
    pub related: Vec<CaseLine>,
    /// Who opened it.
    pub opened_by: String,
    /// Why it is where it is.
    pub reason: String,
    /// Whose turn it is.
    pub turn: Vec<RoleView>,
    /// Who has which role.
    pub roles: Vec<RoleView>,
    /// Who is told of everything.
    pub copied: Vec<String>,
    /// The act that waits for others to agree.
    pub pending: Option<PendingView>,
    /// Its clocks.
    pub clocks: Vec<ClockView>,
    /// How silent it is, where that counts.
    pub silence: Option<Silence>,
    /// What it holds.
    pub fields: Vec<CaseField>,
    /// Promises.
    pub obligations: Vec<ObligationView>,
    /// What was handed in.
    pub documents: Vec<DocumentView>,
    /// What was done, in order.
    pub timeline: Vec<EventView>,
    /// How many times it was urged on, returned, taken up again.
    pub counts: [u32; 3],
    /// What can be done where it is.
    pub acts: Vec<ActView>,
    /// Workflows whose cases may be opened within it where it is.
    pub takes: Vec<Named>,
    /// Cases within it are scored.
    pub scored: bool,
    /// What the caller, a judge of the round it is in, has to do with it.
    pub judging: Option<Judging>,
    /// Roles that may owe a promise; empty where none can be made.
    pub owners: Vec<Named>,
}

/// What a judge has to do with a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judging {
    /// The round.
    pub round: CaseLink,
    /// Scores are given now.
    pub open: bool,
    /// What is scored.
    pub items: Vec<ScoreItem>,
    /// The points given so far, item by item.
    pub given: Vec<Option<f64>>,
    /// The interest that was said.
    pub interest: Option<String>,
}

/// A case as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLink {
    /// Number.
    pub code: String,
    /// What it is called.
    pub title: Text,
}

/// Who has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleView {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Who; nobody yet when empty.
    pub people: Vec<String>,
    /// The side it speaks for.
    pub side: Option<String>,
}

/// An act that waits for others to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingView {
    /// The act.
    pub act: Named,
    /// Who wants it.
    pub by: String,
    /// Since when.
    pub since: NaiveDateTime,
    /// Whether all must agree or one is enough.
    pub rule: SignRule,
    /// Who is asked, and what they said.
    pub signers: Vec<(String, Option<bool>)>,
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockView {
    /// Identifier.
    pub id: String,
    /// What is timed.
    pub title: Text,
    /// Where it is.
    pub state: ClockState,
    /// How it stands.
    pub light: Light,
    /// Working time used, in seconds.
    pub used: u64,
    /// Working time allowed, in seconds.
    pub allowed: u64,
    /// A working day, in seconds.
    pub day: u64,
    /// When it runs out.
    pub due: Option<NaiveDateTime>,
    /// A year nobody has published yet is counted in.
    pub provisional: bool,
    /// Stretches it stood still: from, until, why.
    pub pauses: Vec<(NaiveDateTime, Option<NaiveDateTime>, String)>,
}

/// A field of a case with what it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseField {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Unit as written beside it.
    pub unit: Option<Text>,
    /// The versions: text, the side it was told for, number of the event.
    pub told: Vec<ToldView>,
    /// The sides say different things.
    pub disputed: bool,
}

/// One version of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldView {
    /// The value in words.
    pub text: Text,
    /// The entity, where it is one.
    pub entity: Option<EntityLink>,
    /// The side.
    pub side: Option<Text>,
    /// Number of the event it came with.
    pub event: u32,
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObligationView {
    /// Its number in the case.
    pub number: u32,
    /// What is promised.
    pub title: Text,
    /// Who owes it.
    pub owner: RoleView,
    /// When it was made.
    pub made: NaiveDate,
    /// When it is due; none where nobody said.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub state: ObligationState,
    /// How its day stands.
    pub light: Option<Light>,
    /// How many times it was put off.
    pub put_off: u32,
    /// Days it was kept on.
    pub kept: Vec<NaiveDate>,
}

/// A document of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// Name of the file.
    pub name: String,
    /// Digest of its bytes.
    pub digest: String,
    /// Number of the event it came with.
    pub event: u32,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventView {
    /// Number.
    pub number: u32,
    /// When it happened, in the time of the office.
    pub on: NaiveDateTime,
    /// When it was written down.
    pub at: NaiveDateTime,
    /// Who; empty where a clock did it.
    pub author: String,
    /// On what grounds.
    pub basis: String,
    /// What kind of deed: a key of the catalogue's `follow.deed.*`.
    pub kind: &'static str,
    /// The act, the promise, the person, the clock it is about.
    pub about: Text,
    /// Where the case went with it.
    pub state: Option<Text>,
    /// Words with it.
    pub words: String,
    /// Fields filled with it.
    pub fields: Vec<(Text, Text)>,
    /// What was handed in with it.
    pub documents: Vec<DocumentView>,
    /// Its hash.
    pub hash: String,
}

/// An act that can be done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActView {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it is in the field's terms.
    pub sense: Sense,
    /// Why the caller may not do it; none when they may.
    pub refused: Option<Diagnostic>,
    /// Where the case can go with it.
    pub to: Vec<Named>,
    /// Fields it asks for.
    pub fields: Vec<ActField>,
    /// Roles it names people in.
    pub roles: Vec<ActRole>,
    /// Words about why are needed.
    pub reason: bool,
    /// Documents needed.
    pub evidence: u32,
    /// Others must agree.
    pub countersign: Option<SignRule>,
}

/// A field an act asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActField {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Unit as written beside it.
    pub unit: Option<Text>,
    /// What can be chosen.
    pub choices: Vec<Named>,
    /// It must be filled.
    pub needed: bool,
    /// What it holds now, as typed.
    pub value: String,
}

/// A role an act names people in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActRole {
    /// The role with who has it.
    #[serde(flatten)]
    pub role: RoleView,
    /// Somebody must be named.
    pub needed: bool,
    /// Several may be named.
    pub many: bool,
}

/// What a check of the cases found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CasesVerified {
    /// Cases checked.
    pub cases: u64,
    /// Events checked.
    pub events: u64,
    /// Digest over the last hashes of all cases: noted elsewhere, it shows later that no
    /// case was taken away or rewritten.
    pub digest: String,
    /// What is wrong.
    pub faults: Vec<Diagnostic>,
}
