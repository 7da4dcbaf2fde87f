//! Logarithm: `ln x`, where all values are above zero.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! box on transformations of skewed data.
//!
//! Worked example: 1, e, e² give 0, 1, 2.

/// Natural logarithms; none where a value is zero or less.
pub fn log(values: &[f64]) -> Option<Vec<f64>> {
    let fits = values.iter().all(|x| x.is_nan() || *x > 0.0);
    fits.then(|| values.iter().map(|x| x.ln()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let e = std::f64::consts::E;
        let found = log(&[1.0, e, e * e]).unwrap();
        assert!(
            found
                .iter()
                .zip([0.0, 1.0, 2.0])
                .all(|(x, y)| (x - y).abs() < 1e-15)
        );
        assert!(log(&[f64::NAN]).unwrap()[0].is_nan());
        assert_eq!((log(&[0.0]), log(&[-1.0, 2.0])), (None, None));
    }
}
