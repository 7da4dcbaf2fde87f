//! Brings the cases of casebooks into the store, by the commands anybody would use.
//!
//! Every command carries a key made from the casebook and the case, so that loading again
//! changes nothing. A case that cannot be opened, or a step that cannot be done, is told;
//! the others are loaded all the same.

use super::Loaded;
use super::casebook::{
    BookCase, BookPromise, BookStep, CasebookSpec, basis_line, start_of, typed_fields, words,
};
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use crate::follow::{CaseCommand, CaseDone, OpenCaseInput, What, act_in_case, open_case};
use julin_model::Diagnostic;
use julin_pack::kind::At;

/// What was loaded from the casebooks.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct CasebooksLoaded {
    /// By casebook: cases opened now, and those that were there before.
    pub casebooks: Vec<(String, u64, u64)>,
    /// What could not be done.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads every casebook of the packs; the facts must be loaded before.
pub fn load_casebooks(app: &App) -> Answer<CasebooksLoaded> {
    let mut loaded = CasebooksLoaded::default();
    for book in app.packs.casebooks() {
        let mut counts = (0, 0);
        for case in &book.spec.cases {
            let loading = Loading { app, book, case };
            let done = loading.case().and_then(|done| {
                match done.before {
                    true => counts.1 += 1,
                    false => counts.0 += 1,
                }
                loading.rest(&done.code)
            });
            if let Err(error) = done {
                let id = format!("{}:{}", book.id, case.key);
                let found = Diagnostic::warning("app.casebook-not-loaded").with("case", id);
                loaded.diagnostics.push(found);
                loaded.diagnostics.push(error.diagnostic().clone());
            }
        }
        let (new, before) = counts;
        loaded.casebooks.push((book.id.clone(), new, before));
    }
    Ok(loaded)
}

/// One case being loaded.
struct Loading<'a> {
    app: &'a App,
    book: &'a Loaded<CasebookSpec>,
    case: &'a BookCase,
}

impl Loading<'_> {
    fn caller(&self, by: Option<&str>) -> Call {
        let named = by.map(|by| self.app.packs.person_named(by));
        let actor = named.unwrap_or_else(|| self.book.spec.author.clone());
        Call { actor }
    }

    fn key(&self, step: &str) -> String {
        format!("{}:{}{step}", self.book.id, self.case.key)
    }

    fn case(&self) -> Answer<CaseDone> {
        let case = self.case;
        let input = OpenCaseInput {
            workflow: self.book.spec.workflow.clone(),
            title: case.title.clone(),
            subject: case.subject.as_ref().map(ToString::to_string),
            act: case.act.clone(),
            fields: typed_fields(&case.fields),
            people: self.app.packs.people_named(&case.people),
            reason: words(case.reason.as_ref()),
            on: Some(start_of(case.on)),
            basis: basis_line(&case.basis),
            key: Some(self.key("")),
            ..OpenCaseInput::default()
        };
        open_case(self.app, &self.caller(case.by.as_deref()), &input)
    }

    /// Promises and steps.
    fn rest(&self, code: &str) -> Answer<()> {
        for (p, promise) in self.case.promises.iter().enumerate() {
            self.promise(code, (p, promise))?;
        }
        for (s, step) in self.case.then.iter().enumerate() {
            self.step(code, (s, step))?;
        }
        Ok(())
    }

    fn promise(&self, code: &str, (at, promise): (usize, &BookPromise)) -> Answer<()> {
        let what = What::Oblige {
            title: promise.title.clone(),
            owner: promise.owner.clone(),
            due: promise.due,
        };
        let key = self.key(&format!(" promise {}", at + 1));
        let caller = self.caller(self.case.by.as_deref());
        let on = start_of(self.case.on);
        let command = command((code, key), what, on, &self.case.basis);
        act_in_case(self.app, &caller, &command)?;
        Ok(())
    }

    fn step(&self, code: &str, (at, step): (usize, &BookStep)) -> Answer<()> {
        let what = self.app.packs.step_what(step).map_err(AppError::invalid)?;
        let key = self.key(&format!(" step {}", at + 1));
        let caller = self.caller(step.by.as_deref());
        let basis = step.basis.as_ref().unwrap_or(&self.case.basis);
        let command = command((code, key), what, start_of(step.on), basis);
        act_in_case(self.app, &caller, &command)?;
        Ok(())
    }
}

fn command(
    (code, key): (&str, String),
    what: What,
    on: chrono::NaiveDateTime,
    basis: &At,
) -> CaseCommand {
    CaseCommand {
        on: Some(on),
        basis: basis_line(basis),
        key: Some(key),
        ..CaseCommand::new(code, what)
    }
}
