//! A workflow made ready: what can be done where, by whom, when.
//!
//! Reading order: [`spec`] (a workflow as people write it), [`check`], [`sound`] and
//! [`reach`] (what is wrong with one), [`across`] (what is wrong between some), [`guard`] (what must hold), [`value`] (what a field takes).
//!
//! Must not know: stores, packs, cases of other workflows.

pub mod across;
pub mod check;
pub mod guard;
mod reach;
mod sound;
pub mod spec;
pub mod value;

pub use spec::WorkflowSpec;

use guard::Guard;
use julin_model::Diagnostic;
use spec::{ActSpec, ClockSpec, FieldSpec, Phase, RoleSpec, StateSpec};
use std::collections::BTreeMap;

/// A workflow ready to run cases by.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// `<pack>/<name>`.
    pub id: String,
    /// As written.
    pub spec: WorkflowSpec,
    /// What must hold, by the text of the condition.
    guards: BTreeMap<String, Guard>,
}

/// A workflow made ready, or why it cannot be.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The workflow, when nothing about it is an error.
    pub workflow: Option<Workflow>,
    /// What was found, each with its path in the file.
    pub findings: Vec<(String, Diagnostic)>,
}

impl Workflow {
    /// Makes a workflow ready; everything wrong with it is told at once.
    pub fn compile(id: &str, spec: &WorkflowSpec) -> Compiled {
        let mut findings = check::check_names(spec);
        let mut guards = BTreeMap::new();
        for (path, text) in guard::conditions(spec) {
            match Guard::compile(text, spec) {
                Ok(guard) => _ = guards.insert(text.to_owned(), guard),
                Err(found) => findings.push((path, found)),
            }
        }
        if findings.is_empty() {
            findings.extend(sound::check_sound(spec));
        }
        if findings.is_empty() {
            findings.extend(reach::check_reach(spec));
        }
        let workflow = findings.is_empty().then(|| Self {
            id: id.to_owned(),
            spec: spec.clone(),
            guards,
        });
        Compiled { workflow, findings }
    }

    /// A workflow cases run on already, as it was kept: whatever was found sound once goes
    /// on being used, also where a later check would find more. `None` where a condition
    /// cannot be read, since an act must not lose what holds it.
    pub fn kept(id: &str, spec: &WorkflowSpec) -> Option<Self> {
        let mut guards = BTreeMap::new();
        for (_, text) in guard::conditions(spec) {
            guards.insert(text.to_owned(), Guard::compile(text, spec).ok()?);
        }
        Some(Self {
            id: id.to_owned(),
            spec: spec.clone(),
            guards,
        })
    }

    /// What must hold for an act, compiled.
    pub fn guard(&self, text: &str) -> Option<&Guard> {
        self.guards.get(text)
    }

    /// A state.
    pub fn state(&self, id: &str) -> Option<&StateSpec> {
        self.spec.states.iter().find(|state| state.id == id)
    }

    /// The phase of a state; open for one it does not have.
    pub fn phase(&self, id: &str) -> Phase {
        self.state(id).map_or(Phase::Open, |state| state.phase)
    }

    /// An act.
    pub fn act(&self, id: &str) -> Option<&ActSpec> {
        self.spec.acts.iter().find(|act| act.id == id)
    }

    /// A role.
    pub fn role(&self, id: &str) -> Option<&RoleSpec> {
        self.spec.roles.iter().find(|role| role.id == id)
    }

    /// A field.
    pub fn field(&self, id: &str) -> Option<&FieldSpec> {
        self.spec.fields.iter().find(|field| field.id == id)
    }

    /// A clock.
    pub fn clock(&self, id: &str) -> Option<&ClockSpec> {
        self.spec.clocks.iter().find(|clock| clock.id == id)
    }

    /// The acts that open a case.
    pub fn openings(&self) -> impl Iterator<Item = &ActSpec> {
        self.spec.acts.iter().filter(|act| act.from.is_empty())
    }

    /// The acts that can be done in a state.
    pub fn acts_in(&self, state: &str) -> impl Iterator<Item = &ActSpec> {
        let here = move |act: &&ActSpec| act.from.iter().any(|from| from == state);
        self.spec.acts.iter().filter(here)
    }
}
