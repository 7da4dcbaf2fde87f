//! Evaluation for one thing at a time, on values of any kind.
//!
//! A field that holds true or false counts as 1 or 0 where a number is needed, and the
//! other way round, as in columns.

use crate::error::{Problem, ProblemKind};
use crate::formula::{Formula, Need};
use crate::tree::{Binary, Node, PartId, Unary};
use julin_model::{Text, Trace, Value};

/// Where a formula finds its fields.
pub trait Scope {
    /// The value of a field, `None` when unknown.
    fn value(&self, need: &Need) -> Option<Value>;

    /// The leaf that explains a field. The default names it and gives its number.
    fn trace(&self, need: &Need) -> Trace {
        let step = if need.prior {
            "formula.step.prior"
        } else {
            "formula.step.field"
        };
        let number = self.value(need).as_ref().and_then(Value::number);
        let mut trace =
            Trace::new(Text::same(&need.field), step, number).with("field", &need.field);
        trace.id = Some(need.field.clone());
        trace
    }
}

/// The value of a formula.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// The value, `None` when unknown.
    pub value: Option<Value>,
    /// Why it is unknown although its fields are known.
    pub problems: Vec<Problem>,
}

/// Values of all parts of a formula.
pub(crate) struct Evaluated {
    pub(crate) values: Vec<Option<Value>>,
    found: Vec<(PartId, ProblemKind)>,
}

impl Formula {
    /// Evaluates the formula on the fields of `scope`.
    pub fn evaluate(&self, scope: &dyn Scope) -> Outcome {
        let mut evaluated = self.evaluate_parts(scope);
        let value = evaluated.values.pop().flatten();
        let problem = |(part, kind): &(PartId, ProblemKind)| Problem {
            kind: *kind,
            span: self.parts[*part].span,
        };
        let problems = match value {
            Some(_) => Vec::new(),
            None => evaluated.found.iter().map(problem).collect(),
        };
        Outcome { value, problems }
    }

    pub(crate) fn evaluate_parts(&self, scope: &dyn Scope) -> Evaluated {
        let needs: Vec<_> = self.needs.iter().map(|need| scope.value(need)).collect();
        let mut done = Evaluated {
            values: Vec::with_capacity(self.parts.len()),
            found: Vec::new(),
        };
        for id in 0..self.parts.len() {
            let value = done.part(self, id, &needs);
            done.values.push(value);
        }
        done
    }
}

impl Evaluated {
    /// The kind of problem that arose in this very part, if one did.
    pub(crate) fn problem_of(&self, part: PartId) -> Option<ProblemKind> {
        self.found
            .iter()
            .find(|(at, _)| *at == part)
            .map(|(_, kind)| *kind)
    }

    fn part(&mut self, formula: &Formula, id: PartId, needs: &[Option<Value>]) -> Option<Value> {
        match &formula.parts[id].node {
            Node::Number(number) => Some(Value::Number(*number)),
            Node::Flag(flag) => Some(Value::Flag(*flag)),
            Node::Text(text) => Some(Value::Word(text.clone())),
            Node::Need(index) => needs.get(*index).cloned().flatten().filter(is_finite),
            Node::Unary(Unary::Minus, inner) => self.number(*inner).map(|x| Value::Number(-x)),
            Node::Unary(Unary::Not, inner) => self.flag(*inner).map(|x| Value::Flag(!x)),
            Node::Unary(Unary::Ln, inner) => match self.number(*inner)? {
                x if x > 0.0 => Some(Value::Number(x.ln())),
                _ => self.problem(id, ProblemKind::NotPositive),
            },
            Node::Binary(operator, left, right) => match operator {
                Binary::And => self.decide(formula, id, (*left, *right), false),
                Binary::Or => self.decide(formula, id, (*left, *right), true),
                Binary::Equal => self.equal(*left, *right).map(Value::Flag),
                Binary::Differs => self.equal(*left, *right).map(|same| Value::Flag(!same)),
                _ => self.calculate(id, *operator, (*left, *right)),
            },
            Node::Choose(condition, then, otherwise) => {
                let taken = self.flag(*condition);
                let first = |part: PartId| formula.parts[part].first;
                let (middle, last) = (first(*then), first(*otherwise));
                self.found.retain(|(part, _)| match taken {
                    _ if *part < middle => true,
                    Some(true) => *part < last,
                    Some(false) => *part >= last,
                    None => false,
                });
                self.values[if taken? { *then } else { *otherwise }].clone()
            }
        }
    }

    fn problem<T>(&mut self, part: PartId, kind: ProblemKind) -> Option<T> {
        self.found.push((part, kind));
        None
    }

    fn number(&mut self, part: PartId) -> Option<f64> {
        match self.values[part].as_ref()? {
            Value::Number(number) => Some(*number),
            Value::Flag(flag) => Some(f64::from(u8::from(*flag))),
            _ => self.problem(part, ProblemKind::WrongKind),
        }
    }

    fn flag(&mut self, part: PartId) -> Option<bool> {
        match self.values[part].as_ref()? {
            Value::Flag(flag) => Some(*flag),
            Value::Number(number) if *number == 0.0 || *number == 1.0 => Some(*number == 1.0),
            _ => self.problem(part, ProblemKind::WrongKind),
        }
    }

    fn decide(
        &mut self,
        formula: &Formula,
        id: PartId,
        sides: (PartId, PartId),
        by: bool,
    ) -> Option<Value> {
        let sides = [self.flag(sides.0), self.flag(sides.1)];
        let result = if sides.contains(&Some(by)) {
            Some(by)
        } else {
            sides.iter().all(Option::is_some).then_some(!by)
        };
        if result.is_some() {
            let first = formula.parts[id].first;
            self.found.retain(|(part, _)| *part < first);
        }
        result.map(Value::Flag)
    }

    fn equal(&mut self, left: PartId, right: PartId) -> Option<bool> {
        let (a, b) = (self.values[left].as_ref()?, self.values[right].as_ref()?);
        if let (Value::Flag(_), Value::Number(_)) | (Value::Number(_), Value::Flag(_)) = (a, b) {
            return Some(self.number(left)? == self.number(right)?);
        }
        if std::mem::discriminant(a) == std::mem::discriminant(b) {
            return Some(a == b);
        }
        self.problem(right, ProblemKind::WrongKind)
    }

    fn calculate(
        &mut self,
        id: PartId,
        operator: Binary,
        sides: (PartId, PartId),
    ) -> Option<Value> {
        let (x, y) = (self.number(sides.0), self.number(sides.1));
        if operator == Binary::Divide && y == Some(0.0) {
            return self.problem(id, ProblemKind::DivisionByZero);
        }
        let (x, y) = (x?, y?);
        let number = match operator {
            Binary::Less => return Some(Value::Flag(x < y)),
            Binary::AtMost => return Some(Value::Flag(x <= y)),
            Binary::More => return Some(Value::Flag(x > y)),
            Binary::AtLeast => return Some(Value::Flag(x >= y)),
            Binary::Add => x + y,
            Binary::Subtract => x - y,
            Binary::Multiply => x * y,
            Binary::Divide => x / y,
            Binary::Min => x.min(y),
            Binary::Max => x.max(y),
            Binary::And | Binary::Or | Binary::Equal | Binary::Differs => return None,
        };
        if number.is_finite() {
            Some(Value::Number(number))
        } else {
            self.problem(id, ProblemKind::Overflow)
        }
    }
}

fn is_finite(value: &Value) -> bool {
    value.number().is_none_or(f64::is_finite)
}
