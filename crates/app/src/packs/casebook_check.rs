//! Every case of the casebooks played through its workflow: what could not have happened
//! so is told where it stands.
//!
//! Must not know: how cases are kept.

use super::Packs;
use super::casebook::{BookCase, BookStep, CasebookSpec, start_of, typed_fields, words};
use super::played::Played;
use julin_follow::case::{ActInput, NewCase, What};
use julin_follow::{Calendar, Workflow};
use julin_model::Diagnostic;
use julin_pack::kind::At;
use julin_pack::{Category, Document, RawDocument, View};
use std::collections::BTreeSet;

/// What a casebook says by itself: sources, entities, keys.
pub(super) fn check_casebook(
    document: &Document<CasebookSpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let book = &document.value;
    let mut found = Vec::new();
    let mut look_up = |category, id: &str, path: &str| {
        found.extend(view.check(category, id, || document.place(path)));
    };
    let id = format!("workflows:{}", book.workflow);
    look_up(Category::Document, &id, "workflow");
    let mut keys = BTreeSet::new();
    let mut own = Vec::new();
    for (c, case) in book.cases.iter().enumerate() {
        let at = format!("cases.{c}");
        if !keys.insert(&case.key) {
            let twice = Diagnostic::error("app.casebook-twice").with("key", &case.key);
            own.push(twice.at(document.place(&format!("{at}.key"))));
        }
        if let Some(subject) = &case.subject {
            look_up(Category::Entity, subject.as_str(), &format!("{at}.subject"));
        }
        let steps = case.then.iter().enumerate();
        let steps = steps.filter_map(|(s, step)| {
            let path = format!("{at}.then.{s}.basis");
            Some((step.basis.as_ref()?, path))
        });
        for (basis, path) in std::iter::once((&case.basis, format!("{at}.basis"))).chain(steps) {
            match source_of(basis, view.pack) {
                Some(id) => look_up(Category::Source, &id, &path),
                None => {
                    let none = Diagnostic::error("app.casebook-no-source").with("key", &case.key);
                    own.push(none.at(document.place(&path)));
                }
            }
        }
    }
    found.extend(own);
    found
}

fn source_of(at: &At, pack: &str) -> Option<String> {
    let reference = || at.reference.as_ref().map(|key| format!("{pack}.{key}"));
    at.source
        .as_ref()
        .map(ToString::to_string)
        .or_else(reference)
}

/// What could not have happened so.
pub fn play_casebooks(packs: &Packs) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for pack in packs.all() {
        for raw in pack.documents_of("casebooks") {
            let Some(document) = raw.read::<CasebookSpec>().document else {
                continue;
            };
            let told = play(packs, raw, &document.value).into_iter();
            found.extend(told.map(|(path, found)| found.at(document.place(&path))));
        }
    }
    found
}

fn play(packs: &Packs, raw: &RawDocument, book: &CasebookSpec) -> Vec<(String, Diagnostic)> {
    let Some(loaded) = packs.workflow(&book.workflow) else {
        return Vec::new();
    };
    let Some(workflow) = Workflow::compile(&loaded.id, &loaded.spec).workflow else {
        return Vec::new();
    };
    let calendar = packs.calendar_of_workflow(&loaded.id, &loaded.spec);
    let playing = Playing {
        packs,
        book,
        workflow: &workflow,
        calendar: &calendar,
    };
    let mut found = Vec::new();
    for (c, case) in book.cases.iter().enumerate() {
        if let Err(problem) = playing.case(case) {
            let (path, problem) = *problem;
            let problem = problem.with("case", format!("{}:{}", raw.id(), case.key));
            found.push((format!("cases.{c}{path}"), problem));
        }
    }
    found
}

struct Playing<'p> {
    packs: &'p Packs,
    book: &'p CasebookSpec,
    workflow: &'p Workflow,
    calendar: &'p Calendar,
}

/// Where in the case, and what.
type Problem = Box<(String, Diagnostic)>;

fn at(path: impl Into<String>) -> impl FnOnce(Diagnostic) -> Problem {
    let path = path.into();
    move |found| Box::new((path, found))
}

impl Playing<'_> {
    fn case(&self, case: &BookCase) -> Result<(), Problem> {
        let subject = case.subject.as_ref().and_then(|id| {
            let entity = self.packs.pack_entity(id.as_str())?;
            Some((id.to_string(), entity.kind.to_string()))
        });
        let new = NewCase {
            code: case.key.clone(),
            title: case.title.clone(),
            subject,
            ..NewCase::default()
        };
        let input = ActInput {
            act: case.act.clone(),
            fields: typed_fields(&case.fields),
            people: self.packs.people_named(&case.people),
            reason: words(case.reason.as_ref()),
            ..ActInput::default()
        };
        let author = &self.book.author;
        let by = case.by.as_deref().map(|by| self.packs.person_named(by));
        let who = (by.as_deref().unwrap_or(author), start_of(case.on));
        let opened = Played::open(
            (self.workflow, self.calendar),
            &new,
            (None, &[]),
            (who, input),
        );
        let mut own = opened.map_err(at(""))?;
        for (p, promise) in case.promises.iter().enumerate() {
            let what = What::Oblige {
                title: promise.title.clone(),
                owner: promise.owner.clone(),
                due: promise.due,
            };
            let done = own.act((None, &[]), who, what);
            done.map_err(at(format!(".promises.{p}")))?;
        }
        for (s, step) in case.then.iter().enumerate() {
            let path = format!(".then.{s}");
            let what = self.packs.step_what(step);
            let what = what.map_err(at(path.clone()))?;
            let by = step.by.as_deref().map(|by| self.packs.person_named(by));
            let who = (by.as_deref().unwrap_or(author), start_of(step.on));
            let done = own.act((None, &[]), who, what);
            done.map_err(at(path))?;
        }
        Ok(())
    }
}

impl Packs {
    /// What a step of a casebook comes to.
    pub(super) fn step_what(&self, step: &BookStep) -> Result<What, Diagnostic> {
        match (&step.act, &step.note, step.keep) {
            (Some(act), None, None) => Ok(What::Act(ActInput {
                act: act.clone(),
                to: step.to.clone(),
                fields: typed_fields(&step.fields),
                people: self.people_named(&step.people),
                reason: words(step.reason.as_ref()),
                documents: Vec::new(),
            })),
            (None, Some(note), None) => Ok(What::Note {
                text: super::casebook::typed(note),
            }),
            (None, None, Some(obligation)) => Ok(What::Keep {
                obligation,
                result: words(step.result.as_ref()),
                documents: Vec::new(),
            }),
            _ => Err(Diagnostic::error("app.casebook-step")),
        }
    }
}
