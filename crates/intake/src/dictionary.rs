//! What the reader of a table must know beforehand: fields, units, types of entity,
//! and the words tables use around figures. Packs fill it in; nothing here is content.

use chrono::NaiveDate;
use julin_model::{FieldId, Text, TypeId, UnitTable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Everything known beforehand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dictionary {
    /// Fields a column can be.
    pub fields: Vec<Field>,
    /// Units a heading can name.
    pub units: UnitTable,
    /// Types of entity a row can be about.
    pub entity_kinds: Vec<EntityKind>,
    /// Words tables use around figures.
    pub words: TableWords,
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A number in a unit.
    #[default]
    Number,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A calendar year, as a number.
    Year,
    /// Words.
    Word,
}

/// A field of the dictionary, as far as reading a table needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its identifier.
    pub id: FieldId,
    /// Its label; both languages are known headings.
    pub label: Text,
    /// Other headings that mean it.
    pub spellings: Vec<String>,
    /// Codes of official statistics that mean it.
    pub codes: Vec<String>,
    /// The unit figures are in when a heading names none.
    pub unit: Option<String>,
    /// Kind of value.
    pub kind: FieldKind,
    /// True when a figure below zero must be a mistake.
    pub non_negative: bool,
    /// Types of entity that have it; empty for all.
    pub entity_types: Vec<TypeId>,
}

impl Field {
    /// A field with a label and nothing special about it.
    pub fn new(id: FieldId, label: Text, kind: FieldKind) -> Self {
        Self {
            id,
            label,
            kind,
            spellings: vec![],
            codes: vec![],
            unit: None,
            non_negative: false,
            entity_types: vec![],
        }
    }
}

/// A type of entity, as far as reading a table needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityKind {
    /// Its identifier.
    pub id: TypeId,
    /// Its label.
    pub label: Text,
    /// Headings of columns that name one: 企业名称, Company name.
    pub name_headings: Vec<String>,
    /// Identifiers it can have.
    pub schemes: Vec<Scheme>,
}

/// A scheme of identifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Its identifier: `uscc`.
    pub id: String,
    /// Its label; both languages are known headings.
    pub label: Text,
    /// Other headings that mean it.
    pub spellings: Vec<String>,
    /// How an identifier is checked.
    pub check: SchemeCheck,
}

/// How an identifier of a scheme is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemeCheck {
    /// Any text.
    #[default]
    None,
    /// GB 32100-2015, see [`crate::identity::uscc`].
    Uscc,
}

impl Dictionary {
    /// The field of an identifier.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| &field.id == id)
    }

    /// The type of entity of an identifier.
    pub fn entity_kind(&self, id: &TypeId) -> Option<&EntityKind> {
        self.entity_kinds.iter().find(|kind| &kind.id == id)
    }

    /// How identifiers of a scheme are checked.
    pub fn scheme_check(&self, scheme: &str) -> SchemeCheck {
        let mut schemes = self.entity_kinds.iter().flat_map(|kind| &kind.schemes);
        schemes
            .find(|s| s.id == scheme)
            .map_or(SchemeCheck::None, |s| s.check)
    }
}

/// Words tables use around figures: `words/*.yaml` of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    /// Rows of these names are sums, not entities: 合计, Total.
    pub totals: Vec<String>,
    /// Cells that say "not known": —, N/A, 暂缺.
    pub missing: Vec<String>,
    /// Cells that say yes.
    pub yes: Vec<String>,
    /// Cells that say no.
    pub no: Vec<String>,
    /// Words before the unit of a whole table: 单位, Unit.
    pub unit_marks: Vec<String>,
    /// Headings of the column that holds the period: 年份, Year.
    pub period_headings: Vec<String>,
    /// Headings of columns that only number the rows: 序号, No.
    pub row_number_headings: Vec<String>,
    /// Letters that number columns, in a row of their own below the headings: 甲.
    pub column_letters: Vec<String>,
}

impl Default for TableWords {
    /// The words of the built-in pack.
    fn default() -> Self {
        static BUILT_IN: LazyLock<TableWords> = LazyLock::new(|| {
            let words = include_str!("../../../packs/core/words/tables.yaml");
            serde_saphyr::from_str(words)
                .unwrap_or_else(|error| panic!("packs/core/words: {error}"))
        });
        BUILT_IN.clone()
    }
}

/// The last day figures can be about without being a mistake.
pub(crate) fn is_future(first: NaiveDate, today: NaiveDate) -> bool {
    first > today
}
