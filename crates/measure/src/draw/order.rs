//! Ranks of many draws, the same as [`rank::competition`] gives one by one.
//!
//! Up to [`MOST`] units, thirty-two draws are sorted at once: each score becomes a whole
//! number (its place between the lowest and highest score of the draw) with the unit's
//! number in the lower bits, and a network of comparisons (Batcher's odd-even merge sort;
//! Knuth, *The Art of Computer Programming*, volume 3, 5.2.2M) puts all of them in
//! order without a branch. Where two neighbours are too close for the whole numbers to
//! tell, or scores are missing, the draw is put in exact order and ranked with the
//! tolerance of ties. Beyond that many units, draws are sorted one by one.

use super::{LANES, Lane};
use crate::rank::TIE;

/// Units up to which draws are sorted side by side.
pub const MOST: usize = 1024;
/// Draws sorted at once.
const TOGETHER: usize = 32;
/// Adding 2^52 to a whole number below 2^32 puts it into the lower bits.
const SHIFT: f64 = 4_503_599_627_370_496.0;

/// Room to sort in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    keys: Vec<[u32; TOGETHER]>,
    network: Vec<(u16, u16)>,
    network_of: usize,
    /// Units with a score in some draw.
    active: Vec<u16>,
    order: Vec<(f64, u16)>,
    wide: Vec<u64>,
}

/// Ranks of the first draws of a batch: by draw, then by unit; 0 where there is none. True
/// when it is sure that every unit has a rank of its own in each draw.
#[inline(always)]
pub(crate) fn ranks(scores: &[Lane], lanes: usize, into: &mut [u16], room: &mut Room) -> bool {
    let units = scores.len();
    if units == 0 {
        return false;
    }
    into[..units * lanes].fill(0);
    room.active.clear();
    for (unit, scores) in (0..).zip(scores) {
        if scores[..lanes].iter().any(|score| !score.is_nan()) {
            room.active.push(unit);
        }
    }
    let count = room.active.len();
    if count > MOST {
        for (lane, into) in into.chunks_mut(units).take(lanes).enumerate() {
            one_by_one(scores, lane, into, room);
        }
        return false;
    }
    if room.network_of != count {
        room.network = network(count);
        room.network_of = count;
    }
    let mut distinct = count == units;
    for from in (0..lanes).step_by(TOGETHER) {
        let into = &mut into[from * units..];
        distinct &= together(scores, (from, lanes), into, room);
    }
    distinct
}

/// Comparisons that sort `count` keys in place: the smaller to the first position.
fn network(count: usize) -> Vec<(u16, u16)> {
    let mut pairs = Vec::new();
    let mut run = 1;
    while run < count {
        let mut step = run;
        while step >= 1 {
            let mut start = step % run;
            while start + step < count {
                for at in start..(start + step).min(count - step) {
                    if at / (2 * run) == (at + step) / (2 * run) {
                        pairs.push((at as u16, (at + step) as u16));
                    }
                }
                start += 2 * step;
            }
            step /= 2;
        }
        run *= 2;
    }
    pairs
}

/// Sorts some draws beginning at `from`, and writes the ranks of those below `lanes`.
/// True when no two are equal.
#[inline(always)]
fn together(
    scores: &[Lane],
    (from, lanes): (usize, usize),
    into: &mut [u16],
    room: &mut Room,
) -> bool {
    let (units, count) = (scores.len(), room.active.len());
    let bits = (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1);
    let sure = keys(scores, from, bits, room);
    let mut keys = std::mem::take(&mut room.keys);
    for (first, second) in &room.network {
        let (a, b) = (keys[usize::from(*first)], keys[usize::from(*second)]);
        let (mut low, mut high) = (a, b);
        for at in 0..TOGETHER {
            low[at] = a[at].min(b[at]);
            high[at] = a[at].max(b[at]);
        }
        keys[usize::from(*first)] = low;
        keys[usize::from(*second)] = high;
    }
    let mut close = [0_u32; TOGETHER];
    for pair in keys.windows(2) {
        for at in 0..TOGETHER {
            let apart = (pair[1][at] >> bits).wrapping_sub(pair[0][at] >> bits);
            close[at] |= u32::from(apart < 2);
        }
    }
    let mask = (1_u32 << bits) - 1;
    let mut distinct = true;
    for (at, into) in into
        .chunks_mut(units)
        .take(lanes - from)
        .enumerate()
        .take(TOGETHER)
    {
        if !sure[at] {
            distinct = false;
            one_by_one(scores, from + at, into, room);
        } else if close[at] == 0 && count == units {
            // All units have scores: numbers and units are the same.
            for (rank, key) in (1..).zip(keys.iter().rev()) {
                if let Some(into) = into.get_mut((key[at] & mask) as usize) {
                    *into = rank;
                }
            }
        } else {
            distinct = false;
            room.order.clear();
            let lane = from + at;
            let pair = |key: &[u32; TOGETHER]| {
                let unit = room.active[(key[at] & mask) as usize];
                (scores[usize::from(unit)][lane], unit)
            };
            room.order.extend(keys.iter().rev().map(pair));
            exactly(&mut room.order, into);
        }
    }
    room.keys = keys;
    distinct
}

/// Sets the keys; tells for each draw whether they can be trusted.
#[inline(always)]
fn keys(scores: &[Lane], from: usize, bits: u32, room: &mut Room) -> [bool; TOGETHER] {
    let top = f64::from((1_u32 << (32 - bits)) - 1);
    let (mut low, mut high) = ([f64::INFINITY; TOGETHER], [f64::NEG_INFINITY; TOGETHER]);
    let mut missing = [false; TOGETHER];
    for unit in &room.active {
        let scores = &scores[usize::from(*unit)][from..from + TOGETHER];
        for at in 0..TOGETHER {
            let score = scores[at];
            low[at] = if score < low[at] { score } else { low[at] };
            high[at] = if score > high[at] { score } else { high[at] };
            missing[at] |= score.is_nan();
        }
    }
    let mut scale = [0.0; TOGETHER];
    let mut sure = [false; TOGETHER];
    for at in 0..TOGETHER {
        let range = high[at] - low[at];
        sure[at] = !missing[at] && range.is_finite() && range / top >= 4.0 * TIE;
        scale[at] = if sure[at] { top / range } else { 0.0 };
        low[at] = if sure[at] { low[at] } else { 0.0 };
    }
    room.keys.clear();
    for (number, unit) in (0_u32..).zip(&room.active) {
        let scores = &scores[usize::from(*unit)][from..from + TOGETHER];
        let mut key = [0; TOGETHER];
        for at in 0..TOGETHER {
            let place = (scores[at] - low[at]) * scale[at] + SHIFT;
            key[at] = ((place.to_bits() as u32) << bits) | number;
        }
        room.keys.push(key);
    }
    sure
}

/// Ranks of one draw, sorted by itself.
fn one_by_one(scores: &[Lane], lane: usize, into: &mut [u16], room: &mut Room) {
    room.wide.clear();
    for unit in &room.active {
        let score = scores[usize::from(*unit)][lane];
        if !score.is_nan() {
            // Bits of a number in the order of the numbers, the unit in the lowest.
            let bits = score.to_bits();
            let turned = bits ^ (((bits as i64 >> 63) as u64) | (1 << 63));
            room.wide.push((!turned & !0xffff) | u64::from(*unit));
        }
    }
    room.wide.sort_unstable();
    room.order.clear();
    let pair = |key: &u64| {
        let unit = (key & 0xffff) as u16;
        (scores[usize::from(unit)][lane], unit)
    };
    room.order.extend(room.wide.iter().map(pair));
    exactly(&mut room.order, into);
}

/// Ranks from an order that is right but for neighbours: puts these right, and gives
/// scores within the tolerance of the best of their group its rank.
fn exactly(order: &mut [(f64, u16)], into: &mut [u16]) {
    for at in 1..order.len() {
        let mut place = at;
        while place > 0 && order[place - 1].0 < order[place].0 {
            order.swap(place - 1, place);
            place -= 1;
        }
    }
    let (mut best, mut rank) = (f64::INFINITY, 0);
    for (place, (score, unit)) in (1..).zip(&*order) {
        if best - score > TIE {
            best = *score;
            rank = place;
        }
        into[usize::from(*unit)] = rank;
    }
}

const _: () = assert!(LANES.is_multiple_of(TOGETHER));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank;
    use proptest::prelude::*;

    /// A network that sorts all sequences of zeros and ones sorts everything (Knuth's
    /// zero-one principle).
    #[test]
    fn the_network_sorts() {
        for count in 0..=14_usize {
            let network = network(count);
            for bits in 0..1_u32 << count {
                let mut keys: Vec<u32> = (0..count).map(|at| bits >> at & 1).collect();
                for (a, b) in &network {
                    let (a, b) = (usize::from(*a), usize::from(*b));
                    (keys[a], keys[b]) = (keys[a].min(keys[b]), keys[a].max(keys[b]));
                }
                assert!(keys.is_sorted(), "{count} {bits:b}");
            }
        }
    }

    fn check(scores: &[Lane], lanes: usize) {
        let units = scores.len();
        let mut into = vec![9; units * LANES];
        ranks(scores, lanes, &mut into, &mut Room::default());
        for lane in 0..lanes {
            let column: Vec<f64> = scores.iter().map(|scores| scores[lane]).collect();
            let expected: Vec<u16> = rank::competition(&column)
                .into_iter()
                .map(|r| r as u16)
                .collect();
            assert_eq!(&into[lane * units..][..units], expected, "lane {lane}");
        }
    }

    #[test]
    fn many_units_are_ranked_too() {
        for units in [255, 256, 257, MOST, MOST + 1, 3000] {
            let score = |unit: usize, lane: usize| ((unit * 7919 + lane * 31) % 10007) as f64 / 3.0;
            let scores: Vec<Lane> = (0..units)
                .map(|unit| std::array::from_fn(|lane| score(unit, lane)))
                .collect();
            check(&scores, 3);
        }
    }

    proptest! {
        #[test]
        fn as_one_by_one(
            columns in prop::collection::vec(prop::collection::vec((-9_i32..9, 0_u8..6), 33), 0..40),
            lanes in 1_usize..=33,
        ) {
            let score = |(whole, kind): (i32, u8)| {
                let whole = f64::from(whole);
                match kind {
                    0 => f64::NAN,
                    1 => whole,
                    2 => whole + 0.7e-10,
                    3 => whole + 1e-7,
                    4 => whole * 1e-12,
                    _ => whole * 1e6 + 0.1,
                }
            };
            let lane = |column: &Vec<(i32, u8)>| std::array::from_fn(|at| score(column[at % 33]));
            check(&columns.iter().map(lane).collect::<Vec<Lane>>(), lanes);
        }
    }
}
