//! Row mean: how the unit does on the other indicators of the group, carried over.
//!
//! Every indicator of the group is brought to 0–1 by min–max, turned round where less is
//! better; the mean over those the unit has is taken back to the scale of the missing
//! one.
//!
//! Source: W. Becker et al., "COINr" (2022), imputation by unit within aggregation
//! groups. To leave a missing indicator out of an arithmetic mean of equal weights comes
//! to the same.
//!
//! Worked example: a unit stands at 0.2 and 0.6 of the way on two indicators. The third
//! lies between 10 and 20 and less is better: 0.4 of the way is 16.

use super::family::{Family, Member};
use crate::normalise::{Bounds, min_max};
use crate::spec::Direction;

/// Estimates by unit, NaN where there is none.
pub fn row_mean(family: &Family<'_>) -> Vec<f64> {
    let bounds: Vec<Option<Bounds>> = family
        .members
        .iter()
        .map(|member| min_max::bounds(member.column).ok())
        .collect();
    let units = family.units();
    let Some((own, member)) = bounds
        .get(family.own)
        .and_then(|own| (*own).zip(family.members.get(family.own)))
    else {
        return vec![f64::NAN; units];
    };
    let estimate = |unit: usize| {
        let (mut sum, mut count) = (0.0, 0.0);
        for place in family.others() {
            let known = bounds[place].zip(family.members.get(place));
            let at = known.map_or(f64::NAN, |(bounds, other)| fraction(bounds, other, unit));
            if !at.is_nan() {
                sum += at;
                count += 1.0;
            }
        }
        let at = facing(member.direction, sum / count);
        own.low + at * (own.high - own.low)
    };
    (0..units).map(estimate).collect()
}

fn fraction(bounds: Bounds, member: &Member<'_>, unit: usize) -> f64 {
    facing(member.direction, bounds.fraction(member.column[unit]))
}

fn facing(direction: Direction, fraction: f64) -> f64 {
    match direction {
        Direction::Up => fraction,
        Direction::Down => 1.0 - fraction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let nan = f64::NAN;
        let (a, b) = ([0.0, 10.0, 2.0, nan], [0.0, 5.0, 3.0, nan]);
        let c = [10.0, 20.0, nan, nan];
        let constant = [7.0; 4];
        use Direction::{Down, Up};
        let members: [(usize, Direction, &[f64]); 4] =
            [(3, Up, &a), (4, Up, &b), (5, Down, &c), (6, Up, &constant)];
        let family = Family::new(5, members.into_iter());
        let found = row_mean(&family);
        assert!((found[2] - 16.0).abs() < 1e-12);
        // A constant says nothing, so the last unit has nothing to go by.
        assert!(found[3].is_nan());
        let alone = Family::new(6, members.into_iter().skip(3));
        assert!(row_mean(&alone).iter().all(|x| x.is_nan()));
    }
}
