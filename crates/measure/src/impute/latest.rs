//! Latest: the unit's last value before the missing year.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, cold deck from earlier years; the
//! usual "last observation carried forward".
//!
//! Worked example: 2020 missing, 2021 5, 2022 and 2023 missing: 2022 and 2023 get 5, 2020
//! stays missing.

/// Estimates by year, NaN where there is none. Years ascend.
pub fn latest(series: &[f64]) -> Vec<f64> {
    let mut last = f64::NAN;
    series
        .iter()
        .map(|x| {
            if !x.is_nan() {
                last = *x;
            }
            last
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = latest(&[f64::NAN, 5.0, f64::NAN, f64::NAN]);
        assert!(found[0].is_nan());
        assert_eq!(found[1..], [5.0, 5.0, 5.0]);
    }
}
