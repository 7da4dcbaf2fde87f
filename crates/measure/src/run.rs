//! From figures to scores and ranks: indicators are prepared, groups made from the bottom
//! up, everything ranked.
//!
//! Every step works on whole columns. Nothing here depends on the order of the units.

use crate::aggregate::{self, Aggregated, Child};
use crate::coverage;
use crate::framework::{Framework, Node, NodeId, naming};
use crate::matrix::{ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::normalise::{Scale, is_on_range};
use crate::outcome::Outcome;
use crate::prepare::prepare;
use crate::rank;
use crate::spec::Direction;
use crate::stage::{Prepared, Step};
use crate::weigh::{self, Weighed, Weights};
use julin_model::Diagnostic;

/// Everything computed for one node, over the units.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Computed {
    /// Scores, NaN where there is none.
    pub(crate) scores: Vec<f64>,
    /// Share of weight with data.
    pub(crate) coverage: Vec<f64>,
    /// Share of weight the score rests on.
    pub(crate) used: Vec<f64>,
    /// Ranks, 0 where there is none.
    pub(crate) ranks: Vec<u32>,
    /// Weights of a group's children.
    pub(crate) weights: Weights,
    /// Why no unit at all has a score.
    pub(crate) reason: Option<MissingReason>,
    /// Units missing for another reason than silence.
    pub(crate) cells: Vec<(usize, MissingReason)>,
    /// Units whose score is zero because one child is.
    pub(crate) zeros: Vec<usize>,
    /// By unit: what the mean of the children is multiplied by; none where it is the score.
    pub(crate) factor: Option<Vec<f64>>,
    /// What a reader should know about weights and aggregation.
    pub(crate) findings: Vec<Diagnostic>,
}

/// Scores and ranks all units under a framework.
///
/// Gaps are no errors: what can be computed is, and the outcome tells the rest.
pub fn score<'a>(framework: &'a Framework, matrix: &'a Matrix) -> Outcome<'a> {
    finish(framework, matrix, prepare(framework, matrix))
}

/// Scores and ranks from indicators already prepared.
pub fn finish<'a>(framework: &'a Framework, matrix: &'a Matrix, prepared: Prepared) -> Outcome<'a> {
    let mut computed = compute(framework, &prepared);
    for done in &mut computed {
        done.ranks = rank::competition(&done.scores);
    }
    let mut diagnostics = about_matrix(matrix);
    diagnostics.extend(prepared.diagnostics.iter().cloned());
    for (id, node) in framework.nodes.iter().enumerate() {
        let given = &prepared.stages[0].columns[id];
        diagnostics.extend(about_node(node, &computed[id], given, matrix));
    }
    let ranks = &computed[Framework::ROOT].ranks;
    if !matrix.units().is_empty() && ranks.iter().all(|rank| *rank == 0) {
        diagnostics.push(Diagnostic::warning("measure.nothing-ranked"));
    }
    Outcome {
        framework,
        matrix,
        prepared,
        computed,
        diagnostics,
    }
}

/// Scores of all nodes, not ranked yet.
pub(crate) fn compute(framework: &Framework, prepared: &Prepared) -> Vec<Computed> {
    let mut computed = vec![Computed::default(); framework.nodes.len()];
    for id in (0..framework.nodes.len()).rev() {
        computed[id] = compute_node(framework, id, prepared, &computed);
    }
    computed
}

/// One node, from those below it.
pub(crate) fn compute_node(
    framework: &Framework,
    id: NodeId,
    prepared: &Prepared,
    computed: &[Computed],
) -> Computed {
    if framework.nodes[id].is_indicator() {
        indicator(id, prepared)
    } else {
        group(framework, id, prepared, computed)
    }
}

fn indicator(id: NodeId, prepared: &Prepared) -> Computed {
    let share = |column: &[f64]| -> Vec<f64> {
        let one = |x: &f64| f64::from(u8::from(!x.is_nan()));
        column.iter().map(one).collect()
    };
    let scores = prepared.after(Step::Normalise).columns[id].clone();
    let used = share(&scores);
    // Data are what was there before anything was estimated.
    let known = &prepared.before(Step::Impute).columns[id];
    let coverage = share(known).iter().zip(&used).map(|(k, u)| k * u).collect();
    Computed {
        coverage,
        used,
        scores,
        reason: prepared.reasons[id],
        cells: prepared.cells[id].clone(),
        ..Computed::default()
    }
}

fn group(
    framework: &Framework,
    id: NodeId,
    prepared: &Prepared,
    computed: &[Computed],
) -> Computed {
    let (node, units) = (&framework.nodes[id], prepared.units_out.len());
    let inside: Vec<NodeId> = node
        .children
        .iter()
        .copied()
        .filter(|child| !prepared.nodes_out[*child])
        .collect();
    let columns: Vec<Vec<f64>> = inside
        .iter()
        .map(|child| facing_up(framework, *child, &computed[*child].scores))
        .collect();
    let scores: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let Weighed {
        weights,
        factor,
        mut findings,
    } = weigh::weights(framework, id, &inside, &scores);
    let coverage = shares(units, &weights, &inside, |child| &computed[child].coverage);
    let mut used = shares(units, &weights, &inside, |child| &computed[child].used);
    let children: Vec<_> = scores
        .iter()
        .enumerate()
        .map(|(place, scores)| Child {
            weight: weights.of(place),
            scores,
        })
        .collect();
    let Aggregated {
        mut scores,
        mut zeros,
        negatives,
        findings: told,
    } = aggregate::scores(&node.steps.aggregate, units, &children);
    findings.extend(told);
    for (score, factor) in scores.iter_mut().zip(factor.iter().flatten()) {
        *score *= factor;
    }
    if stays_on_range(framework, id) {
        let scale = Scale::of(&framework.method);
        scores.iter_mut().for_each(|s| *s = scale.hold(*s));
    }
    for (score, used) in scores.iter_mut().zip(&mut used) {
        if score.is_nan() || !coverage::suffices(*used, node.minimum_coverage) {
            (*score, *used) = (f64::NAN, 0.0);
        }
    }
    zeros.retain(|unit| !scores[*unit].is_nan());
    let reason = if prepared.nodes_out[id] {
        Some(MissingReason::Screened)
    } else if node.children.is_empty() {
        Some(MissingReason::Unpublished)
    } else {
        weights.are_zero().then_some(MissingReason::ZeroWeights)
    };
    let refused = negatives
        .into_iter()
        .map(|unit| (unit, MissingReason::NotPositive));
    let out = (0..units).filter(|unit| prepared.units_out[*unit]);
    let screened = out.map(|unit| (unit, MissingReason::Screened));
    let mut cells: Vec<_> = refused.chain(screened).collect();
    cells.sort_by_key(|(unit, _)| *unit);
    Computed {
        scores,
        coverage,
        used,
        weights: spread(framework, id, &inside, weights),
        reason,
        cells,
        zeros,
        factor,
        findings,
        ..Computed::default()
    }
}

/// Weighted shares over the units: `Σ w_c · share_c / Σ w_c`.
fn shares<'c>(
    units: usize,
    weights: &Weights,
    inside: &[NodeId],
    of: impl Fn(NodeId) -> &'c [f64],
) -> Vec<f64> {
    let (mut sums, mut totals) = (vec![0.0; units], vec![0.0; units]);
    for (place, child) in inside.iter().enumerate() {
        let weight = weights.of(place);
        for (unit, share) in of(*child).iter().enumerate() {
            sums[unit] += weight.at(unit) * share;
            totals[unit] += weight.at(unit);
        }
    }
    for (sum, total) in sums.iter_mut().zip(totals) {
        *sum = if total > 0.0 { *sum / total } else { 0.0 };
    }
    sums
}

/// Weights for all children, those screened out with nothing.
fn spread(framework: &Framework, id: NodeId, inside: &[NodeId], weights: Weights) -> Weights {
    let children = &framework.nodes[id].children;
    if inside.len() == children.len() {
        return weights;
    }
    let place = |child: &NodeId| inside.iter().position(|one| one == child);
    match weights {
        Weights::Shared(known) => Weights::Shared(
            children
                .iter()
                .map(|child| place(child).map_or(0.0, |at| known[at]))
                .collect(),
        ),
        Weights::Own(known) => {
            let units = known.first().map_or(0, Vec::len);
            let column =
                |child| place(child).map_or_else(|| vec![0.0; units], |at| known[at].clone());
            Weights::Own(children.iter().map(column).collect())
        }
    }
}

/// A child's scores as its group counts them: turned round for a group that counts
/// downwards. An indicator is turned round when it is normalised.
pub(crate) fn facing_up(framework: &Framework, child: NodeId, scores: &[f64]) -> Vec<f64> {
    if is_turned(&framework.nodes[child]) {
        scores
            .iter()
            .map(|s| turned(framework, child, *s))
            .collect()
    } else {
        scores.to_vec()
    }
}

/// A score read from the other end: mirrored on the range where scores lie on one, its
/// negative otherwise.
pub(crate) fn turned(framework: &Framework, node: NodeId, score: f64) -> f64 {
    if stays_on_range(framework, node) {
        Scale::of(&framework.method).mirror(score)
    } else {
        -score
    }
}

/// True where all scores below a node, and its own, lie on the framework's range.
pub(crate) fn stays_on_range(framework: &Framework, node: NodeId) -> bool {
    let about = &framework.nodes[node];
    if about.is_indicator() {
        return is_on_range(&about.steps.normalise);
    }
    aggregate::is_mean(about.steps.aggregate.kind)
        && about
            .children
            .iter()
            .all(|child| stays_on_range(framework, *child))
}

/// True for a group whose score counts from the other end in the group above.
pub(crate) fn is_turned(node: &Node) -> bool {
    !node.is_indicator() && node.direction == Direction::Down
}

fn about_matrix(matrix: &Matrix) -> Vec<Diagnostic> {
    let units = match matrix.units().len() {
        0 => Some(Diagnostic::warning("measure.no-units")),
        1 => Some(Diagnostic::warning("measure.one-unit").with("unit", &matrix.units()[0].id)),
        _ => None,
    };
    let infinite = [ColumnKind::Field, ColumnKind::Prior, ColumnKind::Indicator]
        .into_iter()
        .flat_map(|kind| {
            matrix.of_kind(kind).filter_map(|(name, column)| {
                let row = column.values.iter().position(|x| x.is_infinite())?;
                let unit = &matrix.units()[row].id;
                Some(
                    Diagnostic::warning("measure.not-finite")
                        .with("column", name)
                        .with("unit", unit),
                )
            })
        });
    units.into_iter().chain(infinite).collect()
}

/// What a person should know about one node: the reason it is out, or the units it fails for.
fn about_node(node: &Node, done: &Computed, given: &[f64], matrix: &Matrix) -> Vec<Diagnostic> {
    let whole = match done.reason {
        Some(MissingReason::Constant) => {
            let value = given.iter().find(|x| !x.is_nan()).copied();
            let value = value.unwrap_or(f64::NAN);
            Some(Diagnostic::warning("measure.constant").with("value", crate::number::brief(value)))
        }
        Some(MissingReason::NoData) => Some(Diagnostic::note("measure.no-data")),
        Some(MissingReason::NoTarget) => Some(Diagnostic::warning("measure.no-target")),
        Some(MissingReason::NoDistance) => Some(Diagnostic::warning("measure.no-distance")),
        Some(MissingReason::NoMaximum) => Some(Diagnostic::warning("measure.no-maximum")),
        Some(MissingReason::Overflow) => Some(Diagnostic::warning("measure.too-large")),
        Some(MissingReason::NoReference) => {
            let unit = node.steps.normalise.reference.as_deref();
            Some(Diagnostic::warning("measure.no-reference").with("unit", unit.unwrap_or("?")))
        }
        Some(MissingReason::ZeroWeights) => Some(Diagnostic::error("measure.weights-sum-to-zero")),
        _ => None,
    };
    let kinds = [
        (MissingReason::DivisionByZero, "measure.division-by-zero"),
        (MissingReason::Overflow, "measure.overflow"),
        (MissingReason::NotPositive, "measure.not-positive"),
        (MissingReason::WrongKind, "measure.wrong-kind"),
        (MissingReason::NoDenominator, "measure.no-denominator"),
    ];
    let parts = kinds.into_iter().filter_map(|(reason, code)| {
        let mut rows = done
            .cells
            .iter()
            .filter(|(_, why)| *why == reason)
            .map(|(row, _)| *row);
        let first = rows.next()?;
        let unit = &matrix.units()[first].id;
        Some(
            Diagnostic::warning(code)
                .with("unit", unit)
                .with("count", rows.count() + 1),
        )
    });
    let zeros = done.zeros.first().map(|first| {
        Diagnostic::warning("measure.zero-child")
            .with("unit", &matrix.units()[*first].id)
            .with("count", done.zeros.len())
    });
    whole
        .into_iter()
        .chain(parts)
        .chain(zeros)
        .chain(done.findings.iter().cloned())
        .map(|found| naming(found, &node.code, &node.label))
        .collect()
}
