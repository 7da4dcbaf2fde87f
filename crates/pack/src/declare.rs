//! Who declares which identifier: first pass of loading, so that the order of files
//! within a pack does not matter.

use crate::check::{Category, Names};
use crate::document::Document;
use crate::pack::Pack;
use crate::parts::Parts;
use julin_model::{Diagnostic, Place};

/// What a pack that is not there may declare.
const EVERYTHING: [Category; 7] = [
    Category::Unit,
    Category::Type,
    Category::Relation,
    Category::Field,
    Category::Source,
    Category::Entity,
    Category::Discrepancy,
];

/// Lets the pack see those it requires, and notes what could not be read.
pub fn see_required(parts: &Parts, names: &mut Names, present: &[String]) {
    let id = &parts.files.id;
    for other in &parts.manifest.value.requires {
        names.require(id, other);
        if !present.contains(other) {
            names.gap(id, &EVERYTHING);
        }
    }
    if !parts.has_manifest() {
        names.gap(id, &EVERYTHING);
    }
    names.gap(id, &parts.gaps);
    parts.broken.iter().for_each(|item| names.broken(item));
}

/// Declares what the pack's files name; what is declared twice is a finding.
pub fn declare(parts: &Parts, names: &mut Names) -> Vec<Diagnostic> {
    let mut all = Declaring {
        pack: &parts.files.id,
        names,
        found: Vec::new(),
    };
    all.vocabulary(parts);
    all.sources(parts);
    all.entities(parts);
    for document in &parts.others {
        let id = format!("{}:{}", document.kind, document.id());
        all.add(Category::Document, &id, Place::file(&*document.file));
    }
    all.found
}

/// Declares facts and links, whose identifiers are known after resolving.
pub fn declare_resolved(pack: &Pack, names: &mut Names) -> Vec<Diagnostic> {
    let mut all = Declaring {
        pack: &pack.id,
        names,
        found: Vec::new(),
    };
    for fact in &pack.facts {
        if let Some(id) = &fact.id {
            all.add(Category::Fact, id, fact.place.clone());
        }
    }
    for link in pack.all_links() {
        all.add(Category::Link, &link.relation.id, link.place.clone());
    }
    all.found
}

/// Declares cases.
pub fn declare_cases(pack: &Pack, names: &mut Names) -> Vec<Diagnostic> {
    let mut all = Declaring {
        pack: &pack.id,
        names,
        found: Vec::new(),
    };
    for case in pack.cases.all() {
        let id = format!("{}/{}", pack.id, case.spec.id);
        all.add(Category::Case, &id, case.place.clone());
    }
    all.found
}

struct Declaring<'a> {
    pack: &'a str,
    names: &'a mut Names,
    found: Vec<Diagnostic>,
}

impl Declaring<'_> {
    fn add(&mut self, category: Category, id: &str, place: Place) {
        self.found
            .extend(self.names.declare(category, id, self.pack, place));
    }

    fn vocabulary(&mut self, parts: &Parts) {
        for (document, i, unit) in items(&parts.units, |value| &value.units) {
            self.names.add_unit(unit);
            self.add(
                Category::Unit,
                &unit.code,
                document.place(&format!("units.{i}.code")),
            );
        }
        for (document, i, kind) in items(&parts.types, |value| &value.types) {
            self.add(
                Category::Type,
                kind.id.as_str(),
                document.place(&format!("types.{i}.id")),
            );
        }
        for (document, i, relation) in items(&parts.types, |value| &value.relations) {
            self.add(
                Category::Relation,
                &relation.id,
                document.place(&format!("relations.{i}.id")),
            );
        }
        for (document, i, field) in items(&parts.fields, |value| &value.fields) {
            self.names.add_field(field);
            self.add(
                Category::Field,
                field.id.as_str(),
                document.place(&format!("fields.{i}.id")),
            );
        }
    }

    fn sources(&mut self, parts: &Parts) {
        for (document, i, source) in items(&parts.sources, |value| &value.sources) {
            self.add(
                Category::Source,
                source.id.as_str(),
                document.place(&format!("sources.{i}.id")),
            );
        }
        for key in parts.manifest.value.references.keys() {
            let place = parts.manifest.key_place(&format!("references.{key}"));
            self.add(Category::Source, &format!("{}.{key}", self.pack), place);
        }
        let place = parts.manifest.place("id");
        self.add(Category::Source, &Pack::own_source(self.pack), place);
    }

    fn entities(&mut self, parts: &Parts) {
        for (document, i, entity) in items(&parts.entities, |value| &value.entities) {
            self.names
                .add_type(entity.id.as_str(), entity.kind.as_str());
            self.add(
                Category::Entity,
                entity.id.as_str(),
                document.place(&format!("entities.{i}.id")),
            );
        }
        for (document, i, spec) in items(&parts.discrepancies, |value| &value.discrepancies) {
            let place = document.place(&format!("discrepancies.{i}.id"));
            self.names.add_type(spec.id.as_str(), "discrepancy");
            // As an entity too: a second use of the identifier is reported once, there.
            let _reported_as_entity = self.names.declare(
                Category::Discrepancy,
                spec.id.as_str(),
                self.pack,
                place.clone(),
            );
            self.add(Category::Entity, spec.id.as_str(), place);
        }
    }
}

/// All items of all files of a kind, with their file and index.
fn items<'a, T, I: 'a>(
    documents: &'a [Document<T>],
    list: impl Fn(&'a T) -> &'a Vec<I>,
) -> impl Iterator<Item = (&'a Document<T>, usize, &'a I)> {
    documents.iter().flat_map(move |document| {
        list(&document.value)
            .iter()
            .enumerate()
            .map(move |(i, item)| (document, i, item))
    })
}
