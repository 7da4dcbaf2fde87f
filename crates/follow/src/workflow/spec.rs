//! A workflow as people write it: `packs/<pack>/workflows/<id>.yaml`.
//!
//! Must not know: cases, calendars, who a person is.

use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How cases of one kind run, from the first act to the last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkflowSpec {
    /// What it is called.
    pub title: Text,
    /// One sentence about what it is for.
    #[serde(default)]
    pub about: Text,
    /// Its number; a new one whenever running cases should not change with it.
    pub version: u32,
    /// Capital letters that begin the numbers of its cases.
    pub code: String,
    /// The official text it follows, as a key of the pack's references.
    #[serde(default)]
    pub reference: Option<String>,
    /// The calendar its clocks run by, `<pack>/<name>`; that of the pack when not given.
    #[serde(default)]
    pub calendar: Option<String>,
    /// Whom or what a case is about.
    #[serde(default)]
    pub subject: Option<SubjectSpec>,
    /// The kind of case a case belongs to: an application to a round.
    #[serde(default)]
    pub within: Option<WithinSpec>,
    /// Who takes part.
    pub roles: Vec<RoleSpec>,
    /// What a case holds.
    #[serde(default)]
    pub fields: Vec<FieldSpec>,
    /// Where a case can be, in the order boards show them.
    pub states: Vec<StateSpec>,
    /// What can be done.
    pub acts: Vec<ActSpec>,
    /// What is timed.
    #[serde(default)]
    pub clocks: Vec<ClockSpec>,
    /// What happens when nothing is heard.
    #[serde(default)]
    pub silence: Option<SilenceSpec>,
    /// Promises kept within a case; none can be made when not given.
    #[serde(default)]
    pub obligations: Option<ObligationsSpec>,
    /// How often a subject may be called upon.
    #[serde(default)]
    pub budget: Option<BudgetSpec>,
    /// How cases within a case of this kind are scored.
    #[serde(default)]
    pub scoring: Option<ScoringSpec>,
    /// The public list that cases of this kind are entered in.
    #[serde(default)]
    pub register: Option<RegisterSpec>,
    /// How the cases of this kind are counted from first to last: states in order.
    #[serde(default)]
    pub funnel: Vec<String>,
}

/// Whom or what a case is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectSpec {
    /// What the subject is to the case.
    pub title: Text,
    /// Types of entities it may be; any when empty.
    #[serde(default)]
    pub types: Vec<String>,
    /// A case may do without one.
    #[serde(default)]
    pub optional: bool,
}

/// The kind of case a case belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithinSpec {
    /// The workflow of the case above, `<pack>/<name>`.
    pub workflow: String,
    /// States of the case above in which a case may be opened in it; any open one when
    /// empty.
    #[serde(default)]
    pub while_in: Vec<String>,
    /// A case may stand alone.
    #[serde(default)]
    pub optional: bool,
}

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// How somebody comes to have it.
    #[serde(default)]
    pub taken: Taken,
    /// Several may have it at once: co-handlers, judges.
    #[serde(default)]
    pub many: bool,
    /// The side of an agreement it speaks for: `a`, `b`.
    #[serde(default)]
    pub side: Option<String>,
}

/// How somebody comes to have a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// An act names them.
    #[default]
    Named,
    /// Whoever opens the case.
    Opening,
    /// Whoever first does an act of the role while nobody has it.
    Claimed,
    /// Anybody may act in it, every time.
    Anybody,
}

/// Something a case holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CaseFieldSpec")]
pub struct FieldSpec {
    /// Identifier; how guards name it.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// Unit of a number.
    #[serde(default)]
    pub unit: Option<String>,
    /// What can be chosen.
    #[serde(default)]
    pub choices: Vec<ChoiceSpec>,
    /// Each side has a version of its own; where they differ both are shown.
    #[serde(default)]
    pub each_side: bool,
    /// Roles that see it; everybody who sees the case when empty.
    #[serde(default)]
    pub seen_by: Vec<String>,
}

/// What a field of a case holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A line of text.
    Line,
    /// Text of several lines.
    Text,
    /// One of the choices.
    Choice,
    /// A number, in the unit given.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// An entity of the foundation, by identifier or name.
    Entity,
    /// A person or body, by name.
    Person,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceSpec {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
}

/// Where a case can be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateSpec {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it means for the work.
    #[serde(default)]
    pub phase: Phase,
    /// Roles whose turn it is; nobody's where the case is at its end.
    #[serde(default)]
    pub turn: Vec<String>,
}

/// What a state means for the work.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Somebody of the house has it in hand.
    #[default]
    Open,
    /// Somebody outside is waited for: clocks stand still.
    Waiting,
    /// Ended as it should.
    Done,
    /// Ended otherwise: withdrawn, refused, died.
    Ended,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActSpec {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// States it can be done in; an act without any opens a case.
    #[serde(default)]
    pub from: Vec<String>,
    /// Where the case goes; it stays when empty; whoever acts chooses when several.
    #[serde(default)]
    pub to: Vec<String>,
    /// Roles that may do it.
    pub by: Vec<String>,
    /// Persons who did one of these acts in the case may not do this one.
    #[serde(default)]
    pub not_by_who_did: Vec<String>,
    /// Fields that must be filled, now or before.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Fields that may be filled or changed.
    #[serde(default)]
    pub takes: Vec<String>,
    /// Roles that must have somebody, named now or before.
    #[serde(default)]
    pub names: Vec<String>,
    /// Roles that may be given to somebody.
    #[serde(default)]
    pub may_name: Vec<String>,
    /// Words about why must be given.
    #[serde(default)]
    pub reason: bool,
    /// Documents that must be handed in with it.
    #[serde(default)]
    pub evidence: u32,
    /// What must hold, in CEL syntax over the fields of the case.
    #[serde(default)]
    pub when: Option<String>,
    /// What is said when it does not hold.
    #[serde(default)]
    pub otherwise: Text,
    /// Others must agree before it counts.
    #[serde(default)]
    pub countersign: Option<CountersignSpec>,
    /// Most times in one case.
    #[serde(default)]
    pub most: Option<u32>,
    /// What it is in the field's terms, for counting.
    #[serde(default)]
    pub sense: Sense,
    /// Cases it opens.
    #[serde(default)]
    pub opens: Vec<OpensSpec>,
    /// Promises it makes.
    #[serde(default)]
    pub obliges: Vec<ObligesSpec>,
    /// It is also done without anybody, when a clock or the silence says so.
    #[serde(default)]
    pub by_itself: Option<TriggerSpec>,
}

/// What an act is in the field's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// Nothing special.
    #[default]
    Plain,
    /// Goes back to an earlier step; what was filled in stays.
    Return,
    /// The one who asked takes it back.
    Withdraw,
    /// What was done is taken up again; the time used before counts.
    Reopen,
    /// The other side was heard from; ends a silence.
    Life,
}

/// Others must agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountersignSpec {
    /// The role whose holders are asked.
    pub role: String,
    /// Whether all must agree or one is enough.
    pub rule: SignRule,
}

/// Whose agreement is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignRule {
    /// All agree; one who refuses ends it.
    All,
    /// One agrees; it fails when all have refused.
    Any,
}

/// A case opened by an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpensSpec {
    /// Its workflow, `<pack>/<name>`.
    pub workflow: String,
    /// Fields of the new case from fields of this one.
    #[serde(default)]
    pub fields: Vec<CopySpec>,
    /// The new case is about the same subject.
    #[serde(default)]
    pub same_subject: bool,
    /// Only when this holds, in CEL syntax.
    #[serde(default)]
    pub when: Option<String>,
}

/// A field filled from another case's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopySpec {
    /// Field of the new case.
    pub field: String,
    /// Field of this case.
    pub from: String,
}

/// A promise made by an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObligesSpec {
    /// What is promised.
    pub title: Text,
    /// The role that owes it.
    pub owner: String,
    /// Days until it is due, from the day of the act.
    #[serde(default)]
    pub days: Option<u32>,
    /// A field of the case holds the day it is due.
    #[serde(default)]
    pub day_of: Option<String>,
    /// It is due again so many days after it was kept.
    #[serde(default)]
    pub again_after_days: Option<u32>,
}

/// When an act is done without anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TriggerSpec {
    /// This clock has run out.
    Late(String),
    /// The last step of the silence is reached.
    Silence,
    /// The day in this field has come.
    DayOf(String),
}

/// Something that is timed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockSpec {
    /// Identifier.
    pub id: String,
    /// What is timed.
    pub title: Text,
    /// Acts that start it: the hand-over, not the arrival.
    pub starts: Vec<String>,
    /// Acts that stop it.
    pub stops: Vec<String>,
    /// It starts anew after each stop: the next update.
    #[serde(default)]
    pub repeats: bool,
    /// How much time there is.
    pub allows: AllowanceSpec,
    /// Other amounts of time by what a field holds: levels of service.
    #[serde(default)]
    pub levels: Vec<LevelSpec>,
    /// Share of the time from which to warn, in hundredths.
    #[serde(default = "amber")]
    pub amber_percent: u32,
    /// Roles told when it warns.
    #[serde(default)]
    pub warns: Vec<String>,
    /// Roles told when it has run out.
    #[serde(default)]
    pub escalates: Vec<String>,
}

fn amber() -> u32 {
    80
}

/// How much time there is; exactly one is given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AllowanceSpec {
    /// Whole working days; the day of the start does not count.
    WorkingDays(u32),
    /// Hours of working time.
    WorkingHours(f64),
}

/// Another amount of time where a field holds a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelSpec {
    /// The field.
    pub field: String,
    /// What it holds.
    pub is: String,
    /// How much time there is then.
    pub allows: AllowanceSpec,
}

/// What happens when nothing is heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SilenceSpec {
    /// Days of silence after which somebody asks, one after another; the last ends the
    /// asking.
    pub after_days: Vec<u32>,
    /// Roles that are asked.
    pub asks: Vec<String>,
    /// States in which it counts; all that are not at their end when empty.
    #[serde(default)]
    pub within: Vec<String>,
}

/// Promises kept within a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObligationsSpec {
    /// What they are called.
    pub title: Text,
    /// Roles that may make, release or put off a promise.
    pub made_by: Vec<String>,
    /// Roles that may owe one.
    pub owned_by: Vec<String>,
    /// Documents needed to say that one was kept.
    #[serde(default)]
    pub evidence: u32,
}

/// How often a subject may be called upon, over all workflows that share the budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetSpec {
    /// Name of the budget; workflows that share it name the same.
    pub name: String,
    /// Field that holds the day of the call.
    pub day: String,
    /// Field that holds the department that calls.
    pub body: String,
    /// Acts that take up budget.
    pub uses: Vec<String>,
    /// Acts that give it back.
    #[serde(default)]
    pub frees: Vec<String>,
    /// Most calls in a month of the calendar.
    pub most_per_month: u32,
}

/// How cases within a case are scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundScoringSpec")]
pub struct ScoringSpec {
    /// The role that scores.
    pub judges: String,
    /// What is scored.
    pub items: Vec<ScoreItemSpec>,
    /// States of this case in which scores are given.
    pub while_in: Vec<String>,
    /// States from which on scores are shown to others than the judge who gave them.
    pub shown_in: Vec<String>,
    /// Judges see no names of those they score.
    #[serde(default)]
    pub nameless: bool,
    /// Least number of scores for a result.
    #[serde(default)]
    pub least: u32,
    /// The highest and the lowest score are left out.
    #[serde(default)]
    pub without_extremes: bool,
    /// Places that are given; `null` when not fixed.
    #[serde(default)]
    pub places: Option<u32>,
    /// The field of the round that says how many places are given in it; without it, and
    /// while it is empty, `places` counts.
    #[serde(default)]
    pub places_field: Option<String>,
    /// What decides between equal results, in this order; a tie that stays is shown as one.
    #[serde(default)]
    pub ties: Vec<TieSpec>,
}

/// Something that is scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreItemSpec {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Most points.
    pub most: f64,
    /// Weight; points count as they are when nobody gives one.
    #[serde(default)]
    pub weight: Option<f64>,
}

/// What decides between equal results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TieSpec {
    /// The mean of one item.
    Item(String),
    /// The median of all scores.
    Median,
    /// The highest single score.
    Highest,
    /// The earlier application.
    Earlier,
}

/// The public list that cases are entered in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterSpec {
    /// What it is called.
    pub title: Text,
    /// States in which a case stands in it.
    pub while_in: Vec<String>,
    /// Field that holds the number of the plaque or certificate.
    #[serde(default)]
    pub number: Option<String>,
    /// Field that holds the day it was given.
    pub day: String,
    /// Field that holds how many one entry stands for, where a source only counts.
    #[serde(default)]
    pub count: Option<String>,
    /// Fields shown in the list.
    #[serde(default)]
    pub shows: Vec<String>,
}
