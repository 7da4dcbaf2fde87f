//! Functions, methods and `in`: what stands beside the operators of the grammar.
//!
//! A set is a field of several words. It stands only to the right of `in` and inside
//! `size( )`, so that no other operator can meet it.
//!
//! Must not know: which units there are; it is told how many base units one is.

use crate::error::{FormulaError, FormulaErrorKind as Wrong, Span};
use crate::formula::{Kind, Need};
use crate::parse::{Parsed, Parser};
use crate::token::Token;
use crate::tree::{Between, Binary, Literal, Node, PartId, Unary};
use chrono::NaiveDate;

/// The name under which a formula asks for the day it is evaluated for.
pub const AS_OF: &str = "as_of";

/// The most years `prior` goes back.
pub const MAX_PRIOR: u32 = 100;

impl Parser<'_> {
    fn here(&self) -> Span {
        let end = Span {
            start: self.text.len(),
            end: self.text.len(),
        };
        self.tokens.get(self.next).map_or(end, |(_, span)| *span)
    }

    fn word(&mut self) -> Option<Span> {
        let (Token::Name, span) = self.tokens.get(self.next)? else {
            return None;
        };
        let span = *span;
        self.next += 1;
        Some(span)
    }

    /// Takes a word of the grammar if it stands next.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(
            self.tokens.get(self.next),
            Some((Token::Name, span)) if span.of(self.text) == word
        );
        self.next += usize::from(found);
        found
    }

    /// True when a point, a name and a bracket stand next.
    pub(crate) fn before_method(&self) -> bool {
        let ahead = self.tokens.get(self.next..self.next + 3);
        ahead.is_some_and(|ahead| {
            ahead[0].0 == Token::Sign(".")
                && ahead[1].0 == Token::Name
                && ahead[2].0 == Token::Sign("(")
        })
    }

    /// A method of the part, whose point is read.
    pub(crate) fn method(&mut self, receiver: PartId) -> Parsed {
        let name = self.word().ok_or_else(|| self.unexpected())?;
        if name.of(self.text) != "startsWith" {
            return Err(self.error(Wrong::Function, name));
        }
        self.expect("(")?;
        let stem = self.nested(Self::choice)?;
        self.want(receiver, Kind::Text)?;
        self.want(stem, Kind::Text)?;
        let end = self.expect(")")?;
        let span = self.parts[receiver].span.to(end);
        let first = self.parts[receiver].first;
        Ok(self.push(Node::Begins(receiver, stem), span, Kind::Flag, first))
    }

    /// What stands to the right of `in`: a list of constants, or a set.
    pub(crate) fn membership(&mut self, left: PartId) -> Parsed {
        let (start, first) = (self.parts[left].span, self.parts[left].first);
        if self.take("[").is_some() {
            let (list, end) = self.list(left)?;
            return Ok(self.push(Node::OneOf(left, list), start.to(end), Kind::Flag, first));
        }
        self.want(left, Kind::Text)?;
        let (index, end) = self.set()?;
        Ok(self.push(Node::Holds(left, index), start.to(end), Kind::Flag, first))
    }

    fn set(&mut self) -> Result<(usize, Span), FormulaError> {
        let here = self.here();
        let word = self
            .word()
            .ok_or_else(|| match self.tokens.get(self.next) {
                Some(_) => self.error(Wrong::Set, here),
                None => self.unexpected(),
            })?;
        let (field, span) = self.field(word)?;
        Ok((self.need_index(Need::now(field)), span))
    }

    /// The rest of a list, whose opening bracket is read.
    fn list(&mut self, left: PartId) -> Result<(Vec<Literal>, Span), FormulaError> {
        let mut list = Vec::new();
        if let Some(end) = self.take("]") {
            return Ok((list, end));
        }
        loop {
            let minus = self.take("-").is_some();
            let here = self.here();
            let item = match self.tokens.get(self.next).map(|(token, _)| token) {
                Some(Token::Number(x)) => Literal::Number(if minus { -x } else { *x }),
                Some(Token::Text(text)) if !minus => Literal::Text(text.clone()),
                _ => return Err(self.unexpected()),
            };
            let kind = match item {
                Literal::Number(_) => Kind::Number,
                Literal::Text(_) => Kind::Text,
            };
            self.want(left, kind)?;
            let alike = list.first().is_none_or(|first| {
                std::mem::discriminant::<Literal>(first) == std::mem::discriminant(&item)
            });
            if !alike {
                return Err(self.error(Wrong::KindsDiffer, here));
            }
            self.next += 1;
            list.push(item);
            if let Some(end) = self.take("]") {
                return Ok((list, end));
            }
            self.expect(",")?;
        }
    }

    /// A function whose name and opening bracket are read.
    pub(crate) fn call(&mut self, name: Span) -> Parsed {
        match name.of(self.text) {
            "prior" => self.prior(name),
            "min" => self.extreme(name, Binary::Min),
            "max" => self.extreme(name, Binary::Max),
            "ln" => self.logarithm(name),
            "size" => self.size(name),
            "date" => self.date(name),
            "years_since" => self.since(name, Between::Years),
            "days_since" => self.since(name, Between::Days),
            word if (self.base)(word, 1.0).is_some() => self.quantity(name),
            _ => Err(self.error(Wrong::Function, name)),
        }
    }

    fn prior(&mut self, name: Span) -> Parsed {
        let here = self.here();
        let Some(first) = self.word() else {
            let span = if self.next < self.tokens.len() {
                here
            } else {
                name
            };
            return Err(self.error(Wrong::Prior, span));
        };
        let (field, span) = self.field(first)?;
        let years = if self.take(",").is_some() {
            let (years, span) = self.number().unwrap_or((0.0, self.here()));
            let whole = (1..=MAX_PRIOR).find(|whole| f64::from(*whole) == years);
            whole.ok_or_else(|| self.error(Wrong::Prior, span))?
        } else {
            1
        };
        let end = self
            .take(")")
            .ok_or_else(|| self.error(Wrong::Prior, span))?;
        Ok(self.need(Need { field, years }, name.to(end)))
    }

    /// A written number, if one stands next.
    fn number(&mut self) -> Option<(f64, Span)> {
        let (Token::Number(number), span) = self.tokens.get(self.next)? else {
            return None;
        };
        let found = (*number, *span);
        self.next += 1;
        Some(found)
    }

    /// A unit as a function of a written number.
    fn quantity(&mut self, name: Span) -> Parsed {
        let minus = self.take("-").is_some();
        let here = self.here();
        let Some((number, _)) = self.number() else {
            return Err(self.error(Wrong::Unit, here));
        };
        let number = if minus { -number } else { number };
        let end = self
            .take(")")
            .ok_or_else(|| self.error(Wrong::Unit, here))?;
        let unit = name.of(self.text).to_owned();
        let base = (self.base)(&unit, number).filter(|base| base.is_finite());
        let base = base.ok_or_else(|| self.error(Wrong::Number, here))?;
        let part = self.parts.len();
        let node = Node::Quantity(number, unit, base);
        Ok(self.push(node, name.to(end), Kind::Number, part))
    }

    fn date(&mut self, name: Span) -> Parsed {
        let here = self.here();
        let Some((Token::Text(text), _)) = self.tokens.get(self.next) else {
            return Err(self.error(Wrong::Date, here));
        };
        // Four digits for the year, two for month and day: one way to write a day.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let day = day.filter(|day| day.to_string() == *text);
        let day = day.ok_or_else(|| self.error(Wrong::Date, here))?;
        self.next += 1;
        let (end, part) = (self.expect(")")?, self.parts.len());
        Ok(self.push(Node::Day(day), name.to(end), Kind::Day, part))
    }

    fn since(&mut self, name: Span, unit: Between) -> Parsed {
        let day = self.nested(Self::choice)?;
        self.want(day, Kind::Day)?;
        let span = name.to(self.expect(")")?);
        let today = self.need(Need::now(AS_OF), span);
        let first = self.parts[day].first;
        Ok(self.push(Node::Since(unit, day, today), span, Kind::Number, first))
    }

    fn size(&mut self, name: Span) -> Parsed {
        let (index, _) = self.set()?;
        let (end, part) = (self.expect(")")?, self.parts.len());
        Ok(self.push(Node::Size(index), name.to(end), Kind::Number, part))
    }

    fn logarithm(&mut self, name: Span) -> Parsed {
        let inner = self.nested(Self::choice)?;
        let kind = self.want(inner, Kind::Number)?;
        let span = name.to(self.expect(")")?);
        let first = self.parts[inner].first;
        Ok(self.push(Node::Unary(Unary::Ln, inner), span, kind, first))
    }

    fn extreme(&mut self, name: Span, operator: Binary) -> Parsed {
        let mut left = self.nested(Self::choice)?;
        self.want(left, Kind::Number)?;
        let mut count = 1;
        while self.take(",").is_some() {
            let right = self.nested(Self::choice)?;
            left = self.join(operator, left, right)?;
            count += 1;
        }
        let end = self.expect(")")?;
        if count < 2 {
            return Err(self.error(Wrong::Arguments, name.to(end)));
        }
        self.parts[left].span = name.to(end);
        Ok(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Formula;

    fn wrong(text: &str) -> (Wrong, usize) {
        let base = |unit: &str, number: f64| (unit == "cny_10k").then_some(number * 1e4);
        let error = Formula::compile_with(text, &base).unwrap_err();
        (error.kind, error.position)
    }

    #[test]
    fn a_date_that_is_not_one_is_refused() {
        for text in ["date('2026-02-30')", "date('2026-4-1')", "date(2026)"] {
            assert_eq!(wrong(text), (Wrong::Date, 6), "{text}");
        }
        assert_eq!(wrong("years_since(1)"), (Wrong::WantsDay, 13));
        assert_eq!(wrong("date('2026-04-01') + 1"), (Wrong::WantsNumber, 1));
        assert_eq!(wrong("date('2026-04-01') < 1"), (Wrong::KindsDiffer, 1));
    }

    #[test]
    fn a_unit_takes_a_written_number_and_is_one_only_where_told() {
        assert_eq!(wrong("cny_10k(a)"), (Wrong::Unit, 9));
        assert_eq!(wrong("cny_10k(1, 2)"), (Wrong::Unit, 9));
        assert_eq!(wrong("cny_10k(1e308)"), (Wrong::Number, 9));
        assert_eq!(wrong("cny_1k(1)"), (Wrong::Function, 1));
        let plain = Formula::compile("cny_10k(1)").unwrap_err();
        assert_eq!(plain.kind, Wrong::Function);
    }

    #[test]
    fn sets_lists_and_stems_say_what_they_need() {
        assert_eq!(wrong("a in 3"), (Wrong::Set, 6));
        assert_eq!(wrong("a in"), (Wrong::End, 5));
        assert_eq!(wrong("1 in titles"), (Wrong::WantsText, 1));
        assert_eq!(wrong("a in ['x', 1]"), (Wrong::KindsDiffer, 12));
        assert_eq!(wrong("a > 1 in ['x']"), (Wrong::WantsText, 1));
        assert_eq!(wrong("a in ['x',]"), (Wrong::Unexpected, 11));
        assert_eq!(wrong("a.endsWith('x')"), (Wrong::Function, 3));
        assert_eq!(wrong("a.startsWith(1)"), (Wrong::WantsText, 14));
        assert_eq!(wrong("size('x')"), (Wrong::Set, 6));
        assert_eq!(wrong("prior(a, 1.5)"), (Wrong::Prior, 10));
        assert_eq!(wrong("prior(a, 0)"), (Wrong::Prior, 10));
        assert_eq!(wrong("prior(a, b)"), (Wrong::Prior, 10));
    }
}
