//! `e^x` for many numbers at once, the same bits on every machine.
//!
//! `x = k ln 2 + r` with `|r| ≤ ln 2 / 2`; `e^r` by its Taylor polynomial of degree 13
//! (the next term is below 5e-18), times `2^k` through the exponent bits. Only
//! multiplications and additions of single numbers, so that any width of vector gives
//! the same. Relative error below 1e-15 for `|x| ≤ 700`.
//!
//! Source: Muller, *Elementary Functions* (3rd edition, 2016), range reduction after Cody
//! and Waite.

use super::Lane;

/// Largest `|x|` taken.
pub const LIMIT: f64 = 700.0;

/// ln 2 in two parts: the first with zeros at its end, so that `k` times it is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and taking away 1.5 × 2^52 rounds to the nearest whole number, which then
/// stands in the lower bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// `1/n!` from n = 13 down to 2.
const TERMS: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
];

/// `e^x`, for `|x| ≤` [`LIMIT`].
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut sum = TERMS[0];
    for term in &TERMS[1..] {
        sum = sum * r + term;
    }
    let fraction = (sum * r) * r + r + 1.0;
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    fraction * power
}

/// `e^x` of each number in place.
#[inline(always)]
pub fn exp_all(lane: &mut Lane) {
    for x in lane {
        *x = exp(*x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_library_has_it(x in -700.0_f64..700.0) {
            let (ours, theirs) = (exp(x), x.exp());
            prop_assert!((ours / theirs - 1.0).abs() < 1e-15, "{x}: {ours} {theirs}");
        }
    }

    #[test]
    fn round_numbers() {
        assert_eq!(exp(0.0), 1.0);
        assert!((exp(1.0) - std::f64::consts::E).abs() < 1e-15);
        assert!((exp(-LIMIT) / (-LIMIT).exp() - 1.0).abs() < 1e-15);
    }
}
