//! One indicator of one unit on its way to the score: a step of the explanation for every
//! step that changed the value, the value as given at the bottom.

use crate::framework::{Node, NodeId};
use crate::normalise::{Bounds, Scale};
use crate::number::brief;
use crate::outcome::Outcome;
use crate::recipe::{ImputeKind, NormaliseKind, TreatKind};
use crate::spec::Direction;
use crate::stage::Step;
use julin_model::Trace;

impl Outcome<'_> {
    /// The last step, with the value it started from.
    pub(super) fn normalised(&self, unit: usize, id: NodeId, node: &Node) -> Trace {
        let before = self.prepared.before(Step::Normalise).columns.get(id);
        let value = before.and_then(|column| column.get(unit)).copied();
        let value = value.unwrap_or(f64::NAN);
        let bounds = self.bounds(id).unwrap_or(Bounds {
            low: value,
            high: value,
        });
        let scale = Scale::of(&self.framework.method);
        let step = normalise_step(node, bounds, value);
        let reference = node.steps.normalise.reference.as_deref();
        Trace::new(node.label.clone(), step, self.score(unit, id))
            .with("value", brief(value))
            .with("low", brief(bounds.low))
            .with("high", brief(bounds.high))
            .with("from", brief(scale.low))
            .with("to", brief(scale.high))
            .with("reference", reference.unwrap_or_default())
            .with("unit", node.unit.as_deref().unwrap_or_default())
    }

    /// What the steps before the last made of the value, upon the value as given.
    pub(super) fn changed(
        &self,
        unit: usize,
        (id, node): (NodeId, &Node),
        given: Option<Trace>,
    ) -> Option<Trace> {
        let mut below = given;
        let mut before = self.value(unit, id);
        for stage in &self.prepared.stages[1..] {
            let after = self.prepared.value(stage.step, unit, id);
            let step = after.and_then(|_| changing_step(self, stage.step, id, node));
            if let Some(step) = step.filter(|_| after != before) {
                let mut trace = Trace::new(node.label.clone(), step, after)
                    .with("before", brief(before.unwrap_or(f64::NAN)))
                    .with("value", brief(after.unwrap_or(f64::NAN)));
                if let (Step::Denominate, Some(setting)) = (stage.step, &node.steps.denominate) {
                    trace = trace
                        .with("by", &setting.by)
                        .with("scale", brief(setting.scale));
                }
                trace.id = Some(node.code.clone());
                trace.inputs = below.into_iter().collect();
                below = Some(trace);
            }
            before = after;
        }
        below
    }
}

/// The sentence of a step that changed a value.
fn changing_step(
    outcome: &Outcome<'_>,
    step: Step,
    id: NodeId,
    node: &Node,
) -> Option<&'static str> {
    match step {
        Step::Denominate => Some("measure.step.denominated"),
        Step::Impute => imputed(node.steps.impute.kind),
        Step::Treat => {
            let treated = outcome.prepared.treated.get(id)?.as_ref()?;
            treated.applied.last().map(|way| treat_step(way.kind))
        }
        Step::Given | Step::Screen | Step::Normalise => None,
    }
}

fn imputed(kind: ImputeKind) -> Option<&'static str> {
    Some(match kind {
        ImputeKind::None => return None,
        ImputeKind::Mean => "measure.step.imputed-mean",
        ImputeKind::Median => "measure.step.imputed-median",
        ImputeKind::GroupMean => "measure.step.imputed-group-mean",
        ImputeKind::GroupMedian => "measure.step.imputed-group-median",
        ImputeKind::RowMean => "measure.step.imputed-row-mean",
        ImputeKind::Regression => "measure.step.imputed-regression",
        ImputeKind::Em => "measure.step.imputed-em",
        ImputeKind::Latest => "measure.step.imputed-latest",
        ImputeKind::Linear => "measure.step.imputed-linear",
        ImputeKind::Constant => "measure.step.imputed-constant",
    })
}

fn treat_step(kind: TreatKind) -> &'static str {
    match kind {
        TreatKind::Winsorise => "measure.step.treated-winsorise",
        TreatKind::Log => "measure.step.treated-log",
        TreatKind::LogShifted => "measure.step.treated-log-shifted",
        TreatKind::LogSigned => "measure.step.treated-log-signed",
        TreatKind::BoxCox => "measure.step.treated-box-cox",
        TreatKind::Percentiles => "measure.step.treated-percentiles",
    }
}

fn normalise_step(node: &Node, bounds: Bounds, value: f64) -> &'static str {
    let outside = value < bounds.low || value > bounds.high;
    let up = node.direction == Direction::Up;
    match node.steps.normalise.kind {
        NormaliseKind::Goalposts if outside && up => "measure.step.goalposts-capped",
        NormaliseKind::Goalposts if outside => "measure.step.goalposts-down-capped",
        NormaliseKind::Goalposts if up => "measure.step.goalposts",
        NormaliseKind::Goalposts => "measure.step.goalposts-down",
        NormaliseKind::MinMax if up => "measure.step.min-max",
        NormaliseKind::MinMax => "measure.step.min-max-down",
        NormaliseKind::ZScore => "measure.step.z-score",
        NormaliseKind::Rank => "measure.step.rank",
        NormaliseKind::PercentileRank => "measure.step.percentile-rank",
        NormaliseKind::Borda => "measure.step.borda",
        NormaliseKind::DistanceToMaximum => "measure.step.distance-to-maximum",
        NormaliseKind::DistanceToReference => "measure.step.distance-to-reference",
        NormaliseKind::DistanceToTarget => "measure.step.distance-to-target",
        NormaliseKind::FractionOfMaximum => "measure.step.fraction-of-maximum",
        NormaliseKind::Scaled => "measure.step.scaled",
    }
}
