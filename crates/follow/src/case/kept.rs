//! How the values of an act are written down: each with its kind, so that a line of text
//! that looks like a day is read back as a line of text.
//!
//! Must not know: which fields there are.

use chrono::NaiveDate;
use julin_model::{EntityId, Text, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// A value with its kind.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Kept {
    Flag(bool),
    Number(f64),
    Date(NaiveDate),
    Word(String),
    Text(Text),
    Entity(EntityId),
}

impl From<&Value> for Kept {
    fn from(value: &Value) -> Self {
        match value {
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Number(number) => Self::Number(*number),
            Value::Date(day) => Self::Date(*day),
            Value::Word(word) => Self::Word(word.clone()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Entity { entity } => Self::Entity(entity.clone()),
        }
    }
}

impl From<Kept> for Value {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Flag(flag) => Self::Flag(flag),
            Kept::Number(number) => Self::Number(number),
            Kept::Date(day) => Self::Date(day),
            Kept::Word(word) => Self::Word(word),
            Kept::Text(text) => Self::Text(text),
            Kept::Entity(entity) => Self::Entity { entity },
        }
    }
}

type Fields = BTreeMap<String, Option<Value>>;

pub(super) fn serialize<S: Serializer>(fields: &Fields, to: S) -> Result<S::Ok, S::Error> {
    let kept = fields
        .iter()
        .map(|(id, value)| (id, value.as_ref().map(Kept::from)));
    to.collect_map(kept)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Fields, D::Error> {
    let kept = BTreeMap::<String, Option<Kept>>::deserialize(from)?;
    let value = |(id, kept): (String, Option<Kept>)| (id, kept.map(Value::from));
    Ok(kept.into_iter().map(value).collect())
}
