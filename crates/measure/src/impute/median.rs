//! Median of the indicator over the units that have a value.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, unconditional median imputation.
//!
//! Worked example: 1, missing, 5, 100 gives 5.

/// The estimate for every unit.
pub fn median(column: &[f64]) -> Option<f64> {
    crate::statistics::median(column)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_worked_example() {
        assert_eq!(super::median(&[1.0, f64::NAN, 5.0, 100.0]), Some(5.0));
        assert_eq!(super::median(&[f64::NAN]), None);
    }
}
