//! Statistics of one or two columns, as common spreadsheets define them. NaN is missing
//! and left out; sums run in the order of the units, so results are always the same bits.
//!
//! Sources: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", *The
//! American Statistician* 50 (1996), type 7; D. N. Joanes and C. A. Gill, "Comparing
//! measures of sample skewness and kurtosis", *The Statistician* 47 (1998), type 2 (`SKEW`
//! and `KURT` of spreadsheets); standard deviation with n − 1.

/// Values present, in order.
pub fn present(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|x| !x.is_nan()).collect()
}

/// Arithmetic mean; `None` without values.
pub fn mean(values: &[f64]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for x in values.iter().filter(|x| !x.is_nan()) {
        sum += x;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// Standard deviation with n − 1; `None` with fewer than two values.
pub fn deviation(values: &[f64]) -> Option<f64> {
    let (count, [second, ..]) = moments(values)?;
    (count > 1.0).then(|| (second / (count - 1.0)).sqrt())
}

/// Skewness, type 2; `None` with fewer than three values or none that differ.
pub fn skewness(values: &[f64]) -> Option<f64> {
    let (n, [second, third, _]) = moments(values)?;
    let plain = (third / n) / (second / n).powf(1.5);
    (n > 2.0 && second > 0.0).then(|| plain * (n * (n - 1.0)).sqrt() / (n - 2.0))
}

/// Excess kurtosis, type 2; `None` with fewer than four values or none that differ.
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    let (n, [second, _, fourth]) = moments(values)?;
    let plain = (fourth / n) / (second / n).powi(2) - 3.0;
    let wide = (n - 1.0) / ((n - 2.0) * (n - 3.0));
    (n > 3.0 && second > 0.0).then_some(wide * ((n + 1.0) * plain + 6.0))
}

/// How many, and the sums of the second, third and fourth powers about the mean.
fn moments(values: &[f64]) -> Option<(f64, [f64; 3])> {
    let mean = mean(values)?;
    let (mut count, mut sums) = (0.0, [0.0; 3]);
    for x in values.iter().filter(|x| !x.is_nan()) {
        let off = x - mean;
        let square = off * off;
        count += 1.0;
        sums[0] += square;
        sums[1] += square * off;
        sums[2] += square * square;
    }
    Some((count, sums))
}

/// Median; `None` without values.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Quantile, type 7 (`PERCENTILE.INC`): share from 0 to 1; `None` without values.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = present(values);
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_of_sorted(&sorted, share)
}

/// Quantile, type 7, of values in ascending order without gaps.
pub fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let above = (below + 1).min(last);
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

/// Pearson correlation over the units where both are present; `None` with fewer than
/// three of them or where one does not vary.
pub fn correlation(left: &[f64], right: &[f64]) -> Option<f64> {
    let both = || {
        let pairs = left.iter().zip(right);
        pairs.filter(|(x, y)| !x.is_nan() && !y.is_nan())
    };
    let (mut count, mut sums) = (0.0, [0.0; 2]);
    for (x, y) in both() {
        count += 1.0;
        sums[0] += x;
        sums[1] += y;
    }
    let means = sums.map(|sum| sum / count);
    let mut products = [0.0; 3];
    for (x, y) in both() {
        let (dx, dy) = (x - means[0], y - means[1]);
        products[0] += dx * dx;
        products[1] += dy * dy;
        products[2] += dx * dy;
    }
    let size = (products[0] * products[1]).sqrt();
    (count > 2.0 && size > 0.0).then(|| (products[2] / size).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?}");
    }

    /// Recomputed by hand from the formulas of the sources; the first four moments of
    /// 3, 4, 5, 2, 3, 4, 5, 6, 4, 7 are the example of the spreadsheets' help on SKEW
    /// (0.359543) and KURT (-0.151800).
    #[test]
    fn as_spreadsheets_have_it() {
        let example = [3.0, 4.0, 5.0, 2.0, 3.0, 4.0, 5.0, 6.0, 4.0, 7.0, f64::NAN];
        assert!((skewness(&example).unwrap() - 0.359_543).abs() < 5e-7);
        assert!((kurtosis(&example).unwrap() + 0.151_800).abs() < 5e-7);
        near(mean(&example), 4.3);
        near(
            deviation(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]),
            (32.0_f64 / 7.0).sqrt(),
        );
        near(quantile(&[1.0, 3.0, f64::NAN, 2.0, 4.0], 0.3), 1.9);
        near(median(&[9.0, 1.0, 5.0]), 5.0);
        near(
            correlation(&[1.0, 2.0, 3.0, f64::NAN], &[2.0, 4.0, 6.0, 1.0]),
            1.0,
        );
    }

    #[test]
    fn too_few_say_nothing() {
        assert_eq!((mean(&[]), median(&[f64::NAN])), (None, None));
        assert_eq!((deviation(&[1.0]), skewness(&[1.0, 2.0])), (None, None));
        assert_eq!(
            (kurtosis(&[1.0, 2.0, 3.0]), skewness(&[1.0; 9])),
            (None, None)
        );
        assert_eq!(correlation(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
    }
}
