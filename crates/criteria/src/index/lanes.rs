//! Comparing 64 ranks at once, and words of bits side by side.
//!
//! Must not know: rules, columns.

use pulp::Simd;
use pulp::bytemuck::{cast, cast_slice};

/// Words of 64 rows that are looked at together.
pub(super) const WIDTH: usize = 8;
/// Rows of a block.
pub(super) const BLOCK: usize = 64 * WIDTH;

/// One bit for each row of a block.
pub(super) type Plane = [u64; WIDTH];

/// No row.
pub(super) const NONE: Plane = [0; WIDTH];

/// The rows whose rank lies in `low ..= low + span`.
#[inline(always)]
pub(super) fn within<S: Simd>(simd: S, ranks: &[u16; 64], low: u16, span: u16) -> u64 {
    if S::U16_LANES == 32 && size_of::<S::m16s>() == 4 {
        // AVX-512: a comparison gives the bits at once.
        let (low, span) = (simd.splat_u16s(low), simd.splat_u16s(span));
        let halves: &[S::u16s] = cast_slice(ranks);
        let one = simd.less_than_or_equal_u16s(simd.sub_u16s(halves[0], low), span);
        let two = simd.less_than_or_equal_u16s(simd.sub_u16s(halves[1], low), span);
        let bits = |mask| u64::from(cast::<S::m16s, u32>(mask));
        return bits(one) | (bits(two) << 32);
    }
    let mut bytes = [0u8; 64];
    for (byte, rank) in bytes.iter_mut().zip(ranks) {
        *byte = u8::from(rank.wrapping_sub(low) <= span);
    }
    let mut bits = 0;
    for (at, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        // Gathers the lowest bit of each byte into the top byte.
        let eight = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080);
        bits |= (eight >> 56) << (8 * at);
    }
    bits
}

/// Rows in which at least `count` of the words are set. Counts are kept as binary digits,
/// one for each row.
#[inline(always)]
pub(super) fn at_least(count: u32, words: impl Iterator<Item = u64>) -> u64 {
    let mut digits = [0u64; u32::BITS as usize];
    let mut used = 0;
    for mut carry in words {
        let mut at = 0;
        while carry != 0 && at < digits.len() {
            (digits[at], carry) = (digits[at] ^ carry, digits[at] & carry);
            at += 1;
        }
        used = used.max(at);
    }
    if count.checked_shr(used as u32).unwrap_or(0) != 0 {
        return 0;
    }
    // Compared from the highest digit down.
    let (mut above, mut same) = (0, u64::MAX);
    for (at, digit) in digits[..used].iter().enumerate().rev() {
        if count >> at & 1 == 1 {
            same &= digit;
        } else {
            above |= same & digit;
            same &= !digit;
        }
    }
    above | same
}

#[cfg(test)]
mod tests {
    use super::{at_least, within};
    use proptest::prelude::*;
    use pulp::{Arch, Scalar, Simd, WithSimd};

    struct Compare<'a>(&'a [u16; 64], u16, u16);

    impl WithSimd for Compare<'_> {
        type Output = u64;

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> u64 {
            within(simd, self.0, self.1, self.2)
        }
    }

    proptest! {
        #[test]
        fn every_machine_finds_the_ranks_in_the_range(
            ranks in proptest::collection::vec(any::<u16>(), 64), low in any::<u16>(), span in any::<u16>()
        ) {
            let span = span.min(u16::MAX - low);
            let ranks: [u16; 64] = ranks.try_into().unwrap();
            let mut expected = 0;
            for (at, rank) in ranks.iter().enumerate() {
                expected |= u64::from(*rank >= low && *rank <= low + span) << at;
            }
            prop_assert_eq!(Arch::new().dispatch(Compare(&ranks, low, span)), expected);
            prop_assert_eq!(within(Scalar, &ranks, low, span), expected);
        }

        #[test]
        fn at_least_counts(
            words in proptest::collection::vec(any::<u64>(), 0..40), count in 0u32..45
        ) {
            let found = at_least(count, words.iter().copied());
            for row in 0..64 {
                let set = words.iter().filter(|word| *word >> row & 1 == 1).count();
                prop_assert_eq!(found >> row & 1 == 1, set >= count as usize);
            }
        }
    }
}
