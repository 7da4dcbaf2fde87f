//! A pack as others use it: checked, its references resolved to the model's types.

use crate::case_files::CaseFiles;
use crate::document::{Document, RawDocument};
use crate::kind::{
    CaseSpec, CodeSpec, Crosswalk, DiscrepancySpec, FieldSpec, Manifest, RelationSpec, TypeSpec,
};
use julin_model::{
    Column, Entity, EntityId, FieldId, Layout, Locator, Period, Place, Record, RecordId, Relation,
    Source, SourceId, Status, Told, Unit, Value, record::Cited,
};

/// A loaded pack. Items with errors are left out; the diagnostics say which.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Identifier.
    pub id: String,
    /// The folder as diagnostics name it.
    pub label: String,
    /// The manifest.
    pub manifest: Manifest,
    /// Digest over all files, paths and bytes.
    pub digest: String,
    /// Units.
    pub units: Vec<Unit>,
    /// Types of entities.
    pub types: Vec<TypeSpec>,
    /// Types of links.
    pub relations: Vec<RelationSpec>,
    /// What scopes and other codes are called.
    pub codes: Vec<CodeSpec>,
    /// Fields.
    pub fields: Vec<FieldSpec>,
    /// Sources: those of `sources/`, one per reference of the manifest
    /// (`<pack>.<key>`), and the pack itself (`pack:<id>`).
    pub sources: Vec<PackSourceItem>,
    /// Entities.
    pub entities: Vec<PackEntity>,
    /// Facts of `facts/` and of entities.
    pub facts: Vec<Fact>,
    /// Links of `links/` and of entities.
    pub links: Vec<PackLink>,
    /// Discrepancies.
    pub discrepancies: Vec<Discrepancy>,
    /// Crosswalks by path.
    pub crosswalks: Vec<Document<Crosswalk>>,
    /// Files of all other kinds, `names` among them.
    pub documents: Vec<RawDocument>,
    /// Cases, read when first asked for.
    pub cases: CaseFiles,
}

impl Pack {
    /// Documents of a folder.
    pub fn documents_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a RawDocument> {
        self.documents
            .iter()
            .filter(move |document| document.kind == kind)
    }

    /// All entities, discrepancies among them.
    pub fn all_entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities
            .iter()
            .map(|item| &item.entity)
            .chain(self.discrepancies.iter().map(|d| &d.entity))
    }

    /// All facts, those of discrepancies among them.
    pub fn all_facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts
            .iter()
            .chain(self.discrepancies.iter().flat_map(|d| &d.facts))
    }

    /// All links, those of discrepancies among them.
    pub fn all_links(&self) -> impl Iterator<Item = &PackLink> {
        self.links
            .iter()
            .chain(self.discrepancies.iter().flat_map(|d| &d.links))
    }

    /// The source that stands for the pack itself.
    pub fn own_source(id: &str) -> String {
        format!("pack:{id}")
    }
}

/// A source and how its text is cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSourceItem {
    /// The source.
    pub source: Source,
    /// Names of the cleaning steps, in order.
    pub cleaning: Vec<String>,
}

/// An entity and where it is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackEntity {
    /// The entity.
    pub entity: Entity,
    /// Where it is spoken of, if told.
    pub at: Option<Cited>,
}

/// A link and where in the pack it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct PackLink {
    /// The link.
    pub relation: Relation,
    /// Where it is written.
    pub place: Place,
}

/// A discrepancy with its places resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// As written.
    pub spec: DiscrepancySpec,
    /// The entity of type `discrepancy` statements point at; named by what is wrong.
    pub entity: Entity,
    /// What it says, as facts about that entity: kind, sides, reason, ruling.
    pub facts: Vec<Fact>,
    /// Its links to those it is about.
    pub links: Vec<PackLink>,
}

/// A fact: one value with everything needed to make it a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Identifier of its own, if it has one.
    pub id: Option<String>,
    /// Whom it is about.
    pub entity: EntityId,
    /// Which field.
    pub field: FieldId,
    /// Narrower subject.
    pub scope: Option<String>,
    /// The value, fit for the type of the field.
    pub value: Value,
    /// Unit of a number: its own or the field's.
    pub unit: Option<String>,
    /// The time it is about.
    pub period: Option<Period>,
    /// What kind of saying.
    pub status: Status,
    /// Where it is said.
    pub at: Cited,
    /// How it was told.
    pub told: Option<Told>,
    /// Where in the pack it is written.
    pub place: Place,
}

impl Fact {
    /// The layout of its record: one column.
    pub fn layout(&self) -> Layout {
        let column = Column {
            field: self.field.clone(),
            scope: self.scope.clone(),
            unit: self.unit.clone(),
            column: None,
            heading: None,
        };
        Layout {
            columns: vec![column],
            sheet: None,
        }
    }

    /// Its record, with one value.
    pub fn record(&self) -> Record {
        Record {
            id: RecordId(0),
            entity: self.entity.clone(),
            period: self.period,
            source: self.at.source.clone(),
            locator: self.at.locator.clone(),
            status: self.status,
            values: vec![Some(self.value.clone())],
            told: self.told.clone(),
            key: self.id.clone(),
        }
    }
}

/// A case and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// As written.
    pub spec: CaseSpec,
    /// The pack.
    pub pack: String,
    /// Where.
    pub place: Place,
}

/// A citation of a whole source.
pub(crate) fn whole(source: SourceId) -> Cited {
    Cited {
        source,
        locator: Locator::default(),
    }
}
