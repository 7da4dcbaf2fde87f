//! What a rule must be told about the fields and units it names, and numbers in base
//! units.
//!
//! Must not know: where fields are declared, who has values for them.

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A number in this unit; without one, a plain number.
    Number {
        /// Code of the unit.
        unit: Option<String>,
    },
    /// One word.
    Word,
    /// Several words.
    Set,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
}

/// A unit of measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: String,
    /// How many base units it is.
    pub factor: f64,
}

/// Which way a value should go: of a flag, up is yes; of a set, up is more members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Better {
    /// True when a value that becomes another goes the wrong way.
    pub fn is_worse(self, from: f64, to: f64) -> bool {
        match self {
            Self::Higher => to < from,
            Self::Lower => to > from,
        }
    }
}

/// The fields and units there are.
pub trait Dictionary {
    /// What a field holds; `None` for a name that is no field.
    fn field(&self, name: &str) -> Option<FieldKind>;

    /// A unit by its code.
    fn unit(&self, code: &str) -> Option<Unit>;

    /// Which way the values of a field should go; `None` where either may be wanted.
    fn better(&self, _name: &str) -> Option<Better> {
        None
    }

    /// The field most likely meant by a name that is none.
    fn suggest(&self, _name: &str) -> Option<String> {
        None
    }
}

/// The unit of `years_since`: years by the calendar, which are no number of days.
pub const YEARS: &str = "years";
/// The unit of `days_since`.
pub const DAYS: &str = "days";

/// A unit with how its numbers become numbers in base units.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Code of the unit.
    pub unit: String,
    /// What it measures.
    pub dimension: String,
    factor: f64,
    /// The factor as a power of ten, where it is one.
    power: Option<i32>,
}

impl Scale {
    /// The scale of a unit; `None` for a code that is no unit.
    pub fn of(code: &str, dictionary: &dyn Dictionary) -> Option<Self> {
        let unit = dictionary.unit(code)?;
        let (dimension, factor) = if code == YEARS {
            (YEARS.to_owned(), 1.0)
        } else {
            (unit.dimension, unit.factor)
        };
        let written = |power: &i32| format!("1e{power}").parse() == Ok(factor);
        Some(Self {
            unit: code.to_owned(),
            dimension,
            factor,
            power: (-15..=15).find(written),
        })
    }

    /// True when its numbers are base units already.
    pub fn is_base(&self) -> bool {
        self.power == Some(0)
    }

    /// How many base units one of this unit is.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The factor as a power of ten, where it is one.
    pub fn power(&self) -> Option<i32> {
        self.power
    }

    /// How many base units so many of this unit are. For powers of ten this is the
    /// decimal point moved, rounded once: 57 percent is 57/100, not 57 · 0.01.
    pub fn to_base(&self, number: f64) -> f64 {
        match self.power {
            Some(power) => shift(number, power),
            None => number * self.factor,
        }
    }

    /// How many of this unit so many base units are.
    pub fn from_base(&self, base: f64) -> f64 {
        match self.power {
            Some(power) => shift(base, -power),
            None => base / self.factor,
        }
    }
}

/// The largest whole number below which every whole number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Moves the decimal point of the number as it would be written.
fn shift(number: f64, power: i32) -> f64 {
    if power == 0 || !number.is_finite() {
        return number;
    }
    if number.fract() == 0.0 && number.abs() < EXACT {
        let ten = 10_f64.powi(power.abs());
        return if power > 0 {
            number * ten
        } else {
            number / ten
        };
    }
    let written = format!("{number:e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{digits}e{}", exponent + power)
        .parse()
        .unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small::Small;
    use proptest::prelude::*;

    #[test]
    fn a_share_is_a_division_and_money_is_exact_to_the_fen() {
        let percent = Scale::of("percent", &Small).unwrap();
        assert_eq!(percent.to_base(57.0), 57.0 / 100.0);
        assert_ne!(57.0 * 0.01, 57.0 / 100.0, "the other way is not exact");
        assert_eq!(percent.to_base(0.7), 0.007);
        let cny_10k = Scale::of("cny_10k", &Small).unwrap();
        assert_eq!(cny_10k.to_base(1234.56), 12_345_600.0);
        // 167,772.17 yuan in fen is 2^24 + 1, which 32-bit floats cannot hold.
        assert_eq!(cny_10k.to_base(16.777_217), 167_772.17);
        assert_eq!(cny_10k.from_base(167_772.17), 16.777_217);
        assert!(Scale::of("years", &Small).unwrap().is_base());
        assert_eq!(Scale::of("pound", &Small), None);
    }

    proptest! {
        /// Against the decimal fraction as written.
        #[test]
        fn the_point_moves_as_on_paper(digits in -9_999_999_i64..9_999_999, places in 0_u32..4) {
            let number: f64 = format!("{digits}e-{places}").parse().unwrap();
            let moved: f64 = format!("{digits}e{}", 4 - i64::from(places)).parse().unwrap();
            prop_assert_eq!(shift(number, 4), moved);
            prop_assert_eq!(shift(moved, -4), number);
        }
    }
}
