//! From figures to scores and ranks: values → normalise → weigh → aggregate → rank.
//!
//! Every step works on whole columns, indicators first, then groups from the bottom up.
//! Nothing here depends on the order of the units.

use crate::aggregate::{Child, arithmetic};
use crate::coverage;
use crate::framework::{Framework, Node, NodeId, naming};
use crate::inputs;
use crate::matrix::{ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::normalise::{self, Bounds, Scale};
use crate::outcome::Outcome;
use crate::rank;
use crate::spec::{self, Direction};
use crate::weigh;
use julin_model::Diagnostic;

/// Everything computed for one node, over the units.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Computed {
    /// Values before normalisation; empty for groups.
    pub(crate) raw: Vec<f64>,
    /// Scores, NaN where there is none.
    pub(crate) scores: Vec<f64>,
    /// Share of weight with data.
    pub(crate) coverage: Vec<f64>,
    /// Share of weight the score rests on.
    pub(crate) used: Vec<f64>,
    /// Ranks, 0 where there is none.
    pub(crate) ranks: Vec<u32>,
    /// What an indicator was measured between.
    pub(crate) bounds: Option<Bounds>,
    /// Why no unit at all has a score.
    pub(crate) reason: Option<MissingReason>,
    /// Units missing for another reason than silence.
    pub(crate) cells: Vec<(usize, MissingReason)>,
}

/// Scores and ranks all units under a framework.
///
/// Gaps are no errors: what can be computed is, and the outcome tells the rest.
pub fn score<'a>(framework: &'a Framework, matrix: &'a Matrix) -> Outcome<'a> {
    let mut computed = vec![Computed::default(); framework.nodes.len()];
    let mut diagnostics = about_matrix(matrix);
    for (id, node) in framework.nodes.iter().enumerate().rev() {
        let mut done = if node.is_indicator() {
            indicator(framework, node, matrix)
        } else {
            group(framework, id, matrix.units().len(), &computed)
        };
        done.ranks = rank::competition(&done.scores);
        computed[id] = done;
    }
    for (node, done) in framework.nodes.iter().zip(&computed) {
        diagnostics.extend(about_node(node, done, matrix));
    }
    if !matrix.units().is_empty()
        && computed[Framework::ROOT]
            .ranks
            .iter()
            .all(|rank| *rank == 0)
    {
        diagnostics.push(Diagnostic::warning("measure.nothing-ranked"));
    }
    Outcome {
        framework,
        matrix,
        computed,
        diagnostics,
    }
}

fn indicator(framework: &Framework, node: &Node, matrix: &Matrix) -> Computed {
    let inputs::Values {
        values,
        mut reason,
        cells,
    } = inputs::values(node, matrix);
    let kind = framework.method.normalise.kind;
    let bounds = match reason {
        Some(_) => None,
        None => normalise::bounds(kind, node.goalposts.as_ref(), &values)
            .map_err(|why| reason = Some(why))
            .ok(),
    };
    let scale = Scale::of(&framework.method);
    let one = |x: &f64| bounds.map_or(f64::NAN, |b| scale.score(b.fraction(*x), node.direction));
    let scores: Vec<f64> = values.iter().map(one).collect();
    let coverage: Vec<f64> = scores
        .iter()
        .map(|s| f64::from(u8::from(!s.is_nan())))
        .collect();
    let used = coverage.clone();
    Computed {
        raw: values,
        scores,
        coverage,
        used,
        bounds,
        reason,
        cells,
        ..Computed::default()
    }
}

fn group(framework: &Framework, id: NodeId, units: usize, computed: &[Computed]) -> Computed {
    let node = &framework.nodes[id];
    let weights = weigh::scaled(framework, id);
    let total: f64 = weights.iter().sum();
    let share = |of: fn(&Computed) -> &[f64]| {
        let mut sums = vec![0.0; units];
        for (child, weight) in node.children.iter().zip(&weights) {
            let cells = sums.iter_mut().zip(of(&computed[*child]));
            cells.for_each(|(sum, share)| *sum += weight * share);
        }
        sums.iter_mut()
            .for_each(|sum| *sum = if total > 0.0 { *sum / total } else { 0.0 });
        sums
    };
    let coverage = share(|child| &child.coverage);
    let mut used = share(|child| &child.used);
    let mut scores = mean_of(framework, id, units, computed);
    for (score, used) in scores.iter_mut().zip(&mut used) {
        if score.is_nan() || !coverage::suffices(*used, node.minimum_coverage) {
            (*score, *used) = (f64::NAN, 0.0);
        }
    }
    let reason = if node.children.is_empty() {
        Some(MissingReason::Unpublished)
    } else {
        (total <= 0.0).then_some(MissingReason::ZeroWeights)
    };
    Computed {
        scores,
        coverage,
        used,
        reason,
        ..Computed::default()
    }
}

fn mean_of(framework: &Framework, id: NodeId, units: usize, computed: &[Computed]) -> Vec<f64> {
    let (node, scale) = (&framework.nodes[id], Scale::of(&framework.method));
    let weights = weigh::scaled(framework, id);
    let turned: Vec<Option<Vec<f64>>> = node
        .children
        .iter()
        .map(|child| {
            is_turned(&framework.nodes[*child]).then(|| {
                computed[*child]
                    .scores
                    .iter()
                    .map(|score| scale.mirror(*score))
                    .collect()
            })
        })
        .collect();
    let children =
        node.children
            .iter()
            .zip(&turned)
            .zip(&weights)
            .map(|((child, turned), weight)| Child {
                weight: *weight,
                scores: turned.as_ref().unwrap_or(&computed[*child].scores),
            });
    let children: Vec<_> = children.collect();
    let mut scores = match framework.method.aggregate {
        spec::Aggregate::Arithmetic => arithmetic::mean(units, &children),
    };
    scores
        .iter_mut()
        .for_each(|score| *score = scale.hold(*score));
    scores
}

/// True for a group whose score counts from the other end in the group above. An
/// indicator is turned round when it is normalised.
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
fn about_node(node: &Node, done: &Computed, matrix: &Matrix) -> Vec<Diagnostic> {
    let whole = match done.reason {
        Some(MissingReason::Constant) => {
            let value = done
                .raw
                .iter()
                .find(|x| !x.is_nan())
                .copied()
                .unwrap_or(f64::NAN);
            Some(Diagnostic::warning("measure.constant").with("value", crate::number::brief(value)))
        }
        Some(MissingReason::NoData) => Some(Diagnostic::note("measure.no-data")),
        Some(MissingReason::ZeroWeights) => Some(Diagnostic::error("measure.weights-sum-to-zero")),
        _ => None,
    };
    let kinds = [
        (MissingReason::DivisionByZero, "measure.division-by-zero"),
        (MissingReason::Overflow, "measure.overflow"),
        (MissingReason::WrongKind, "measure.wrong-kind"),
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
    whole
        .into_iter()
        .chain(parts)
        .map(|found| naming(found, &node.code, &node.label))
        .collect()
}
