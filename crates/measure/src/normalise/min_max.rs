//! Min–max: `(x - min) / (max - min)` over the units that have a value.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! "Normalisation of data", min–max.
//!
//! Worked example: 2, 6, 10 on 0 to 100 give 0, 50, 100; where less is better 100, 50, 0.

use super::Bounds;
use crate::missing::MissingReason;

/// Values whose spread is a smaller share of their size are one value: the spread is
/// noise of floating point.
pub(crate) const NOISE: f64 = 1e-12;

/// Lowest and highest value present.
///
/// No values: nothing is known. All values equal: the indicator tells units not apart,
/// and the formula would divide by zero.
pub fn bounds(values: &[f64]) -> Result<Bounds, MissingReason> {
    let present = || values.iter().copied().filter(|x| !x.is_nan());
    let low = present().fold(f64::INFINITY, f64::min);
    let high = present().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return Err(MissingReason::NoData);
    }
    let size = low.abs().max(high.abs());
    if high / 2.0 - low / 2.0 <= NOISE * size / 2.0 {
        Err(MissingReason::Constant)
    } else {
        Ok(Bounds { low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Scale;
    use crate::spec::Direction;

    #[test]
    fn the_worked_example() {
        let (values, scale) = (
            [2.0, 6.0, 10.0],
            Scale {
                low: 0.0,
                high: 100.0,
            },
        );
        let bounds = bounds(&values).unwrap();
        let scores = |direction| values.map(|x| scale.score(bounds.fraction(x), direction));
        assert_eq!(scores(Direction::Up), [0.0, 50.0, 100.0]);
        assert_eq!(scores(Direction::Down), [100.0, 50.0, 0.0]);
    }

    #[test]
    fn equal_values_have_no_bounds() {
        assert_eq!(bounds(&[3.0, f64::NAN, 3.0]), Err(MissingReason::Constant));
        assert_eq!(bounds(&[0.3, 0.1 + 0.2]), Err(MissingReason::Constant));
        assert_eq!(bounds(&[0.0, 0.0]), Err(MissingReason::Constant));
        assert_eq!(bounds(&[f64::NAN]), Err(MissingReason::NoData));
        assert_eq!(bounds(&[]), Err(MissingReason::NoData));
    }

    #[test]
    fn the_largest_numbers_there_are() {
        let bounds = bounds(&[-1.7e308, 0.0, 1.7e308]).unwrap();
        assert_eq!(
            [-1.7e308, 0.0, 1.7e308].map(|x| bounds.fraction(x)),
            [0.0, 0.5, 1.0]
        );
    }
}
