//! Mean of the indicator over the units that have a value.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, unconditional mean imputation.
//!
//! Worked example: 1, missing, 5 gives 3.

/// The estimate for every unit.
pub fn mean(column: &[f64]) -> Option<f64> {
    crate::statistics::mean(column)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_worked_example() {
        assert_eq!(super::mean(&[1.0, f64::NAN, 5.0]), Some(3.0));
        assert_eq!(super::mean(&[f64::NAN]), None);
    }
}
