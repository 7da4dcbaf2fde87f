//! Answers about grant lists (免申即享名单): a draft, a list with its findings and
//! objections, the confirmed list, what changed since.

use super::{AudienceRow, BasisView, EntityLink, Rebuilt, RuleLine};
use chrono::{DateTime, NaiveDate, Utc};
pub use julin_criteria::grant_list::{
    Counting, Decision, Noted, Objection, SetBy, Settlement, State as GrantState, Strike,
    Verb as GrantVerb, Window,
};
use julin_criteria::spec::{BenefitKind, Per};
use julin_model::{Diagnostic, StatementId, Text};
use serde::{Deserialize, Serialize};

/// A list as the data gives it: the outcome of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantDraft {
    /// The rule, `<pack>/<name>`: one vintage.
    pub rule: String,
    /// Its title.
    pub title: Text,
    /// What its vintages share.
    pub series: String,
    /// The main official text.
    pub reference: Text,
    /// First day in force.
    pub from: Option<NaiveDate>,
    /// Last day in force.
    pub to: Option<NaiveDate>,
    /// The day it is as of.
    pub as_of: NaiveDate,
    /// Only what was known at this moment.
    pub known_at: DateTime<Utc>,
    /// What a yes is worth, in words.
    pub benefit: Text,
    /// What sort of benefit.
    pub kind: BenefitKind,
    /// How often it comes.
    pub per: Per,
    /// Unit of the amounts.
    pub unit: Option<String>,
    /// Unit as written beside them.
    pub unit_label: Text,
    /// How many are eligible, one step short, open, not eligible.
    pub counts: [u64; 4],
    /// The eligible, in order of identifier.
    pub eligible: Vec<GrantMember>,
    /// Those one step short, the first of them.
    pub short: Vec<AudienceRow>,
    /// Those of whom it cannot be told, the first of them.
    pub unknown: Vec<AudienceRow>,
    /// Some fact is a generated one.
    pub sample: bool,
}

/// One member of a list. The amount is an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantMember {
    /// Who.
    #[serde(flatten)]
    pub entity: EntityLink,
    /// The amount; `None` when unknown.
    pub amount: Option<f64>,
    /// The least it can be, when known.
    pub low: Option<f64>,
    /// The most it can be, when known.
    pub high: Option<f64>,
    /// It rests on generated facts.
    pub estimated_from_sample: bool,
}

/// One list in a list of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantListLine {
    /// Its number.
    pub number: u32,
    /// The rule: identifier and title.
    pub rule: (String, Text),
    /// The day it is as of.
    pub as_of: NaiveDate,
    /// How far it is.
    pub state: GrantState,
    /// When it was drawn up.
    pub drafted_at: DateTime<Utc>,
    /// Who stands on it.
    pub standing: u64,
    /// Who was struck.
    pub struck: u64,
    /// What is known of the amounts, added up; `None` when none is known.
    pub total: Option<f64>,
    /// Members whose amount is not known.
    pub without_amount: u64,
    /// Unit of the amounts.
    pub unit: Option<String>,
    /// Unit as written beside them.
    pub unit_label: Text,
    /// Last day for objections.
    pub last_day: Option<NaiveDate>,
    /// Findings nobody has settled.
    pub open_findings: u64,
    /// Objections nobody has decided.
    pub open_objections: u64,
}

/// All lists, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantLists {
    /// The day it is today.
    pub today: NaiveDate,
    /// Lines.
    pub lists: Vec<GrantListLine>,
    /// Only those of this rule, where one was asked for: identifier and title.
    pub rule: Option<(String, Text)>,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantListView {
    /// The list in short.
    pub line: GrantListLine,
    /// The rule as of the day of the list; absent when the packs have it no more.
    pub rule: Option<RuleLine>,
    /// What the data gave.
    pub draft: GrantDraft,
    /// The run it can be computed again by.
    pub run: GrantRun,
    /// Its members, with why the struck ones are struck.
    pub members: Vec<GrantEntry>,
    /// What was found when it was looked through.
    pub findings: Vec<GrantFinding>,
    /// Members of whom something needed for that was not known.
    pub untold: u32,
    /// What the rule says on objections.
    pub rule_window: Option<RuleWindow>,
    /// The time for objections.
    pub window: Option<Window>,
    /// Calendars working days can be counted by, that of the rule's pack first.
    pub calendars: Vec<(String, Text)>,
    /// The window is over.
    pub window_over: bool,
    /// Objections in order.
    pub objections: Vec<GrantObjection>,
    /// What can be done now.
    pub possible: Vec<GrantVerb>,
    /// What stands between the list and being made public or confirmed.
    pub waits: Vec<Diagnostic>,
    /// When, by whom and with which digest it was confirmed.
    pub confirmed: Option<GrantConfirmation>,
    /// What was done, in order.
    pub history: Vec<GrantAct>,
    /// Number of the last act: whoever acts says what they saw.
    pub last: u32,
    /// The day it is today.
    pub today: NaiveDate,
}

/// The run of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRun {
    /// Its identifier.
    pub id: String,
    /// Digest of the packs.
    pub packs: String,
    /// Digest of the facts.
    pub facts: String,
    /// Digest of what came out.
    pub result: String,
}

/// A member as the list stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantEntry {
    /// The member.
    #[serde(flatten)]
    pub member: GrantMember,
    /// Why struck.
    pub struck: Option<Strike>,
}

/// A finding with both its sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantFinding {
    /// Its number.
    pub number: u32,
    /// Its word: `merged`, `same-code`, `review`, `same-name`, `title`, `list`.
    pub kind: String,
    /// The member.
    pub member: EntityLink,
    /// The other side.
    pub other: FindingSide,
    /// Where it says that the two do not go together.
    pub basis: Option<BasisView>,
    /// Found when the list was last looked through.
    pub stands: bool,
    /// How it was settled.
    pub settled: Option<Settlement>,
}

/// The other side of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "side", rename_all = "kebab-case")]
pub enum FindingSide {
    /// Another member.
    Member {
        /// Who.
        entity: EntityLink,
        /// What they have in common: a code, a name; empty when nothing is to be shown.
        common: String,
    },
    /// A title.
    Title {
        /// What it is called.
        title: Text,
        /// The statement that tells it.
        statement: Option<StatementId>,
        /// The source it stands in.
        source: Option<Text>,
    },
    /// A place on another list.
    List {
        /// Its number.
        list: u32,
        /// Title of its rule.
        title: Text,
        /// How far it is.
        state: GrantState,
        /// Who the member is there.
        entity: EntityLink,
    },
}

/// What the text of a rule says on objections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleWindow {
    /// Days at least; `None` when the text gives no number.
    pub days: Option<u32>,
    /// Which days count.
    pub counting: Counting,
    /// Where it stands.
    pub basis: BasisView,
}

/// An objection with the name of whom it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantObjection {
    /// About whom.
    pub entity: EntityLink,
    /// The objection.
    #[serde(flatten)]
    pub objection: Objection,
}

/// Who confirmed a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantConfirmation {
    /// Digest of the confirmed list's bytes.
    pub digest: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One act in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantAct {
    /// Its place in the history.
    pub number: u32,
    /// Its word: `draft`, or one of [`GrantVerb`].
    pub act: String,
    /// When.
    pub at: DateTime<Utc>,
    /// On whose account.
    pub actor: String,
    /// Who decided, where somebody did.
    pub by: Option<String>,
    /// Number of the finding or objection it is about.
    pub about: Option<u32>,
    /// Reason or grounds.
    pub said: Option<String>,
}

/// The confirmed list: these bytes, as JSON, are what was confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfirmedList {
    /// Number of the list.
    pub list: u32,
    /// The rule, `<pack>/<name>`: one vintage.
    pub rule: String,
    /// Its title.
    pub title: Text,
    /// What its vintages share.
    pub series: String,
    /// The main official text.
    pub reference: Text,
    /// First day in force.
    pub from: Option<NaiveDate>,
    /// Last day in force.
    pub to: Option<NaiveDate>,
    /// The day it is as of.
    pub as_of: NaiveDate,
    /// Only what was known at this moment.
    pub known_at: DateTime<Utc>,
    /// The run it can be computed again by, with its digests.
    pub run: GrantRun,
    /// The time for objections.
    pub window: Option<Window>,
    /// Unit of the amounts.
    pub unit: Option<String>,
    /// How often the benefit comes.
    pub per: Per,
    /// Who gets it.
    pub members: Vec<GrantMember>,
    /// What is known of the amounts, added up; `None` when none is known.
    pub total: Option<f64>,
    /// Members whose amount is not known.
    pub without_amount: u64,
    /// Who was struck, and why.
    pub struck: Vec<GrantEntry>,
    /// Findings as settled.
    pub findings: Vec<Noted>,
    /// Objections as decided.
    pub objections: Vec<Objection>,
    /// Acts that went before.
    pub acts: u32,
    /// Who confirmed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A list built again from its run and the acts recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRebuilt {
    /// Number of the list.
    pub list: u32,
    /// The run.
    pub run: Rebuilt,
    /// The confirmed bytes came out the same; `None` for a list never confirmed.
    pub same_list: Option<bool>,
    /// Digest of the confirmed bytes, kept and again.
    pub digests: Option<[String; 2]>,
}

/// What the facts and packs of today would make of a list. The list itself stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantDifference {
    /// The list in short.
    pub line: GrantListLine,
    /// The moment compared with.
    pub now: DateTime<Utc>,
    /// The packs are those of then.
    pub same_packs: bool,
    /// Eligible now and not on the draft.
    pub comes: Vec<GrantMember>,
    /// On the list and no longer eligible; with what stands in the way now, where the
    /// entity is still known.
    pub goes: Vec<(GrantMember, Option<AudienceRow>)>,
    /// Of another amount: member as listed, amount now.
    pub changed: Vec<(GrantMember, Option<f64>)>,
}
