//! Why a score is what it is: from the index down to the statements.
//!
//! Below a group stands one step per child with a score, worth the points it adds
//! (they sum to the group's score), and under it the child itself. Children without a
//! score stand there too, with the reason.

use crate::framework::{Input, Node, NodeId};
use crate::inputs::kind_of;
use crate::matrix::{Column, ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::normalise::{Bounds, Scale};
use crate::number::{brief, percent};
use crate::outcome::{Outcome, spelled};
use crate::recipe::NormaliseKind;
use crate::run::{is_turned, turned};
use crate::spec::Direction;
use julin_formula::{Formula, Need, Scope};
use julin_model::{Text, Trace, Value};

impl Outcome<'_> {
    /// Explains one node of one unit. Values of the trace are unrounded.
    pub fn trace(&self, unit: usize, node: NodeId) -> Trace {
        let Some(about) = self.framework.nodes.get(node) else {
            return Trace::default();
        };
        let mut trace = if about.is_indicator() {
            self.indicator(unit, node, about)
        } else {
            self.group(unit, node, about)
        };
        trace.id = Some(about.code.clone());
        trace
    }

    fn group(&self, unit: usize, id: NodeId, node: &Node) -> Trace {
        let score = self.score(unit, id);
        let step = self
            .reason(unit, id)
            .map_or("measure.step.arithmetic", MissingReason::code);
        let present = node
            .children
            .iter()
            .filter(|child| self.score(unit, **child).is_some())
            .count();
        let mut trace = Trace::new(node.label.clone(), step, score)
            .with("present", present)
            .with("children", node.children.len())
            .with("coverage", percent(self.coverage(unit, id)))
            .with("used", percent(self.used(unit, id)))
            .with("minimum", percent(node.minimum_coverage));
        trace.inputs = node
            .children
            .iter()
            .map(|child| self.child(unit, *child))
            .collect();
        trace
    }

    /// A child under its group: its points, and below them the child itself.
    fn child(&self, unit: usize, id: NodeId) -> Trace {
        let node = &self.framework.nodes[id];
        let own = self.trace(unit, id);
        let Some(points) = self.contribution(unit, id) else {
            return own;
        };
        let (mut below, mut score) = (own, self.score(unit, id).unwrap_or_default());
        if is_turned(node) {
            score = turned(self.framework, id, score);
            let mut mirrored = Trace::new(node.label.clone(), "measure.step.mirror", Some(score));
            mirrored.inputs = vec![below];
            below = mirrored;
        }
        let step = match node.weight {
            Some(_) => "measure.step.weight",
            None => "measure.step.weight-not-published",
        };
        let share = self.share(unit, id).unwrap_or_default();
        let mut trace = Trace::new(node.label.clone(), step, Some(points))
            .with("weight", brief(node.weight_used))
            .with("share", percent(share))
            .with("score", brief(score))
            .with("points", brief(points));
        trace.id = Some(node.code.clone());
        trace.inputs = vec![below];
        trace
    }

    fn indicator(&self, unit: usize, id: NodeId, node: &Node) -> Trace {
        let raw = self.raw(unit, id, node);
        if let Some(reason) = self.reason(unit, id) {
            let mut trace = Trace::new(node.label.clone(), reason.code(), None);
            trace.inputs = raw.into_iter().collect();
            return trace;
        }
        let value = self.value(unit, id).unwrap_or(f64::NAN);
        let bounds = self.bounds(id).unwrap_or(Bounds {
            low: value,
            high: value,
        });
        let scale = Scale::of(&self.framework.method);
        let step = normalise_step(node, bounds, value);
        let mut trace = Trace::new(node.label.clone(), step, self.score(unit, id))
            .with("value", brief(value))
            .with("low", brief(bounds.low))
            .with("high", brief(bounds.high))
            .with("from", brief(scale.low))
            .with("to", brief(scale.high))
            .with("unit", node.unit.as_deref().unwrap_or_default());
        trace.inputs = raw.into_iter().collect();
        trace
    }

    /// The value before normalisation and where it comes from.
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

fn normalise_step(node: &Node, bounds: Bounds, value: f64) -> &'static str {
    let outside = value < bounds.low || value > bounds.high;
    match (node.steps.normalise.kind, node.direction) {
        (NormaliseKind::Goalposts, Direction::Up) if outside => "measure.step.goalposts-capped",
        (NormaliseKind::Goalposts, Direction::Down) if outside => {
            "measure.step.goalposts-down-capped"
        }
        (NormaliseKind::Goalposts, Direction::Up) => "measure.step.goalposts",
        (NormaliseKind::Goalposts, Direction::Down) => "measure.step.goalposts-down",
        (_, Direction::Up) => "measure.step.min-max",
        (_, Direction::Down) => "measure.step.min-max-down",
    }
}

fn from_formula(
    formula: &Formula,
    matrix: &Matrix,
    unit: usize,
    label: Text,
    value: Option<f64>,
) -> Trace {
    let inner = formula.trace(&AtUnit { matrix, unit });
    let mut trace =
        Trace::new(label, "measure.step.formula", value).with("formula", formula.text());
    // A plain calculation is this very step; anything with conditions is shown below it.
    trace.inputs = if inner.step == "formula.step.compute" {
        inner.inputs
    } else {
        vec![inner]
    };
    trace
}

/// The fields of one unit.
struct AtUnit<'a> {
    matrix: &'a Matrix,
    unit: usize,
}

impl AtUnit<'_> {
    fn number(&self, need: &Need) -> Option<f64> {
        let column = self.matrix.get(kind_of(need), &need.field)?;
        column
            .values
            .get(self.unit)
            .copied()
            .filter(|x| x.is_finite())
    }
}

impl Scope for AtUnit<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        self.number(need).map(Value::Number)
    }

    fn trace(&self, need: &Need) -> Trace {
        let number = self.number(need);
        let step = match (number, need.prior) {
            (None, _) => "measure.step.field-missing",
            (Some(_), false) => "formula.step.field",
            (Some(_), true) => "formula.step.prior",
        };
        let mut trace =
            Trace::new(Text::same(&need.field), step, number).with("field", spelled(need));
        trace.id = Some(need.field.clone());
        if let Some(column) = self.matrix.get(kind_of(need), &need.field) {
            if !column.label.is_empty() {
                trace.label = column.label.clone();
            }
            trace.unit.clone_from(&column.unit);
            rest_on(&mut trace, column, self.unit);
        }
        trace
    }
}

/// Hangs the statements behind a value under its step: one in the step itself, several
/// below it.
fn rest_on(trace: &mut Trace, column: &Column, unit: usize) {
    match column.statements_of(unit) {
        [] => {}
        [one] => trace.statement = Some(*one),
        several => {
            trace.inputs.extend(several.iter().map(|statement| {
                let mut leaf = Trace::new(trace.label.clone(), "measure.step.statement", None);
                leaf.statement = Some(*statement);
                leaf
            }));
        }
    }
}
