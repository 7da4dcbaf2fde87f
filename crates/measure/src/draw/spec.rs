//! What is varied, as people write it: the specification file of
//! `julin measure uncertainty` and `julin measure sensitivity`.

use crate::recipe::{Aggregate, Impute, Normalise, Treat};
use crate::sensitivity::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A specification of draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawSpec {
    /// How many variants are scored; for sensitivity, how many points, each scored once for
    /// every factor and twice more.
    #[serde(default = "thousand")]
    pub draws: u64,
    /// Another seed gives other draws; the same seed always the same.
    #[serde(default = "one")]
    pub seed: u64,
    /// Where the numbers come from.
    #[serde(default)]
    pub source: SourceKind,
    /// What is varied. Each entry is one factor of the sensitivity analysis.
    #[serde(default)]
    pub vary: Vec<Vary>,
    /// For each of these places: how likely a unit is among the first so many.
    #[serde(default = "usual_top")]
    pub top: Vec<u32>,
    /// Sensitivity: the results whose variance is explained.
    #[serde(default = "usual_responses")]
    pub responses: Vec<Response>,
    /// Sensitivity: how often points are drawn again for the intervals.
    #[serde(default = "two_hundred")]
    pub resamples: u32,
}

impl Default for DrawSpec {
    fn default() -> Self {
        Self {
            draws: thousand(),
            seed: one(),
            source: SourceKind::default(),
            vary: Vec::new(),
            top: usual_top(),
            responses: usual_responses(),
            resamples: two_hundred(),
        }
    }
}

fn thousand() -> u64 {
    1000
}

fn one() -> u64 {
    1
}

fn usual_top() -> Vec<u32> {
    vec![5, 10, 20]
}

fn usual_responses() -> Vec<Response> {
    vec![Response::Shift {}]
}

fn two_hundred() -> u32 {
    200
}

/// Where the numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A stream any program can reproduce: coordinate `k` (from 0) of draw `i` (from 0) is
    /// output number `i × dimensions + k` of SplitMix64 started at the seed, its upper 53
    /// bits divided by 2^53.
    #[default]
    Splitmix64,
    /// A scrambled Sobol sequence: covers the possibilities more evenly, so that fewer
    /// draws do. Best with a power of two as number of draws.
    Sobol,
}

/// One thing that is varied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Vary {
    /// Weights: by `noise` or by `concentration`, exactly one of them. Without `level` and
    /// `group` all weights.
    Weights {
        /// Of the nodes of this level; indicators are level 1. A number, or `all`.
        #[serde(default)]
        level: Levels,
        /// Of the children of this group only.
        #[serde(default)]
        group: Option<String>,
        /// Each weight is multiplied by a number between `1 - noise` and `1 + noise`, all
        /// equally likely; 0 to 1.
        #[serde(default)]
        noise: Option<f64>,
        /// The shares of each group follow a Dirichlet distribution around the given ones:
        /// the larger, the closer to them (parameters are concentration × share).
        #[serde(default)]
        concentration: Option<f64>,
    },
    /// How indicators that follow the method are brought to one scale. An indicator with
    /// a normalisation of its own keeps it.
    Normalise {
        /// Equally likely.
        options: Vec<Normalise>,
    },
    /// How children make the score of their group.
    Aggregate {
        /// In the groups of this level; groups begin at 2. A number, or `all`.
        #[serde(default)]
        level: Levels,
        /// Equally likely.
        options: Vec<Aggregate>,
    },
    /// How missing values of the indicators that follow the method are estimated.
    Impute {
        /// Equally likely.
        options: Vec<Impute>,
    },
    /// What is done about outliers of the indicators that follow the method.
    Treat {
        /// Equally likely.
        options: Vec<Treat>,
    },
    /// One is left out of its group, or none, with equal chance. Estimates of missing
    /// values made before still use it.
    LeaveOut {
        /// What is left out.
        of: LeftOut,
    },
}

/// Levels of a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Levels {
    /// One level.
    One(u32),
    /// All levels.
    Every(Every),
}

/// The word for all levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// All levels.
    All,
}

impl Default for Levels {
    fn default() -> Self {
        Self::Every(Every::All)
    }
}

impl Levels {
    /// True for a node of this level.
    pub fn holds(self, level: u32) -> bool {
        match self {
            Self::One(one) => one == level,
            Self::Every(_) => true,
        }
    }
}

/// What is left out, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LeftOut {
    /// Indicators.
    Indicators,
    /// Groups directly below the index, with everything in them.
    Groups,
}
