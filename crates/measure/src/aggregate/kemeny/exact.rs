//! Kemeny's order of a few units exactly: dynamic programming over sets of units on top,
//! `2^n · n` steps (M. Held and R. M. Karp, 1962, for the way; N. Betzler and others, 2009,
//! for Kemeny scores).

use crate::aggregate::Support;

/// Units solved exactly; each more doubles time and memory (about 8 MB here).
pub const MOST: usize = 18;

/// Sums this near are equal.
const EQUAL: f64 = 1e-9;

/// Mean place, 0 on top, of each unit over all best orders.
pub fn places(support: &Support, units: &[usize]) -> Vec<f64> {
    if units.len() < 2 {
        return vec![0.0; units.len()];
    }
    let gains = Gains::new(support, units);
    let top = gains.upward();
    let bottom = gains.downward();
    let full = gains.full();
    let mut sums = vec![0.0; units.len()];
    for set in 0..full {
        let place = f64::from(set.count_ones());
        for unit in gains.outside(set) {
            let next = set | 1 << unit;
            let value = top[set].value + gains.of(unit, full & !next) + bottom[next].value;
            if top[full].value - value < EQUAL {
                sums[unit] += place * top[set].orders * bottom[next].orders;
            }
        }
    }
    sums.iter().map(|sum| sum / top[full].orders).collect()
}

/// The best way to order a set.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// Its agreement.
    value: f64,
    /// How many orders have it.
    orders: f64,
}

impl Best {
    const EMPTY: Self = Self {
        value: 0.0,
        orders: 1.0,
    };
    const NONE: Self = Self {
        value: f64::NEG_INFINITY,
        orders: 0.0,
    };

    fn or(&mut self, other: Self) {
        if other.value - self.value > EQUAL {
            *self = other;
        } else if self.value - other.value <= EQUAL {
            self.orders += other.orders;
        }
    }
}

/// What is won by a unit standing above a set, read from two halves of the set.
struct Gains {
    units: usize,
    half: usize,
    low: Vec<Vec<f64>>,
    high: Vec<Vec<f64>>,
}

impl Gains {
    fn new(support: &Support, units: &[usize]) -> Self {
        let half = units.len().div_ceil(2);
        let table = |unit: usize, others: &[usize]| -> Vec<f64> {
            let sum = |set: usize| {
                let inside = (0..others.len()).filter(|at| set >> at & 1 == 1);
                inside.map(|at| support.of(unit, others[at]) - 0.5).sum()
            };
            (0..1 << others.len()).map(sum).collect()
        };
        let side = |others: &[usize]| units.iter().map(|unit| table(*unit, others)).collect();
        Self {
            units: units.len(),
            half,
            low: side(&units[..half]),
            high: side(&units[half..]),
        }
    }

    fn full(&self) -> usize {
        (1 << self.units) - 1
    }

    fn of(&self, unit: usize, set: usize) -> f64 {
        self.low[unit][set & ((1 << self.half) - 1)] + self.high[unit][set >> self.half]
    }

    fn outside(&self, set: usize) -> impl Iterator<Item = usize> {
        (0..self.units).filter(move |unit| set >> unit & 1 == 0)
    }

    /// The best order of each set as the units on top.
    fn upward(&self) -> Vec<Best> {
        let mut best = vec![Best::NONE; self.full() + 1];
        best[0] = Best::EMPTY;
        for set in 0..self.full() {
            for unit in self.outside(set) {
                let next = set | 1 << unit;
                let here = Best {
                    value: best[set].value + self.of(unit, self.full() & !next),
                    ..best[set]
                };
                best[next].or(here);
            }
        }
        best
    }

    /// The best order of all units but each set, below it.
    fn downward(&self) -> Vec<Best> {
        let mut best = vec![Best::NONE; self.full() + 1];
        best[self.full()] = Best::EMPTY;
        for set in (0..self.full()).rev() {
            for unit in self.outside(set) {
                let next = set | 1 << unit;
                let here = Best {
                    value: best[next].value + self.of(unit, self.full() & !next),
                    ..best[next]
                };
                best[set].or(here);
            }
        }
        best
    }
}
