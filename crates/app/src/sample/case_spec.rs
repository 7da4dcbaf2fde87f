//! Cases generated for practice: `packs/<pack>/sample-cases/<id>.yaml`. Their days are
//! counted back from the day they are loaded, so that some are in time and some late.

use julin_model::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A set of cases of one workflow.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleCasesSpec {
    /// What it is called.
    #[schemars(with = "BTreeMap<String, String>")]
    pub title: Text,
    /// The workflow, `<pack>/<name>`.
    pub workflow: String,
    /// How many of each case, each about another sample entity.
    #[serde(default = "once")]
    pub times: u32,
    /// Type of the sample entities they are about; about none when not given.
    #[serde(default)]
    pub about: Option<String>,
    /// The cases.
    pub cases: Vec<SampleCase>,
}

fn once() -> u32 {
    1
}

/// One case from its opening on.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleCase {
    /// What it is called; says that it is a sample.
    #[schemars(with = "BTreeMap<String, String>")]
    pub title: Text,
    /// It was opened so many days before it is loaded, at half past nine.
    pub days_ago: u32,
    /// The act that opens it, and those that follow.
    pub steps: Vec<SampleStep>,
}

/// Something done in it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleStep {
    /// Who does it: a post, never a person there is.
    pub by: String,
    /// The act.
    pub act: String,
    /// So many hours after the step before.
    #[serde(default)]
    pub after_hours: u32,
    /// Where it goes, where the act leaves a choice.
    #[serde(default)]
    pub to: Option<String>,
    /// Fields as typed; `{today+3}` is a day counted from the day of loading.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Persons by role.
    #[serde(default)]
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}
