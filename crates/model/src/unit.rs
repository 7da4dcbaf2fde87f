//! Units as packs declare them, and conversion between units of one dimension.

use crate::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One unit: `cny_10k` is 10,000 of the dimension `cny`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The code fields and values use: `cny`, `cny_10k`, `percent`, `count`.
    pub code: String,
    /// How it is written beside a figure: 万元, CNY 10,000.
    pub label: Text,
    /// What it measures; only units of one dimension convert into each other.
    pub dimension: String,
    /// How many base units of the dimension one of this unit is.
    pub factor: f64,
    /// Other spellings met in headings: 万元, 10k yuan.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// All units known, by code and by spelling.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitTable {
    units: BTreeMap<String, Unit>,
    spellings: BTreeMap<String, String>,
}

/// Why a value cannot be converted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// No pack declares the unit.
    #[error("unit `{0}` is not declared")]
    Unknown(String),
    /// The two units measure different things.
    #[error("`{from}` and `{to}` measure different things")]
    Dimension {
        /// The unit the value is in.
        from: String,
        /// The unit asked for.
        to: String,
    },
}

impl UnitTable {
    /// Builds the table; a later unit of the same code replaces an earlier one.
    pub fn new(units: impl IntoIterator<Item = Unit>) -> Self {
        let mut table = Self::default();
        for unit in units {
            let own = [
                unit.code.clone(),
                unit.label.zh.clone(),
                unit.label.en.clone(),
            ];
            for spelling in own.into_iter().chain(unit.spellings.iter().cloned()) {
                table
                    .spellings
                    .insert(spelling.trim().to_lowercase(), unit.code.clone());
            }
            table.units.insert(unit.code.clone(), unit);
        }
        table
    }

    /// The unit of a code.
    pub fn get(&self, code: &str) -> Option<&Unit> {
        self.units.get(code)
    }

    /// The unit meant by a code, label or spelling, in any case.
    pub fn find(&self, spelling: &str) -> Option<&Unit> {
        self.spellings
            .get(&spelling.trim().to_lowercase())
            .and_then(|code| self.units.get(code))
    }

    /// All units in order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// By what a value in `from` is multiplied to be in `to`.
    pub fn factor(&self, from: &str, to: &str) -> Result<f64, ConvertError> {
        if from == to {
            return Ok(1.0);
        }
        let unit = |code: &str| {
            self.units
                .get(code)
                .ok_or_else(|| ConvertError::Unknown(code.to_owned()))
        };
        let (a, b) = (unit(from)?, unit(to)?);
        if a.dimension == b.dimension {
            Ok(a.factor / b.factor)
        } else {
            Err(ConvertError::Dimension {
                from: from.to_owned(),
                to: to.to_owned(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> UnitTable {
        let unit = |code: &str, zh: &str, dimension: &str, factor| Unit {
            code: code.into(),
            label: Text::new(zh, code),
            dimension: dimension.into(),
            factor,
            spellings: vec![],
        };
        UnitTable::new([
            unit("cny", "元", "cny", 1.0),
            unit("cny_10k", "万元", "cny", 1e4),
            unit("cny_100m", "亿元", "cny", 1e8),
            unit("person", "人", "person", 1.0),
        ])
    }

    #[test]
    fn converts_within_a_dimension_only() {
        assert_eq!(table().factor("cny_100m", "cny_10k"), Ok(1e4));
        assert!(matches!(
            table().factor("cny", "person"),
            Err(ConvertError::Dimension { .. })
        ));
        assert!(matches!(
            table().factor("cny", "usd"),
            Err(ConvertError::Unknown(_))
        ));
    }

    #[test]
    fn finds_a_unit_by_its_chinese_label() {
        assert_eq!(
            table().find(" 万元 ").map(|u| u.code.as_str()),
            Some("cny_10k")
        );
    }
}
