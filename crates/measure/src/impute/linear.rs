//! Linear: a straight line between the years around. Before the first and after the last
//! known year there is no estimate.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, interpolation of time series.
//!
//! Worked example: 2020 10, 2024 30: 2021 gets 15.

/// Estimates by year, NaN where there is none. Years ascend.
pub fn linear(years: &[i32], series: &[f64]) -> Vec<f64> {
    let at = |place: usize| (f64::from(years[place]), series[place]);
    let known = |place: &usize| !series[*place].is_nan();
    let estimate = |place: usize| {
        let before = (0..=place).rev().find(known).map(at);
        let after = (place..series.len()).find(known).map(at);
        let Some(((from, x), (to, y))) = before.zip(after) else {
            return f64::NAN;
        };
        if from == to {
            return x;
        }
        x + (f64::from(years[place]) - from) / (to - from) * (y - x)
    };
    (0..series.len().min(years.len())).map(estimate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let nan = f64::NAN;
        let found = linear(
            &[2019, 2020, 2021, 2024, 2025],
            &[nan, 10.0, nan, 30.0, nan],
        );
        assert_eq!(found[1..4], [10.0, 15.0, 30.0]);
        assert!(found[0].is_nan() && found[4].is_nan());
    }
}
