//! Trees of tests as SQL, whose own three values do what trees want of them.
//!
//! Must not know: how clauses are joined in a rule.

use super::expression::{Writer, begins};
use super::layers::{Kind, Term};
use super::{Said, joined};
use crate::columns::{ColumnDefinition, ColumnKind, Columns, Source, day};
use crate::test::{End, Question, Test};
use crate::tree::Tree;
use chrono::NaiveDate;

impl Writer<'_> {
    /// The answer of a tree over columns.
    pub fn tree(&mut self, tree: &Tree, columns: &Columns) -> Said<Term> {
        let parts = |own: &mut Self, parts: &[Tree]| -> Said<Vec<Term>> {
            parts.iter().map(|part| own.tree(part, columns)).collect()
        };
        let term = match tree {
            Tree::Constant(None) => unknown(),
            Tree::Constant(Some(true)) => Term::literal(Kind::Flag, "TRUE".to_owned()),
            Tree::Constant(Some(false)) => Term::literal(Kind::Flag, "FALSE".to_owned()),
            Tree::Test(test) => self.test(test, columns)?,
            Tree::All(trees) => every(true, &parts(self, trees)?),
            Tree::Any(trees) => every(false, &parts(self, trees)?),
            Tree::AtLeast(count, trees) => {
                let terms = parts(self, trees)?;
                self.at_least(*count, &terms)
            }
        };
        Ok(self.layers.short(term))
    }

    /// At least so many hold.
    pub fn at_least(&mut self, count: usize, terms: &[Term]) -> Term {
        let terms: Vec<_> = terms.iter().map(|term| self.layers.column(term)).collect();
        let (certain, possible) = counts(&terms);
        let text = format!(
            "CASE WHEN {certain} >= {count} THEN TRUE WHEN {possible} < {count} THEN FALSE END"
        );
        Term::of(Kind::Flag, text, &terms)
    }

    /// Exactly one holds.
    pub fn exactly_one(&mut self, terms: &[Term]) -> Term {
        let terms: Vec<_> = terms.iter().map(|term| self.layers.column(term)).collect();
        let (certain, possible) = counts(&terms);
        let text = format!(
            "CASE WHEN {certain} = 1 AND {possible} = 1 THEN TRUE \
             WHEN {certain} > 1 OR {possible} < 1 THEN FALSE END"
        );
        Term::of(Kind::Flag, text, &terms)
    }

    fn test(&mut self, test: &Test, columns: &Columns) -> Said<Term> {
        let lower = self.ask(&test.question, columns.definitions().get(test.column))?;
        let term = match test.upper {
            None => lower,
            // Both ends must agree.
            Some(upper) => {
                let upper = self.ask(&test.question, columns.definitions().get(upper))?;
                let ends = [self.layers.column(&lower), self.layers.column(&upper)];
                let [l, u] = [&ends[0].text, &ends[1].text];
                let text = format!("CASE WHEN {l} = {u} THEN {l} END");
                Term::of(Kind::Flag, text, &ends)
            }
        };
        Ok(match test.negated {
            true => Term::of(Kind::Flag, format!("(NOT {})", term.text), [&term]),
            false => term,
        })
    }

    fn ask(&mut self, question: &Question, column: Option<&ColumnDefinition>) -> Said<Term> {
        let Some(column) = column else {
            return Ok(unknown());
        };
        let value = match &column.source {
            Source::Field(need, _) => self.field(need)?,
            Source::Computed(_, formula, side) => {
                let value = self.value(formula, *side)?;
                match (column.kind, value.kind) {
                    (ColumnKind::Flag, _) => self.as_flag(&value),
                    (ColumnKind::Number, Kind::Number | Kind::Day)
                    | (ColumnKind::Word, Kind::Word) => value,
                    _ => return Ok(unknown()),
                }
            }
        };
        let dialect = self.wanted.dialect;
        let value = self.layers.column(&value);
        let v = &value.text;
        let text = match (question, value.kind) {
            (_, Kind::Flag) => v.clone(),
            (_, Kind::Null) => return Ok(unknown()),
            (Question::Within { low, high }, Kind::Number) => {
                let end = |end: f64| Ok(dialect.number(end));
                range(v, (*low, *high), &end)?
            }
            (Question::Within { low, high }, Kind::Day) => {
                let end = |end: f64| dialect.day(day(end).unwrap_or(NaiveDate::MAX));
                range(v, (whole(*low, true), whole(*high, false)), &end)?
            }
            (Question::OneOf(words), Kind::Word) if !words.is_empty() => {
                let words: Said<Vec<_>> = words.iter().map(|word| dialect.text(word)).collect();
                format!("({v} IN ({}))", words?.join(", "))
            }
            (Question::Begins(stems), Kind::Word) if !stems.is_empty() => {
                let stems = stems.iter().map(|stem| begins(dialect, &value, stem));
                format!("({})", joined("OR", &stems.collect::<Said<Vec<_>>>()?))
            }
            (Question::HoldsAny(words), Kind::Set) => dialect.holds_any(v, words)?,
            // What is known and never so.
            _ => format!("CASE WHEN {v} IS NOT NULL THEN FALSE END"),
        };
        Ok(Term::of(Kind::Flag, text, [&value]))
    }
}

/// A flag nobody knows.
pub fn unknown() -> Term {
    Term::literal(Kind::Flag, "CAST(NULL AS BOOLEAN)".to_owned())
}

/// All hold, or one.
pub fn every(all: bool, terms: &[Term]) -> Term {
    let texts: Vec<_> = terms.iter().map(|term| term.text.clone()).collect();
    match (all, texts.is_empty()) {
        (_, true) => Term::literal(Kind::Flag, if all { "TRUE" } else { "FALSE" }.to_owned()),
        (true, _) => Term::of(Kind::Flag, format!("({})", joined("AND", &texts)), terms),
        (false, _) => Term::of(Kind::Flag, format!("({})", joined("OR", &texts)), terms),
    }
}

/// How many hold for certain, and how many may.
fn counts(terms: &[Term]) -> (String, String) {
    let count = |way: &dyn Fn(&str) -> String| {
        let counted: Vec<_> = terms.iter().map(|term| way(&term.text)).collect();
        match counted.is_empty() {
            true => "0".to_owned(),
            false => format!("({})", joined("+", &counted)),
        }
    };
    (
        count(&|text| format!("CASE WHEN {text} THEN 1 ELSE 0 END")),
        count(&|text| format!("CASE WHEN NOT {text} THEN 0 ELSE 1 END")),
    )
}

fn range(value: &str, (low, high): (End, End), end: &dyn Fn(f64) -> Said<String>) -> Said<String> {
    let mut tests = Vec::new();
    for (own, included, excluded) in [(low, ">=", ">"), (high, "<=", "<")] {
        match own {
            End::Open => {}
            End::Included(number) => tests.push(format!("{value} {included} {}", end(number)?)),
            End::Excluded(number) => tests.push(format!("{value} {excluded} {}", end(number)?)),
        }
    }
    Ok(match tests.as_slice() {
        [] => format!("CASE WHEN {value} IS NOT NULL THEN TRUE END"),
        _ => format!("({})", tests.join(" AND ")),
    })
}

/// The end of a range of whole numbers as one that belongs to it.
fn whole(end: End, lower: bool) -> End {
    End::Included(match (end, lower) {
        (End::Open, _) => return End::Open,
        (End::Included(number), true) => number.ceil(),
        (End::Included(number), false) => number.floor(),
        (End::Excluded(number), true) => number.floor() + 1.0,
        (End::Excluded(number), false) => number.ceil() - 1.0,
    })
}
