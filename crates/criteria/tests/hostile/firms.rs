//! Firms that come near the bounds of a rule: their values are the numbers, words and days
//! the rule itself names, a hair beside them, or far away; some are unknown. The same text
//! always gives the same firms.

use chrono::{Days, NaiveDate};
use julin_criteria::{Fact, FieldKind, MapFacts, Rule};
use julin_formula::{Formula, Literal, Node, are_close};

/// Random numbers from the bytes of a text (FNV-1a, then xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn of(text: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, mix) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// What a rule names.
pub struct Named {
    pub numbers: Vec<f64>,
    pub words: Vec<String>,
    pub days: Vec<NaiveDate>,
}

impl Named {
    pub fn by(rule: &Rule) -> Self {
        let day = |text: &str| text.parse().unwrap();
        let mut named = Self {
            numbers: vec![0.0, 1.0, -1.0, 1e300, -1e300, 5e-324, 0.1, 1e15],
            words: vec![String::new(), "C39".into(), "hnte".into()],
            days: ["2026-06-30", "2024-02-29", "0001-01-01", "9999-12-31"]
                .map(day)
                .to_vec(),
        };
        for threshold in rule.names.thresholds.values() {
            let base = threshold.spec.value.map(|own| threshold.scale.to_base(own));
            named.numbers.extend(base);
        }
        let derived = rule.names.derived.iter().map(|own| &own.formula);
        let scored = rule.names.scoring.iter().flat_map(|own| own.formulas());
        let clauses = rule.clauses.iter().map(|clause| &clause.formula);
        for formula in clauses.chain(derived).chain(scored).chain(&rule.benefit) {
            named.formula(formula);
        }
        named
    }

    fn formula(&mut self, formula: &Formula) {
        for part in formula.parts() {
            match &part.node {
                Node::Number(number) | Node::Quantity(_, _, number) => self.numbers.push(*number),
                Node::Text(word) => self.words.push(word.clone()),
                Node::Day(day) => self.days.push(*day),
                Node::OneOf(_, list) => list.iter().for_each(|one| match one {
                    Literal::Number(number) => self.numbers.push(*number),
                    Literal::Text(word) => self.words.push(word.clone()),
                }),
                _ => {}
            }
        }
    }

    /// A value of a kind; `None` is unknown.
    fn fact(&self, kind: &FieldKind, beside: bool, chance: &mut Chance) -> Option<Fact> {
        if chance.below(5) == 0 {
            return None;
        }
        Some(match kind {
            FieldKind::Number { .. } => Fact::Number(self.number(beside, chance)),
            FieldKind::Word => {
                let word = chance.pick(&self.words);
                let longer = chance.below(4) == 0;
                Fact::Word(if longer { format!("{word}1") } else { word })
            }
            FieldKind::Set => {
                let members = (0..chance.below(4)).map(|_| chance.pick(&self.words));
                Fact::Set(members.collect())
            }
            FieldKind::Flag => Fact::Flag(chance.below(2) == 0),
            FieldKind::Date => Fact::Day(self.day(chance)),
        })
    }

    fn number(&self, beside: bool, chance: &mut Chance) -> f64 {
        let number = chance.pick(&self.numbers);
        match chance.below(8) {
            0 if beside => number.next_up(),
            1 if beside => number.next_down(),
            4 if beside => number * 1.000_000_000_000_5,
            2 => number + 1.0,
            3 => number - 1.0,
            5 if chance.below(8) == 0 => f64::NAN,
            _ => number,
        }
    }

    /// A day, at times some days off.
    pub fn day(&self, chance: &mut Chance) -> NaiveDate {
        let day = chance.pick(&self.days);
        let off = Days::new(chance.pick(&[0, 0, 1, 365, 366, 3653]));
        let moved = if chance.below(2) == 0 {
            day.checked_add_days(off)
        } else {
            day.checked_sub_days(off)
        };
        moved.unwrap_or(day)
    }

    /// Whether a number of the firm is so near one the rule names that computed numbers
    /// would count as that one.
    pub fn nearly(&self, firm: &MapFacts) -> bool {
        firm.iter().any(|(_, fact)| match fact {
            Fact::Number(own) => {
                let near = |named: &f64| own != named && are_close(*own, *named);
                self.numbers.iter().any(near)
            }
            _ => false,
        })
    }

    /// One firm; `beside` has numbers a hair off those the rule names.
    pub fn firm(&self, rule: &Rule, beside: bool, chance: &mut Chance) -> MapFacts {
        let mut firm = MapFacts::new();
        for need in rule.reads() {
            let Some(field) = rule.names.fields.get(&need.field) else {
                continue;
            };
            if let Some(fact) = self.fact(&field.kind, beside, chance) {
                firm.set_fact(need, fact);
            }
        }
        firm
    }
}
