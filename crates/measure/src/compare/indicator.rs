//! The difference of an indicator's score: how much because its value moved, how much
//! because the scale did.
//!
//! With fits *f* and *g* and values *x* and *y*, `g(y) − f(x)` is the sum of
//! `½ [f(y) − f(x) + g(y) − g(x)]`, the value's part, and of
//! `½ [g(x) − f(x) + g(y) − f(y)]`, the scale's: the mean over both orders.
//!
//! Worked example: 4 between 0 and 8 is 50; a year later 6 between 0 and 10 is 60. The
//! value's part is ½ [75 − 50 + 60 − 40] = 22.5, the scale's ½ [40 − 50 + 60 − 75] =
//! −12.5.

use super::{Cause, Side};
use crate::framework::NodeId;
use crate::normalise::Fitted;
use crate::recipe::{TreatKind, TreatStep};
use crate::stage::{Stage, Step};

/// How far a score may be from what its fit gives.
const NOISE: f64 = 1e-9;

/// Parts of `after − before`; one undivided part where value and scale cannot be told
/// apart.
pub(super) fn parts(sides: [Side<'_>; 2], nodes: [NodeId; 2]) -> Vec<(Cause, f64)> {
    let cells = [0, 1].map(|side| Cell::of(sides[side], nodes[side]));
    let score = |side: usize| sides[side].outcome.score(sides[side].unit, nodes[side]);
    let whole = score(1).unwrap_or(f64::NAN) - score(0).unwrap_or(f64::NAN);
    let [Some(first), Some(second)] = cells else {
        return vec![(Cause::Whole, whole)];
    };
    if first.given.is_some() && first.given == second.given {
        // Whatever happened to it, the figure is the same.
        return vec![(Cause::Scale, whole)];
    }
    if first.transforms() != second.transforms() {
        return vec![(Cause::Whole, whole)];
    }
    let (Some(f), Some(g)) = (first.fitted, second.fitted) else {
        return vec![(Cause::Whole, whole)];
    };
    let (x, y) = (first.treated, second.treated);
    let (fx, fy, gx, gy) = (f.score(x), f.score(y), g.score(x), g.score(y));
    let far = |found: f64, score: f64| (found - score).abs() > NOISE * score.abs().max(1.0);
    let odd = far(fx, first.score) || far(gy, second.score);
    let value = (fy - fx + gy - gx) / 2.0;
    if odd || value.is_nan() {
        return vec![(Cause::Whole, whole)];
    }
    if f == g {
        return vec![(Cause::Value, whole)];
    }
    vec![(Cause::Value, value), (Cause::Scale, whole - value)]
}

/// One indicator of one unit.
struct Cell<'a> {
    /// Before outliers are treated; none for an estimate made later.
    given: Option<f64>,
    /// After.
    treated: f64,
    score: f64,
    fitted: Option<&'a Fitted>,
    applied: &'a [TreatStep],
}

impl<'a> Cell<'a> {
    fn of(side: Side<'a>, node: NodeId) -> Option<Self> {
        let prepared = &side.outcome.prepared;
        let cell = |stage: &Stage| {
            let value = stage.columns[node].get(side.unit).copied();
            value.filter(|value| !value.is_nan())
        };
        let treated = prepared.treated[node].as_ref();
        Some(Self {
            given: cell(prepared.before(Step::Treat)),
            treated: cell(prepared.before(Step::Normalise))?,
            score: cell(prepared.after(Step::Normalise))?,
            fitted: prepared.fitted[node].as_ref(),
            applied: treated.map_or(&[], |treated| &treated.applied),
        })
    }

    /// What gave the values another scale.
    fn transforms(&self) -> Vec<&'a TreatStep> {
        let keeps = |kind| matches!(kind, TreatKind::Winsorise | TreatKind::Percentiles);
        self.applied
            .iter()
            .filter(|step| !keeps(step.kind))
            .collect()
    }
}
