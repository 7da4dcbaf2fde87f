//! One thing on one day, as the expressions of a rule see it: fields from its facts,
//! thresholds of that day, derived values and scores computed once.
//!
//! Must not know: conditions.

use crate::facts::{Fact, Facts};
use crate::names::{Meaning, Names};
use crate::scoring::{Interval, ScoreBoard};
use chrono::NaiveDate;
use julin_formula::{Formula, Need, Scope};
use julin_model::{Text, Trace, Value};
use std::cell::{Cell, OnceCell};

/// Which end of a score is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The fewest points.
    Low,
    /// The most points.
    High,
}

/// The most steps of an explanation; beyond, derived values are shown without theirs.
const MAX_STEPS: usize = 2000;
/// How many derived values deep an explanation goes.
const MAX_DEPTH: usize = 12;

/// One thing on one day.
pub struct Situation<'a> {
    /// The names of the rule.
    pub names: &'a Names,
    /// What is known.
    pub facts: &'a dyn Facts,
    /// The day asked about.
    pub as_of: NaiveDate,
    derived: [Vec<OnceCell<Option<Value>>>; 2],
    scores: OnceCell<ScoreBoard>,
    steps: Cell<usize>,
    depth: Cell<usize>,
}

impl<'a> Situation<'a> {
    /// Nothing is computed yet.
    pub fn new(names: &'a Names, facts: &'a dyn Facts, as_of: NaiveDate) -> Self {
        let cells = || names.derived.iter().map(|_| OnceCell::new()).collect();
        Self {
            names,
            facts,
            as_of,
            derived: [cells(), cells()],
            scores: OnceCell::new(),
            steps: Cell::new(0),
            depth: Cell::new(0),
        }
    }

    /// The value of an expression; where it reads scores, at one end.
    pub fn evaluate(&self, formula: &Formula, side: Side) -> Option<Value> {
        formula.evaluate(&self.at(side)).value
    }

    /// The value of an expression as a number, yes being 1.
    pub fn number(&self, formula: &Formula, side: Side) -> Option<f64> {
        match self.evaluate(formula, side)? {
            Value::Number(number) => Some(number),
            Value::Flag(yes) => Some(f64::from(u8::from(yes))),
            _ => None,
        }
    }

    /// The answer of an expression.
    pub fn flag(&self, formula: &Formula, side: Side) -> Option<bool> {
        match self.evaluate(formula, side)? {
            Value::Flag(yes) => Some(yes),
            Value::Number(number) if number == 0.0 || number == 1.0 => Some(number == 1.0),
            _ => None,
        }
    }

    /// How an expression came to its value.
    pub fn trace(&self, formula: &Formula) -> Trace {
        formula.trace(&self.at(Side::Low))
    }

    /// The points of all scores.
    pub fn scores(&self) -> &ScoreBoard {
        self.scores.get_or_init(|| {
            let Some(scoring) = &self.names.scoring else {
                return ScoreBoard::new();
            };
            scoring.board(|item| {
                let number = |formula: &Formula| self.number(formula, Side::Low);
                let answer = |formula: &Formula| self.flag(formula, Side::Low);
                item.points(number, answer)
            })
        })
    }

    /// The points of one score.
    pub fn score(&self, name: &str) -> Option<Interval> {
        self.scores().get(name).copied()
    }

    /// What is known of a field, if it is of the kind the dictionary says.
    pub fn fact(&self, need: &Need) -> Option<Fact> {
        match self.names.meaning(&need.field) {
            Meaning::Field(field) => Fact::of(self.facts, need, &field.kind),
            _ => None,
        }
    }

    fn at(&self, side: Side) -> At<'_, 'a> {
        At {
            situation: self,
            side,
        }
    }
}

/// A situation seen at one end of its scores.
struct At<'s, 'a> {
    situation: &'s Situation<'a>,
    side: Side,
}

impl Scope for At<'_, '_> {
    fn value(&self, need: &Need) -> Option<Value> {
        let own = self.situation;
        match own.names.meaning(&need.field) {
            Meaning::AsOf => Some(Value::Date(own.as_of)),
            Meaning::Threshold(threshold) => threshold.base(own.as_of).map(Value::Number),
            Meaning::Derived(place) => {
                let side = usize::from(self.side == Side::High);
                let cell = &own.derived[side][place];
                let compute = || own.evaluate(&own.names.derived[place].formula, self.side);
                cell.get_or_init(compute).clone()
            }
            Meaning::Score => {
                let points = own.score(&need.field)?;
                Some(Value::Number(match self.side {
                    Side::Low => points.low,
                    Side::High => points.high,
                }))
            }
            Meaning::Field(_) => own.fact(need)?.value(),
            Meaning::Nothing => None,
        }
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        match self.situation.fact(need)? {
            Fact::Set(members) => Some(members),
            _ => None,
        }
    }

    fn close_is_equal(&self) -> bool {
        true
    }

    fn trace(&self, need: &Need) -> Trace {
        let own = self.situation;
        own.steps.set(own.steps.get() + 1);
        match own.names.meaning(&need.field) {
            Meaning::Threshold(threshold) => {
                let (number, basis) = threshold.own(own.as_of);
                let mut label = threshold.spec.label.clone();
                if label.is_empty() {
                    label = Text::same(&need.field);
                }
                let mut trace = Trace::new(label, "criteria.step.threshold", number)
                    .with("threshold", &need.field)
                    .with("reference", &basis.reference);
                if let Some(article) = &basis.article {
                    trace = trace.with("article", article);
                }
                trace.id = Some(need.field.clone());
                trace.unit = Some(threshold.scale.unit.clone());
                trace
            }
            Meaning::Derived(place) => {
                let derived = &own.names.derived[place];
                own.depth.set(own.depth.get() + 1);
                let mut trace = if own.steps.get() > MAX_STEPS || own.depth.get() > MAX_DEPTH {
                    let number = own.number(&derived.formula, self.side);
                    Trace::new(Text::default(), "formula.step.compute", number)
                        .with("formula", derived.formula.text())
                } else {
                    derived.formula.trace(self)
                };
                own.depth.set(own.depth.get() - 1);
                if let (Some(scale), Some(number)) = (&derived.scale, trace.value) {
                    trace.value = Some(scale.from_base(number));
                    trace.unit = Some(scale.unit.clone());
                }
                trace.label = derived.spec.label.clone();
                trace.id = Some(need.field.clone());
                trace
            }
            Meaning::Score => crate::points::trace(own, &need.field),
            Meaning::AsOf => {
                let mut trace = Trace::new(Text::same(&need.field), "criteria.step.as-of", None)
                    .with("text", own.as_of);
                trace.id = Some(need.field.clone());
                trace
            }
            Meaning::Field(field) => {
                let mut trace = own.facts.trace(need);
                if let (None, Some(scale), Some(number)) = (&trace.unit, &field.scale, trace.value)
                {
                    trace.value = Some(scale.from_base(number));
                    trace.unit = Some(scale.unit.clone());
                }
                trace
            }
            Meaning::Nothing => own.facts.trace(need),
        }
    }
}
