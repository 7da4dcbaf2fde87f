//! Signed logarithm: `sign(x) · ln(1 + |x|)`. Zero stays zero and the order stays.
//!
//! Source: N. L. John and N. R. Draper, "An alternative family of transformations",
//! *Applied Statistics* 29 (1980), the modulus transformation with exponent zero.
//!
//! Worked example: -(e - 1), 0, e - 1 give -1, 0, 1.

/// Signed logarithms.
pub fn log_signed(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .map(|x| x.signum() * x.abs().ln_1p())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let step = std::f64::consts::E - 1.0;
        let found = log_signed(&[-step, 0.0, step, f64::NAN]);
        assert!((found[0] + 1.0).abs() < 1e-15 && (found[2] - 1.0).abs() < 1e-15);
        assert!(found[1] == 0.0 && found[3].is_nan());
    }
}
