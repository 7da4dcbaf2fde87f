//! Explanation of one value: conditions are taken apart clause by clause, a
//! calculation is shown as one step with its text and its fields below.

use crate::formula::Formula;
use crate::single::{Evaluated, Scope};
use crate::tree::{Binary, Node, PartId, Unary};
use julin_model::{Text, Trace, Value};

impl Formula {
    /// Evaluates the formula and explains it down to its fields, whose leaves come
    /// from the scope. Conditions have the value 1 or 0.
    pub fn trace(&self, scope: &dyn Scope) -> Trace {
        let evaluated = self.evaluate_parts(scope);
        let explain = Explain {
            formula: self,
            scope,
            evaluated,
        };
        explain.part(self.parts.len().saturating_sub(1))
    }
}

struct Explain<'a> {
    formula: &'a Formula,
    scope: &'a dyn Scope,
    evaluated: Evaluated,
}

impl Explain<'_> {
    fn part(&self, id: PartId) -> Trace {
        match &self.formula.parts[id].node {
            Node::Need(index) => self.scope.trace(&self.formula.needs[*index]),
            Node::Unary(Unary::Not, inner) => {
                self.step(id, "formula.step.not", vec![self.part(*inner)])
            }
            Node::Binary(Binary::And, ..) => {
                self.step(id, "formula.step.all", self.sides(id, Binary::And))
            }
            Node::Binary(Binary::Or, ..) => {
                self.step(id, "formula.step.any", self.sides(id, Binary::Or))
            }
            Node::Choose(condition, then, otherwise) => {
                let taken = match self.evaluated.values[*condition] {
                    Some(Value::Flag(true)) => Some(*then),
                    Some(Value::Flag(false)) => Some(*otherwise),
                    _ => None,
                };
                let inputs = [Some(*condition), taken].into_iter().flatten();
                self.step(
                    id,
                    "formula.step.choose",
                    inputs.map(|part| self.part(part)).collect(),
                )
            }
            Node::Binary(operator, ..) if operator.is_comparison() => {
                self.step(id, "formula.step.compare", self.fields(id))
            }
            Node::OneOf(..) | Node::Holds(..) | Node::Begins(..) => {
                self.step(id, "formula.step.compare", self.fields(id))
            }
            _ => self.step(id, "formula.step.compute", self.fields(id)),
        }
    }

    /// A step; a problem that arose in it takes the place of the step's code.
    fn step(&self, id: PartId, code: &str, inputs: Vec<Trace>) -> Trace {
        let part = &self.formula.parts[id];
        let problem = (part.first..=id).find_map(|at| self.evaluated.problem_of(at));
        let value = self.evaluated.values[id].as_ref();
        let code = problem
            .filter(|_| value.is_none())
            .map_or(code, |kind| kind.code());
        let number = match value {
            Some(Value::Flag(flag)) => Some(f64::from(u8::from(*flag))),
            other => other.and_then(Value::number),
        };
        let text = part.span.of(&self.formula.text);
        let mut trace = Trace::new(Text::same(text), code, number).with("formula", text);
        match value {
            Some(Value::Word(word)) => trace = trace.with("text", word),
            Some(Value::Date(day)) => trace = trace.with("text", day),
            _ => {}
        }
        trace.inputs = inputs;
        trace
    }

    /// The clauses joined by one operator, however long the chain.
    fn sides(&self, id: PartId, operator: Binary) -> Vec<Trace> {
        let mut clauses = Vec::new();
        let mut left = id;
        while let Node::Binary(found, a, b) = &self.formula.parts[left].node {
            if *found != operator {
                break;
            }
            clauses.push(*b);
            left = *a;
        }
        clauses.push(left);
        clauses
            .into_iter()
            .rev()
            .map(|part| self.part(part))
            .collect()
    }

    /// The fields below a part, each once.
    fn fields(&self, id: PartId) -> Vec<Trace> {
        let mut seen = Vec::new();
        for part in &self.formula.parts[self.formula.parts[id].first..=id] {
            if let Node::Need(index) | Node::Holds(_, index) | Node::Size(index) = part.node
                && !seen.contains(&index)
            {
                seen.push(index);
            }
        }
        seen.into_iter()
            .map(|index| self.scope.trace(&self.formula.needs[index]))
            .collect()
    }
}
