//! A card: what somebody needs, or has to offer, with its values by field.
//!
//! Must not know: where cards are kept, who may see them, what a field means.

use julin_model::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A need or an offer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Identifier, unique among the cards compared.
    pub id: String,
    /// Whose it is; cards of one party do not fill a list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub party: String,
    /// Values by field: several where several hold at once, none where nobody knows.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<Value>>,
}

impl Card {
    /// The values of a field; none where nobody knows.
    pub fn values(&self, field: &str) -> &[Value] {
        self.values
            .get(field)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The value of a field that has exactly one.
    pub fn value(&self, field: &str) -> Option<&Value> {
        match self.values(field) {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The words of a field: codes, names, entities.
    pub fn words(&self, field: &str) -> impl Iterator<Item = &str> {
        self.values(field).iter().filter_map(|value| match value {
            Value::Word(word) => Some(word.as_str()),
            Value::Entity { entity } => Some(entity.as_str()),
            _ => None,
        })
    }
}
