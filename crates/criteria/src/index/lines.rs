//! Rows of bits over the places of rules, in whole lines of the processor's cache, so
//! that the widest words never straddle two.
//!
//! Must not know: what a bit says.

/// 512 places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(align(64))]
pub(super) struct Line([u64; 8]);

/// Lines for so many places.
pub(super) fn lines(places: usize) -> usize {
    places.div_ceil(512)
}

#[inline(always)]
pub(super) fn has(bits: &[Line], place: usize) -> bool {
    bits[place / 512].0[place / 64 % 8] >> (place % 64) & 1 == 1
}

#[inline(always)]
pub(super) fn put(bits: &mut [Line], place: usize, there: bool) {
    bits[place / 512].put(place, there);
}

#[inline(always)]
pub(super) fn or(all: &mut [Line], own: &[Line]) {
    for (all, own) in all.iter_mut().zip(own) {
        for at in 0..8 {
            all.0[at] |= own.0[at];
        }
    }
}

/// Those asked for that are not open.
pub(super) fn shut(open: &mut [Line], asking: &[Line]) {
    for (open, asking) in open.iter_mut().zip(asking) {
        for at in 0..8 {
            open.0[at] = asking.0[at] & !open.0[at];
        }
    }
}

/// Adds them to a count of none, one, several.
#[inline(always)]
pub(super) fn count(once: &mut [Line], twice: &mut [Line], own: &[Line]) {
    for ((once, twice), own) in once.iter_mut().zip(twice).zip(own) {
        for at in 0..8 {
            twice.0[at] |= once.0[at] & own.0[at];
            once.0[at] |= own.0[at];
        }
    }
}

/// The places in the first that are not in the second, in order.
#[inline(always)]
pub(super) fn each_without(all: &[Line], without: &[Line], mut visit: impl FnMut(usize)) {
    for (line, (all, without)) in all.iter().zip(without).enumerate() {
        for at in 0..8 {
            let mut bits = all.0[at] & !without.0[at];
            while bits != 0 {
                visit(line * 512 + at * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}

impl Line {
    /// Its first word: reading it brings the line near.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.0[0]
    }

    /// The bit of a place of this line.
    #[inline(always)]
    pub(super) fn put(&mut self, place: usize, there: bool) {
        let (word, bit) = (&mut self.0[place / 64 % 8], 1 << (place % 64));
        if there {
            *word |= bit;
        } else {
            *word &= !bit;
        }
    }

    /// Turns the bit of a place over.
    pub(super) fn turn(&mut self, place: usize) {
        self.0[place / 64 % 8] ^= 1 << (place % 64);
    }

    /// Sets the bit of a place if so.
    #[inline(always)]
    pub(super) fn add(&mut self, place: usize, there: bool) {
        self.0[place / 64 % 8] |= u64::from(there) << (place % 64);
    }
}
