//! Formulas as SQL, part by part, with the values the formula engine gives.
//!
//! Must not know: trees of tests, conditions.

use super::arithmetic::{calculate, close, compare, logarithm};
use super::layers::{Kind, Layers, Term};
use super::{Said, Wanted, inputs};
use crate::facts::MapFacts;
use crate::names::{Meaning, Names};
use crate::scoring::Interval;
use crate::situation::{Side, Situation};
use julin_formula::{Between, Binary, Formula, Literal, Need, Node, PartId, Unary};
use julin_model::Value;
use std::collections::{BTreeMap, HashMap};

/// Writes the expressions of one rule.
pub struct Writer<'a> {
    /// What is wanted.
    pub wanted: Wanted<'a>,
    /// The columns so far.
    pub layers: Layers,
    pub(super) names: &'a Names,
    derived: HashMap<(usize, Side), Term>,
    /// Points by name, fewest and most.
    pub(super) scores: Option<BTreeMap<String, (Term, Term)>>,
}

impl<'a> Writer<'a> {
    pub fn new(names: &'a Names, wanted: Wanted<'a>) -> Self {
        Self {
            wanted,
            layers: Layers::default(),
            names,
            derived: HashMap::new(),
            scores: None,
        }
    }

    /// A number as a literal.
    pub fn number(&self, number: f64) -> Term {
        let mut term = Term::literal(Kind::Number, self.wanted.dialect.number(number));
        term.number = Some(number);
        term
    }

    fn null() -> Term {
        Term::literal(Kind::Null, "NULL".to_owned())
    }

    /// The value of an expression; where it reads scores, at one end.
    pub fn value(&mut self, formula: &Formula, side: Side) -> Said<Term> {
        let mut terms: Vec<Term> = Vec::with_capacity(formula.parts().len());
        for id in 0..formula.parts().len() {
            let term = match self.constant(formula, id) {
                Some(value) => self.literal(value)?,
                None => self.part(formula, id, side, &terms)?,
            };
            terms.push(self.layers.short(term));
        }
        Ok(terms.pop().unwrap_or_else(Self::null))
    }

    /// The value of a field.
    pub fn field(&mut self, need: &Need) -> Said<Term> {
        match self.names.meaning(&need.field) {
            Meaning::Field(field) => {
                inputs::field(&mut self.layers, self.wanted.dialect, need, field)
            }
            _ => Ok(Self::null()),
        }
    }

    /// The value of a part that nothing but the day decides.
    fn constant(&self, formula: &Formula, id: PartId) -> Option<Option<Value>> {
        let first = formula.parts()[id].first;
        let fixed = |node: &Node| match node {
            Node::Need(index) => self.names.is_constant(&formula.needs()[*index]),
            Node::Holds(..) | Node::Size(_) => false,
            _ => true,
        };
        let mut parts = formula.parts()[first..=id].iter();
        parts.all(|part| fixed(&part.node)).then(|| {
            let nothing = MapFacts::new();
            let situation = Situation::new(self.names, &nothing, self.wanted.as_of);
            situation.evaluate(&formula.part(id), Side::Low)
        })
    }

    fn literal(&self, value: Option<Value>) -> Said<Term> {
        let dialect = self.wanted.dialect;
        Ok(match value {
            Some(Value::Number(number)) => self.number(number),
            Some(Value::Flag(true)) => Term::literal(Kind::Flag, "TRUE".to_owned()),
            Some(Value::Flag(false)) => Term::literal(Kind::Flag, "FALSE".to_owned()),
            Some(Value::Word(word)) => Term::literal(Kind::Word, dialect.text(&word)?),
            Some(Value::Date(day)) => Term::literal(Kind::Day, dialect.day(day)?),
            _ => Self::null(),
        })
    }

    fn part(&mut self, formula: &Formula, id: PartId, side: Side, terms: &[Term]) -> Said<Term> {
        let dialect = self.wanted.dialect;
        let of = |kind, text, terms: &[&Term]| Term::of(kind, text, terms.iter().copied());
        Ok(match &formula.parts()[id].node {
            Node::Need(index) => self.need(&formula.needs()[*index], side)?,
            Node::Unary(Unary::Minus | Unary::Ln, a) | Node::OneOf(a, _)
                if terms[*a].kind == Kind::Null =>
            {
                Self::null()
            }
            Node::Unary(Unary::Minus, a) => {
                let a = self.as_number(&terms[*a]);
                of(a.kind, format!("(- {})", a.text), &[&a])
            }
            Node::Unary(Unary::Not, a) => {
                let a = self.as_flag(&terms[*a]);
                of(Kind::Flag, format!("(NOT {})", a.text), &[&a])
            }
            Node::Unary(Unary::Ln, a) => {
                let a = self.operand(&terms[*a]);
                logarithm(dialect, &a)
            }
            Node::Binary(operator, a, b) => self.binary(*operator, &terms[*a], &terms[*b]),
            Node::Choose(c, a, b) => {
                let c = self.as_flag(&terms[*c]);
                let (c, a, b) = (self.layers.column(&c), &terms[*a], &terms[*b]);
                let kind = if a.kind == Kind::Null { b.kind } else { a.kind };
                let text = format!(
                    "CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END",
                    c.text, a.text, b.text
                );
                of(kind, text, &[&c, a, b])
            }
            Node::OneOf(a, list) => self.one_of(&terms[*a], list)?,
            Node::Holds(word, index) => {
                let set = self.field(&formula.needs()[*index])?;
                let written = &formula.parts()[*word].node;
                let word = self.layers.column(&terms[*word]);
                if set.kind != Kind::Set || word.kind != Kind::Word {
                    return Ok(Self::null());
                }
                let holds = match written {
                    Node::Text(word) => dialect.holds_any(&set.text, std::slice::from_ref(word))?,
                    _ => dialect.holds(&set.text, &word.text)?,
                };
                let (w, s) = (&word.text, &set.text);
                let text =
                    format!("CASE WHEN {w} IS NOT NULL AND {s} IS NOT NULL THEN {holds} END");
                of(Kind::Flag, text, &[&word, &set])
            }
            Node::Size(index) => {
                let set = self.field(&formula.needs()[*index])?;
                let size = dialect.size(&set.text)?;
                let text = format!("CASE WHEN {} IS NOT NULL THEN {size} END", set.text);
                of(Kind::Number, text, &[&set])
            }
            Node::Begins(a, stem) => match &formula.parts()[*stem].node {
                Node::Text(text) if terms[*a].kind == Kind::Word => {
                    let text = begins(dialect, &terms[*a], text)?;
                    of(Kind::Flag, text, &[&terms[*a]])
                }
                _ => self.begins_with_data(&terms[*a], &terms[*stem]),
            },
            Node::Since(unit, from, to) => self.since(*unit, &terms[*from], &terms[*to]),
            // All others are constant.
            _ => Self::null(),
        })
    }

    fn need(&mut self, need: &Need, side: Side) -> Said<Term> {
        match self.names.meaning(&need.field) {
            Meaning::Derived(place) => {
                let derived = &self.names.derived[place];
                let side = if derived.reads_score { side } else { Side::Low };
                if let Some(term) = self.derived.get(&(place, side)) {
                    return Ok(term.clone());
                }
                let term = self.value(&derived.formula, side)?;
                let term = self.layers.column(&term);
                self.derived.insert((place, side), term.clone());
                Ok(term)
            }
            Meaning::Score => {
                let found = self.score(&need.field)?;
                Ok(found.map_or_else(Self::null, |(low, high)| match side {
                    Side::Low => low,
                    Side::High => high,
                }))
            }
            Meaning::Field(_) => self.field(need),
            // The day and thresholds are constant.
            _ => Ok(Self::null()),
        }
    }

    fn binary(&mut self, operator: Binary, a: &Term, b: &Term) -> Term {
        let dialect = self.wanted.dialect;
        if operator.is_logical() {
            let (a, b) = (self.as_flag(a), self.as_flag(b));
            let word = if operator == Binary::And { "AND" } else { "OR" };
            return Term::of(
                Kind::Flag,
                format!("({} {word} {})", a.text, b.text),
                [&a, &b],
            );
        }
        let plain = a.kind == b.kind && matches!(a.kind, Kind::Word | Kind::Day | Kind::Flag);
        if operator.is_comparison() && plain {
            let sign = match operator {
                Binary::Equal => "=",
                Binary::Differs => "<>",
                other => other.sign(),
            };
            return Term::of(
                Kind::Flag,
                format!("({} {sign} {})", a.text, b.text),
                [a, b],
            );
        }
        let (a, b) = (self.operand(a), self.operand(b));
        match (a.kind, b.kind) {
            (Kind::Null, _) | (_, Kind::Null) => Self::null(),
            _ if operator.is_comparison() => compare(dialect, operator, &a, &b),
            _ => calculate(dialect, operator, &a, &b),
        }
    }

    fn one_of(&mut self, a: &Term, list: &[Literal]) -> Said<Term> {
        let dialect = self.wanted.dialect;
        if matches!(list.first(), Some(Literal::Text(_))) {
            let words = list.iter().filter_map(|one| match one {
                Literal::Text(word) => Some(dialect.text(word)),
                Literal::Number(_) => None,
            });
            let words = words.collect::<Said<Vec<_>>>()?;
            let text = format!("({} IN ({}))", a.text, words.join(", "));
            return Ok(Term::of(Kind::Flag, text, [a]));
        }
        let a = if list.is_empty() {
            self.layers.column(a)
        } else {
            self.operand(a)
        };
        if list.is_empty() {
            let text = format!("CASE WHEN {} IS NOT NULL THEN FALSE END", a.text);
            return Ok(Term::of(Kind::Flag, text, [&a]));
        }
        let numbers = list.iter().filter_map(|one| match one {
            Literal::Number(number) => Some(self.number(*number)),
            Literal::Text(_) => None,
        });
        let same: Vec<_> = numbers
            .map(|one| format!("({})", close(dialect, &a, &one)))
            .collect();
        Ok(Term::of(
            Kind::Flag,
            format!("({})", super::joined("OR", &same)),
            [&a],
        ))
    }

    fn begins_with_data(&mut self, a: &Term, stem: &Term) -> Term {
        if a.kind != Kind::Word || stem.kind != Kind::Word {
            return Self::null();
        }
        let stem = self.layers.column(stem);
        let (a_text, s) = (&a.text, &stem.text);
        let text = format!("(SUBSTRING({a_text} FROM 1 FOR CHAR_LENGTH({s})) = {s})");
        Term::of(Kind::Flag, text, [a, &stem])
    }

    fn since(&mut self, unit: Between, from: &Term, to: &Term) -> Term {
        if from.kind != Kind::Day || to.kind != Kind::Day {
            return Self::null();
        }
        let dialect = self.wanted.dialect;
        let (from, to) = (self.layers.column(from), self.layers.column(to));
        let (f, t) = (&from.text, &to.text);
        let text = match unit {
            Between::Days => dialect.days(f, t),
            Between::Years => {
                let year = |day: &str| format!("EXTRACT(YEAR FROM {day})");
                let within = |day: &str| {
                    format!("(EXTRACT(MONTH FROM {day}) * 100 + EXTRACT(DAY FROM {day}))")
                };
                let whole = |early: &str, late: &str| {
                    format!(
                        "({} - {} - CASE WHEN {} < {} THEN 1 ELSE 0 END)",
                        year(late),
                        year(early),
                        within(late),
                        within(early)
                    )
                };
                dialect.as_number(&format!(
                    "CASE WHEN {f} <= {t} THEN {} WHEN {t} < {f} THEN - {} END",
                    whole(f, t),
                    whole(t, f)
                ))
            }
        };
        Term::of(Kind::Number, text, [&from, &to])
    }

    /// A number, yes being 1, that may stand in a text several times.
    pub fn operand(&mut self, term: &Term) -> Term {
        let number = self.as_number(term);
        self.layers.column(&number)
    }

    fn as_number(&mut self, term: &Term) -> Term {
        match term.kind {
            Kind::Number => term.clone(),
            Kind::Flag => {
                let own = self.layers.column(term);
                let (one, zero) = (self.number(1.0).text, self.number(0.0).text);
                let text = format!(
                    "CASE WHEN {0} THEN {one} WHEN NOT {0} THEN {zero} END",
                    own.text
                );
                Term::of(Kind::Number, text, [&own])
            }
            _ => Self::null(),
        }
    }

    /// A flag, 1 being yes.
    pub fn as_flag(&mut self, term: &Term) -> Term {
        match term.kind {
            Kind::Flag => term.clone(),
            Kind::Number => {
                let own = self.layers.column(term);
                let (one, zero) = (self.number(1.0).text, self.number(0.0).text);
                let text = format!(
                    "CASE WHEN {0} = {one} THEN TRUE WHEN {0} = {zero} THEN FALSE END",
                    own.text
                );
                Term::of(Kind::Flag, text, [&own])
            }
            _ => Term::literal(Kind::Flag, "CAST(NULL AS BOOLEAN)".to_owned()),
        }
    }

    /// An interval as two literals.
    pub fn interval(&self, points: Interval) -> (Term, Term) {
        (self.number(points.low), self.number(points.high))
    }
}

/// True when a word begins with another.
pub fn begins(dialect: super::Dialect, word: &Term, stem: &str) -> Said<String> {
    let (text, count) = (&word.text, stem.chars().count());
    Ok(format!(
        "(SUBSTRING({text} FROM 1 FOR {count}) = {})",
        dialect.text(stem)?
    ))
}
