//! Distance to the maximum: `1 - (max - x) / (max - min)`, the highest value scoring the
//! top of the range.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! on distance to the leader.
//!
//! Directed: where less is better the smallest value leads. Between the lowest and the
//! highest value this is the line of min–max; it stands here under the name people look
//! for.
//!
//! Worked example: 2, 6, 10 on 0 to 1: 1 - 8/8 = 0, 1 - 4/8 = 0.5, 1.

use super::{Bounds, min_max};
use crate::missing::MissingReason;

/// The lowest and the highest value.
pub fn bounds(values: &[f64]) -> Result<Bounds, MissingReason> {
    min_max::bounds(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values = [2.0, 6.0, 10.0];
        let bounds = bounds(&values).unwrap();
        assert_eq!(values.map(|x| bounds.fraction(x)), [0.0, 0.5, 1.0]);
    }
}
