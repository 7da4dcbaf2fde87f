//! Generated entities for practice, marked as sample wherever they show.

mod generate;
mod load;
mod spec;

pub use load::{SampleInput, load_samples};
pub use spec::SampleSpec;
