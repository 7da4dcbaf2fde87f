//! Why a score is what it is: from the index down to the statements.
//!
//! Below a group stands one step per child with a score, worth the points it adds
//! (they sum to the group's score), and under it the child itself. Children without a
//! score stand there too, with the reason. Where a group is no arithmetic mean its parts do
//! not add up, and the child's own score stands there.
//!
//! Below an indicator stands every step that changed its value, then the value as given.

mod steps;

use crate::framework::{Input, Node, NodeId};
use crate::inputs::kind_of;
use crate::matrix::{Column, ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::number::{brief, percent};
use crate::outcome::{Outcome, spelled};
use crate::recipe::AggregateKind;
use crate::run::{is_turned, turned};
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
        let made = aggregate_step(node.steps.aggregate.kind);
        let step = self.reason(unit, id).map_or(made, MissingReason::code);
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
        let parent = node.parent.map(|parent| &self.framework.nodes[parent]);
        let adds_up = parent.is_none_or(|p| p.steps.aggregate.kind == AggregateKind::Arithmetic);
        let step = match node.weight {
            _ if !adds_up => "measure.step.part",
            Some(_) => "measure.step.weight",
            None => "measure.step.weight-not-published",
        };
        let share = self.share(unit, id).unwrap_or_default();
        let value = if adds_up { points } else { score };
        let mut trace = Trace::new(node.label.clone(), step, Some(value))
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
        let mut trace = match self.reason(unit, id) {
            Some(reason) => Trace::new(node.label.clone(), reason.code(), None),
            None => self.normalised(unit, id, node),
        };
        let below = match trace.value {
            Some(_) => self.changed(unit, (id, node), raw),
            None => raw,
        };
        trace.inputs = below.into_iter().collect();
        trace
    }

    /// The value as given and where it comes from; none where nothing was given.
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

/// The sentence of a way to make a group.
fn aggregate_step(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Arithmetic => "measure.step.arithmetic",
        AggregateKind::Geometric => "measure.step.geometric",
        AggregateKind::Harmonic => "measure.step.harmonic",
        AggregateKind::Power => "measure.step.power",
        AggregateKind::WeightedProduct => "measure.step.weighted-product",
        AggregateKind::MazziottaPareto => "measure.step.mazziotta-pareto",
        AggregateKind::OrderedWeights => "measure.step.ordered-weights",
        AggregateKind::Copeland => "measure.step.copeland",
        AggregateKind::Kemeny => "measure.step.kemeny",
        AggregateKind::NonCompensatory => "measure.step.non-compensatory",
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
