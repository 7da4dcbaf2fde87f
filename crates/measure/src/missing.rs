//! Why something has no score.

use julin_model::Text;
use serde::Serialize;

/// Why an indicator or a group has no score for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingReason {
    /// No value is known for this unit.
    NoData,
    /// The formula divides by zero for this unit.
    DivisionByZero,
    /// The formula's result is beyond the range of numbers.
    Overflow,
    /// A field holds something other than the formula needs.
    WrongKind,
    /// The value given is infinite.
    NotFinite,
    /// The indicator is named but no formula is given.
    NoFormula,
    /// Its definition, or the group's list, is not published.
    Unpublished,
    /// All units have the same value, which tells them not apart.
    Constant,
    /// The method asks for goalposts and there are none.
    NoGoalposts,
    /// The method asks for a target and there is none.
    NoTarget,
    /// The unit that serves as reference has no value, or is not among the units.
    NoReference,
    /// No unit is short of the target or reference: there is no distance to measure by.
    NoDistance,
    /// Fractions of the maximum need one above zero.
    NoMaximum,
    /// The column divided by has no value for this unit, or is zero.
    NoDenominator,
    /// The step cannot take this value: a logarithm or a product of what is not above
    /// zero.
    NotPositive,
    /// Screened out for want of data.
    Screened,
    /// Too little of the group's weight has data.
    BelowCoverage,
    /// All weights of the group are zero.
    ZeroWeights,
}

impl MissingReason {
    /// Key into the message catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoData => "measure.missing.no-data",
            Self::DivisionByZero => "measure.missing.division-by-zero",
            Self::Overflow => "measure.missing.overflow",
            Self::WrongKind => "measure.missing.wrong-kind",
            Self::NotFinite => "measure.missing.not-finite",
            Self::NoFormula => "measure.missing.no-formula",
            Self::Unpublished => "measure.missing.unpublished",
            Self::Constant => "measure.missing.constant",
            Self::NoGoalposts => "measure.missing.no-goalposts",
            Self::NoTarget => "measure.missing.no-target",
            Self::NoReference => "measure.missing.no-reference",
            Self::NoDistance => "measure.missing.no-distance",
            Self::NoMaximum => "measure.missing.no-maximum",
            Self::NoDenominator => "measure.missing.no-denominator",
            Self::NotPositive => "measure.missing.not-positive",
            Self::Screened => "measure.missing.screened",
            Self::BelowCoverage => "measure.missing.below-coverage",
            Self::ZeroWeights => "measure.missing.zero-weights",
        }
    }
}

/// One thing a unit lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Code of the indicator or group.
    pub node: String,
    /// Its name.
    pub label: Text,
    /// Why it has no score.
    pub reason: MissingReason,
    /// The fields without a value, `prior(…)` around those of the year before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}
