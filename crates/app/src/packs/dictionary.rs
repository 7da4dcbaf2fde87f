//! What the reader of a table must know beforehand, taken from the packs: fields, units,
//! types with their identifiers, words of tables, rules for names.

use super::Packs;
use julin_intake::identity::NameRules;
use julin_intake::{Dictionary, EntityKind, Field, FieldKind, Scheme, SchemeCheck, TableWords};
use julin_pack::kind::{FieldType, TypeSpec};

impl Packs {
    /// The dictionary for reading tables.
    pub fn dictionary(&self) -> Dictionary {
        Dictionary {
            fields: self.fields().into_iter().filter_map(field).collect(),
            units: self.units.clone(),
            entity_kinds: self.types.values().map(entity_kind).collect(),
            words: self.table_words(),
        }
    }

    /// Words tables use; those of the last pack that has them.
    fn table_words(&self) -> TableWords {
        let documents = self
            .packs
            .iter()
            .flat_map(|pack| pack.documents_of("words"));
        let own = documents
            .filter_map(|raw| raw.read::<TableWords>().document)
            .last();
        own.map_or_else(TableWords::default, |document| document.value)
    }

    /// How names are compared: all `names/` files together.
    pub fn name_rules(&self) -> NameRules {
        let mut rules = NameRules::default();
        for raw in self
            .packs
            .iter()
            .flat_map(|pack| pack.documents_of("names"))
        {
            let Some(document) = raw.read::<NameRules>().document else {
                continue;
            };
            rules.legal_forms.extend(document.value.legal_forms);
            rules.places.extend(document.value.places);
            rules.place_suffixes.extend(document.value.place_suffixes);
            rules.zone_prefixes.extend(document.value.zone_prefixes);
            rules.zone_suffixes.extend(document.value.zone_suffixes);
        }
        rules
    }
}

/// A field a column of a table can hold; texts in both languages and links cannot.
fn field(spec: &julin_pack::kind::FieldSpec) -> Option<Field> {
    let kind = match spec.kind {
        FieldType::Number if spec.unit.as_deref() == Some("year") => FieldKind::Year,
        FieldType::Number => FieldKind::Number,
        FieldType::Word => FieldKind::Word,
        FieldType::Flag => FieldKind::Flag,
        FieldType::Date => FieldKind::Date,
        FieldType::Text | FieldType::Entity => return None,
    };
    Some(Field {
        spellings: spec.spellings.clone(),
        codes: spec.code.iter().cloned().collect(),
        unit: spec.unit.clone(),
        non_negative: spec.non_negative,
        entity_types: spec.of.clone(),
        ..Field::new(spec.id.clone(), spec.label.clone(), kind)
    })
}

fn entity_kind(spec: &TypeSpec) -> EntityKind {
    let scheme = |s: &julin_pack::kind::SchemeSpec| Scheme {
        id: s.id.clone(),
        label: s.label.clone(),
        spellings: s.spellings.clone(),
        check: if s.check.as_deref() == Some("uscc") {
            SchemeCheck::Uscc
        } else {
            SchemeCheck::None
        },
    };
    EntityKind {
        id: spec.id.clone(),
        label: spec.label.clone(),
        name_headings: spec.name_headings.clone(),
        schemes: spec.identifiers.iter().map(scheme).collect(),
    }
}
