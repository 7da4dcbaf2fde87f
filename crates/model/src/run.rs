//! A run: one computation that can be rebuilt from what it keeps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a run was and how it came out, without the result itself. As JSON, parameters are
/// a value, not a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHead {
    /// Digest of what was computed, from what and how: the same inputs give the same run.
    pub id: String,
    /// What was computed: `measure.ranking`.
    pub kind: String,
    /// Parameters, as canonical JSON.
    #[serde(with = "json")]
    pub parameters: String,
    /// Digest of the packs used.
    pub pack_digest: String,
    /// Digest of the statements used.
    pub input_digest: String,
    /// Digest of the result.
    pub output_digest: String,
    /// Seed, for runs that draw at random.
    pub seed: Option<u64>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
}

/// What is needed to compute a result again and to see that it came out the same. As
/// JSON it is the file that another machine rebuilds it from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What it was.
    #[serde(flatten)]
    pub head: RunHead,
    /// The result, as JSON.
    #[serde(with = "json")]
    pub result: String,
}

/// JSON held as text, written as the value it is. An empty text is no value.
mod json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
        let value: Value = match text {
            "" => Value::Null,
            text => serde_json::from_str(text).map_err(S::Error::custom)?,
        };
        value.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        let value = Value::deserialize(from)?;
        Ok(match value {
            Value::Null => String::new(),
            value => value.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_written_as_a_file_is_the_same_run_again() {
        let run = Run {
            head: RunHead {
                id: "9f".to_owned(),
                kind: "measure.scores".to_owned(),
                parameters: r#"{"b":1,"a":[2.5,null]}"#.to_owned(),
                pack_digest: "p".to_owned(),
                input_digest: "i".to_owned(),
                output_digest: "o".to_owned(),
                seed: Some(u64::MAX),
                computed_at: DateTime::UNIX_EPOCH,
            },
            result: String::new(),
        };
        let text = serde_json::to_string(&run).unwrap();
        assert!(
            text.contains(r#""parameters":{"b":1,"a":[2.5,null]}"#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Run>(&text).unwrap(), run);
        assert!(serde_json::from_str::<Run>(r#"{"id":"9f"}"#).is_err());
    }
}
