//! Median of the indicator within the unit's group of units.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, median imputation within classes.
//!
//! Worked example: in the north 2, 4 and 90. A northern gap gets 4.

use super::group_mean::by_class;

/// Estimates by unit, NaN where there is none.
pub fn group_median(column: &[f64], classes: &[Option<String>]) -> Vec<f64> {
    by_class(column, classes, crate::statistics::median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let classes = vec![Some("n".to_owned()); 4];
        let found = group_median(&[2.0, 4.0, 90.0, f64::NAN], &classes);
        assert_eq!(found[3], 4.0);
    }
}
