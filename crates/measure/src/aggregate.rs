//! Making the score of a group from its children: one file per way.

pub mod arithmetic;

/// The children of one group, as columns over the units.
#[derive(Debug, Clone, Copy)]
pub struct Child<'a> {
    /// Weight, in the scale of its siblings; not negative.
    pub weight: f64,
    /// Scores, NaN where there is none; already turned round where less is better.
    pub scores: &'a [f64],
}
