//! From what the files of a pack say to the pack: second pass of loading.

use crate::case_files::CaseFiles;
use crate::check::{
    Checked, Names, check_crosswalk, check_fields, check_manifest, check_types, check_units,
    resolve_discrepancies, resolve_entities, resolve_facts, resolve_links,
};
use crate::document::Document;
use crate::files::PackFiles;
use crate::kind::Manifest;
use crate::pack::{Pack, PackSourceItem};
use crate::parts::Parts;
use julin_model::{Diagnostic, Source, SourceId, SourceKind, Text};
use std::cell::RefCell;

/// One pack being resolved.
pub struct Resolve<'a> {
    pub parts: &'a Parts,
    pub id: &'a str,
    pub names: &'a Names,
    pub found: &'a RefCell<Vec<Diagnostic>>,
}

impl Resolve<'_> {
    fn checked<'b, T>(&'b self, document: &'b Document<T>) -> Checked<'b, T> {
        let manifest = self
            .parts
            .has_manifest()
            .then_some(&self.parts.manifest.value);
        Checked {
            document,
            pack: self.id,
            manifest,
            names: self.names,
            found: self.found,
        }
    }

    /// The pack; its crosswalks, documents and cases are moved in by the caller.
    pub fn pack(&self) -> Pack {
        let parts = self.parts;
        self.check_lists();
        let mut pack = Pack {
            id: self.id.to_owned(),
            label: parts.files.label.clone(),
            manifest: parts.manifest.value.clone(),
            digest: parts.files.digest(),
            units: parts
                .units
                .iter()
                .flat_map(|d| d.value.units.clone())
                .collect(),
            types: parts
                .types
                .iter()
                .flat_map(|d| d.value.types.clone())
                .collect(),
            relations: parts
                .types
                .iter()
                .flat_map(|d| d.value.relations.clone())
                .collect(),
            codes: parts
                .types
                .iter()
                .flat_map(|d| d.value.codes.clone())
                .collect(),
            fields: parts
                .fields
                .iter()
                .flat_map(|d| d.value.fields.clone())
                .collect(),
            sources: self.sources(),
            entities: Vec::new(),
            facts: parts
                .facts
                .iter()
                .flat_map(|d| resolve_facts(&self.checked(d)))
                .collect(),
            links: parts
                .links
                .iter()
                .flat_map(|d| resolve_links(&self.checked(d)))
                .collect(),
            discrepancies: parts
                .discrepancies
                .iter()
                .flat_map(|d| resolve_discrepancies(&self.checked(d)))
                .collect(),
            crosswalks: Vec::new(),
            documents: Vec::new(),
            cases: CaseFiles::default(),
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
        if self.parts.has_manifest() {
            check_manifest(&self.checked(&self.parts.manifest));
        }
        self.parts
            .units
            .iter()
            .for_each(|d| check_units(&self.checked(d)));
        self.parts
            .types
            .iter()
            .for_each(|d| check_types(&self.checked(d)));
        self.parts
            .fields
            .iter()
            .for_each(|d| check_fields(&self.checked(d)));
        self.parts
            .crosswalks
            .iter()
            .for_each(|d| check_crosswalk(&self.checked(d)));
    }

    fn sources(&self) -> Vec<PackSourceItem> {
        let own = self.parts.sources.iter().flat_map(|d| &d.value.sources);
        let own = own.map(|spec| PackSourceItem {
            source: spec.source(),
            cleaning: spec.cleaning.clone(),
        });
        let derived = derived_sources(self.id, &self.parts.manifest.value, &self.parts.files);
        own.chain(derived.into_iter().map(|source| PackSourceItem {
            source,
            cleaning: Vec::new(),
        }))
        .collect()
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
        let Ok(source) = SourceId::new(&*name) else {
            continue;
        };
        sources.push(Source {
            publisher: reference.publisher.clone(),
            published: reference.published.clone(),
            url: reference.url.clone(),
            note: reference.note.clone(),
            ..empty(
                source,
                SourceKind::Document,
                reference.numbered_title(),
                name,
            )
        });
    }
    let own = Pack::own_source(id);
    if let Ok(source) = SourceId::new(&*own) {
        let digest = Some(files.digest());
        sources.push(Source {
            sha256: digest,
            ..empty(source, SourceKind::Pack, manifest.title.clone(), own)
        });
    }
    sources
}
