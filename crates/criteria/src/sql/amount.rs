//! What a yes is worth, as SQL: the formula within its bounds, rounded as amounts are, in
//! the unit of the benefit. NULL where it is unknown.
//!
//! Must not know: conditions.

use super::Said;
use super::dialect::Dialect;
use super::expression::Writer;
use super::layers::{Kind, Term};
use crate::amount::{LIFT, Limit, MOST};
use crate::dictionary::Scale;
use crate::dimension::Dimension;
use crate::rule::Rule;
use crate::situation::Side;

/// From here on numbers have no decimal places.
const WHOLE: f64 = 4_503_599_627_370_496.0;

impl Writer<'_> {
    /// The amount of a rule; `None` where it gives none.
    pub fn amount(&mut self, rule: &Rule) -> Said<Option<Term>> {
        let (Some(formula), Some(scale)) = (&rule.benefit, &rule.benefit_scale) else {
            return Ok(None);
        };
        let raw = self.value(formula, Side::Low)?;
        let raw = self.operand(&raw);
        let (cap, floor) = rule.limits(self.wanted.as_of);
        let unpublished = [cap, floor].contains(&Limit::Unknown);
        if unpublished || raw.kind != Kind::Number {
            let nothing = self.wanted.dialect.as_number("NULL");
            return Ok(Some(Term::literal(Kind::Number, nothing)));
        }
        let r = &raw.text;
        let mut text = format!("CASE WHEN ABS({r}) > {} THEN NULL ", self.number(MOST).text);
        for (limit, sign) in [(cap, ">"), (floor, "<")] {
            if let Limit::At(bound) = limit {
                let bound = self.number(bound).text;
                text.push_str(&format!("WHEN {r} {sign} {bound} THEN {bound} "));
            }
        }
        let bounded = Term::of(Kind::Number, format!("{text}ELSE {r} END"), [&raw]);
        let bounded = self.layers.column(&bounded);
        let rounded = self.rounded(&bounded, scale);
        Ok(Some(self.in_unit(&rounded, scale)))
    }

    /// To the hundredth of the base unit, halves away from zero; plain numbers as they are.
    fn rounded(&mut self, base: &Term, scale: &Scale) -> Term {
        if Dimension::of(&scale.dimension).is_plain() {
            return base.clone();
        }
        let number = |number| self.wanted.dialect.number(number);
        let (hundred, lift, whole) = (number(100.0), number(LIFT), number(WHOLE));
        let (zero, half, one) = (number(0.0), number(0.5), number(1.0));
        let text = format!("{} * {hundred} * {lift}", base.text);
        let size = self
            .layers
            .column(&Term::of(Kind::Number, format!("({text})"), [base]));
        let h = &size.text;
        let down = self.wanted.dialect.as_number(&format!("FLOOR(ABS({h}))"));
        let text = format!("CASE WHEN ABS({h}) < {whole} THEN {down} ELSE ABS({h}) END");
        let down = self.layers.column(&Term::of(Kind::Number, text, [&size]));
        let d = &down.text;
        let text = format!(
            "(CASE WHEN {h} < {zero} THEN - {one} ELSE {one} END \
             * ({d} + CASE WHEN ABS({h}) - {d} >= {half} THEN {one} ELSE {zero} END) / {hundred})"
        );
        self.layers
            .column(&Term::of(Kind::Number, text, [&size, &down]))
    }

    fn in_unit(&mut self, base: &Term, scale: &Scale) -> Term {
        let (dialect, b) = (self.wanted.dialect, &base.text);
        let zero = dialect.number(0.0);
        let plain = Dimension::of(&scale.dimension).is_plain();
        let text = match scale.power() {
            Some(0) => return base.clone(),
            // Plain numbers may have more decimal places than standard SQL moves exactly.
            Some(power) if plain && dialect == Dialect::Ansi => {
                format!("({b} * {})", dialect.number(10_f64.powi(-power)))
            }
            Some(power) => format!(
                "CASE WHEN {b} = {zero} THEN {zero} WHEN {b} <> {zero} THEN {} END",
                dialect.moved(b, -power)
            ),
            None => format!("({b} / {})", dialect.number(scale.factor())),
        };
        self.layers.column(&Term::of(Kind::Number, text, [base]))
    }
}
