//! The recipe: what each step of the computation does, as data.
//!
//! A framework's `method` gives a setting for every step; `levels` changes it for the
//! groups of one level, and a group or an indicator may carry its own. Every setting is
//! `{kind: …}` with the parameters that kind reads. What the kinds compute stands in one
//! file each: [`crate::screen`], [`crate::denominate`], [`crate::impute`],
//! [`crate::treat`], [`crate::normalise`], [`crate::weigh`], [`crate::aggregate`].

use crate::spec::DefaultWeight;
use crate::stage::Step;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a framework is computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// The steps between the given values and the scale in the order they are taken:
    /// screen, denominate, impute and treat, each once.
    #[serde(default = "usual_order")]
    pub order: Vec<Step>,
    /// Which units and indicators are left out for want of data.
    #[serde(default)]
    pub screen: Screen,
    /// How missing values are estimated.
    #[serde(default)]
    pub impute: Impute,
    /// What is done about outliers.
    #[serde(default)]
    pub treat: Treat,
    /// How indicators are brought to one scale.
    #[serde(default)]
    pub normalise: Normalise,
    /// What the values of several years are measured by.
    #[serde(default)]
    pub frame: Frame,
    /// Lowest and highest score.
    #[serde(default = "full_range")]
    pub range: [f64; 2],
    /// Where weights come from.
    #[serde(default)]
    pub weigh: Weigh,
    /// How children make the score of their group.
    #[serde(default)]
    pub aggregate: Aggregate,
    /// Settings for the groups of one level; indicators are level 1, so groups begin at 2.
    #[serde(default)]
    pub levels: BTreeMap<u32, Level>,
    /// Share of the weight, 0 to 1, that must have data for a group (and so for a unit)
    /// to get a score.
    #[serde(default = "half")]
    pub minimum_coverage: f64,
    /// What stands in for a weight that is not published.
    #[serde(default)]
    pub default_weight: DefaultWeight,
    /// How many years old a figure may be; any age when not given.
    #[serde(default)]
    pub oldest: Option<u32>,
    /// Decimals shown. Ranks come from unrounded scores.
    #[serde(default = "two")]
    pub decimals: u8,
}

impl Default for Method {
    fn default() -> Self {
        Self {
            order: usual_order(),
            screen: Screen::default(),
            impute: Impute::default(),
            treat: Treat::default(),
            normalise: Normalise::default(),
            frame: Frame::default(),
            range: full_range(),
            weigh: Weigh::default(),
            aggregate: Aggregate::default(),
            levels: BTreeMap::new(),
            minimum_coverage: half(),
            default_weight: DefaultWeight::default(),
            oldest: None,
            decimals: two(),
        }
    }
}

impl Method {
    /// How groups of a level are made.
    pub fn aggregate_at(&self, level: u32) -> &Aggregate {
        let own = self.levels.get(&level).and_then(|l| l.aggregate.as_ref());
        own.unwrap_or(&self.aggregate)
    }

    /// Where the weights of the children of groups of a level come from.
    pub fn weigh_at(&self, level: u32) -> &Weigh {
        let own = self.levels.get(&level).and_then(|l| l.weigh.as_ref());
        own.unwrap_or(&self.weigh)
    }

    /// Share of the weight that must have data in groups of a level.
    pub fn minimum_coverage_at(&self, level: u32) -> f64 {
        let own = self.levels.get(&level).and_then(|l| l.minimum_coverage);
        own.unwrap_or(self.minimum_coverage)
    }
}

fn usual_order() -> Vec<Step> {
    vec![Step::Screen, Step::Denominate, Step::Impute, Step::Treat]
}

fn full_range() -> [f64; 2] {
    [0.0, 100.0]
}

fn half() -> f64 {
    0.5
}

fn two() -> u8 {
    2
}

/// What the values of several years are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// Every year by its own values: the scale moves with them.
    #[default]
    Moving,
    /// All years by the values of all of them: scores of different years compare.
    Fixed,
}

/// Settings for all groups of one level. What is not given stays as in the method.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// How children make the score of their group.
    #[serde(default)]
    pub aggregate: Option<Aggregate>,
    /// Where the weights of the children come from.
    #[serde(default)]
    pub weigh: Option<Weigh>,
    /// Share of the weight that must have data.
    #[serde(default)]
    pub minimum_coverage: Option<f64>,
}

/// Which units and indicators are left out for want of data. Units go first; indicators
/// are judged over the units that stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// What a unit must have.
    #[serde(default)]
    pub units: ScreenRule,
    /// What an indicator must have.
    #[serde(default)]
    pub indicators: ScreenRule,
}

/// What stays in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenRule {
    /// Share of values that must be present, 0 to 1.
    #[serde(default)]
    pub present: f64,
    /// Share of the values present that must not be zero, 0 to 1.
    #[serde(default)]
    pub non_zero: f64,
    /// Kept whatever their shares: unit identifiers, indicator codes. What stands in
    /// `drop` as well is left out.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Left out whatever their shares.
    #[serde(default)]
    pub drop: Vec<String>,
}

/// Division of an indicator by another column: flights per inhabitant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Denominate {
    /// Code of the column divided by: a denominator or another indicator.
    pub by: String,
    /// The quotient is multiplied by this: 10000 gives "per ten thousand".
    #[serde(default = "one")]
    pub scale: f64,
}

fn one() -> f64 {
    1.0
}

/// How missing values are estimated.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Impute {
    /// Which way.
    #[serde(default)]
    pub kind: ImputeKind,
    /// Column that says which group a unit belongs to, for the ways by group of units.
    #[serde(default)]
    pub by: Option<String>,
    /// For the ways by group of units: use the whole column where a unit's group has no
    /// value at all; otherwise the value stays missing.
    #[serde(default)]
    pub fall_back: bool,
}

/// Ways to estimate a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImputeKind {
    /// Not at all: what is missing leaves the mean.
    #[default]
    None,
    /// Mean of the indicator.
    Mean,
    /// Median of the indicator.
    Median,
    /// Mean within the unit's group of units.
    GroupMean,
    /// Median within the unit's group of units.
    GroupMedian,
    /// Mean of the unit's other indicators in the same group of the framework, on one
    /// scale.
    RowMean,
    /// Least squares on the other indicators of the same group of the framework.
    Regression,
    /// Expectation–maximisation of a multivariate normal over the group of the framework.
    Em,
    /// Latest earlier value of the unit; needs several years.
    Latest,
    /// Straight line between the years around; needs several years.
    Linear,
    /// Nearest year known, earlier first; needs several years.
    Constant,
}

/// What is done about outliers. The ways are tried in order until the indicator passes:
/// `|skewness| ≤ skew` or `excess kurtosis ≤ kurtosis`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Treat {
    /// Ways in order; none leaves the values as they are.
    #[serde(default)]
    pub steps: Vec<TreatStep>,
    /// Skewness (sample, type 2) still accepted.
    #[serde(default = "two_point")]
    pub skew: f64,
    /// Excess kurtosis (sample, type 2) still accepted.
    #[serde(default = "three_and_a_half")]
    pub kurtosis: f64,
}

impl Default for Treat {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            skew: two_point(),
            kurtosis: three_and_a_half(),
        }
    }
}

fn two_point() -> f64 {
    2.0
}

fn three_and_a_half() -> f64 {
    3.5
}

/// One way to treat outliers, with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreatStep {
    /// Which way.
    pub kind: TreatKind,
    /// Winsorising: most points brought in; no limit when not given.
    #[serde(default)]
    pub points: Option<u32>,
    /// Box–Cox: the exponent; by maximum likelihood when not given.
    #[serde(default)]
    pub lambda: Option<f64>,
    /// Percentiles: lowest and highest kept, 0 to 1; 0.025 and 0.975 when not given.
    #[serde(default)]
    pub percentiles: Option<[f64; 2]>,
}

/// Ways to treat outliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TreatKind {
    /// The most extreme value is set to the next, again and again until the test passes.
    Winsorise,
    /// `ln x`; values must be above zero.
    Log,
    /// `ln (x - min + a)`, `a` one hundredth of the spread: for values of any sign.
    LogShifted,
    /// `sign(x) · ln(1 + |x|)`: for values of any sign, zero stays zero.
    LogSigned,
    /// `(x^λ - 1) / λ`; values must be above zero.
    BoxCox,
    /// Values beyond two percentiles are set to them.
    Percentiles,
}

/// The normalisation and its settings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normalise {
    /// Which one.
    #[serde(default)]
    pub kind: NormaliseKind,
    /// Z-scores: the mean given to the scores; 0 when not given.
    #[serde(default)]
    pub mean: Option<f64>,
    /// Z-scores: the standard deviation given to the scores; 1 when not given.
    #[serde(default)]
    pub deviation: Option<f64>,
    /// Distance to a reference: the unit that scores the top.
    #[serde(default)]
    pub reference: Option<String>,
    /// Scaled: the two values that become the ends of the range.
    #[serde(default)]
    pub from: Option<[f64; 2]>,
    /// Hold distances to a reference or target within the range.
    #[serde(default)]
    pub capped: bool,
}

impl Normalise {
    /// A normalisation without settings.
    pub fn of(kind: NormaliseKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

/// How indicators are brought to one scale.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NormaliseKind {
    /// Between the lowest and the highest value of the units at hand.
    #[default]
    MinMax,
    /// Between the low and high given with each indicator.
    Goalposts,
    /// Standard deviations from the mean.
    ZScore,
    /// Rank, the best having the highest.
    Rank,
    /// Share of the other units that are below, stretched over the range.
    PercentileRank,
    /// Rank less one: points of a Borda count.
    Borda,
    /// Share of the way from the lowest to the highest; the highest scores the top.
    DistanceToMaximum,
    /// Share of the way from the lowest to a unit that serves as reference.
    DistanceToReference,
    /// Share of the way from the lowest to the indicator's target.
    DistanceToTarget,
    /// Share of the highest value.
    FractionOfMaximum,
    /// Stretched from two given values.
    Scaled,
}

/// Where the weights of a group's children come from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weigh {
    /// Which way.
    #[serde(default)]
    pub kind: WeighKind,
    /// Budget allocation: points that experts gave, by child code, one list for each
    /// expert in the same order.
    #[serde(default)]
    pub points: BTreeMap<String, Vec<f64>>,
    /// AHP: how many times the first child matters as much as the second.
    #[serde(default)]
    pub comparisons: Vec<PairComparison>,
    /// Principal components: squared loadings, each child's part in the variance of the
    /// component, instead of plain ones.
    #[serde(default)]
    pub squared: bool,
    /// Benefit of the doubt and optimisation: lowest and highest share of a child.
    #[serde(default)]
    pub shares: Option<[f64; 2]>,
    /// Optimisation: the importance wanted of each child, by code; equal when not given.
    #[serde(default)]
    pub importance: BTreeMap<String, f64>,
}

/// One comparison of an analytic hierarchy process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairComparison {
    /// Code of the first child.
    pub of: String,
    /// Code of the second child.
    pub over: String,
    /// How many times it matters as much: 1/9 to 9.
    pub times: f64,
}

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WeighKind {
    /// From the framework.
    #[default]
    Given,
    /// All alike.
    Equal,
    /// Loadings of the first principal component.
    Pca,
    /// Mean of points allocated by experts.
    BudgetAllocation,
    /// Analytic hierarchy process: pairwise comparisons.
    Ahp,
    /// Entropy of the values.
    Entropy,
    /// CRITIC: spread and conflict between criteria.
    Critic,
    /// For each unit the weights that show it best.
    BenefitOfTheDoubt,
    /// Weights whose correlations with the group come closest to a wanted importance.
    Optimised,
}

/// How children make the score of their group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// Which way.
    #[serde(default)]
    pub kind: AggregateKind,
    /// Power mean: the exponent, not zero.
    #[serde(default)]
    pub exponent: Option<f64>,
    /// Ordered weights: weights by place, the best child first.
    #[serde(default)]
    pub places: Vec<f64>,
    /// Mazziotta–Pareto: true to add the penalty (where more is worse) instead of
    /// taking it away.
    #[serde(default)]
    pub penalty_up: bool,
    /// Outranking: difference of scores below which two units count as equal.
    #[serde(default)]
    pub indifference: f64,
}

impl Aggregate {
    /// An aggregation without settings.
    pub fn of(kind: AggregateKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

/// Ways to make a group's score.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AggregateKind {
    /// Weighted arithmetic mean.
    #[default]
    Arithmetic,
    /// Weighted geometric mean.
    Geometric,
    /// Weighted harmonic mean.
    Harmonic,
    /// Weighted power mean.
    Power,
    /// Weighted product of ratios between units, relative to the mean unit.
    WeightedProduct,
    /// Mazziotta–Pareto index: mean less a penalty for imbalance.
    MazziottaPareto,
    /// Ordered weighted averaging: weights belong to places, not to children.
    OrderedWeights,
    /// Copeland: pairwise majorities won less lost.
    Copeland,
    /// Kemeny: the order that agrees most with all pairwise majorities.
    Kemeny,
    /// Non-compensatory: weight of the children on which a unit beats each other unit.
    NonCompensatory,
}
