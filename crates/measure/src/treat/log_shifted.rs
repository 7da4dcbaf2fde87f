//! Shifted logarithm: `ln (x - min + a)` with `a = (max - min) / 100`, for values of any
//! sign.
//!
//! Source: the logarithm of the JRC's COIN Tool in the version of W. Becker et al.,
//! "COINr" (2022), where the shift follows the spread.
//!
//! Worked example: 0 and 100 give ln 1 = 0 and ln 101.

/// Shifted logarithms; none where the values do not differ.
pub fn log_shifted(values: &[f64]) -> Option<Vec<f64>> {
    let present = || values.iter().copied().filter(|x| !x.is_nan());
    let low = present().reduce(f64::min)?;
    let high = present().reduce(f64::max)?;
    let shift = 0.01 * (high - low);
    let fits = shift > 0.0 && shift.is_finite();
    fits.then(|| values.iter().map(|x| (x - low + shift).ln()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = log_shifted(&[0.0, 100.0]).unwrap();
        assert_eq!(found, [0.0, 101.0_f64.ln()]);
        assert_eq!((log_shifted(&[3.0, 3.0]), log_shifted(&[])), (None, None));
    }
}
