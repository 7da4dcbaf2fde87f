//! Identifiers. Words for what people name (entities, fields, types, sources),
//! numbers for what the store counts (batches, records).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a word cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an identifier: use 1 to 120 of a-z 0-9 and . _ : - / with a letter or digit first"
)]
pub struct BadId(pub String);

fn is_word(word: &str) -> bool {
    let first = word.as_bytes().first();
    word.len() <= 120
        && first.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._:-/".contains(&b))
}

macro_rules! word_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the word and makes it an identifier.
            pub fn new(word: impl Into<String>) -> Result<Self, BadId> {
                let word = word.into();
                if is_word(&word) { Ok(Self(word)) } else { Err(BadId(word)) }
            }

            /// The word.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(word: String) -> Result<Self, BadId> {
                Self::new(word)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(word: &str) -> Result<Self, BadId> {
                Self::new(word)
            }
        }
    };
}

word_id! {
    /// An entity: `zgc`, `uscc:91110108ma01abcd2x`.
    EntityId
}
word_id! {
    /// A field of the dictionary: `revenue`, `rd_spending`.
    FieldId
}
word_id! {
    /// A type of entity: `park`, `enterprise`.
    TypeId
}
word_id! {
    /// A source: `forum-2026-report`, `file:<digest>`.
    SourceId
}

macro_rules! counted_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

counted_id! {
    /// One write: an import, a loaded pack, a merge.
    BatchId
}
counted_id! {
    /// One row or passage of a source.
    RecordId
}

/// One value of one record, written `r<record>.<column>`: `r1042.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatementId {
    /// The record the value was read from.
    pub record: RecordId,
    /// Which column of the record's layout, from 0.
    pub column: u16,
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}.{}", self.record, self.column)
    }
}

impl From<StatementId> for String {
    fn from(id: StatementId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for StatementId {
    type Error = BadId;
    fn try_from(word: String) -> Result<Self, BadId> {
        let parts = word.strip_prefix('r').and_then(|rest| rest.split_once('.'));
        let parsed =
            parts.and_then(|(record, column)| Some((record.parse().ok()?, column.parse().ok()?)));
        let (record, column) = parsed.ok_or(BadId(word))?;
        Ok(Self {
            record: RecordId(record),
            column,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_capitals_spaces_or_nothing_are_refused() {
        for bad in ["", "Zgc", "a b", "-a", "园区", &"a".repeat(121)] {
            assert!(EntityId::new(bad).is_err(), "{bad}");
        }
        assert!(EntityId::new("uscc:91110108ma01abcd2x").is_ok());
    }

    #[test]
    fn a_statement_id_reads_back() {
        let id = StatementId {
            record: RecordId(1042),
            column: 3,
        };
        assert_eq!(id.to_string(), "r1042.3");
        assert_eq!(StatementId::try_from("r1042.3".to_owned()), Ok(id));
        assert!(StatementId::try_from("1042.3".to_owned()).is_err());
    }
}
