//! Loading: which packs, in which order, and all checks that look across files.

use crate::check::{
    Category, Checked, Names, check_crosswalk, check_fields, check_manifest, check_types, check_units,
    resolve_discrepancies, resolve_entities, resolve_facts, resolve_links,
};
use crate::document::{Document, in_order};
use crate::files::PackFiles;
use crate::kind::Manifest;
use crate::pack::{Case, Pack, PackSourceItem};
use crate::parts::Parts;
use crate::registry::{Registry, View};
use julin_model::{Diagnostic, Severity, Source, SourceId, SourceKind, Text};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Where packs come from.
#[derive(Debug, Clone, Default)]
pub struct PackSource {
    wanted: Vec<PackFiles>,
    library: Vec<PackFiles>,
}

impl PackSource {
    /// No packs yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads these packs; a later pack replaces an earlier one of the same id.
    #[must_use]
    pub fn with(mut self, packs: impl IntoIterator<Item = PackFiles>) -> Self {
        self.wanted.extend(packs);
        self
    }

    /// Loads these packs only when one that is loaded requires them.
    #[must_use]
    pub fn with_library(mut self, packs: impl IntoIterator<Item = PackFiles>) -> Self {
        self.library.extend(packs);
        self
    }
}

/// What loading gave.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The packs, each after those it requires.
    pub packs: Vec<Pack>,
    /// Everything declared.
    pub names: Names,
    /// All findings, in order of file and line.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// True when something is wrong that is more than a warning.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// A pack by id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }
}

/// Loads packs. A finding in one file never stops the others.
pub fn load(source: PackSource, registry: &Registry) -> Loaded {
    let mut loaded = Loaded::default();
    let mut gathered = gather(source, registry);
    for id in order(&gathered, &mut loaded.diagnostics) {
        let Some(parts) = gathered.remove(&id) else { continue };
        let pack = load_one(parts, registry, &mut loaded);
        loaded.packs.push(pack);
    }
    loaded.diagnostics = in_order(loaded.diagnostics);
    loaded
}

/// The wanted packs and those they require, read.
fn gather(source: PackSource, registry: &Registry) -> BTreeMap<String, Parts> {
    let by_id = |packs: Vec<PackFiles>| packs.into_iter().map(|p| (p.id.clone(), p)).collect::<BTreeMap<_, _>>();
    let mut library = by_id(source.library);
    let mut waiting: Vec<PackFiles> = by_id(source.wanted).into_values().collect();
    let mut gathered = BTreeMap::new();
    while let Some(files) = waiting.pop() {
        library.remove(&files.id);
        let parts = Parts::read(files, registry);
        let required = parts.manifest.value.requires.iter();
        waiting.extend(required.filter_map(|id| library.remove(id)));
        gathered.insert(parts.files.id.clone(), parts);
    }
    gathered
}

/// Identifiers of the packs, each after those it requires.
fn order(packs: &BTreeMap<String, Parts>, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut sorted = Vec::new();
    for id in packs.keys() {
        visit(id, packs, &mut Vec::new(), &mut sorted, found);
    }
    sorted
}

fn visit(
    id: &str,
    packs: &BTreeMap<String, Parts>,
    path: &mut Vec<String>,
    sorted: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(parts) = packs.get(id).filter(|_| !sorted.iter().any(|done| done == id)) else { return };
    path.push(id.to_owned());
    for (i, other) in parts.manifest.value.requires.iter().enumerate() {
        let place = || parts.manifest.place(&format!("requires.{i}"));
        if !packs.contains_key(other) {
            let near = crate::suggest::nearest(other, packs.keys().map(String::as_str)).unwrap_or("—");
            found.push(Diagnostic::error("pack.missing-pack").with("id", other).with("near", near).at(place()));
        } else if path.contains(other) {
            let circle = format!("{} → {other}", path.join(" → "));
            found.push(Diagnostic::error("pack.circle").with("circle", circle).at(place()));
        } else {
            visit(other, packs, path, sorted, found);
        }
    }
    path.pop();
    sorted.push(id.to_owned());
}

fn load_one(mut parts: Parts, registry: &Registry, loaded: &mut Loaded) -> Pack {
    let id = parts.files.id.clone();
    loaded.diagnostics.append(&mut parts.found);
    let names = &mut loaded.names;
    see_required(&parts, names, &loaded.packs);
    loaded.diagnostics.extend(declare(&parts, names));
    let found = RefCell::new(Vec::new());
    let pack = Resolve { parts: &parts, id: &id, names, found: &found }.pack();
    loaded.diagnostics.append(&mut found.into_inner());
    loaded.diagnostics.extend(declare_resolved(&pack, names));
    let view = View { pack: &id, names };
    loaded.diagnostics.extend(parts.others.iter().flat_map(|document| registry.check(document, &view)));
    Pack { documents: parts.others, crosswalks: parts.crosswalks, ..pack }
}

fn see_required(parts: &Parts, names: &mut Names, loaded: &[Pack]) {
    let id = &parts.files.id;
    for other in &parts.manifest.value.requires {
        names.require(id, other);
        if !loaded.iter().any(|pack| pack.id == *other) {
            names.gap(id, &EVERYTHING);
        }
    }
    if parts.manifest.value.title.is_empty() {
        names.gap(id, &EVERYTHING);
    }
    names.gap(id, &parts.gaps);
    parts.broken.iter().for_each(|item| names.broken(item));
}

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

/// Declares what the pack's files name; what is declared twice is a finding.
fn declare(parts: &Parts, names: &mut Names) -> Vec<Diagnostic> {
    let pack = &*parts.files.id;
    let mut found = Vec::new();
    let mut add = |names: &mut Names, category, id: &str, place| found.extend(names.declare(category, id, pack, place));
    for document in &parts.units {
        for (i, unit) in document.value.units.iter().enumerate() {
            names.add_unit(unit);
            add(names, Category::Unit, &unit.code, document.place(&format!("units.{i}.code")));
        }
    }
    for document in &parts.types {
        for (i, kind) in document.value.types.iter().enumerate() {
            add(names, Category::Type, kind.id.as_str(), document.place(&format!("types.{i}.id")));
        }
        for (i, relation) in document.value.relations.iter().enumerate() {
            add(names, Category::Relation, &relation.id, document.place(&format!("relations.{i}.id")));
        }
    }
    for document in &parts.fields {
        for (i, field) in document.value.fields.iter().enumerate() {
            names.add_field(field);
            add(names, Category::Field, field.id.as_str(), document.place(&format!("fields.{i}.id")));
        }
    }
    for document in &parts.sources {
        for (i, source) in document.value.sources.iter().enumerate() {
            add(names, Category::Source, source.id.as_str(), document.place(&format!("sources.{i}.id")));
        }
    }
    for key in parts.manifest.value.references.keys() {
        let place = parts.manifest.key_place(&format!("references.{key}"));
        add(names, Category::Source, &format!("{pack}.{key}"), place);
    }
    for document in &parts.entities {
        for (i, entity) in document.value.entities.iter().enumerate() {
            names.add_type(entity.id.as_str(), entity.kind.as_str());
            add(names, Category::Entity, entity.id.as_str(), document.place(&format!("entities.{i}.id")));
        }
    }
    for document in &parts.discrepancies {
        for (i, discrepancy) in document.value.discrepancies.iter().enumerate() {
            let place = || document.place(&format!("discrepancies.{i}.id"));
            names.add_type(discrepancy.id.as_str(), "discrepancy");
            add(names, Category::Discrepancy, discrepancy.id.as_str(), place());
            add(names, Category::Entity, discrepancy.id.as_str(), place());
        }
    }
    for document in &parts.others {
        add(names, Category::Document, &document.id(), document_place(document));
    }
    found
}

fn document_place(document: &crate::document::RawDocument) -> julin_model::Place {
    julin_model::Place::file(&*document.file)
}

/// Declares facts, links and cases, whose identifiers are known after resolving.
fn declare_resolved(pack: &Pack, names: &mut Names) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for fact in &pack.facts {
        if let Some(id) = &fact.id {
            found.extend(names.declare(Category::Fact, id, &pack.id, fact.place.clone()));
        }
    }
    for link in &pack.links {
        found.extend(names.declare(Category::Link, &link.relation.id, &pack.id, link.place.clone()));
    }
    for case in &pack.cases {
        let id = format!("{}/{}", pack.id, case.spec.id);
        found.extend(names.declare(Category::Case, &id, &pack.id, case.place.clone()));
    }
    found
}

/// One pack being resolved.
struct Resolve<'a> {
    parts: &'a Parts,
    id: &'a str,
    names: &'a Names,
    found: &'a RefCell<Vec<Diagnostic>>,
}

impl Resolve<'_> {
    fn checked<'b, T>(&'b self, document: &'b Document<T>) -> Checked<'b, T> {
        let (manifest, names) = (&self.parts.manifest.value, self.names);
        Checked { document, pack: self.id, manifest, names, found: self.found }
    }

    fn pack(&self) -> Pack {
        let parts = self.parts;
        self.check_lists();
        let mut pack = Pack {
            id: self.id.to_owned(),
            label: parts.files.label.clone(),
            manifest: parts.manifest.value.clone(),
            digest: parts.files.digest(),
            units: parts.units.iter().flat_map(|d| d.value.units.clone()).collect(),
            types: parts.types.iter().flat_map(|d| d.value.types.clone()).collect(),
            relations: parts.types.iter().flat_map(|d| d.value.relations.clone()).collect(),
            fields: parts.fields.iter().flat_map(|d| d.value.fields.clone()).collect(),
            sources: self.sources(),
            entities: Vec::new(),
            facts: parts.facts.iter().flat_map(|d| resolve_facts(&self.checked(d))).collect(),
            links: parts.links.iter().flat_map(|d| resolve_links(&self.checked(d))).collect(),
            discrepancies: parts.discrepancies.iter().flat_map(|d| resolve_discrepancies(&self.checked(d))).collect(),
            crosswalks: Vec::new(),
            documents: Vec::new(),
            cases: self.cases(),
        };
        for document in &parts.entities {
            let (entities, facts, links) = resolve_entities(&self.checked(document));
            pack.entities.extend(entities);
            pack.facts.extend(facts);
            pack.links.extend(links);
        }
        pack
    }

    fn check_lists(&self) {
        if !self.parts.manifest.value.title.is_empty() {
            check_manifest(&self.checked(&self.parts.manifest));
        }
        self.parts.units.iter().for_each(|d| check_units(&self.checked(d)));
        self.parts.types.iter().for_each(|d| check_types(&self.checked(d)));
        self.parts.fields.iter().for_each(|d| check_fields(&self.checked(d)));
        self.parts.crosswalks.iter().for_each(|d| check_crosswalk(&self.checked(d)));
    }

    fn sources(&self) -> Vec<PackSourceItem> {
        let own = self.parts.sources.iter().flat_map(|d| &d.value.sources);
        let own = own.map(|spec| PackSourceItem { source: spec.source(), cleaning: spec.cleaning.clone() });
        let derived = derived_sources(self.id, &self.parts.manifest.value, &self.parts.files);
        own.chain(derived.into_iter().map(|source| PackSourceItem { source, cleaning: Vec::new() })).collect()
    }

    fn cases(&self) -> Vec<Case> {
        let of = |document: &Document<crate::kind::Cases>| {
            let case = |(i, spec): (usize, &crate::kind::CaseSpec)| Case {
                spec: spec.clone(),
                pack: self.id.to_owned(),
                place: document.place(&format!("cases.{i}")),
            };
            document.value.cases.iter().enumerate().map(case).collect::<Vec<_>>()
        };
        self.parts.cases.iter().flat_map(of).collect()
    }
}

/// The official texts of the manifest and the pack itself, as sources.
fn derived_sources(id: &str, manifest: &Manifest, files: &PackFiles) -> Vec<Source> {
    let empty = |id: SourceId, kind, title: Text, series: String| Source {
        id,
        kind,
        title,
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: None,
        sha256: None,
        series,
        note: Text::default(),
    };
    let mut sources = Vec::new();
    for (key, reference) in &manifest.references {
        let name = format!("{id}.{key}");
        let Ok(source) = SourceId::new(&*name) else { continue };
        sources.push(Source {
            publisher: reference.publisher.clone(),
            published: reference.published.clone(),
            url: reference.url.clone(),
            note: reference.note.clone(),
            ..empty(source, SourceKind::Document, reference.numbered_title(), name)
        });
    }
    let own = Pack::own_source(id);
    if let Ok(source) = SourceId::new(&*own) {
        let digest = Some(files.digest());
        sources.push(Source { sha256: digest, ..empty(source, SourceKind::Pack, manifest.title.clone(), own) });
    }
    let mut seen = BTreeSet::new();
    sources.retain(|source| seen.insert(source.id.clone()));
    sources
}
