//! Points as SQL: the fewest and the most of each item, part and the whole.
//!
//! Must not know: conditions.

use super::Said;
use super::arithmetic::close;
use super::expression::Writer;
use super::layers::{Kind, Term};
use crate::names::SCORE;
use crate::scoring::{Bands, Interval, Item};
use crate::situation::Side;
use crate::spec::{Boundary, Combine};
use std::collections::BTreeMap;

type Ends = (Term, Term);

impl Writer<'_> {
    /// The fewest and the most points of a score.
    pub fn score(&mut self, name: &str) -> Said<Option<Ends>> {
        if self.scores.is_none() {
            let board = self.board()?;
            self.scores = Some(board);
        }
        Ok(self
            .scores
            .as_ref()
            .and_then(|board| board.get(name))
            .cloned())
    }

    fn board(&mut self) -> Said<BTreeMap<String, Ends>> {
        let mut board = BTreeMap::new();
        let Some(scoring) = &self.names.scoring else {
            return Ok(board);
        };
        let mut parts = Vec::new();
        for (place, part) in scoring.spec.parts.iter().enumerate() {
            let mut items = Vec::new();
            for item in scoring.items.iter().filter(|item| item.place.0 == place) {
                let own = self.item(item)?;
                board.insert(item.name.clone(), own.clone());
                items.push(own);
            }
            let own = self.combined(&items, part.combine, part.max);
            board.insert(format!("{SCORE}.{}", part.id), own.clone());
            parts.push(own);
        }
        let total = self.combined(&parts, Combine::Sum, scoring.spec.max);
        board.insert(SCORE.to_owned(), total);
        Ok(board)
    }

    fn combined(&mut self, ends: &[Ends], combine: Combine, max: f64) -> Ends {
        if ends.is_empty() {
            return self.interval(Interval::exactly(0.0_f64.min(max)));
        }
        let (low, high): (Vec<_>, Vec<_>) = ends.iter().cloned().unzip();
        (self.end(&low, combine, max), self.end(&high, combine, max))
    }

    fn end(&mut self, terms: &[Term], combine: Combine, max: f64) -> Term {
        let texts: Vec<_> = terms.iter().map(|term| term.text.as_str()).collect();
        let all = match (combine, texts.as_slice()) {
            (_, [only]) => (*only).to_owned(),
            // In this order: sums of binary fractions depend on it.
            (Combine::Sum, _) => texts.join(" + "),
            (Combine::Best, _) => format!("GREATEST({})", texts.join(", ")),
        };
        let text = format!("LEAST({all}, {})", self.number(max).text);
        self.layers.column(&Term::of(Kind::Number, text, terms))
    }

    fn item(&mut self, item: &Item) -> Said<Ends> {
        if let (Some(value), Some(bands)) = (&item.value, &item.bands) {
            let value = self.value(value, Side::Low)?;
            let value = self.operand(&value);
            return Ok(self.bands(&value, bands, item.max));
        }
        let mut answers = Vec::with_capacity(item.options.len());
        for (test, _) in &item.options {
            let answer = self.value(test, Side::Low)?;
            let answer = self.as_flag(&answer);
            answers.push(self.layers.column(&answer));
        }
        let points = item.options.iter().map(|(_, points)| (*points).into());
        let mut points: Vec<Interval> = points.collect();
        points.push(Interval::default());
        Ok(self.options(&answers, &points, item.max))
    }

    fn bands(&mut self, value: &Term, bands: &Bands, max: f64) -> Ends {
        let mut texts = [String::new(), String::new()];
        let mut when = |test: &str, points: Interval| {
            for (text, end) in texts.iter_mut().zip([points.low, points.high]) {
                let points = self.number(end.min(max)).text;
                text.push_str(&format!("WHEN {test} THEN {points} "));
            }
        };
        if value.kind == Kind::Null {
            when("TRUE", bands.points(None));
        } else {
            when(&format!("{} IS NULL", value.text), bands.points(None));
            for (bound, points) in &bands.steps {
                let test = match bound {
                    None => "TRUE".to_owned(),
                    Some(bound) => {
                        let bound = self.number(*bound);
                        let close = close(self.wanted.dialect, value, &bound);
                        let (v, b) = (&value.text, &bound.text);
                        match bands.boundary {
                            Boundary::Upper => format!("({v} >= {b} OR {close})"),
                            Boundary::Lower => format!("({v} > {b} AND NOT ({close}))"),
                        }
                    }
                };
                when(&test, (*points).into());
            }
            when("TRUE", Interval::default());
        }
        let [low, high] = texts.map(|text| {
            let term = Term::of(Kind::Number, format!("CASE {text}END"), [value]);
            self.layers.column(&term)
        });
        (low, high)
    }

    /// The options that may be the one that counts: the first that holds, and before it
    /// those that are open. Without one that holds, none may count either.
    fn options(&mut self, answers: &[Term], points: &[Interval], max: f64) -> Ends {
        let mut first = String::from("CASE ");
        for (place, answer) in answers.iter().enumerate() {
            first.push_str(&format!("WHEN {} THEN {place} ", answer.text));
        }
        first.push_str(&format!("ELSE {} END", answers.len()));
        let first = if answers.is_empty() {
            "0".to_owned()
        } else {
            first
        };
        let first = self.layers.column(&Term::of(Kind::Number, first, answers));
        let [low, high] = [true, false].map(|rising| {
            let end = |points: &Interval| if rising { points.low } else { points.high };
            let mut order: Vec<usize> = (0..points.len()).collect();
            order.sort_by(|a, b| {
                let order = end(&points[*a]).total_cmp(&end(&points[*b]));
                if rising { order } else { order.reverse() }
            });
            let mut text = String::from("CASE ");
            for place in order {
                let counts = format!("{} = {place}", first.text);
                let counts = match answers.get(place) {
                    Some(answer) => {
                        let f = &first.text;
                        format!("{counts} OR ({f} > {place} AND {} IS NULL)", answer.text)
                    }
                    None => counts,
                };
                let points = self.number(end(&points[place]).min(max)).text;
                text.push_str(&format!("WHEN {counts} THEN {points} "));
            }
            text.push_str("END");
            let reads = answers.iter().chain([&first]);
            self.layers.column(&Term::of(Kind::Number, text, reads))
        });
        (low, high)
    }
}
