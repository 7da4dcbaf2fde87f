//! Places among the values at hand, for the ways that count them.
//!
//! The place of a value is the number of values it beats. Values no further apart than a
//! tolerance share a place: [`TIE`], less in proportion where all values are below 1, and
//! never finer than floating point can tell.
//!
//! Directed as values turned round: where less is better, `-x` takes the place of `x`.

use super::{Scale, min_max};
use crate::missing::MissingReason;
use crate::rank::TIE;
use crate::spec::Direction;

/// How many steps of floating point still are noise.
const STEPS: f64 = 4.0;

/// What is made of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Count {
    /// Values beaten, and one.
    Rank,
    /// Values beaten.
    Below,
    /// Share beaten of all others, on a scale.
    Share(Scale),
}

/// Values in order, and what places among them give.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// Ascending from the worst, turned round where less is better.
    sorted: Vec<f64>,
    /// Values no further apart are equal.
    tie: f64,
    /// Which end is better.
    pub direction: Direction,
    /// What is made of a place.
    pub count: Count,
}

impl Places {
    /// Orders the values; an indicator that tells units not apart has no places.
    pub(super) fn new(
        values: &[f64],
        direction: Direction,
        count: Count,
    ) -> Result<Self, MissingReason> {
        let bounds = min_max::bounds(values)?;
        let size = bounds.low.abs().max(bounds.high.abs());
        let present = values.iter().filter(|x| !x.is_nan());
        let mut sorted: Vec<f64> = present.map(|x| directed(*x, direction)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Ok(Self {
            sorted,
            tie: (TIE * size.min(1.0)).max(STEPS * f64::EPSILON * size),
            direction,
            count,
        })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// True without values; a fit always has some.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many of the values a value beats.
    pub fn below(&self, value: f64) -> usize {
        let value = directed(value, self.direction);
        self.sorted
            .partition_point(|other| *other < value - self.tie)
    }

    /// The score of a value; NaN stays NaN.
    pub(super) fn score(&self, value: f64) -> f64 {
        if value.is_nan() {
            return f64::NAN;
        }
        let below = self.below(value) as f64;
        match self.count {
            Count::Rank => below + 1.0,
            Count::Below => below,
            Count::Share(scale) => {
                let others = (self.len() - 1) as f64;
                let share = (below / others).min(1.0);
                scale.hold(scale.score(share, Direction::Up))
            }
        }
    }
}

fn directed(value: f64, direction: Direction) -> f64 {
    match direction {
        Direction::Up => value,
        Direction::Down => -value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(values: &[f64]) -> Vec<f64> {
        let places = Places::new(values, Direction::Up, Count::Rank).unwrap();
        values.iter().map(|x| places.score(*x)).collect()
    }

    #[test]
    fn noise_is_a_tie_at_any_size() {
        assert_eq!(scores(&[0.1 + 0.2, 0.3, 1.0]), [1.0, 1.0, 3.0]);
        assert_eq!(scores(&[1.0, 1.0 + 9e-11, 2.0]), [1.0, 1.0, 3.0]);
        assert_eq!(scores(&[3e11, 3e11 + 0.01, 1.0]), [2.0, 3.0, 1.0]);
        assert_eq!(scores(&[1e-12, 2e-12, 3e-12]), [1.0, 2.0, 3.0]);
        assert_eq!(scores(&[1.7e308, -1.7e308, 5e-324]), [3.0, 1.0, 2.0]);
    }
}
