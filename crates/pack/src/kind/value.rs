//! A value as written in a pack; what it means is decided by the type of its field.

use super::shapes::IdShape;
use julin_model::{EntityId, Text};
use schemars::JsonSchema;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `true` · `9.4e12` · `word` · `{zh: …, en: …}` · `{entity: zgc}`
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Value")]
pub enum ValueSpec {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A word or a day.
    Word(String),
    /// A text in both languages.
    Text(Text),
    /// Another entity.
    Entity {
        /// The entity.
        #[schemars(with = "IdShape")]
        entity: EntityId,
    },
}

impl<'de> Deserialize<'de> for ValueSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = ValueSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true | 12.5 | word | {zh, en} | {entity}")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<ValueSpec, E> {
        Ok(ValueSpec::Flag(flag))
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "a figure beyond 2^53 is rounded like any f64"
    )]
    fn visit_i64<E: Error>(self, number: i64) -> Result<ValueSpec, E> {
        Ok(ValueSpec::Number(number as f64))
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "a figure beyond 2^53 is rounded like any f64"
    )]
    fn visit_u64<E: Error>(self, number: u64) -> Result<ValueSpec, E> {
        Ok(ValueSpec::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<ValueSpec, E> {
        Ok(ValueSpec::Number(number))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<ValueSpec, E> {
        Ok(ValueSpec::Word(word.to_owned()))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<ValueSpec, M::Error> {
        const KEYS: &[&str] = &["zh", "en", "entity"];
        let (mut text, mut entity) = (Text::default(), None);
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "zh" => text.zh = map.next_value()?,
                "en" => text.en = map.next_value()?,
                "entity" => entity = Some(map.next_value()?),
                _ => return Err(M::Error::unknown_field(&key, KEYS)),
            }
        }
        match entity {
            Some(entity) if text.is_empty() => Ok(ValueSpec::Entity { entity }),
            None if !text.is_empty() => Ok(ValueSpec::Text(text)),
            _ => Err(M::Error::custom("{zh, en} | {entity}")),
        }
    }
}
