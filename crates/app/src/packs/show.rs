//! One pack: what it cites, its frameworks and crosswalks, its cases run just now.

use super::cases::case_view;
use super::list::pack_line;
use crate::call::{Answer, App, Call};
use crate::contract::{PackView, ReferenceView};
use crate::error::AppError;

/// Which pack.
#[derive(Debug, Clone)]
pub struct PackInput {
    /// Identifier.
    pub id: String,
}

/// The pack of an identifier.
pub fn pack(app: &App, _call: &Call, input: &PackInput) -> Answer<PackView> {
    let position = app.packs.all().iter().position(|pack| pack.id == input.id);
    let position = position.ok_or_else(|| AppError::not_found("pack", &input.id))?;
    let pack = &app.packs.all()[position];
    let references = pack
        .manifest
        .references
        .iter()
        .map(|(key, reference)| reference_view(key, reference));
    let own = |found: &&julin_model::Diagnostic| {
        found
            .place
            .as_ref()
            .is_some_and(|place| place.file.starts_with(&format!("{}/", pack.label)))
    };
    let frameworks = app.packs.frameworks().filter(|f| f.pack == position);
    let cases = app.packs.run_cases();
    Ok(PackView {
        line: app.store.read(|tx| pack_line(tx, pack))?,
        references: references.collect(),
        crosswalks: app.packs.crosswalks_of_pack(position),
        frameworks: frameworks
            .map(|f| (f.id.clone(), f.spec.title.clone()))
            .collect(),
        cases: cases
            .iter()
            .filter(|r| r.case.pack == pack.id)
            .map(case_view)
            .collect(),
        diagnostics: app
            .packs
            .diagnostics()
            .iter()
            .filter(own)
            .cloned()
            .collect(),
    })
}

/// An official text as shown.
pub(crate) fn reference_view(key: &str, reference: &julin_pack::kind::Reference) -> ReferenceView {
    ReferenceView {
        key: key.to_owned(),
        title: reference.title.clone(),
        number: reference.number.clone(),
        url: reference.url.clone(),
        published: reference.published.clone(),
        publisher: reference.publisher.clone(),
        note: reference.note.clone(),
    }
}
