//! Everything the loaded packs declare, and who may use it.

use crate::kind::FieldSpec;
use crate::suggest::nearest;
use julin_model::{Diagnostic, Place, Unit, UnitTable};
use std::collections::{BTreeMap, BTreeSet};

/// What an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// A unit.
    Unit,
    /// A type of entity.
    Type,
    /// A type of link.
    Relation,
    /// A field.
    Field,
    /// A source.
    Source,
    /// An entity.
    Entity,
    /// A discrepancy.
    Discrepancy,
    /// A fact with an identifier.
    Fact,
    /// A link.
    Link,
    /// A case.
    Case,
    /// A document of a registered kind: `frameworks:cn-national/zk-2021`.
    Document,
}

impl Category {
    /// The word in diagnostic codes: `pack.unknown-unit`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Type => "type",
            Self::Relation => "relation",
            Self::Field => "field",
            Self::Source => "source",
            Self::Entity => "entity",
            Self::Discrepancy => "discrepancy",
            Self::Fact => "fact",
            Self::Link => "link",
            Self::Case => "case",
            Self::Document => "document",
        }
    }

    /// What the files of a folder declare.
    pub fn declared_in(folder: &str) -> &'static [Self] {
        match folder {
            "units" => &[Self::Unit],
            "types" => &[Self::Type, Self::Relation],
            "fields" => &[Self::Field],
            "sources" => &[Self::Source],
            "entities" => &[Self::Entity],
            "discrepancies" => &[Self::Entity, Self::Discrepancy],
            _ => &[],
        }
    }
}

/// Who declared an identifier, where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The pack.
    pub pack: String,
    /// The place.
    pub place: Place,
}

/// Everything declared, with the rules of who sees what.
#[derive(Debug, Clone, Default)]
pub struct Names {
    declared: BTreeMap<Category, BTreeMap<String, Declared>>,
    fields: BTreeMap<String, FieldSpec>,
    types: BTreeMap<String, String>,
    units: BTreeMap<String, Unit>,
    visible: BTreeMap<String, BTreeSet<String>>,
    gaps: BTreeMap<String, BTreeSet<Category>>,
    broken: BTreeSet<String>,
}

impl Names {
    /// Declares an identifier. A second declaration is a finding, at the later place.
    pub fn declare(
        &mut self,
        category: Category,
        id: &str,
        pack: &str,
        place: Place,
    ) -> Option<Diagnostic> {
        let all = self.declared.entry(category).or_default();
        if let Some(first) = all.get(id) {
            let found = Diagnostic::error("pack.duplicate-id")
                .with("id", id)
                .with("first", &first.place);
            return Some(found.at(place));
        }
        all.insert(
            id.to_owned(),
            Declared {
                pack: pack.to_owned(),
                place,
            },
        );
        None
    }

    /// Who declared an identifier.
    pub fn declared(&self, category: Category, id: &str) -> Option<&Declared> {
        self.declared.get(&category)?.get(id)
    }

    /// A finding when `pack` uses an identifier nobody declares, or one of a pack it
    /// does not require.
    pub fn check(
        &self,
        category: Category,
        id: &str,
        pack: &str,
        place: impl FnOnce() -> Place,
    ) -> Option<Diagnostic> {
        let seen = self.visible.get(pack);
        let sees = |other: &str| other == pack || seen.is_some_and(|seen| seen.contains(other));
        if let Some(first) = self.declared(category, id) {
            let found = Diagnostic::error("pack.not-required")
                .with("id", id)
                .with("pack", &first.pack);
            return (!sees(&first.pack)).then(|| found.at(place()));
        }
        let gap =
            |(other, gaps): (&String, &BTreeSet<Category>)| sees(other) && gaps.contains(&category);
        if self.broken.contains(id) || self.gaps.iter().any(gap) {
            return None;
        }
        let known = self.declared.get(&category).into_iter().flatten();
        let near = nearest(
            id,
            known
                .filter(|(_, d)| sees(&d.pack))
                .map(|(id, _)| id.as_str()),
        )
        .unwrap_or("—");
        let code = format!("pack.unknown-{}", category.code());
        Some(
            Diagnostic::error(&code)
                .with("id", id)
                .with("near", near)
                .at(place()),
        )
    }

    /// The field of an identifier.
    pub fn field(&self, id: &str) -> Option<&FieldSpec> {
        self.fields.get(id)
    }

    /// The type of an entity.
    pub fn type_of(&self, entity: &str) -> Option<&str> {
        self.types.get(entity).map(String::as_str)
    }

    /// The unit of a code.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.get(code)
    }

    /// All units, as a table that converts.
    pub fn unit_table(&self) -> UnitTable {
        UnitTable::new(self.units.values().cloned())
    }

    pub(crate) fn add_field(&mut self, field: &FieldSpec) {
        self.fields
            .entry(field.id.to_string())
            .or_insert_with(|| field.clone());
    }

    pub(crate) fn add_unit(&mut self, unit: &Unit) {
        self.units
            .entry(unit.code.clone())
            .or_insert_with(|| unit.clone());
    }

    pub(crate) fn add_type(&mut self, entity: &str, kind: &str) {
        self.types
            .entry(entity.to_owned())
            .or_insert_with(|| kind.to_owned());
    }

    /// Lets `pack` see what another pack and those it requires declare.
    pub(crate) fn require(&mut self, pack: &str, other: &str) {
        let mut more = self.visible.get(other).cloned().unwrap_or_default();
        more.insert(other.to_owned());
        self.visible
            .entry(pack.to_owned())
            .or_default()
            .append(&mut more);
    }

    /// Remembers that a pack may declare more of a category than could be read, so that
    /// one broken file does not make every use of its words a finding.
    pub(crate) fn gap(&mut self, pack: &str, categories: &[Category]) {
        self.gaps
            .entry(pack.to_owned())
            .or_default()
            .extend(categories);
    }

    /// Remembers the identifier of an item that could not be read.
    pub(crate) fn broken(&mut self, id: &str) {
        self.broken.insert(id.to_owned());
    }
}
