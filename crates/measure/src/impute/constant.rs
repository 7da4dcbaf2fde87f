//! Constant: the unit's value of the nearest year known; the earlier where two are as
//! near.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, on nearest neighbours, here in time.
//!
//! Worked example: 2020 1, 2024 9: 2021 and 2022 get 1, 2023 gets 9.

/// Estimates by year, NaN where there is none. Years ascend.
pub fn constant(years: &[i32], series: &[f64]) -> Vec<f64> {
    let known: Vec<(i32, f64)> = years
        .iter()
        .zip(series)
        .filter(|(_, x)| !x.is_nan())
        .map(|(year, x)| (*year, *x))
        .collect();
    let nearest = |year: &i32| known.iter().min_by_key(|(other, _)| other.abs_diff(*year));
    let estimate = |year| nearest(year).map_or(f64::NAN, |(_, x)| *x);
    years.iter().map(estimate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let nan = f64::NAN;
        let years = [2019, 2020, 2021, 2022, 2023, 2024];
        let found = constant(&years, &[nan, 1.0, nan, nan, nan, 9.0]);
        assert_eq!(found, [1.0, 1.0, 1.0, 1.0, 9.0, 9.0]);
        assert!(constant(&years, &[nan; 6]).iter().all(|x| x.is_nan()));
    }
}
