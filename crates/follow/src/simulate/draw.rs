//! A reproducible stream of choices: SplitMix64, as elsewhere in the house.
//!
//! Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
//! OOPSLA 2014.

/// A stream; the same seed gives the same choices on every machine.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    state: u64,
}

impl Draw {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// True so often.
    pub fn often(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of so many, from 0; 0 when there are none.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// One of some.
    pub fn pick<'s, T>(&mut self, some: &'s [T]) -> Option<&'s T> {
        some.get(self.below(some.len()))
    }

    /// Puts some in an order by chance.
    pub fn shuffle<T>(&mut self, some: &mut [T]) {
        for i in (1..some.len()).rev() {
            some.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    /// The first outputs published with the reference implementation for this seed.
    #[test]
    fn the_published_outputs() {
        let mut draw = Draw::new(1_234_567);
        let outputs: Vec<u64> = (0..3).map(|_| draw.bits()).collect();
        let published = [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
        ];
        assert_eq!(outputs, published);
    }
}
