//! Facts: known field and entity, a value that fits, a unit that converts, a place
//! that says so.

use super::file::Checked;
use super::names::Category;
use super::values::fit;
use crate::kind::{At, Defaults, FactSpec, Facts, FieldSpec, FieldType, ValueSpec};
use crate::pack::Fact;
use julin_model::{Diagnostic, EntityId, Told, Value, record::Cited};

/// What holds for a fact beyond its own words.
pub struct Around<'a> {
    pub defaults: &'a Defaults,
    /// The entity the fact stands in, and where that is spoken of.
    pub entity: Option<&'a EntityId>,
    pub at: Option<&'a At>,
}

/// The sound facts of a file.
pub fn resolve_facts(file: &Checked<'_, Facts>) -> Vec<Fact> {
    let Facts { defaults, facts } = &file.document.value;
    if let Some(at) = &defaults.at {
        file.cite(at, "defaults", "at");
    }
    let around = Around {
        defaults,
        entity: None,
        at: None,
    };
    let resolved = facts
        .iter()
        .enumerate()
        .map(|(i, fact)| resolve_fact(file, fact, &around, &format!("facts.{i}")));
    resolved.flatten().collect()
}

/// One fact; `None`, with reports, when it is not sound.
pub fn resolve_fact<T>(
    file: &Checked<'_, T>,
    fact: &FactSpec,
    around: &Around<'_>,
    path: &str,
) -> Option<Fact> {
    let entity = subject(file, fact, around, path);
    let known = file.known(Category::Field, fact.field.as_str(), path, "field");
    let at = evidence(file, fact, around, path);
    let told = told(file, fact, path);
    if let Some(unit) = &fact.unit {
        file.known(Category::Unit, unit, path, "unit");
    }
    let field = file.names.field(fact.field.as_str()).filter(|_| known)?;
    if let Some(entity) = &entity {
        fits_type(file, field, entity, path);
    }
    let unit = unit(file, fact, field, path);
    let value = match fit(field, &fact.value) {
        Ok(value) => value,
        Err(misfit) => {
            file.report(*misfit, path, "value");
            return None;
        }
    };
    if let Value::Entity { entity } = &value {
        file.known(Category::Entity, entity.as_str(), path, "value.entity");
    }
    Some(Fact {
        id: fact.id.clone(),
        entity: entity?,
        field: fact.field.clone(),
        scope: fact.scope.clone(),
        value,
        unit: unit?,
        period: fact.period,
        status: fact.status.or(around.defaults.status).unwrap_or_default(),
        at: at?,
        told,
        place: file.document.place(path),
    })
}

fn subject<T>(
    file: &Checked<'_, T>,
    fact: &FactSpec,
    around: &Around<'_>,
    path: &str,
) -> Option<EntityId> {
    match (&fact.entity, around.entity) {
        (None, Some(entity)) => Some(entity.clone()),
        (Some(entity), None) => file
            .known(Category::Entity, entity.as_str(), path, "entity")
            .then(|| entity.clone()),
        (None, None) => {
            file.report(
                Diagnostic::error("pack.missing-key").with("key", "entity"),
                path,
                "",
            );
            None
        }
        (Some(entity), Some(_)) => {
            file.report(
                Diagnostic::error("pack.entity-within-entity").with("id", entity),
                path,
                "entity",
            );
            None
        }
    }
}

/// Where it is said: its own place, its entity's, the file's, or, for what is not a
/// number, the pack itself.
fn evidence<T>(
    file: &Checked<'_, T>,
    fact: &FactSpec,
    around: &Around<'_>,
    path: &str,
) -> Option<Cited> {
    if let Some(at) = &fact.at {
        return file.cite(at, path, "at");
    }
    if let Some(at) = around.at.or(around.defaults.at.as_ref()) {
        return cite_quietly(file, at);
    }
    if matches!(fact.value, ValueSpec::Number(_)) {
        let finding = Diagnostic::error("pack.no-evidence").with("field", &fact.field);
        file.report(finding, path, "value");
        return None;
    }
    file.own()
}

/// A place that is reported where it is written, not where it is used.
pub fn cite_quietly<T>(file: &Checked<'_, T>, at: &At) -> Option<Cited> {
    let found = std::cell::RefCell::default();
    let quiet = Checked {
        document: file.document,
        pack: file.pack,
        manifest: file.manifest,
        names: file.names,
        found: &found,
    };
    quiet.cite(at, "", "")
}

fn told<T>(file: &Checked<'_, T>, fact: &FactSpec, path: &str) -> Option<Told> {
    let also = fact.also.iter().enumerate();
    let also = also
        .filter_map(|(i, at)| file.cite(at, path, &format!("also.{i}")))
        .collect();
    if let Some(by) = &fact.by {
        file.known(Category::Entity, by.as_str(), path, "by");
    }
    if let Some(discrepancy) = &fact.discrepancy {
        file.known(
            Category::Discrepancy,
            discrepancy.as_str(),
            path,
            "discrepancy",
        );
    }
    let told = Told {
        raw: fact.raw.clone(),
        bound: fact.bound,
        by: fact.by.clone(),
        confidence: fact.confidence.map(|c| c.code().to_owned()),
        note: fact.note.clone(),
        also,
        discrepancy: fact.discrepancy.clone(),
        preferred: fact.preferred,
    };
    (told != Told::default()).then_some(told)
}

fn fits_type<T>(file: &Checked<'_, T>, field: &FieldSpec, entity: &EntityId, path: &str) {
    let Some(kind) = file.names.type_of(entity.as_str()) else {
        return;
    };
    if !field.of.is_empty() && field.of.iter().all(|of| of.as_str() != kind) {
        let of = field
            .of
            .iter()
            .map(|of| of.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        let finding = Diagnostic::warning("pack.field-of-other-type").with("field", &field.id);
        file.report(finding.with("type", kind).with("of", of), path, "field");
    }
}

/// The unit of a number; `None`, with a report, when it has none or one that does not
/// convert into the field's. What is not a number has no unit.
#[allow(
    clippy::option_option,
    reason = "no unit is sound for words, and not for numbers"
)]
fn unit<T>(
    file: &Checked<'_, T>,
    fact: &FactSpec,
    field: &FieldSpec,
    path: &str,
) -> Option<Option<String>> {
    let is_number = field.kind == FieldType::Number;
    match (&fact.unit, &field.unit) {
        (Some(_), _) if !is_number => {
            file.report(
                Diagnostic::error("pack.unit-without-number").with("field", &field.id),
                path,
                "unit",
            );
            None
        }
        (None, None) if is_number => {
            let finding = Diagnostic::error("pack.number-without-unit").with("field", &field.id);
            file.report(finding, path, "value");
            None
        }
        (Some(own), Some(of_field)) => {
            let dimension = |code: &str| file.names.unit(code).map(|unit| unit.dimension.clone());
            match (dimension(own), dimension(of_field)) {
                (Some(a), Some(b)) if a != b => {
                    let finding = Diagnostic::error("pack.unit-of-other-dimension");
                    let finding = finding.with("unit", own).with("field", &field.id);
                    file.report(finding.with("field_unit", of_field), path, "unit");
                    None
                }
                _ => Some(Some(own.clone())),
            }
        }
        (Some(own), None) => Some(Some(own.clone())),
        (None, of_field) => Some(of_field.clone().filter(|_| is_number)),
    }
}
