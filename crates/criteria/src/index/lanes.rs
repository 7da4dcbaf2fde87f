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

/// Word by word. A plain loop: closures inside library functions are compiled without
/// the machine's wide instructions.
#[inline(always)]
fn each(a: Plane, b: Plane, combine: impl Fn(u64, u64) -> u64) -> Plane {
    let mut out = NONE;
    for at in 0..WIDTH {
        out[at] = combine(a[at], b[at]);
    }
    out
}

#[inline(always)]
pub(super) fn and(a: Plane, b: Plane) -> Plane {
    each(a, b, |a, b| a & b)
}

#[inline(always)]
pub(super) fn or(a: Plane, b: Plane) -> Plane {
    each(a, b, |a, b| a | b)
}

#[inline(always)]
pub(super) fn not(a: Plane) -> Plane {
    each(a, a, |a, _| !a)
}

#[inline(always)]
pub(super) fn any(a: &Plane) -> bool {
    let mut all = 0;
    for word in a {
        all |= word;
    }
    all != 0
}

/// Counts, one for each row, as binary digits: rows in which at least `count` of the
/// planes are set.
pub(super) fn at_least(count: usize, planes: impl Iterator<Item = Plane>) -> Plane {
    let mut digits: Vec<Plane> = vec![];
    for mut carry in planes {
        for digit in &mut digits {
            let next = and(*digit, carry);
            *digit = each(*digit, carry, |a, b| a ^ b);
            carry = next;
        }
        if any(&carry) {
            digits.push(carry);
        }
    }
    if count.checked_shr(digits.len() as u32).unwrap_or(0) != 0 {
        return NONE;
    }
    // Compared from the highest digit down.
    let (mut above, mut same) = (NONE, [u64::MAX; WIDTH]);
    for (at, digit) in digits.iter().enumerate().rev() {
        if count >> at & 1 == 1 {
            same = and(same, *digit);
        } else {
            above = or(above, and(same, *digit));
            same = and(same, not(*digit));
        }
    }
    or(above, same)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, WIDTH, at_least, within};
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
            planes in proptest::collection::vec(any::<[u64; WIDTH]>(), 0..40), count in 0usize..45
        ) {
            let found = at_least(count, planes.iter().copied());
            for row in 0..BLOCK {
                let set = planes.iter().filter(|p| p[row / 64] >> (row % 64) & 1 == 1).count();
                prop_assert_eq!(found[row / 64] >> (row % 64) & 1 == 1, set >= count);
            }
        }
    }
}
