//! A reproducible stream of choices.

use julin_model::splitmix;

/// A stream; the same seed gives the same choices on every machine.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    seed: u64,
    /// How many numbers were drawn.
    drawn: u64,
}

impl Draw {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        let bits = splitmix::output(self.seed, self.drawn);
        self.drawn += 1;
        splitmix::unit(bits)
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
