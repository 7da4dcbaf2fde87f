//! The results a sensitivity analysis can ask about.

use crate::matrix::Matrix;
use julin_model::Diagnostic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number that each draw gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Response {
    /// The rank of one unit; the number of units where it has none.
    Rank {
        /// Identifier of the unit.
        unit: String,
    },
    /// The score of one unit; draws without one are left out.
    Score {
        /// Identifier of the unit.
        unit: String,
    },
    /// How far ranks lie from those of the framework as it stands: the mean of the
    /// absolute differences.
    Shift {},
    /// 1 where one unit is among the first, 0 otherwise.
    Top {
        /// Identifier of the unit.
        unit: String,
        /// How many places.
        places: u32,
    },
}

/// A response with its unit found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Rank(usize),
    Score(usize),
    Shift,
    Top(usize, u32),
}

impl Response {
    /// Finds the unit.
    pub(crate) fn bind(&self, matrix: &Matrix) -> Result<Bound, Box<Diagnostic>> {
        let find = |id: &str| {
            let found = matrix.units().iter().position(|unit| unit.id == id);
            let unknown = Diagnostic::error("measure.draws-unknown-unit").with("unit", id);
            found.ok_or(Box::new(unknown))
        };
        Ok(match self {
            Self::Rank { unit } => Bound::Rank(find(unit)?),
            Self::Score { unit } => Bound::Score(find(unit)?),
            Self::Shift {} => Bound::Shift,
            Self::Top { unit, places } => Bound::Top(find(unit)?, *places),
        })
    }
}

impl Bound {
    /// The number of one draw. `score` gives a unit's score.
    pub(crate) fn of(self, nominal: &[u32], ranks: &[u16], score: impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Rank(unit) if ranks[unit] == 0 => ranks.len() as f64,
            Self::Rank(unit) => f64::from(ranks[unit]),
            Self::Score(unit) => score(unit),
            Self::Shift => shift(nominal, ranks),
            Self::Top(unit, places) => {
                let rank = u32::from(ranks[unit]);
                f64::from(u8::from(rank > 0 && rank <= places))
            }
        }
    }
}

/// Mean absolute difference of ranks, over the units that have both; NaN without any.
fn shift(nominal: &[u32], ranks: &[u16]) -> f64 {
    let both = nominal
        .iter()
        .zip(ranks)
        .filter(|(n, r)| **n > 0 && **r > 0);
    let (mut sum, mut count) = (0, 0_u64);
    for (nominal, rank) in both {
        sum += u64::from(nominal.abs_diff(u32::from(*rank)));
        count += 1;
    }
    sum as f64 / count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_response_is() {
        let (nominal, ranks) = ([1, 2, 3, 0], [3, 2, 0, 1]);
        let of = |response: Bound| response.of(&nominal, &ranks, |unit| unit as f64 * 10.0);
        assert_eq!([of(Bound::Rank(0)), of(Bound::Rank(2))], [3.0, 4.0]);
        assert_eq!(of(Bound::Score(2)), 20.0);
        // Two units have both ranks: |1 - 3| and |2 - 2|.
        assert_eq!(of(Bound::Shift), 1.0);
        assert_eq!([of(Bound::Top(1, 2)), of(Bound::Top(2, 9))], [1.0, 0.0]);
    }
}
