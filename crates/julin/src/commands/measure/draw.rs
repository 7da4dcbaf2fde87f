//! How numbers are drawn: the study file, and what the command line says otherwise.

use crate::args::measure::{DrawArgs, DrawSource};
use julin_app::measure::{DrawSpec, SourceKind, Study, usual_variation};

/// The specification of draws.
pub fn spec(study: &Study, args: &DrawArgs) -> DrawSpec {
    let mut spec = study.uncertainty.clone().unwrap_or_else(|| DrawSpec {
        vary: usual_variation(),
        ..DrawSpec::default()
    });
    spec.draws = args.draws.unwrap_or(spec.draws);
    spec.seed = args.seed.unwrap_or(spec.seed);
    spec.source = match args.draw_source {
        None => spec.source,
        Some(DrawSource::Splitmix64) => SourceKind::Splitmix64,
        Some(DrawSource::Sobol) => SourceKind::Sobol,
    };
    spec
}

/// Threads to use: as asked, or as many as the machine has.
pub fn threads(args: &DrawArgs) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    args.threads.filter(|t| *t > 0).unwrap_or_else(all)
}
