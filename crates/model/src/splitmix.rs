//! SplitMix64: a documented stream of numbers that any program can reproduce; all that is
//! drawn in Julin is drawn from it.
//!
//! Output number `n` (from 0) of a seed mixes `seed + (n + 1) × 0x9E3779B97F4A7C15`,
//! so every output can be computed by itself, without those before it.
//!
//! Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
//! OOPSLA 2014; constants as in Vigna's reference implementation.
//!
//! Worked example: seed 1234567 gives 6457827717110365317, 3203168211198807973,
//! 9817491932198370423, …

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Output number `position` of the stream of `seed`.
#[inline(always)]
pub fn output(seed: u64, position: u64) -> u64 {
    let z = seed.wrapping_add(position.wrapping_add(1).wrapping_mul(GOLDEN));
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The upper 53 bits as a number from 0 up to, not including, 1.
#[inline(always)]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outputs published with the reference implementation's tests for this seed.
    #[test]
    fn the_published_outputs() {
        let expected = [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
            4593380528125082431,
            16408922859458223821,
        ];
        for (position, value) in expected.into_iter().enumerate() {
            assert_eq!(output(1234567, position as u64), value);
        }
    }

    #[test]
    fn numbers_lie_between_zero_and_one() {
        assert_eq!(unit(0), 0.0);
        assert!(unit(u64::MAX) < 1.0);
        assert_eq!(unit(1 << 63), 0.5);
    }
}
