//! Manifest, units, types, fields and crosswalks.

use super::file::Checked;
use super::names::Category;
use crate::kind::{Crosswalk, FieldType, Fields, Manifest, Types, Units};
use julin_model::{Diagnostic, SourceId};
use std::collections::HashMap;

/// Identifiers and titles of the manifest.
pub fn check_manifest(file: &Checked<'_, Manifest>) {
    let manifest = &file.document.value;
    if manifest.id != file.pack {
        let finding = Diagnostic::error("pack.id-not-path")
            .with("id", &manifest.id)
            .with("path", file.pack);
        file.report(finding, "id", "");
    } else if SourceId::new(crate::pack::Pack::own_source(file.pack)).is_err() {
        let finding = Diagnostic::error("pack.bad-id")
            .with("key", "id")
            .with("found", &manifest.id);
        file.report(finding, "id", "");
    }
    file.named(&manifest.title, "title", "");
    for (key, reference) in &manifest.references {
        let path = format!("references.{key}");
        if SourceId::new(format!("{}.{key}", file.pack)).is_err() {
            let finding = Diagnostic::error("pack.bad-id")
                .with("key", "references")
                .with("found", key);
            file.report(finding, &path, "");
        }
        file.named(&reference.title, &path, "title");
    }
}

/// Labels and factors of units.
pub fn check_units(file: &Checked<'_, Units>) {
    for (i, unit) in file.document.value.units.iter().enumerate() {
        let path = format!("units.{i}");
        file.named(&unit.label, &path, "label");
        if !(unit.factor > 0.0 && unit.factor.is_finite()) {
            let finding = Diagnostic::error("pack.factor")
                .with("unit", &unit.code)
                .with("value", unit.factor);
            file.report(finding, &path, "factor");
        }
    }
}

/// Labels of types.
pub fn check_types(file: &Checked<'_, Types>) {
    for (i, kind) in file.document.value.types.iter().enumerate() {
        file.named(&kind.label, &format!("types.{i}"), "label");
    }
    for (i, relation) in file.document.value.relations.iter().enumerate() {
        let path = format!("relations.{i}");
        file.named(&relation.label, &path, "label");
        file.named(&relation.reverse, &path, "reverse");
    }
}

/// Units, types and references of fields.
pub fn check_fields(file: &Checked<'_, Fields>) {
    for (i, field) in file.document.value.fields.iter().enumerate() {
        let path = format!("fields.{i}");
        file.named(&field.label, &path, "label");
        if let Some(unit) = &field.unit {
            file.known(Category::Unit, unit, &path, "unit");
            if field.kind != FieldType::Number {
                let finding =
                    Diagnostic::error("pack.unit-without-number").with("field", &field.id);
                file.report(finding, &path, "unit");
            }
        }
        for (j, of) in field.of.iter().enumerate() {
            file.known(Category::Type, of.as_str(), &path, &format!("of.{j}"));
        }
        if let Some(reference) = &field.reference {
            file.known_reference(reference, &path, "reference");
        }
        if let Some(suggests) = &field.suggests {
            let path = format!("{path}.suggests");
            for (j, shown) in suggests.fields.iter().enumerate() {
                let at = format!("fields.{j}");
                file.known(Category::Field, shown.as_str(), &path, &at);
            }
            for (j, link) in suggests.links.iter().enumerate() {
                file.known(Category::Relation, link, &path, &format!("links.{j}"));
            }
        }
    }
}

/// Items of a crosswalk: unique, and each row with at most one of each list.
pub fn check_crosswalk(file: &Checked<'_, Crosswalk>) {
    let crosswalk = &file.document.value;
    let mut list_of: HashMap<&str, usize> = HashMap::new();
    for (i, list) in crosswalk.lists.iter().enumerate() {
        let path = format!("lists.{i}");
        if let Some(at) = &list.at {
            file.cite(at, &path, "at");
        }
        for (j, item) in list.items.iter().enumerate() {
            let path = format!("{path}.items.{j}");
            if let Some(at) = &item.at {
                file.cite(at, &path, "at");
            }
            if let Some(first) = list_of.insert(&item.id, i) {
                let first = file.document.place(&format!("lists.{first}"));
                let finding = Diagnostic::error("pack.duplicate-id")
                    .with("id", &item.id)
                    .with("first", first);
                file.report(finding, &path, "id");
            }
        }
    }
    for (i, row) in crosswalk.rows.iter().enumerate() {
        let mut taken: HashMap<usize, &str> = HashMap::new();
        for (j, item) in row.items.iter().enumerate() {
            let Some(item) = item else { continue };
            let key = format!("items.{j}");
            let path = format!("rows.{i}");
            let Some(list) = list_of.get(item.as_str()) else {
                let near = crate::suggest::nearest(item, list_of.keys().copied()).unwrap_or("—");
                let finding = Diagnostic::error("pack.unknown-item")
                    .with("id", item)
                    .with("near", near);
                file.report(finding, &path, &key);
                continue;
            };
            if let Some(other) = taken.insert(*list, item) {
                let finding = Diagnostic::error("pack.two-items-of-one-list");
                file.report(finding.with("id", item).with("other", other), &path, &key);
            }
        }
    }
}
