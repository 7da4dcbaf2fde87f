//! A scrambled Sobol sequence: points that cover the unit cube more evenly than random
//! ones.
//!
//! Direction numbers of Joe and Kuo (2008, file D6), which the crate `sobol` carries;
//! scrambling is Owen's nested uniform scrambling by hashing (Burley 2020, with the
//! hash of Laine and Karras). Each coordinate has 32 bits.
//!
//! Must hold: of every 2^k consecutive points beginning at a multiple of 2^k, each
//! coordinate has exactly one in each interval of length 2^-k.

use sobol::Sobol;
use sobol::params::JoeKuoD6;

/// Coordinates there are direction numbers for.
pub const DIMENSIONS: usize = 1000;
/// Points of the sequence.
pub const POINTS: u64 = 1 << 32;

const BITS: usize = 32;

/// A scrambled sequence of some dimensions.
#[derive(Debug, Clone)]
pub struct Scrambled {
    directions: Vec<[u32; BITS]>,
    seeds: Vec<u32>,
}

impl Scrambled {
    /// The sequence of a seed; `None` with more than [`DIMENSIONS`] dimensions.
    pub fn new(dimensions: usize, seed: u64) -> Option<Self> {
        if dimensions > DIMENSIONS {
            return None;
        }
        let vectors = Sobol::<u32>::init_direction_vals(dimensions, BITS, &JoeKuoD6::standard());
        let fixed = |vector: Vec<u32>| {
            let mut fixed = [0; BITS];
            fixed
                .iter_mut()
                .zip(vector)
                .for_each(|(to, from)| *to = from);
            fixed
        };
        let own =
            |dimension: usize| (julin_model::splitmix::output(seed, dimension as u64) >> 32) as u32;
        Some(Self {
            directions: vectors.into_iter().map(fixed).collect(),
            seeds: (0..dimensions).map(own).collect(),
        })
    }

    /// Coordinate `dimension` of point `index`.
    pub fn at(&self, index: u64, dimension: usize) -> f64 {
        let plain = plain(&self.directions[dimension], index as u32);
        f64::from(scramble(plain, self.seeds[dimension])) * (1.0 / 4_294_967_296.0)
    }
}

fn plain(directions: &[u32; BITS], index: u32) -> u32 {
    let mut bits = index;
    let mut value = 0;
    while bits != 0 {
        value ^= directions[bits.trailing_zeros() as usize];
        bits &= bits - 1;
    }
    value
}

/// Nested uniform scrambling: each bit is flipped by a hash of the bits above it.
fn scramble(value: u32, seed: u32) -> u32 {
    let mut x = value.reverse_bits();
    x = x.wrapping_add(seed);
    x ^= x.wrapping_mul(0x6c50_b47c);
    x ^= x.wrapping_mul(0xb82f_1e52);
    x ^= x.wrapping_mul(0xc7af_e638);
    x ^= x.wrapping_mul(0x8d22_f6e6);
    x.reverse_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first points of the sequence in Joe and Kuo's own order (natural order of the
    /// index): the third point of the table they print for ten dimensions.
    #[test]
    fn the_published_points() {
        let sequence = Scrambled::new(10, 0).unwrap();
        let point = |index| -> Vec<f64> {
            let one = |d: &[u32; BITS]| f64::from(plain(d, index)) / 4_294_967_296.0;
            sequence.directions.iter().map(one).collect()
        };
        assert_eq!(point(1), [0.5; 10]);
        // Gray code of 2 is 3.
        let third = [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75];
        assert_eq!(point(3), third);
    }

    #[test]
    fn every_coordinate_is_stratified() {
        let dimensions = 300;
        let sequence = Scrambled::new(dimensions, 7).unwrap();
        for dimension in 0..dimensions {
            for start in [0, 256, 1024] {
                let mut seen = [false; 256];
                for index in start..start + 256 {
                    let x = sequence.at(index, dimension);
                    seen[(x * 256.0) as usize] = true;
                }
                assert!(
                    seen.iter().all(|s| *s),
                    "dimension {dimension} from {start}"
                );
            }
        }
    }

    #[test]
    fn pairs_of_the_first_coordinates_are_stratified_too() {
        let sequence = Scrambled::new(2, 3).unwrap();
        for bits in 0..=8_u32 {
            let (wide, high) = (f64::from(1_u32 << bits), f64::from(1_u32 << (8 - bits)));
            let mut seen = [0; 256];
            for index in 0..256 {
                let cell = (sequence.at(index, 0) * wide).floor() * high
                    + (sequence.at(index, 1) * high).floor();
                seen[cell as usize] += 1;
            }
            assert_eq!(seen, [1; 256]);
        }
    }

    #[test]
    fn seeds_differ_and_too_many_dimensions_are_refused() {
        let (a, b) = (Scrambled::new(3, 1).unwrap(), Scrambled::new(3, 2).unwrap());
        assert_ne!(a.at(5, 0), b.at(5, 0));
        assert!(Scrambled::new(DIMENSIONS + 1, 1).is_none());
    }
}
