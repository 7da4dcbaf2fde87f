//! Percentile rank: the share of the other values that are beaten, `below / (n - 1)`,
//! stretched over the range; equal values share.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! on percentile ranks; the same as `PERCENTRANK.INC` of spreadsheets for values at hand.
//!
//! Directed: where less is better the smallest value beats all others.
//!
//! Worked example: 5, 9, 9, 2, 1 on 0 to 100 have 50, 75, 75, 25, 0.

use super::Scale;
use super::places::{Count, Places};
use crate::missing::MissingReason;
use crate::spec::Direction;

/// The places of values.
pub fn places(values: &[f64], direction: Direction, scale: Scale) -> Result<Places, MissingReason> {
    Places::new(values, direction, Count::Share(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let scale = Scale {
            low: 0.0,
            high: 100.0,
        };
        let values = [5.0, 9.0, 9.0, 2.0, 1.0];
        let up = places(&values, Direction::Up, scale).unwrap();
        assert_eq!(values.map(|x| up.score(x)), [50.0, 75.0, 75.0, 25.0, 0.0]);
        let down = places(&values, Direction::Down, scale).unwrap();
        assert_eq!(values.map(|x| down.score(x)), [50.0, 0.0, 0.0, 75.0, 100.0]);
        assert_eq!(up.score(1e9), 100.0);
    }
}
