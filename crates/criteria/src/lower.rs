//! Conditions and expressions into trees of tests, for one day. Every negation is pushed
//! to the leaves on the way; what is no test of one column against constants becomes a
//! test of a computed column.
//!
//! Must not know: facts.

use crate::columns::{ColumnKind, Columns, Source, days};
use crate::condition::{Condition, Join};
use crate::facts::MapFacts;
use crate::names::{Meaning, Names};
use crate::rule::Rule;
use crate::simplify::{at_least, join};
use crate::situation::{Side, Situation};
use crate::test::{ColumnId, End, Question, Test};
use crate::tree::Tree;
use chrono::NaiveDate;
use julin_formula::{Binary, CLOSE, Formula, Literal, Need, Node, PartId, Unary};
use julin_model::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The heaviest derived condition that is taken apart where it is used.
const MAX_TAKEN_APART: u32 = 64;
/// The longest key of a column that several rules may share.
const MAX_KEY: usize = 2000;

/// Lowers the expressions of one rule for one day.
pub(crate) struct Lower<'a> {
    names: &'a Arc<Names>,
    rule: &'a Rule,
    as_of: NaiveDate,
    columns: &'a mut Columns,
    written: HashMap<usize, String>,
}

impl<'a> Lower<'a> {
    pub fn new(rule: &'a Rule, as_of: NaiveDate, columns: &'a mut Columns) -> Self {
        Self {
            names: &rule.names,
            rule,
            as_of,
            columns,
            written: HashMap::new(),
        }
    }

    /// The tree of a condition, or of its opposite.
    pub fn condition(&mut self, condition: &Condition, negated: bool) -> Tree {
        let of = |own: &mut Self, parts: &[Condition], negated: bool| -> Vec<Tree> {
            parts
                .iter()
                .map(|one| own.condition(one, negated))
                .collect()
        };
        match &condition.join {
            Join::Clause(place) => self.clause(*place, negated),
            Join::All(parts) => join(!negated, of(self, parts, negated)),
            Join::Any(parts) => join(negated, of(self, parts, negated)),
            Join::None(parts) => join(!negated, of(self, parts, !negated)),
            Join::AtLeast(count, parts) => {
                // Not at least k of n: at least n - k + 1 do not hold.
                let count = if negated {
                    (parts.len() + 1).saturating_sub(*count)
                } else {
                    *count
                };
                at_least(count, of(self, parts, negated))
            }
            Join::One(parts) => {
                let holding = of(self, parts, false);
                let failing = of(self, parts, true);
                if negated {
                    let two = at_least(2, holding);
                    join(false, vec![join(true, failing), two])
                } else {
                    let rest = at_least(parts.len().saturating_sub(1), failing);
                    join(true, vec![join(false, holding), rest])
                }
            }
        }
    }

    /// The tree of a clause, or of its opposite.
    pub fn clause(&mut self, place: usize, negated: bool) -> Tree {
        let rule = self.rule;
        self.test(&rule.clauses[place].formula, negated)
    }

    /// The tree of an expression that yields yes or no, or of its opposite.
    pub fn test(&mut self, formula: &Formula, negated: bool) -> Tree {
        self.part(formula, formula.parts().len().saturating_sub(1), negated)
    }

    fn part(&mut self, formula: &Formula, id: PartId, negated: bool) -> Tree {
        let parts = formula.parts();
        let Some(part) = parts.get(id) else {
            return Tree::Constant(None);
        };
        if let Some(value) = self.constant(formula, id) {
            let known = match value {
                Some(Value::Flag(yes)) => Some(yes != negated),
                _ => None,
            };
            return Tree::Constant(known);
        }
        match &part.node {
            Node::Unary(Unary::Not, inner) => self.part(formula, *inner, !negated),
            Node::Binary(operator @ (Binary::And | Binary::Or), ..) => {
                let sides = sides(formula, id, *operator);
                let trees = sides.iter().map(|side| self.part(formula, *side, negated));
                join((*operator == Binary::And) != negated, trees.collect())
            }
            Node::Binary(operator, left, right) if operator.is_comparison() => {
                let found = self.comparison(formula, *operator, (*left, *right), negated);
                found.unwrap_or_else(|| self.computed_flag(formula, id, negated))
            }
            Node::Need(index) => self.need(formula, *index, id, negated),
            Node::OneOf(inner, list) => self.one_of(formula, *inner, list, negated),
            Node::Holds(word, index) => match &parts[*word].node {
                Node::Text(word) => {
                    let need = &formula.needs()[*index];
                    self.field(need, Question::HoldsAny(vec![word.clone()]), negated)
                }
                _ => self.computed_flag(formula, id, negated),
            },
            Node::Begins(inner, stem) => match &parts[*stem].node {
                Node::Text(stem) => {
                    let question = Question::Begins(vec![stem.clone()]);
                    self.ask((formula, *inner), ColumnKind::Word, question, negated)
                }
                _ => self.computed_flag(formula, id, negated),
            },
            _ => self.computed_flag(formula, id, negated),
        }
    }

    /// The value of a part that nothing but the day decides; `Some(None)` when that is
    /// unknown.
    fn constant(&self, formula: &Formula, id: PartId) -> Option<Option<Value>> {
        let first = formula.parts()[id].first;
        let fixed = formula.parts()[first..=id]
            .iter()
            .all(|part| match part.node {
                Node::Need(index) => self.names.is_constant(&formula.needs()[index]),
                Node::Holds(..) | Node::Size(_) => false,
                _ => true,
            });
        fixed.then(|| {
            let nothing = MapFacts::new();
            let situation = Situation::new(self.names, &nothing, self.as_of);
            situation.evaluate(&formula.part(id), Side::Low)
        })
    }

    fn need(&mut self, formula: &Formula, index: usize, id: PartId, negated: bool) -> Tree {
        let need = &formula.needs()[index];
        match self.names.meaning(&need.field) {
            Meaning::Derived(place) => {
                let derived = &self.names.derived[place];
                if derived.weight <= MAX_TAKEN_APART || derived.reads_score {
                    let names = Arc::clone(self.names);
                    let inner = &names.derived[place].formula;
                    return self.part(inner, inner.parts().len().saturating_sub(1), negated);
                }
                self.computed_flag(formula, id, negated)
            }
            _ => self.field(need, Question::True, negated),
        }
    }

    /// A test of a field.
    fn field(&mut self, need: &Need, question: Question, negated: bool) -> Tree {
        let Meaning::Field(field) = self.names.meaning(&need.field) else {
            return Tree::Constant(None);
        };
        let column = self.columns.field(need, &field.kind);
        test((column, None), question, negated)
    }

    /// A test of what a part yields.
    fn ask(
        &mut self,
        (formula, id): (&Formula, PartId),
        kind: ColumnKind,
        question: Question,
        negated: bool,
    ) -> Tree {
        let columns = self.column(formula, id, kind);
        test(columns, question, negated)
    }

    fn one_of(
        &mut self,
        formula: &Formula,
        inner: PartId,
        list: &[Literal],
        negated: bool,
    ) -> Tree {
        let words = list.iter().map(|one| match one {
            Literal::Text(word) => Some(word.clone()),
            Literal::Number(_) => None,
        });
        if let Some(words) = words.collect::<Option<Vec<_>>>() {
            let question = Question::OneOf(words);
            return self.ask((formula, inner), ColumnKind::Word, question, negated);
        }
        let numbers = list.iter().filter_map(|one| match one {
            Literal::Number(number) => Some(*number),
            Literal::Text(_) => None,
        });
        let equal = numbers.map(|x| self.number((formula, inner), Binary::Equal, x, negated));
        join(negated, equal.collect())
    }

    /// A comparison of one side with a constant; `None` when no side is constant.
    fn comparison(
        &mut self,
        formula: &Formula,
        operator: Binary,
        (left, right): (PartId, PartId),
        negated: bool,
    ) -> Option<Tree> {
        let (side, operator, constant) = match self.constant(formula, right) {
            Some(value) => (left, operator, value),
            None => (right, mirrored(operator), self.constant(formula, left)?),
        };
        let differs = operator == Binary::Differs;
        Some(match constant {
            None => Tree::Constant(None),
            Some(Value::Flag(yes)) => self.part(formula, side, negated ^ differs ^ !yes),
            Some(Value::Word(word)) => {
                let question = Question::OneOf(vec![word]);
                self.ask(
                    (formula, side),
                    ColumnKind::Word,
                    question,
                    negated != differs,
                )
            }
            Some(Value::Number(number)) => self.number((formula, side), operator, number, negated),
            Some(Value::Date(day)) => self.number((formula, side), operator, days(day), negated),
            Some(_) => Tree::Constant(None),
        })
    }

    fn number(
        &mut self,
        (formula, side): (&Formula, PartId),
        operator: Binary,
        bound: f64,
        negated: bool,
    ) -> Tree {
        let columns = self.column(formula, side, ColumnKind::Number);
        // A computed number counts as on the bound when binary fractions alone keep it
        // off; a field is what was stated.
        let slack = if self.is_computed(columns.0) {
            CLOSE * bound.abs()
        } else {
            0.0
        };
        let (below, above) = (bound - slack, bound + slack);
        let within = |low, high| Question::Within { low, high };
        let negated = negated != (operator == Binary::Differs);
        let question = match operator {
            Binary::Less => within(End::Open, End::Excluded(below)),
            Binary::AtMost => within(End::Open, End::Included(above)),
            Binary::More => within(End::Excluded(above), End::Open),
            Binary::AtLeast => within(End::Included(below), End::Open),
            // Both ends of a score on one side of the bound decide; each end alone does
            // not, so that equality needs two tests.
            _ if columns.1.is_some() => {
                let ends = [
                    within(End::Included(below), End::Open),
                    within(End::Open, End::Included(above)),
                ];
                let both = ends.map(|question| test(columns, question, negated));
                return join(!negated, both.into());
            }
            _ => within(End::Included(below), End::Included(above)),
        };
        test(columns, question, negated)
    }

    fn is_computed(&self, column: ColumnId) -> bool {
        let definition = self.columns.definitions().get(column);
        definition.is_some_and(|own| matches!(own.source, Source::Computed(..)))
    }

    fn computed_flag(&mut self, formula: &Formula, id: PartId, negated: bool) -> Tree {
        let columns = self.computed(&formula.part(id), ColumnKind::Flag);
        test(columns, Question::True, negated)
    }

    /// The column of what a part yields; two for what reads a score.
    fn column(
        &mut self,
        formula: &Formula,
        id: PartId,
        kind: ColumnKind,
    ) -> (ColumnId, Option<ColumnId>) {
        let Node::Need(index) = formula.parts()[id].node else {
            return self.computed(&formula.part(id), kind);
        };
        let need = &formula.needs()[index];
        let names = Arc::clone(self.names);
        match names.meaning(&need.field) {
            Meaning::Field(field) => (self.columns.field(need, &field.kind), None),
            Meaning::Derived(place) => {
                let inner = &names.derived[place].formula;
                let whole = inner.parts().len().saturating_sub(1);
                match inner.parts().get(whole).map(|part| &part.node) {
                    Some(Node::Need(_)) => self.column(inner, whole, kind),
                    _ => self.computed(inner, kind),
                }
            }
            _ => self.computed(&formula.part(id), kind),
        }
    }

    fn computed(&mut self, formula: &Formula, kind: ColumnKind) -> (ColumnId, Option<ColumnId>) {
        let part = formula.parts().iter().any(|part| match part.node {
            Node::Need(index) => self.names.reads_score(&formula.needs()[index]),
            _ => false,
        });
        let low = self.at(formula, kind, Side::Low);
        let high = part.then(|| self.at(formula, kind, Side::High));
        (low, high)
    }

    fn at(&mut self, formula: &Formula, kind: ColumnKind, side: Side) -> ColumnId {
        let mut key = self.write(formula);
        if key.len() > MAX_KEY {
            key = format!("{}#{}", self.names.rule, formula.written(Need::to_string));
        }
        let end = if side == Side::High { "^" } else { "" };
        let key = format!("{key}@{}{end}", self.as_of);
        let names = self.names;
        let source = || Source::Computed(Arc::clone(names), Box::new(formula.clone()), side);
        self.columns.place(key, kind, source)
    }

    /// An expression with all it stands for written out, so that rules share columns.
    fn write(&mut self, formula: &Formula) -> String {
        let names = Arc::clone(self.names);
        for need in formula.needs() {
            if let Meaning::Derived(place) = names.meaning(&need.field)
                && !self.written.contains_key(&place)
            {
                let mut text = self.write(&names.derived[place].formula);
                if text.len() > MAX_KEY {
                    text = format!("{}#{}", names.rule, need.field);
                }
                self.written.insert(place, text);
            }
        }
        formula.written(|need| match names.meaning(&need.field) {
            Meaning::Threshold(threshold) => format!("{:?}", threshold.base(self.as_of)),
            Meaning::AsOf => self.as_of.to_string(),
            Meaning::Derived(place) => self.written.get(&place).cloned().unwrap_or_default(),
            Meaning::Score => format!("{}#{}", names.rule, need.field),
            Meaning::Field(_) | Meaning::Nothing => need.to_string(),
        })
    }
}

fn test((column, upper): (ColumnId, Option<ColumnId>), question: Question, negated: bool) -> Tree {
    Tree::Test(Test {
        column,
        upper,
        question,
        negated,
    })
}

/// The same comparison with its sides exchanged.
fn mirrored(operator: Binary) -> Binary {
    match operator {
        Binary::Less => Binary::More,
        Binary::AtMost => Binary::AtLeast,
        Binary::More => Binary::Less,
        Binary::AtLeast => Binary::AtMost,
        other => other,
    }
}

/// The parts joined by one operator, however long the chain.
fn sides(formula: &Formula, id: PartId, operator: Binary) -> Vec<PartId> {
    let (mut found, mut left) = (Vec::new(), id);
    while let Node::Binary(own, a, b) = &formula.parts()[left].node {
        if *own != operator {
            break;
        }
        found.push(*b);
        left = *a;
    }
    found.push(left);
    found.reverse();
    found
}
