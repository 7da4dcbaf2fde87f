//! Random feasible placements: tenants in random order, each on a random floor that has
//! room. What they score shows what a placement is worth beside chance.
//!
//! Must not know: who belongs near whom.

use super::plan::{Allowed, Plan};
use super::site::Site;
use julin_model::splitmix;
use serde::Serialize;

/// What random placements score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Placements drawn.
    pub draws: u32,
    /// Mean score.
    pub mean: f64,
    /// Sample standard deviation of scores; 0 for one draw.
    pub deviation: f64,
    /// Lowest score.
    pub least: f64,
    /// Highest score.
    pub most: f64,
    /// Mean number of tenants placed.
    pub placed: f64,
}

/// Draws by the seed of the input; none where no draw is asked for.
pub(super) fn chance(site: &Site, allowed: &Allowed) -> Option<Chance> {
    let draws = site.spec.draws;
    let mut drawn = 0;
    let mut below = |n: usize| {
        drawn += 1;
        // Another stream than the search's.
        (splitmix::output(!site.spec.seed, drawn) % n as u64) as usize
    };
    let empty = Plan::new(site);
    let (mut scores, mut placed) = (vec![], 0);
    for _ in 0..draws {
        let mut plan = empty.clone();
        let mut order: Vec<usize> = (0..site.tenants.len())
            .filter(|own| !site.tenants[*own].stays)
            .collect();
        for at in (1..order.len()).rev() {
            order.swap(at, below(at + 1));
        }
        for tenant in order {
            let floors = allowed.lists[tenant].iter().copied();
            let fitting: Vec<usize> = floors.filter(|own| plan.fits(tenant, *own)).collect();
            if !fitting.is_empty() {
                plan.put(tenant, Some(fitting[below(fitting.len())]));
            }
        }
        scores.push(site.score(plan.floors()));
        placed += plan.placed;
    }
    let many = f64::from(draws);
    let mean = scores.iter().sum::<f64>() / many;
    let squares: f64 = scores.iter().map(|own| (own - mean).powi(2)).sum();
    let ends = |pick: fn(f64, f64) -> f64| scores.iter().copied().reduce(pick);
    Some(Chance {
        draws,
        mean,
        deviation: (squares / (many - 1.0).max(1.0)).sqrt(),
        least: ends(f64::min)?,
        most: ends(f64::max)?,
        placed: placed as f64 / many,
    })
}
