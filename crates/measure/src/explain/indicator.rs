//! Why an indicator has its score: how it was brought to the scale, what the steps before
//! made of its value, and where the value comes from.

use super::fields::{AtUnit, from_formula, rest_on};
use crate::framework::{Input, Node, NodeId};
use crate::matrix::ColumnKind;
use crate::normalise::{Bounds, Fitted, Line, Places};
use crate::number::brief;
use crate::outcome::Outcome;
use crate::recipe::{ImputeKind, NormaliseKind, TreatKind};
use crate::spec::Direction;
use crate::stage::Step;
use julin_formula::{Formula, Need, Scope};
use julin_model::{Text, Trace};

impl Outcome<'_> {
    pub(super) fn indicator(&self, unit: usize, id: NodeId, node: &Node) -> Trace {
        let (below, value) = self.steps(unit, id, node);
        let mut trace = match self.reason(unit, id) {
            Some(reason) => Trace::new(node.label.clone(), reason.code(), None),
            None => self.normalised(unit, id, node, value.unwrap_or(f64::NAN)),
        };
        trace.inputs = below.into_iter().collect();
        trace
    }

    /// The last step: from the value to the score.
    fn normalised(&self, unit: usize, id: NodeId, node: &Node, value: f64) -> Trace {
        let score = self.score(unit, id);
        let trace = |step| Trace::new(node.label.clone(), step, score);
        let trace = match self.prepared.fitted[id].as_ref() {
            Some(Fitted::Line(line)) => with_line(trace(line_step(node, line, value)), line),
            Some(Fitted::Places(places)) => with_place(trace(places_step(node)), places, value),
            None => trace("measure.step.brought"),
        };
        let reference = node.steps.normalise.reference.as_deref();
        trace
            .with("value", brief(value))
            .with("score", brief(score.unwrap_or(f64::NAN)))
            .with("unit", node.unit.as_deref().unwrap_or_default())
            .with("reference", reference.unwrap_or_default())
    }

    /// The value before it was brought to the scale: one step for each table that changed
    /// it, down to where it comes from.
    fn steps(&self, unit: usize, id: NodeId, node: &Node) -> (Option<Trace>, Option<f64>) {
        let mut below = self.raw(unit, id, node);
        let mut value = self.value(unit, id);
        for step in &self.prepared.order {
            let after = self.prepared.value(*step, unit, id);
            // A division is shown even where the quotient is the same number.
            let divided = *step == Step::Denominate && node.steps.denominate.is_some();
            if matches!(step, Step::Given | Step::Normalise) || (after == value && !divided) {
                continue;
            }
            let Some(changed) = after else {
                // What left the table says so at the top.
                value = None;
                continue;
            };
            let mut trace = Trace::new(node.label.clone(), self.step_code(*step, id, node), after)
                .with("after", brief(changed))
                .with("unit", node.unit.as_deref().unwrap_or_default());
            if let Some(before) = value {
                trace = trace.with("before", brief(before));
            }
            trace.inputs = below.into_iter().collect();
            if *step == Step::Denominate {
                trace = self.divided(trace, unit, node);
            }
            trace.id = Some(node.code.clone());
            (below, value) = (Some(trace), after);
        }
        (below, value)
    }

    fn step_code(&self, step: Step, id: NodeId, node: &Node) -> &'static str {
        match step {
            Step::Denominate => "measure.step.denominated",
            Step::Impute => imputed_step(node.steps.impute.kind),
            Step::Treat => {
                let treated = self.prepared.treated[id].as_ref();
                treated_step(treated.and_then(|treated| Some(treated.applied.last()?.kind)))
            }
            Step::Given | Step::Screen | Step::Normalise => "measure.step.brought",
        }
    }

    /// Adds what a value was divided by.
    fn divided(&self, mut trace: Trace, unit: usize, node: &Node) -> Trace {
        let Some(setting) = &node.steps.denominate else {
            return trace;
        };
        let divisor = self.divisor(unit, &setting.by);
        let by = divisor.as_ref().and_then(|divisor| divisor.value);
        trace.inputs.extend(divisor);
        trace
            .with("by", brief(by.unwrap_or(f64::NAN)))
            .with("scale", brief(setting.scale))
    }

    /// Where a divisor comes from.
    fn divisor(&self, unit: usize, by: &str) -> Option<Trace> {
        let matrix = self.matrix;
        if matrix.get(ColumnKind::Field, by).is_some() {
            let need = Need::now(by);
            return Some(AtUnit { matrix, unit }.trace(&need));
        }
        if let Some(id) = self.framework.find(by) {
            return self.raw(unit, id, &self.framework.nodes[id]);
        }
        if let Some(column) = matrix.get(ColumnKind::Indicator, by) {
            let value = column.values.get(unit).copied().filter(|x| x.is_finite());
            let mut trace = Trace::new(Text::same(by), "measure.step.given", value);
            rest_on(&mut trace, column, unit);
            return Some(trace);
        }
        let formula = Formula::compile(by).ok()?;
        let value = formula.evaluate_columns(matrix.units().len(), |need| {
            Some(
                matrix
                    .get(ColumnKind::of(need), &need.field)?
                    .values
                    .as_slice(),
            )
        });
        let value = value.values.get(unit).copied().filter(|x| !x.is_nan());
        Some(from_formula(&formula, matrix, unit, Text::same(by), value))
    }

    /// The value as given or computed, and where it comes from.
    fn raw(&self, unit: usize, id: NodeId, node: &Node) -> Option<Trace> {
        let value = self.value(unit, id);
        let mut trace = if let Some(column) = self.matrix.get(ColumnKind::Indicator, &node.code) {
            let mut trace = Trace::new(node.label.clone(), "measure.step.given", value);
            rest_on(&mut trace, column, unit);
            trace
        } else if let Input::Formula(formula) = &node.input {
            from_formula(formula, self.matrix, unit, node.label.clone(), value)
        } else {
            return None;
        };
        trace.id = Some(node.code.clone());
        trace.unit.clone_from(&node.unit);
        Some(trace)
    }
}

fn with_line(trace: Trace, line: &Line) -> Trace {
    let Bounds { low, high } = line.bounds;
    let (worst, best) = match line.direction {
        Direction::Up => (low, high),
        Direction::Down => (high, low),
    };
    trace
        .with("low", brief(low))
        .with("high", brief(high))
        .with("worst", brief(worst))
        .with("best", brief(best))
        .with("mean", brief(low / 2.0 + high / 2.0))
        .with("deviation", brief(high / 2.0 - low / 2.0))
        .with("from", brief(line.scale.low))
        .with("to", brief(line.scale.high))
}

fn with_place(trace: Trace, places: &Places, value: f64) -> Trace {
    let below = places.below(value);
    trace
        .with("below", below)
        .with("count", places.len())
        .with("others", places.len() - 1)
}

fn line_step(node: &Node, line: &Line, value: f64) -> &'static str {
    let outside = value < line.bounds.low || value > line.bounds.high;
    let up = line.direction == Direction::Up;
    match node.steps.normalise.kind {
        NormaliseKind::Goalposts => match (up, outside) {
            (true, true) => "measure.step.goalposts-capped",
            (false, true) => "measure.step.goalposts-down-capped",
            (true, false) => "measure.step.goalposts",
            (false, false) => "measure.step.goalposts-down",
        },
        NormaliseKind::ZScore if up => "measure.step.z-score",
        NormaliseKind::ZScore => "measure.step.z-score-down",
        NormaliseKind::DistanceToMaximum => "measure.step.distance-to-maximum",
        NormaliseKind::DistanceToReference | NormaliseKind::DistanceToTarget
            if line.capped && outside =>
        {
            "measure.step.distance-capped"
        }
        NormaliseKind::DistanceToReference => "measure.step.distance-to-reference",
        NormaliseKind::DistanceToTarget => "measure.step.distance-to-target",
        NormaliseKind::FractionOfMaximum if up => "measure.step.fraction-of-maximum",
        NormaliseKind::FractionOfMaximum => "measure.step.fraction-of-maximum-down",
        NormaliseKind::Scaled => "measure.step.scaled",
        _ if up => "measure.step.min-max",
        _ => "measure.step.min-max-down",
    }
}

fn places_step(node: &Node) -> &'static str {
    match node.steps.normalise.kind {
        NormaliseKind::PercentileRank => "measure.step.percentile-rank",
        NormaliseKind::Borda => "measure.step.borda",
        _ => "measure.step.rank",
    }
}

fn imputed_step(kind: ImputeKind) -> &'static str {
    match kind {
        ImputeKind::None => "measure.step.brought",
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
    }
}

fn treated_step(kind: Option<TreatKind>) -> &'static str {
    match kind {
        None => "measure.step.brought",
        Some(TreatKind::Winsorise) => "measure.step.treated-winsorise",
        Some(TreatKind::Log) => "measure.step.treated-log",
        Some(TreatKind::LogShifted) => "measure.step.treated-log-shifted",
        Some(TreatKind::LogSigned) => "measure.step.treated-log-signed",
        Some(TreatKind::BoxCox) => "measure.step.treated-box-cox",
        Some(TreatKind::Percentiles) => "measure.step.treated-percentiles",
    }
}
