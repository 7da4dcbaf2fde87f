//! Runs the cases of workflows: what is done day by day, and what must come of it: a
//! state, a refusal, what a clock shows.

use super::Packs;
use super::calendar::Moment;
use super::casebook::typed_fields;
use super::cases::{broken, read};
use super::played::Played;
use chrono::NaiveDate;
use julin_follow::budget::Visit;
use julin_follow::case::silence::silence;
use julin_follow::case::{ActInput, DocumentName, NewCase, What};
use julin_follow::{Calendar, Workflow};
use julin_model::{Diagnostic, Digest, Text};
use julin_pack::Case;
use julin_pack::kind::ValueSpec;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// `<pack>/<workflow>`.
    workflow: String,
    /// What the case is about.
    subject: Option<Subject>,
    /// The case it belongs to, played first.
    within: Option<Box<Given>>,
    /// Other calls upon the same subject.
    #[serde(default)]
    visits: Vec<Call>,
    /// What is done, the opening first.
    acts: Vec<Step>,
    /// When clocks are read; after the last act when not given.
    now: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    code: String,
    day: NaiveDate,
    body: String,
}

/// One of: an act, a signature, one more asked to sign, a role handed on, a promise made
/// or kept, points, an interest, a note; nothing, to let happen what happens by itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    on: Moment,
    /// It is done in the case above.
    #[serde(default)]
    above: bool,
    #[serde(default)]
    by: String,
    act: Option<String>,
    to: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, ValueSpec>,
    #[serde(default)]
    people: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    reason: String,
    /// How many documents are handed in.
    #[serde(default)]
    documents: u32,
    agree: Option<bool>,
    ask_to_sign: Option<String>,
    delegate: Option<Handing>,
    promise: Option<Promise>,
    keep: Option<u32>,
    score: Option<BTreeMap<String, f64>>,
    interest: Option<bool>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Handing {
    role: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Promise {
    title: Text,
    owner: String,
    due: Option<NaiveDate>,
}

impl Step {
    fn documents(&self) -> Vec<DocumentName> {
        let name = |n: u32| DocumentName {
            name: format!("{n}.pdf"),
            digest: Digest::of_bytes(&n.to_be_bytes()),
        };
        (1..=self.documents).map(name).collect()
    }

    fn act(&self) -> ActInput {
        ActInput {
            act: self.act.clone().unwrap_or_default(),
            to: self.to.clone(),
            fields: typed_fields(&self.fields),
            people: self.people.clone(),
            reason: self.reason.clone(),
            documents: self.documents(),
        }
    }

    /// What is wanted; none to let time pass.
    fn what(&self) -> Option<What> {
        let reason = self.reason.clone();
        if self.act.is_some() {
            return Some(What::Act(self.act()));
        }
        if let Some(agree) = self.agree {
            return Some(What::Sign { agree, reason });
        }
        if let Some(person) = self.ask_to_sign.clone() {
            return Some(What::AskToSign { person });
        }
        if let Some(Handing { role, to }) = &self.delegate {
            let (role, to) = (role.clone(), to.clone());
            return Some(What::Delegate { role, to, reason });
        }
        if let Some(Promise { title, owner, due }) = &self.promise {
            let (title, owner, due) = (title.clone(), owner.clone(), *due);
            return Some(What::Oblige { title, owner, due });
        }
        if let Some(obligation) = self.keep {
            let documents = self.documents();
            return Some(What::Keep {
                obligation,
                result: reason,
                documents,
            });
        }
        if let Some(points) = self.score.clone() {
            let note = reason;
            return Some(What::Score { points, note });
        }
        if let Some(has) = self.interest {
            return Some(What::Interest { has, reason });
        }
        let text = self.note.clone()?;
        Some(What::Note { text })
    }
}

/// A workflow with the calendar of its office.
struct Ready {
    workflow: Workflow,
    calendar: Calendar,
}

impl Packs {
    /// `workflow`: where a case is after what was done, what was refused, what its clocks
    /// show.
    pub(super) fn workflow_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: Given = read(case)?;
        let above = given.within.as_deref();
        let above_ready = above.map(|above| self.ready(above)).transpose()?;
        let mut refused = Vec::new();
        let mut above_played = match (above, &above_ready) {
            (Some(above), Some(ready)) => play(above, ready, None, &mut refused)?,
            _ => None,
        };
        let ready = self.ready(&given)?;
        let played = play(&given, &ready, above_played.as_mut(), &mut refused)?;
        if case.spec.expect.get("refused").is_none() && !refused.is_empty() {
            return Err(refused);
        }
        Ok(shown(&given, played.as_ref(), &refused))
    }

    fn ready(&self, given: &Given) -> Result<Ready, Vec<Diagnostic>> {
        let loaded = self.workflow(&given.workflow);
        let unknown = || broken("app.case-unknown-workflow", "id", &given.workflow);
        let loaded = loaded.ok_or_else(unknown)?;
        let workflow = Workflow::compile(&loaded.id, &loaded.spec).workflow;
        Ok(Ready {
            workflow: workflow.ok_or_else(unknown)?,
            calendar: self.calendar_of_workflow(&loaded.id, &loaded.spec),
        })
    }
}

/// Plays what is done; what is refused changes nothing and is told.
fn play<'r>(
    given: &Given,
    ready: &'r Ready,
    mut above: Option<&mut Played<'_>>,
    refused: &mut Vec<Diagnostic>,
) -> Result<Option<Played<'r>>, Vec<Diagnostic>> {
    let visits = given.visits.iter().map(|call| Visit {
        budget: ready
            .workflow
            .spec
            .budget
            .as_ref()
            .map_or_else(String::new, |own| own.name.clone()),
        code: call.code.clone(),
        day: call.day,
        body: call.body.clone(),
    });
    let visits: Vec<Visit> = visits.collect();
    let visits = visits.as_slice();
    let mut steps = given.acts.iter();
    let first = steps.next();
    let first = first.ok_or_else(|| broken("app.case-bad-given", "reason", "acts"))?;
    let new = NewCase {
        code: "CASE".to_owned(),
        title: Text::same("case"),
        subject: given
            .subject
            .as_ref()
            .map(|own| (own.id.clone(), own.kind.clone())),
        within: above.as_ref().map(|above| above.case.code.clone()),
        ..NewCase::default()
    };
    let who = (first.by.as_str(), first.on.time());
    let ready = (&ready.workflow, &ready.calendar);
    let mut case = match Played::open(ready, &new, (above.as_deref(), visits), (who, first.act())) {
        Ok(case) => case,
        Err(found) => {
            refused.push(found);
            return Ok(None);
        }
    };
    for step in steps {
        let who = (step.by.as_str(), step.on.time());
        let own = match above.as_mut().filter(|_| step.above) {
            Some(above) => {
                above.wake(step.on.time());
                step.what().map(|what| above.act((None, &[]), who, what))
            }
            None => {
                case.wake(step.on.time());
                let around = (above.as_deref(), visits);
                step.what().map(|what| case.act(around, who, what))
            }
        };
        refused.extend(own.and_then(Result::err));
    }
    Ok(Some(case))
}

fn shown(given: &Given, played: Option<&Played<'_>>, refused: &[Diagnostic]) -> Value {
    let codes: Vec<&str> = refused.iter().map(|found| found.code.as_str()).collect();
    let Some(played) = played else {
        return json!({ "state": null, "refused": codes });
    };
    let case = &played.case;
    let last = given
        .acts
        .last()
        .map_or(case.moved.0, |step| step.on.time());
    let now = given.now.as_ref().map_or(last, |now| now.time());
    let clocks = played.clocks(now).into_iter().map(|clock| {
        let pauses = clock.pauses.len();
        let shown = json!({
            "state": clock.reading.state,
            "light": clock.reading.light,
            "due": clock.reading.due.map(|due| due.format("%Y-%m-%d %H:%M").to_string()),
            "used_hours": clock.reading.used as f64 / 3600.0,
            "pauses": pauses,
        });
        (clock.id, shown)
    });
    let owed = case.obligations.iter().map(
        |own| json!({ "owner": own.owner, "due": own.due, "state": own.state, "title": own.title }),
    );
    let stale = silence(played.workflow, case, now.date());
    json!({
        "state": case.state,
        "phase": case.phase,
        "refused": codes,
        "returned": case.returned,
        "reopened": case.reopened,
        "asked": case.asked,
        "silence": stale.map(|own| json!({ "days": own.days, "reached": own.reached, "next": own.next })),
        "disputed": case.fields.keys().filter(|id| case.disputed(id)).collect::<Vec<_>>(),
        "pending": case.pending.as_ref().map(|own| own.act.act.clone()),
        "clocks": Value::Object(clocks.collect::<Map<_, _>>()),
        "obligations": owed.collect::<Vec<_>>(),
        "opens": played.opens.iter().map(|own| own.workflow.clone()).collect::<Vec<_>>(),
        "roles": case.roles,
        "scores": case.scores,
    })
}
