//! The mapping: which column of a table is which field, in which unit, about which
//! period. Written in packs as `mappings/<id>.yaml`, or proposed from the headings.

use julin_model::{FieldId, Period, Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a table means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its identifier; the name of the file in a pack.
    pub id: String,
    /// What a person calls this kind of table.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub label: Text,
    /// What each row is about.
    #[schemars(with = "String")]
    pub entity_type: TypeId,
    /// Columns that identify the entity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<IdentifierRule>,
    /// Columns that name the entity; the first is the main name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<ColumnRef>,
    /// The time the figures are about.
    #[serde(default)]
    pub period: PeriodRule,
    /// Columns that hold fields.
    #[serde(default)]
    pub columns: Vec<ColumnRule>,
    /// Columns left out on purpose; they cause no note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<ColumnRef>,
    /// The sheet, when the workbook has several. The first one with rows otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Editions of one publication share a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Names of rows that are sums, beyond those tables commonly use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<String>,
}

/// A column, by its heading or by its letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ColumnRef {
    /// By its heading, compared without spaces, case and unit in brackets.
    Heading(String),
    /// By its letter: needed when one heading stands twice.
    Letter(Letter),
}

/// A column by its letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// The letter a spreadsheet shows: `A`, `AB`.
    pub letter: String,
}

/// A column that identifies the entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifierRule {
    /// The column.
    pub column: ColumnRef,
    /// The scheme: `uscc`.
    pub scheme: String,
}

/// Where the period of a row comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodRule {
    /// The table does not tell.
    #[default]
    None,
    /// The headings carry it, or each column rule does: 2023年营业收入.
    Heading,
    /// One period for all rows.
    Fixed(#[schemars(with = "String")] Period),
    /// A column holds it.
    Column(ColumnRef),
}

/// A column that holds a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// The column.
    pub column: ColumnRef,
    /// The field.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// Unit of the figures; the field's own unit otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Narrower subject within the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// How a share is written.
    #[serde(default, skip_serializing_if = "PercentStyle::is_auto")]
    pub percent: PercentStyle,
    /// The period of this column alone, with `period: heading`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub period: Option<Period>,
}

/// How a share is written: twelve percent as 12 or as 0.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PercentStyle {
    /// Decided on the first rows, and said.
    #[default]
    Auto,
    /// 12 means twelve percent.
    Percent,
    /// 0.12 means twelve percent.
    Fraction,
}

impl PercentStyle {
    /// True when the file decides.
    pub fn is_auto(&self) -> bool {
        *self == Self::Auto
    }
}

impl ColumnRef {
    /// By heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::Heading(text.into())
    }

    /// By letter.
    pub fn letter(letter: impl Into<String>) -> Self {
        Self::Letter(Letter {
            letter: letter.into(),
        })
    }
}

impl std::fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Heading(heading) => f.write_str(heading),
            Self::Letter(Letter { letter }) => write!(f, "{letter}:{letter}"),
        }
    }
}

/// The letter a spreadsheet shows for a column, from 0: `A`, `Z`, `AA`.
pub fn letter_of(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The column of a letter, from 0.
pub fn column_of(letter: &str) -> Option<usize> {
    let letter = letter.trim();
    if letter.is_empty() || letter.len() > 3 {
        return None;
    }
    letter
        .bytes()
        .try_fold(0usize, |sum, byte| {
            let byte = byte.to_ascii_uppercase();
            byte.is_ascii_uppercase()
                .then(|| sum * 26 + usize::from(byte - b'A') + 1)
        })
        .map(|n| n - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_read_back() {
        for column in [0, 25, 26, 51, 701, 702, 16383] {
            assert_eq!(column_of(&letter_of(column)), Some(column));
        }
        // The last column of a spreadsheet is XFD.
        assert_eq!(letter_of(16383), "XFD");
        assert_eq!(column_of(""), None);
        assert_eq!(column_of("A1"), None);
    }

    #[test]
    fn a_written_mapping_reads_back_and_unknown_keys_are_refused() {
        let yaml = "id: torch\nentity_type: park\nnames: [园区名称]\nperiod: {column: 年份}\n\
                    columns:\n- {column: 营业收入, field: revenue, unit: cny_1k}\n\
                    - {column: {letter: D}, field: rd_spending, percent: fraction}\n";
        let mapping: Mapping = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(
            mapping.period,
            PeriodRule::Column(ColumnRef::heading("年份"))
        );
        assert_eq!(mapping.columns[1].column, ColumnRef::letter("D"));
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
        assert!(serde_saphyr::from_str::<Mapping>(&format!("{yaml}colums: []\n")).is_err());
        for period in ["period: none", "period: heading", "period: {fixed: 2023}"] {
            let other = yaml.replace("period: {column: 年份}", period);
            assert!(
                serde_saphyr::from_str::<Mapping>(&other).is_ok(),
                "{period}"
            );
        }
    }
}
