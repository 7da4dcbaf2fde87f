//! Generated entities for practice, marked as sample wherever they show.

mod case_spec;
mod generate;
mod load;
mod load_cases;
mod spec;

pub use case_spec::SampleCasesSpec;
pub use load::{SampleInput, load_samples};
pub use load_cases::load_sample_cases;
pub use spec::SampleSpec;
