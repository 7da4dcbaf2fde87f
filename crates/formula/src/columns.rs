//! Evaluation of a formula for many units at once: one column of `f64` per field,
//! NaN where the value is missing. Flags are 1 and 0.

use crate::error::{Problem, ProblemKind};
use crate::formula::{Formula, Kind, Need};
use crate::tree::{Binary, Literal, Node, PartId, Unary};

/// A problem of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnProblem {
    /// Row of the unit.
    pub row: usize,
    /// What happened, and in which part.
    pub problem: Problem,
}

/// The column computed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnOutcome {
    /// One value per unit, NaN where unknown; never infinite.
    pub values: Vec<f64>,
    /// Why values are unknown that need not be, in order of row.
    pub problems: Vec<ColumnProblem>,
}

/// A problem and the part it arose in, while still under way.
struct Found {
    row: usize,
    part: PartId,
    kind: ProblemKind,
}

struct Work<'a> {
    formula: &'a Formula,
    stack: Vec<Vec<f64>>,
    spare: Vec<Vec<f64>>,
    found: Vec<Found>,
}

impl Formula {
    /// Evaluates the formula for `rows` units. `column` gives the values of a need;
    /// `None`, and whatever a column lacks at its end, is missing. Infinite values
    /// count as missing.
    pub fn evaluate_columns<'a>(
        &self,
        rows: usize,
        column: impl Fn(&Need) -> Option<&'a [f64]>,
    ) -> ColumnOutcome {
        let needs: Vec<_> = self.needs.iter().map(column).collect();
        let mut work = Work {
            formula: self,
            stack: Vec::new(),
            spare: Vec::new(),
            found: Vec::new(),
        };
        for id in 0..self.parts.len() {
            work.step(id, rows, &needs);
        }
        work.finish()
    }
}

impl Work<'_> {
    fn step(&mut self, id: PartId, rows: usize, needs: &[Option<&[f64]>]) {
        match &self.formula.parts[id].node {
            Node::Number(value) => self.fill(rows, *value),
            Node::Flag(flag) => self.fill(rows, f64::from(u8::from(*flag))),
            Node::Quantity(_, _, base) => self.fill(rows, *base),
            Node::Text(_) | Node::Null | Node::Day(_) | Node::Size(_) => {
                self.fill(rows, f64::NAN);
            }
            // Sets, texts and days do not stand in columns of numbers: see
            // `Formula::fits_columns`.
            Node::Holds(..) => self.change(|_| f64::NAN),
            Node::Begins(..) | Node::Since(..) => {
                self.stack.pop();
                self.change(|_| f64::NAN);
            }
            Node::OneOf(_, list) => self.change(|x| {
                let same = |one: &Literal| matches!(one, Literal::Number(y) if *y == x);
                known(x, x, flag(list.iter().any(same)))
            }),
            Node::Need(index) => self.load(rows, needs.get(*index).copied().flatten()),
            Node::Unary(Unary::Minus, _) => self.change(|x| -x),
            Node::Unary(Unary::Ln, _) => self.logarithm(id),
            Node::Unary(Unary::Not, inner) => {
                self.flags(*inner, 0);
                self.change(|x| 1.0 - x);
            }
            Node::Binary(operator, left, right) => self.binary(id, *operator, *left, *right),
            Node::Choose(condition, then, otherwise) => self.choose(*condition, *then, *otherwise),
        }
    }

    fn buffer(&mut self) -> Vec<f64> {
        self.spare.pop().unwrap_or_default()
    }

    fn fill(&mut self, rows: usize, value: f64) {
        let mut buffer = self.buffer();
        buffer.clear();
        buffer.resize(rows, value);
        self.stack.push(buffer);
    }

    fn load(&mut self, rows: usize, values: Option<&[f64]>) {
        let mut buffer = self.buffer();
        buffer.clear();
        let known = values.unwrap_or_default().iter().take(rows);
        buffer.extend(known.map(|x| if x.is_finite() { *x } else { f64::NAN }));
        buffer.resize(rows, f64::NAN);
        self.stack.push(buffer);
    }

    fn change(&mut self, by: impl Fn(f64) -> f64) {
        if let Some(top) = self.stack.last_mut() {
            top.iter_mut().for_each(|x| *x = by(*x));
        }
    }

    /// `ln` of the column on top; zero and less become unknown.
    fn logarithm(&mut self, id: PartId) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        for (row, value) in top.iter_mut().enumerate() {
            if *value <= 0.0 {
                self.found.push(Found {
                    row,
                    part: id,
                    kind: ProblemKind::NotPositive,
                });
            }
            *value = if *value > 0.0 { value.ln() } else { f64::NAN };
        }
    }

    /// Makes sure that a column used as a condition holds 1, 0 or unknown only.
    fn flags(&mut self, part: PartId, below_top: usize) {
        if self.formula.parts[part].kind != Kind::Any {
            return;
        }
        let Some(at) = self.stack.len().checked_sub(below_top + 1) else {
            return;
        };
        for (row, value) in self.stack[at].iter_mut().enumerate() {
            if !value.is_nan() && *value != 0.0 && *value != 1.0 {
                *value = f64::NAN;
                self.found.push(Found {
                    row,
                    part,
                    kind: ProblemKind::WrongKind,
                });
            }
        }
    }

    fn binary(&mut self, id: PartId, operator: Binary, left: PartId, right: PartId) {
        if operator.is_logical() {
            self.flags(left, 1);
            self.flags(right, 0);
        }
        let Some(b) = self.stack.pop() else { return };
        let Some(a) = self.stack.last_mut() else {
            return;
        };
        match operator {
            Binary::Add => pairs(a, &b, |x, y| x + y),
            Binary::Subtract => pairs(a, &b, |x, y| x - y),
            Binary::Multiply => pairs(a, &b, |x, y| x * y),
            Binary::Divide => pairs(a, &b, |x, y| x / y),
            Binary::Min => pairs(a, &b, |x, y| known(x, y, if y < x { y } else { x })),
            Binary::Max => pairs(a, &b, |x, y| known(x, y, if y > x { y } else { x })),
            Binary::Less => pairs(a, &b, |x, y| known(x, y, flag(x < y))),
            Binary::AtMost => pairs(a, &b, |x, y| known(x, y, flag(x <= y))),
            Binary::More => pairs(a, &b, |x, y| known(x, y, flag(x > y))),
            Binary::AtLeast => pairs(a, &b, |x, y| known(x, y, flag(x >= y))),
            Binary::Equal => pairs(a, &b, |x, y| known(x, y, flag(x == y))),
            Binary::Differs => pairs(a, &b, |x, y| known(x, y, flag(x != y))),
            Binary::And => pairs(a, &b, |x, y| decided(x, y, 0.0)),
            Binary::Or => pairs(a, &b, |x, y| decided(x, y, 1.0)),
        }
        self.settle(id, operator, &b);
        self.spare.push(b);
    }

    /// Turns infinities into unknowns, and drops problems that no longer matter.
    fn settle(&mut self, id: PartId, operator: Binary, divisor: &[f64]) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        match operator {
            Binary::Add | Binary::Subtract | Binary::Multiply => {
                for (row, value) in top.iter_mut().enumerate() {
                    if value.is_infinite() {
                        *value = f64::NAN;
                        self.found.push(Found {
                            row,
                            part: id,
                            kind: ProblemKind::Overflow,
                        });
                    }
                }
            }
            Binary::Divide => {
                for (row, (value, y)) in top.iter_mut().zip(divisor).enumerate() {
                    if *y == 0.0 {
                        *value = f64::NAN;
                        self.found.push(Found {
                            row,
                            part: id,
                            kind: ProblemKind::DivisionByZero,
                        });
                    } else if value.is_infinite() {
                        *value = f64::NAN;
                        self.found.push(Found {
                            row,
                            part: id,
                            kind: ProblemKind::Overflow,
                        });
                    }
                }
            }
            Binary::And | Binary::Or => {
                let first = self.formula.parts[id].first;
                self.found
                    .retain(|found| found.part < first || top[found.row].is_nan());
            }
            _ => {}
        }
    }

    fn choose(&mut self, condition: PartId, then: PartId, otherwise: PartId) {
        self.flags(condition, 2);
        let (Some(c), Some(b)) = (self.stack.pop(), self.stack.pop()) else {
            return;
        };
        let Some(a) = self.stack.last_mut() else {
            return;
        };
        let parts = &self.formula.parts;
        self.found.retain(|found| {
            let taken = a[found.row];
            if found.part >= parts[otherwise].first {
                taken == 0.0
            } else if found.part >= parts[then].first {
                taken == 1.0
            } else {
                true
            }
        });
        for ((a, b), c) in a.iter_mut().zip(&b).zip(&c) {
            *a = if a.is_nan() {
                f64::NAN
            } else if *a == 1.0 {
                *b
            } else {
                *c
            };
        }
        self.spare.extend([b, c]);
    }

    fn finish(mut self) -> ColumnOutcome {
        let values = self.stack.pop().unwrap_or_default();
        self.found
            .retain(|found| values.get(found.row).is_some_and(|value| value.is_nan()));
        self.found.sort_by_key(|found| (found.row, found.part));
        let parts = &self.formula.parts;
        let problems = self.found.iter().map(|found| ColumnProblem {
            row: found.row,
            problem: Problem {
                kind: found.kind,
                span: parts[found.part].span,
            },
        });
        ColumnOutcome {
            problems: problems.collect(),
            values,
        }
    }
}

fn pairs(a: &mut [f64], b: &[f64], by: impl Fn(f64, f64) -> f64) {
    a.iter_mut().zip(b).for_each(|(x, y)| *x = by(*x, *y));
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn known(x: f64, y: f64, value: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else {
        value
    }
}

/// `&&` is decided by a 0 on either side, `||` by a 1.
fn decided(x: f64, y: f64, by: f64) -> f64 {
    if x == by || y == by {
        by
    } else {
        known(x, y, 1.0 - by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evaluates for one unit with a=0, b=1, big=1e308; anything else is missing.
    fn value(text: &str) -> (f64, Vec<ProblemKind>) {
        let formula = Formula::compile(text).unwrap();
        let column: fn(&Need) -> Option<&'static [f64]> = |need| match need.field.as_str() {
            "a" => Some(&[0.0]),
            "b" => Some(&[1.0]),
            "big" => Some(&[1e308]),
            "odd" => Some(&[7.0]),
            "inf" => Some(&[f64::INFINITY]),
            _ => None,
        };
        let outcome = formula.evaluate_columns(1, column);
        (
            outcome.values[0],
            outcome.problems.iter().map(|p| p.problem.kind).collect(),
        )
    }

    #[test]
    fn unknown_spreads_and_only_logic_can_stop_it() {
        for unknown in [
            "0 * gone",
            "gone - gone",
            "gone == gone",
            "!gone",
            "max(gone, 1)",
            "inf",
        ] {
            assert!(value(unknown).0.is_nan(), "{unknown}");
        }
        for (text, result) in [
            ("gone > 1 && false", 0.0),
            ("false && gone", 0.0),
            ("gone || true", 1.0),
            ("b && !a", 1.0),
            ("a || a", 0.0),
        ] {
            assert_eq!(value(text), (result, vec![]), "{text}");
        }
        assert!(value("true && gone").0.is_nan());
        assert!(value("gone ? 1 : 1").0.is_nan());
    }

    #[test]
    fn division_by_zero_is_unknown_and_told() {
        use ProblemKind::{DivisionByZero, NotPositive, Overflow, WrongKind};
        for (text, kind) in [
            ("b / a", DivisionByZero),
            ("a / a", DivisionByZero),
            ("gone / a", DivisionByZero),
            ("big * 10", Overflow),
            ("big + big", Overflow),
            ("big / 1e-10", Overflow),
            ("odd && true", WrongKind),
            ("ln(a)", NotPositive),
            ("1 + ln(b - 2)", NotPositive),
        ] {
            let (result, problems) = value(text);
            assert!(result.is_nan(), "{text}");
            assert_eq!(problems, [kind], "{text}");
        }
    }

    #[test]
    fn a_branch_not_taken_raises_no_problem() {
        assert_eq!(value("a == 0 ? 5 : b / a"), (5.0, vec![]));
        assert_eq!(value("a != 0 && b / a > 1"), (0.0, vec![]));
        assert_eq!(value("b / a > 1 || true"), (1.0, vec![]));
        assert_eq!(value("a != 0 ? 5 : b / a").1, [ProblemKind::DivisionByZero]);
        assert_eq!(value("gone > 0 ? 5 : b / a").1, []);
    }

    #[test]
    fn short_columns_are_missing_at_their_end() {
        let formula = Formula::compile("x + 1").unwrap();
        let outcome = formula.evaluate_columns(2, |_| Some(&[4.0]));
        assert_eq!(outcome.values[0], 5.0);
        assert!(outcome.values[1].is_nan());
    }
}
