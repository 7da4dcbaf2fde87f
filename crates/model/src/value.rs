//! A value as told, and the marks that say how far it may be trusted.

use crate::{EntityId, Text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One value. Missing values are not values: they are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of its column. Always finite.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// Words that read the same in both languages: names, codes, quotations of one document.
    Word(String),
    /// Words in both languages.
    Text(Text),
    /// Another entity.
    Entity {
        /// The entity pointed at.
        entity: EntityId,
    },
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }
}

/// What kind of saying a value is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Said to be so.
    #[default]
    Reported,
    /// Expected, provisional or guessed by the one who says it.
    Estimated,
    /// Computed by us from other statements.
    Derived,
    /// Aimed at, not reached.
    Target,
    /// Generated for practice; never a fact.
    Sample,
}

impl Status {
    /// The word used in packs, files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Estimated => "estimated",
            Self::Derived => "derived",
            Self::Target => "target",
            Self::Sample => "sample",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Self> {
        [
            Self::Reported,
            Self::Estimated,
            Self::Derived,
            Self::Target,
            Self::Sample,
        ]
        .into_iter()
        .find(|status| status.code() == code)
    }
}

/// How the teller bounded a number: "over 9.4 trillion" is [`Bound::Over`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The number itself.
    #[default]
    Exact,
    /// More than the number (超过, 突破, 余, 多).
    Over,
    /// At least the number (以上, 不低于).
    AtLeast,
    /// Around the number (约).
    About,
    /// A little less (近).
    Nearly,
    /// Less than the number (不到).
    Under,
    /// At most the number (以内).
    AtMost,
}
