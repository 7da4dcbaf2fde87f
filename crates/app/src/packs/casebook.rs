//! Cases known from published sources, as people write them:
//! `packs/<pack>/casebooks/<id>.yaml`.
//!
//! Must not know: how cases are kept; whether they may run as written.

use super::{Loaded, Packs};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use julin_model::{EntityId, Lang, Text};
use julin_pack::kind::{At, ValueSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cases of one workflow, told by sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CasebookSpec {
    /// What they are.
    pub title: Text,
    /// The workflow they run by, `<pack>/<name>`.
    pub workflow: String,
    /// Who has written them down; does what no step gives to somebody else.
    pub author: String,
    /// The cases.
    pub cases: Vec<BookCase>,
}

/// A case told by a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookCase {
    /// Its name within the casebook; never changed, or it becomes another case.
    pub key: String,
    /// The day it was opened: the day it was told where nothing better is known.
    #[schemars(with = "String")]
    pub on: NaiveDate,
    /// What it is called.
    pub title: Text,
    /// The entity it is about.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub subject: Option<EntityId>,
    /// Who opened it, an entity or a name; whoever wrote the casebook when not given.
    #[serde(default)]
    pub by: Option<String>,
    /// The act that opens it; the first there is when not given.
    #[serde(default)]
    pub act: String,
    /// What it holds.
    #[serde(default)]
    pub fields: BTreeMap<String, ValueSpec>,
    /// Who has which role: entities by identifier, or names.
    #[serde(default)]
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    #[serde(default)]
    pub reason: Option<ValueSpec>,
    /// Where it is told.
    pub basis: At,
    /// What was promised in it.
    #[serde(default)]
    pub promises: Vec<BookPromise>,
    /// What happened then, in order.
    #[serde(default)]
    pub then: Vec<BookStep>,
}

/// A promise told by a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookPromise {
    /// What was promised.
    pub title: Text,
    /// The role that owes it.
    pub owner: String,
    /// The day it is due, where one was told.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due: Option<NaiveDate>,
}

/// Something that happened in a case: an act, a note, or a promise kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookStep {
    /// The day: the day it was told where nothing better is known.
    #[schemars(with = "String")]
    pub on: NaiveDate,
    /// Who did it, an entity or a name; whoever wrote the casebook when not given.
    #[serde(default)]
    pub by: Option<String>,
    /// An act of the workflow.
    #[serde(default)]
    pub act: Option<String>,
    /// Where it led, where the act leaves a choice.
    #[serde(default)]
    pub to: Option<String>,
    /// What was filled in with it.
    #[serde(default)]
    pub fields: BTreeMap<String, ValueSpec>,
    /// Who has which role from then on.
    #[serde(default)]
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    #[serde(default)]
    pub reason: Option<ValueSpec>,
    /// A note instead of an act.
    #[serde(default)]
    pub note: Option<ValueSpec>,
    /// The number of a promise that was kept, from 1, instead of an act.
    #[serde(default)]
    pub keep: Option<u32>,
    /// What came of that promise.
    #[serde(default)]
    pub result: Option<ValueSpec>,
    /// Where it is told; where the case is told when not given.
    #[serde(default)]
    pub basis: Option<At>,
}

/// A value as it would be typed: of a text in two languages both.
pub(super) fn typed(value: &ValueSpec) -> String {
    match value {
        ValueSpec::Flag(flag) => flag.to_string(),
        ValueSpec::Number(number) => number.to_string(),
        ValueSpec::Word(word) => word.clone(),
        ValueSpec::Entity { entity } => entity.to_string(),
        ValueSpec::Text(text) => match (text.zh.as_str(), text.en.as_str()) {
            (zh, en) if zh.is_empty() || en.is_empty() || zh == en => text.get(Lang::Zh).to_owned(),
            (zh, en) => format!("{zh} / {en}"),
        },
    }
}

/// Words that may be missing, as typed.
pub(super) fn words(value: Option<&ValueSpec>) -> String {
    value.map(typed).unwrap_or_default()
}

/// Fields as typed.
pub(super) fn typed_fields(fields: &BTreeMap<String, ValueSpec>) -> BTreeMap<String, String> {
    let one = |(id, value): (&String, &ValueSpec)| (id.clone(), typed(value));
    fields.iter().map(one).collect()
}

/// The time of a day of which no time is known.
pub(super) fn start_of(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

/// Where something is told, in one line; empty where nothing is named.
pub(super) fn basis_line(at: &At) -> String {
    let source = at.source.as_ref().map(ToString::to_string);
    let spot = at.spot.as_ref().map(ToString::to_string);
    let named = source.or_else(|| at.reference.clone());
    let parts = [named, spot, at.phrase.as_ref().map(|p| format!("“{p}”"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl Packs {
    /// All casebooks in order of identifier.
    pub fn casebooks(&self) -> impl Iterator<Item = &Loaded<CasebookSpec>> {
        self.casebooks.values()
    }

    /// What somebody named in a casebook is called: an entity by its name, others as
    /// written.
    pub(super) fn person_named(&self, name: &str) -> String {
        let entity = self.pack_entity(name);
        entity.map_or_else(|| name.to_owned(), |own| own.name.get(Lang::Zh).to_owned())
    }

    /// Persons by role, by the names they are called.
    pub(super) fn people_named(
        &self,
        people: &BTreeMap<String, Vec<String>>,
    ) -> BTreeMap<String, Vec<String>> {
        let names = |names: &Vec<String>| names.iter().map(|n| self.person_named(n)).collect();
        let one = |(role, own): (&String, &Vec<String>)| (role.clone(), names(own));
        people.iter().map(one).collect()
    }

    /// An entity the packs name.
    pub(super) fn pack_entity(&self, id: &str) -> Option<&julin_model::Entity> {
        let mut all = self.packs.iter().flat_map(julin_pack::Pack::all_entities);
        all.find(|entity| entity.id.as_str() == id)
    }
}
