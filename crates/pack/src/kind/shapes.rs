//! Shapes shared by several kinds, and what JSON Schema says of the model's types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How sure the reader of a source was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Said plainly.
    High,
    /// Some reading was needed.
    Medium,
    /// A guess with a reason.
    Low,
}

impl Confidence {
    /// The word used in packs and statements.
    pub fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// An identifier: 1 to 120 of a-z 0-9 and . _ : - / with a letter or digit first.
#[derive(JsonSchema)]
#[schemars(rename = "Id")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) struct IdShape(#[schemars(regex(pattern = r"^[a-z0-9][a-z0-9._:/-]{0,119}$"))] String);

/// A period: 2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-31 or 2021/2025.
#[derive(JsonSchema)]
#[schemars(rename = "Period", untagged)]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) enum PeriodShape {
    /// A year without quotes.
    Year(u32),
    /// Any other form.
    Written(String),
}

/// A place in a source: L42, R7, R7C3, Sheet!R7C3, p12, §3.2 or "*".
#[derive(JsonSchema)]
#[schemars(rename = "Spot")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) struct SpotShape(String);

/// The language of a word.
#[derive(JsonSchema)]
#[schemars(rename = "Lang", rename_all = "lowercase")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) enum LangShape {
    Zh,
    En,
}

/// What kind of saying a value is.
#[derive(JsonSchema)]
#[schemars(rename = "Status", rename_all = "kebab-case")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) enum StatusShape {
    Reported,
    Estimated,
    Derived,
    Target,
    Sample,
}

/// How the teller bounded a number.
#[derive(JsonSchema)]
#[schemars(rename = "Bound", rename_all = "kebab-case")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) enum BoundShape {
    Exact,
    Over,
    AtLeast,
    About,
    Nearly,
    Under,
    AtMost,
}

/// What kind of source.
#[derive(JsonSchema)]
#[schemars(rename = "SourceKind", rename_all = "kebab-case")]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) enum SourceKindShape {
    Document,
    Table,
    Pack,
    OwnRecords,
    Sample,
}

/// A unit of measurement.
#[derive(JsonSchema)]
#[schemars(rename = "Unit", deny_unknown_fields)]
#[allow(dead_code, reason = "stands for the model's type in JSON Schema")]
pub(crate) struct UnitShape {
    /// The code fields and values use.
    code: String,
    /// How it is written beside a figure.
    label: julin_model::Text,
    /// What it measures; only units of one dimension convert into each other.
    dimension: String,
    /// How many base units of the dimension one of this unit is.
    factor: f64,
    /// Other spellings met in headings.
    #[schemars(default)]
    spellings: Vec<String>,
}
