//! A change set as people and pages write it.

use crate::recipe::{Aggregate, Impute, Normalise, Screen, Treat, Weigh};
use crate::spec::{Direction, Goalposts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is changed; everything else stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSet {
    /// New weights by code of indicator or group, in the scale of their siblings.
    #[serde(default)]
    pub weights: BTreeMap<String, f64>,
    /// New values.
    #[serde(default)]
    pub values: Vec<ValueChange>,
    /// New settings; later ones go over earlier ones.
    #[serde(default)]
    pub settings: Vec<SettingChange>,
}

/// What kind of value is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    /// The value of an indicator, whatever formula it has.
    #[default]
    Indicator,
    /// A field that formulas read.
    Field,
    /// A field's value of the year before.
    Prior,
}

/// One value of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueChange {
    /// Identifier of the unit.
    pub unit: String,
    /// What is changed.
    #[serde(default)]
    pub kind: ValueKind,
    /// Code of the indicator, or name of the field.
    pub name: String,
    /// The new value; `null` makes it missing.
    pub value: Option<f64>,
}

/// Settings of one node, or of all. What is not given stays.
///
/// Settings of indicators given for a group hold for all indicators below it; settings
/// of groups hold for that group alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    /// Code of an indicator or group; everything when not given.
    #[serde(default)]
    pub node: Option<String>,
    /// Which units and indicators are left out; only for everything.
    #[serde(default)]
    pub screen: Option<Screen>,
    /// How missing values are estimated.
    #[serde(default)]
    pub impute: Option<Impute>,
    /// What is done about outliers.
    #[serde(default)]
    pub treat: Option<Treat>,
    /// How indicators are brought to the scale.
    #[serde(default)]
    pub normalise: Option<Normalise>,
    /// Low and high of one indicator.
    #[serde(default)]
    pub goalposts: Option<Goalposts>,
    /// The value aimed at, of one indicator.
    #[serde(default)]
    pub target: Option<f64>,
    /// Which way is better, of one node.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// Where weights come from.
    #[serde(default)]
    pub weigh: Option<Weigh>,
    /// How children make the score.
    #[serde(default)]
    pub aggregate: Option<Aggregate>,
    /// Share of the weight that must have data.
    #[serde(default)]
    pub minimum_coverage: Option<f64>,
}

impl SettingChange {
    /// True when a change of indicators is among them.
    pub(super) fn is_for_indicators(&self) -> bool {
        self.impute.is_some()
            || self.treat.is_some()
            || self.normalise.is_some()
            || self.is_for_one_indicator()
    }

    /// True when it says what only a single indicator can have.
    pub(super) fn is_for_one_indicator(&self) -> bool {
        self.goalposts.is_some() || self.target.is_some()
    }

    /// True when a change of groups is among them.
    pub(super) fn is_for_groups(&self) -> bool {
        self.weigh.is_some() || self.aggregate.is_some() || self.minimum_coverage.is_some()
    }
}
