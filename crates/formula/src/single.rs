//! Evaluation for one thing at a time, on values of any kind.
//!
//! A field that holds true or false counts as 1 or 0 where a number is needed, and the
//! other way round, as in columns.

use crate::error::{Problem, ProblemKind};
use crate::formula::{Formula, Need};
use crate::tree::{Between, Binary, Literal, Node, PartId, Unary};
use chrono::{Datelike, NaiveDate};
use julin_model::{Text, Trace, Value};
use std::cmp::Ordering;

/// How far two numbers may differ, as a share of the larger, and still count as equal
/// where the scope wants that: `12000 / 10000 - 1` is 0.2 on paper and a hair less in
/// binary.
pub const CLOSE: f64 = 1e-12;

/// True for numbers that differ by no more than [`CLOSE`] of the larger.
pub fn are_close(x: f64, y: f64) -> bool {
    (x - y).abs() <= CLOSE * x.abs().max(y.abs())
}

/// Where a formula finds its fields.
pub trait Scope {
    /// The value of a field, `None` when unknown.
    fn value(&self, need: &Need) -> Option<Value>;

    /// The members of a field that is a set, `None` when unknown; a set may be known to
    /// be empty.
    fn set(&self, _need: &Need) -> Option<Vec<String>> {
        None
    }

    /// True when numbers that differ by less than [`CLOSE`] of themselves are to count
    /// as equal in comparisons.
    fn close_is_equal(&self) -> bool {
        false
    }

    /// The leaf that explains a field. The default names it and gives its number.
    fn trace(&self, need: &Need) -> Trace {
        let step = if need.prior() {
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

/// What the formula reads.
struct Needs<'a> {
    values: Vec<Option<Value>>,
    scope: &'a dyn Scope,
}

/// Values of all parts of a formula.
pub(crate) struct Evaluated {
    pub(crate) values: Vec<Option<Value>>,
    close: bool,
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
        let needs = Needs {
            values: self.needs.iter().map(|need| scope.value(need)).collect(),
            scope,
        };
        let mut done = Evaluated {
            values: Vec::with_capacity(self.parts.len()),
            found: Vec::new(),
            close: scope.close_is_equal(),
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

    fn part(&mut self, formula: &Formula, id: PartId, needs: &Needs<'_>) -> Option<Value> {
        match &formula.parts[id].node {
            Node::Number(number) => Some(Value::Number(*number)),
            Node::Flag(flag) => Some(Value::Flag(*flag)),
            Node::Text(text) => Some(Value::Word(text.clone())),
            Node::Null => None,
            Node::Day(day) => Some(Value::Date(*day)),
            Node::Quantity(_, _, base) => Some(Value::Number(*base)),
            Node::OneOf(inner, list) => self.one_of(*inner, list).map(Value::Flag),
            Node::Size(index) => {
                let members = needs.scope.set(&formula.needs[*index])?;
                Some(Value::Number(members.len() as f64))
            }
            Node::Holds(inner, index) => {
                let wanted = self.word(*inner)?;
                let members = needs.scope.set(&formula.needs[*index])?;
                Some(Value::Flag(members.contains(&wanted)))
            }
            Node::Begins(inner, stem) => {
                let (text, stem) = (self.word(*inner), self.word(*stem));
                Some(Value::Flag(text?.starts_with(&stem?)))
            }
            Node::Since(unit, day, today) => self.since(*unit, *day, *today).map(Value::Number),
            Node::Need(index) => needs
                .values
                .get(*index)
                .cloned()
                .flatten()
                .filter(is_finite),
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

    fn word(&mut self, part: PartId) -> Option<String> {
        match self.values[part].as_ref()? {
            Value::Word(word) => Some(word.clone()),
            _ => self.problem(part, ProblemKind::WrongKind),
        }
    }

    fn day(&mut self, part: PartId) -> Option<NaiveDate> {
        match self.values[part].as_ref()? {
            Value::Date(day) => Some(*day),
            _ => self.problem(part, ProblemKind::WrongKind),
        }
    }

    fn since(&mut self, unit: Between, day: PartId, today: PartId) -> Option<f64> {
        let (from, to) = (self.day(day), self.day(today));
        let (from, to) = (from?, to?);
        Some(match unit {
            Between::Years => f64::from(years_between(from, to)),
            Between::Days => (to - from).num_days() as f64,
        })
    }

    fn one_of(&mut self, part: PartId, list: &[Literal]) -> Option<bool> {
        if matches!(list.first(), Some(Literal::Text(_))) {
            let word = self.word(part)?;
            return Some(list.contains(&Literal::Text(word)));
        }
        if list.is_empty() {
            return self.values[part].as_ref().map(|_| false);
        }
        let number = self.number(part)?;
        let same = |one: &Literal| match one {
            Literal::Number(other) => number == *other || (self.close && are_close(number, *other)),
            Literal::Text(_) => false,
        };
        Some(list.iter().any(same))
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
        if let (Value::Number(x), Value::Number(y)) = (a, b)
            && self.close
        {
            return Some(are_close(*x, *y));
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
        if operator.is_comparison()
            && let (Some(Value::Date(x)), Some(Value::Date(y))) =
                (&self.values[sides.0], &self.values[sides.1])
        {
            return ordered(operator, x.cmp(y)).map(Value::Flag);
        }
        let (x, y) = (self.number(sides.0), self.number(sides.1));
        if operator == Binary::Divide && y == Some(0.0) {
            return self.problem(id, ProblemKind::DivisionByZero);
        }
        let (x, mut y) = (x?, y?);
        if self.close && operator.is_comparison() && are_close(x, y) {
            y = x;
        }
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

/// The answer of a comparison, for what has an order.
fn ordered(operator: Binary, order: Ordering) -> Option<bool> {
    match operator {
        Binary::Less => Some(order.is_lt()),
        Binary::AtMost => Some(order.is_le()),
        Binary::More => Some(order.is_gt()),
        Binary::AtLeast => Some(order.is_ge()),
        _ => None,
    }
}

/// Completed years from one day to another; someone born on 29 February has a birthday
/// on 1 March in other years. Negative, and counted likewise, when the day lies ahead.
pub fn years_between(from: NaiveDate, to: NaiveDate) -> i32 {
    if to < from {
        return -years_between(to, from);
    }
    let before = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i32::from(before)
}

fn is_finite(value: &Value) -> bool {
    value.number().is_none_or(f64::is_finite)
}
