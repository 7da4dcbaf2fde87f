//! How sure a ranking is: many variants scored, and told for each unit how its score and
//! rank spread, how likely it is among the first, and which units cannot be told apart.
//!
//! Memory does not grow with the number of draws: [`tally`] counts, [`spread`] reads
//! means, medians and percentiles from the counts. Draws are done in chunks of a fixed
//! size; counts are whole numbers and sums of scores are added in the order of the chunks,
//! so the result is the same bytes on any number of threads.
//!
//! Source: Saisana, Saltelli, Tarantola, "Uncertainty and sensitivity analysis techniques
//! as tools for the quality assessment of composite indicators", JRSS A 168 (2005);
//! OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 7.

pub mod groups;
pub mod pairs;
pub mod spread;
pub mod tally;

use crate::draw::evaluate::{Evaluator, Room};
use crate::draw::source::{Points, Source};
use groups::Tier;
use julin_model::Text;
use pairs::Pairs;
use serde::{Deserialize, Serialize};
use spread::Spread;
use std::ops::Range;
use tally::{Sums, Tally};

/// The outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// Draws done; fewer than asked for after a cancel.
    pub draws: u64,
    /// Draws asked for.
    pub asked: u64,
    /// By unit, in the order of the figures.
    pub units: Vec<UnitUncertainty>,
    /// How often each unit stands above each other.
    pub pairs: Pairs,
    /// Units that cannot be told apart, from the top.
    pub tiers: Vec<Tier>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitUncertainty {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// Score as the framework stands.
    pub score: Option<f64>,
    /// Rank as the framework stands.
    pub rank: Option<u32>,
    /// Share of draws in which it has a rank.
    pub ranked: f64,
    /// Its ranks over the draws; `None` where it never has one.
    pub ranks: Option<Spread>,
    /// Share of draws by rank, from the first to the last it ever has; empty with very
    /// many units.
    pub rank_shares: Vec<f64>,
    /// Its scores over the draws. Scores of different normalisations are of different
    /// scales: look at the ranks where normalisations are varied.
    pub scores: Option<Spread>,
    /// How likely it is among the first.
    pub top: Vec<Top>,
}

/// How likely a unit is among the first `places`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Top {
    /// How many places.
    pub places: u32,
    /// Share of draws.
    pub probability: f64,
}

/// Scores all draws of a plan. `progress` is told how many of how many are done; when it
/// returns false, the draws done so far are the outcome. `None` with more dimensions than
/// the source of numbers has, which a checked plan never has.
pub fn uncertainty(
    evaluator: &Evaluator<'_>,
    threads: usize,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Option<Uncertainty> {
    let plan = evaluator.plan();
    let source = Source::new(plan.source, plan.dimensions, plan.seed)?;
    let mut run = Run::new(evaluator, &source);
    let mut tallies: Vec<Tally> = Vec::new();
    tallies.resize_with(threads.max(1), || run.tally());
    while run.done < plan.draws && progress(run.done, plan.draws) {
        run.round(&mut tallies);
    }
    progress(run.done, plan.draws);
    let mut all = tallies.swap_remove(0);
    tallies.iter().for_each(|tally| all.add(tally));
    Some(run.outcome(&all))
}

/// Rows of one chunk. It depends on the problem only, so that sums do not depend on
/// threads: many, so that those of one combination fill the lanes; few where draws are
/// slow, so that a cancel is soon heard.
pub(crate) fn chunk(evaluator: &Evaluator<'_>) -> u64 {
    if evaluator.is_plain() {
        return 64;
    }
    (CELLS / evaluator.units().max(1) as u64).clamp(1024, 16_384)
}

/// Scores of one chunk, about.
const CELLS: u64 = 1 << 22;

struct Run<'r, P> {
    evaluator: &'r Evaluator<'r>,
    points: &'r P,
    done: u64,
    chunk: u64,
    sums: Vec<f64>,
    ranges: Vec<(f64, f64)>,
}

impl<'r, P: Points> Run<'r, P> {
    fn new(evaluator: &'r Evaluator<'r>, points: &'r P) -> Self {
        let draws = evaluator.plan().draws;
        Self {
            evaluator,
            points,
            done: 0,
            chunk: chunk(evaluator),
            sums: vec![0.0; evaluator.units()],
            ranges: tally::ranges(evaluator, points, 0..draws.min(tally::PILOT)),
        }
    }

    fn tally(&self) -> Tally {
        Tally::new(self.evaluator, &self.ranges)
    }

    /// Each thread takes a chunk.
    fn round(&mut self, tallies: &mut [Tally]) {
        let draws = self.evaluator.plan().draws;
        let first = self.done;
        let ahead = self.chunk;
        let shares: Vec<Range<u64>> = (0..tallies.len() as u64)
            .map(|thread| first + thread * ahead)
            .map(|from| from.min(draws)..(from + ahead).min(draws))
            .collect();
        let work = |tally: &mut Tally, share: Range<u64>| {
            let mut room = Room::default();
            self.chunk(share, tally, &mut room)
        };
        let parts: Vec<Sums> = if tallies.len() == 1 {
            vec![work(&mut tallies[0], shares[0].clone())]
        } else {
            std::thread::scope(|scope| {
                let workers: Vec<_> = tallies
                    .iter_mut()
                    .zip(&shares)
                    .map(|(tally, share)| scope.spawn(|| work(tally, share.clone())))
                    .collect();
                workers.into_iter().map(joined).collect()
            })
        };
        for part in &parts {
            for (sum, more) in self.sums.iter_mut().zip(part.totals()) {
                *sum += more;
            }
        }
        self.done = shares.last().map_or(draws, |share| share.end);
    }

    fn chunk(&self, rows: Range<u64>, tally: &mut Tally, room: &mut Room) -> Sums {
        let mut sums = Sums::new(self.evaluator.units());
        self.evaluator.run(self.points, rows, room, &mut |batch| {
            tally.take(batch, &mut sums);
        });
        sums
    }

    fn outcome(&self, tally: &Tally) -> Uncertainty {
        let pairs = tally.pairs();
        Uncertainty {
            draws: self.done,
            asked: self.evaluator.plan().draws,
            units: (0..self.evaluator.units())
                .map(|unit| self.unit(tally, unit))
                .collect(),
            tiers: groups::tiers(&pairs, self.done),
            pairs,
        }
    }

    fn unit(&self, tally: &Tally, unit: usize) -> UnitUncertainty {
        let about = &self.evaluator.matrix().units()[unit];
        let score = self.evaluator.nominal_scores[unit];
        let share = |count: u64| count as f64 / self.done.max(1) as f64;
        let places = self.evaluator.plan().top.iter().enumerate();
        UnitUncertainty {
            id: about.id.clone(),
            label: about.label.clone(),
            score: (!score.is_nan()).then_some(score),
            rank: Some(self.evaluator.nominal_ranks[unit]).filter(|rank| *rank > 0),
            ranked: share(tally.ranked(unit)),
            ranks: tally.rank_spread(unit),
            rank_shares: tally.rank_shares(unit, self.done),
            scores: tally.score_spread(unit, self.sums[unit]),
            top: places
                .map(|(at, places)| Top {
                    places: *places,
                    probability: share(tally.among(unit, at)),
                })
                .collect(),
        }
    }
}

pub(crate) fn joined<T>(worker: std::thread::ScopedJoinHandle<'_, T>) -> T {
    match worker.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
