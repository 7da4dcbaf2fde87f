//! `cases/*.yaml`: what a pack promises, as tests: situation, expectation, origin.

use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// The cases.
    pub cases: Vec<CaseSpec>,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseSpec {
    /// Identifier within the pack.
    pub id: String,
    /// What it shows.
    pub title: Text,
    /// Which runner runs it: `score`, `formula`.
    pub kind: String,
    /// The situation, in the runner's own words.
    #[serde(default)]
    pub given: serde_json::Value,
    /// What must come out; numbers are compared with the margin, what is not named is
    /// not compared.
    pub expect: serde_json::Value,
    /// How far a number may be off.
    #[serde(default)]
    pub margin: f64,
    /// Where the expectation comes from.
    pub from: Text,
}
