//! Z-score: `(x - mean) / deviation` over the units that have a value, given another mean
//! and deviation where asked for: `m + d · z`. The deviation is the sample's (n − 1).
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! "Normalisation of data", standardisation.
//!
//! Directed: where less is better `m - d · z`. The line is fixed by the values one
//! deviation below and above the mean.
//!
//! Worked example: 2, 4, 6 have mean 4 and deviation 2: -1, 0, 1; with mean 100 and
//! deviation 10: 90, 100, 110; where less is better 110, 100, 90.

use super::{Bounds, Line, Scale, min_max};
use crate::missing::MissingReason;
use crate::recipe::Normalise;
use crate::spec::Direction;
use crate::statistics;

/// The line of values.
pub fn line(
    setting: &Normalise,
    values: &[f64],
    direction: Direction,
) -> Result<Line, MissingReason> {
    let range = min_max::bounds(values)?;
    // In parts of about the largest, so that squares stay in range; a power of two, so that
    // no digit is lost.
    let size = range.low.abs().max(range.high.abs());
    let size = size.log2().floor().exp2();
    let parts: Vec<f64> = values.iter().map(|x| x / size).collect();
    let moments = statistics::mean(&parts).zip(statistics::deviation(&parts));
    let (mean, deviation) = moments.ok_or(MissingReason::Constant)?;
    let bounds = Bounds {
        low: (mean - deviation) * size,
        high: (mean + deviation) * size,
    };
    if !(bounds.low.is_finite() && bounds.high.is_finite()) {
        return Err(MissingReason::Overflow);
    }
    let (middle, spread) = given(setting);
    Ok(Line {
        bounds,
        scale: Scale {
            low: middle - spread,
            high: middle + spread,
        },
        direction,
        capped: false,
    })
}

/// Mean and deviation given to the scores.
pub fn given(setting: &Normalise) -> (f64, f64) {
    (
        setting.mean.unwrap_or(0.0),
        setting.deviation.unwrap_or(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values = [2.0, 4.0, 6.0];
        let scores = |setting: &Normalise, direction| {
            let line = line(setting, &values, direction).unwrap();
            values.map(|x| line.score(x))
        };
        let plain = Normalise::default();
        assert_eq!(scores(&plain, Direction::Up), [-1.0, 0.0, 1.0]);
        let moved = Normalise {
            mean: Some(100.0),
            deviation: Some(10.0),
            ..Normalise::default()
        };
        assert_eq!(scores(&moved, Direction::Up), [90.0, 100.0, 110.0]);
        assert_eq!(scores(&moved, Direction::Down), [110.0, 100.0, 90.0]);
    }

    #[test]
    fn any_size_but_not_one_value() {
        let plain = Normalise::default();
        let scores = |values: [f64; 3]| {
            let line = line(&plain, &values, Direction::Up).unwrap();
            values.map(|x| line.score(x))
        };
        for size in [1e300, 1e-300] {
            for (found, expected) in scores([2.0, 4.0, 6.0].map(|x| x * size))
                .into_iter()
                .zip([-1.0, 0.0, 1.0])
            {
                assert!((found - expected).abs() < 1e-12);
            }
        }
        let fit = |values: &[f64]| line(&plain, values, Direction::Up);
        assert_eq!(fit(&[3.0, 3.0]), Err(MissingReason::Constant));
        assert_eq!(fit(&[f64::NAN]), Err(MissingReason::NoData));
        assert_eq!(fit(&[1.7e308, -1.7e308]), Err(MissingReason::Overflow));
    }
}
