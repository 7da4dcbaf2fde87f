//! Points of the unit cube, by row and coordinate: any row can be asked for by itself.

use super::sobol::Scrambled;
use super::spec::SourceKind;
use super::{LANES, Lane};
use julin_model::splitmix;

/// Points of a cube.
pub trait Points: Sync {
    /// One coordinate of one point, from 0 up to, not including, 1.
    fn at(&self, row: u64, dimension: usize) -> f64;

    /// One coordinate of many points.
    #[inline(always)]
    fn fill(&self, rows: &[u64; LANES], dimension: usize, into: &mut Lane) {
        for (value, row) in into.iter_mut().zip(rows) {
            *value = self.at(*row, dimension);
        }
    }
}

/// The points of a specification.
#[derive(Debug, Clone)]
pub enum Source {
    /// SplitMix64.
    Splitmix {
        /// Seed of the stream.
        seed: u64,
        /// Coordinates of a point.
        dimensions: u64,
    },
    /// Scrambled Sobol.
    Sobol(Scrambled),
}

impl Source {
    /// The points of a seed; `None` with more dimensions than a source has.
    pub fn new(kind: SourceKind, dimensions: usize, seed: u64) -> Option<Self> {
        match kind {
            SourceKind::Splitmix64 => Some(Self::Splitmix {
                seed,
                dimensions: dimensions as u64,
            }),
            SourceKind::Sobol => Scrambled::new(dimensions, seed).map(Self::Sobol),
        }
    }
}

impl Points for Source {
    #[inline(always)]
    fn at(&self, row: u64, dimension: usize) -> f64 {
        match self {
            Self::Splitmix { seed, dimensions } => {
                let position = row.wrapping_mul(*dimensions).wrapping_add(dimension as u64);
                splitmix::unit(splitmix::output(*seed, position))
            }
            Self::Sobol(sequence) => sequence.at(row, dimension),
        }
    }

    #[inline(always)]
    fn fill(&self, rows: &[u64; LANES], dimension: usize, into: &mut Lane) {
        match self {
            Self::Splitmix { seed, dimensions } => {
                for (value, row) in into.iter_mut().zip(rows) {
                    let position = row.wrapping_mul(*dimensions).wrapping_add(dimension as u64);
                    *value = splitmix::unit(splitmix::output(*seed, position));
                }
            }
            Self::Sobol(sequence) => {
                for (value, row) in into.iter_mut().zip(rows) {
                    *value = sequence.at(*row, dimension);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_read_row_by_row() {
        let source = Source::new(SourceKind::Splitmix64, 3, 1234567).unwrap();
        let expected = splitmix::unit(4593380528125082431);
        assert_eq!(source.at(1, 0), expected);
        let mut lane = [0.0; LANES];
        source.fill(&std::array::from_fn(|row| row as u64), 0, &mut lane);
        assert_eq!(lane[1], expected);
    }
}
