//! Score and rank of the zone without each of some firms.
//!
//! Where the fits do not move when the zone's values do, only the zone's own row changes,
//! and many such rows are made at once: fixed goalposts, and min–max where the zone's
//! values stay between the ends that other zones set. In every other case the whole
//! evaluation is computed anew for the firm. Both give the same.

use super::{Contribution, Zone};
use crate::aggregate;
use crate::framework::{Framework, NodeId};
use crate::rank;
use crate::recipe::{ImputeKind, NormaliseKind, WeighKind};
use crate::rescore::{Rescorer, index};
use crate::stage::{Prepared, Stage, Step};
use crate::what_if::Standing;

/// Firms computed at a time.
const BATCH: usize = 1024;

/// Standings without each of the firms named by position, in their order.
pub fn standings(zone: Zone<'_>, found: &[Contribution], firms: &[usize]) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); firms.len()];
    let ends = is_by_rows(zone.outcome.framework()).then(|| ends(zone, found));
    let alone = |firm: usize| {
        let inside = |ends: &Vec<Ends>| ends.iter().zip(found).all(|(e, c)| e.hold(c, firm));
        ends.as_ref().is_some_and(inside)
    };
    let (rows, others): (Vec<usize>, Vec<usize>) =
        (0..firms.len()).partition(|at| alone(firms[*at]));
    for batch in rows.chunks(BATCH) {
        let named: Vec<usize> = batch.iter().map(|at| firms[*at]).collect();
        for (at, standing) in batch.iter().zip(by_rows(zone, found, &named)) {
            standings[*at] = standing;
        }
    }
    let mut rescorer = Rescorer::new(zone.outcome);
    for at in others {
        for one in found {
            rescorer.set(zone.unit, one.node, one.without[firms[at]]);
        }
        standings[at] = standing(rescorer.index(), zone.unit);
    }
    standings
}

fn standing(scores: &[f64], unit: usize) -> Standing {
    let rank = rank::competition(scores)[unit];
    Standing {
        score: Some(scores[unit]).filter(|score| !score.is_nan()),
        rank: Some(rank).filter(|rank| *rank > 0),
    }
}

/// True where a zone's row can be computed without the other rows, given the fits.
fn is_by_rows(framework: &Framework) -> bool {
    framework.method.screen == Default::default()
        && framework.nodes.iter().all(|node| {
            let steps = &node.steps;
            if node.is_indicator() {
                steps.denominate.is_none()
                    && steps.impute.kind == ImputeKind::None
                    && steps.treat.steps.is_empty()
                    && matches!(
                        steps.normalise.kind,
                        NormaliseKind::MinMax | NormaliseKind::Goalposts
                    )
            } else {
                matches!(steps.weigh.kind, WeighKind::Given | WeighKind::Equal)
                    && aggregate::is_own(steps.aggregate.kind)
            }
        })
}

/// The values between which the fit of an indicator does not move.
struct Ends {
    low: f64,
    high: f64,
}

impl Ends {
    fn hold(&self, found: &Contribution, firm: usize) -> bool {
        let inside = |value: f64| value.is_nan() || (self.low <= value && value <= self.high);
        let same = found.without[firm].to_bits() == found.with.to_bits();
        same || (inside(found.with) && inside(found.without[firm]))
    }
}

fn ends(zone: Zone<'_>, found: &[Contribution]) -> Vec<Ends> {
    let framework = zone.outcome.framework();
    let one = |contribution: &Contribution| {
        let node = &framework.nodes[contribution.node];
        if node.steps.normalise.kind == NormaliseKind::Goalposts {
            return Ends {
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
            };
        }
        let column = &zone.outcome.prepared.after(Step::Given).columns[contribution.node];
        let others = column
            .iter()
            .enumerate()
            .filter(|(unit, _)| *unit != zone.unit);
        let known = || {
            others
                .clone()
                .map(|(_, value)| *value)
                .filter(|value| !value.is_nan())
        };
        let (low, high) = (
            known().fold(f64::INFINITY, f64::min),
            known().fold(f64::NEG_INFINITY, f64::max),
        );
        // Equal ends are no scale: whatever the zone has decides.
        if low < high {
            Ends { low, high }
        } else {
            Ends {
                low: 1.0,
                high: 0.0,
            }
        }
    };
    found.iter().map(one).collect()
}

/// The zone's row without each of the firms, all at once; other zones as they are.
fn by_rows(zone: Zone<'_>, found: &[Contribution], firms: &[usize]) -> Vec<Standing> {
    let (framework, prepared) = (zone.outcome.framework(), &zone.outcome.prepared);
    let column = |id: NodeId, step: Step| -> Vec<f64> {
        let value = prepared.value(step, zone.unit, id).unwrap_or(f64::NAN);
        vec![value; firms.len()]
    };
    let (mut given, mut scores) = (
        vec![Vec::new(); framework.nodes.len()],
        vec![Vec::new(); framework.nodes.len()],
    );
    for (id, _) in framework.indicators() {
        (given[id], scores[id]) = (column(id, Step::Given), column(id, Step::Normalise));
    }
    for one in found {
        given[one.node] = firms.iter().map(|firm| one.without[*firm]).collect();
        let fitted = prepared.fitted[one.node].as_ref();
        let score = |value: &f64| fitted.map_or(f64::NAN, |fitted| fitted.score(*value));
        scores[one.node] = given[one.node].iter().map(score).collect();
    }
    let stage = |step, columns| Stage { step, columns };
    let rows = Prepared {
        order: prepared.order.clone(),
        stages: vec![stage(Step::Given, given), stage(Step::Normalise, scores)],
        fitted: prepared.fitted.clone(),
        reasons: prepared.reasons.clone(),
        cells: vec![Vec::new(); framework.nodes.len()],
        treated: vec![None; framework.nodes.len()],
        units_out: vec![false; firms.len()],
        nodes_out: prepared.nodes_out.clone(),
        diagnostics: Vec::new(),
    };
    let own = index(framework, &rows);
    let mut all = zone.outcome.scores(Framework::ROOT).to_vec();
    let one = |score: f64| {
        all[zone.unit] = score;
        standing(&all, zone.unit)
    };
    own.into_iter().map(one).collect()
}
