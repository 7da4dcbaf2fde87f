//! Amounts as a reader of each language writes them: 9.4 万亿元, CNY 9.4 trillion.
//!
//! Money is scaled and rounded to four digits; counts keep every digit unless the
//! teller bounded them. Never shows a digit that was not told. Words come from the
//! catalogue. Must not know: fields, entities.

use crate::{catalogue, fill};
use julin_model::{Bound, Lang, Text};
use std::collections::BTreeMap;

/// Digits shown of a scaled amount; the exact figure stands behind it.
const SCALED_DIGITS: usize = 4;
/// Digits of a double that mean something after unit conversion.
const MEANT_DIGITS: usize = 12;
/// Smaller numbers are written with a power of ten.
const SMALLEST_WRITTEN_OUT: f64 = 1e-6;
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A number with what is needed to write it.
#[derive(Debug, Clone, Copy)]
pub struct Amount<'a> {
    /// The number, in the unit.
    pub value: f64,
    /// Unit code: `cny`, `cny_10k`, `percent`, `count`.
    pub unit: Option<&'a str>,
    /// Unit as the pack writes it.
    pub label: &'a Text,
    /// How the teller bounded it.
    pub bound: Bound,
}

/// An amount in words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What is shown.
    pub text: String,
    /// Every digit, when the shown text rounds or scales them away.
    pub exact: Option<String>,
}

/// What kind of unit a code is, as far as writing goes.
enum Kind<'a> {
    /// Currency code, factor to its base, and what the money is divided by, as written.
    Money(&'a str, f64, &'a str),
    Percent,
    Rank,
    Year,
    /// A code: no grouping.
    Plain,
    /// Anything counted or measured, with its label.
    Count(&'a str),
}

/// Writes an amount.
pub fn amount(amount: Amount<'_>, lang: Lang) -> Written {
    let plain = || grouped(amount.value);
    let (text, exact) = match kind(amount.unit.unwrap_or_default(), amount.label.get(lang)) {
        Kind::Money(currency, factor, per) => {
            let (text, exact) = money(amount.value * factor, currency, lang);
            (text + per, exact.map(|exact| exact + per))
        }
        Kind::Percent => (say("number.percent", lang, &[("n", &plain())]), None),
        Kind::Rank => (say("number.rank", lang, &[("n", &plain())]), None),
        Kind::Year => (
            say("number.year", lang, &[("n", &shortest(amount.value))]),
            None,
        ),
        Kind::Plain => (shortest(amount.value), None),
        Kind::Count(label) => counted(whole_units(amount, label), lang),
    };
    Written {
        text: say(bound_key(amount.bound), lang, &[("n", &text)]),
        exact,
    }
}

/// A whole number with separators.
pub fn count(n: u64) -> String {
    group(&n.to_string())
}

/// A number with a fixed count of decimals and separators.
pub fn decimal(value: f64, places: u8) -> String {
    group(&format!("{value:.*}", usize::from(places)))
}

/// A number with at most so many digits that mean something, however small it is:
/// 1,235, 0.0000123, 1.2×10⁻⁹. A number that is not zero never looks like it.
pub fn digits(value: f64, digits: usize) -> String {
    let rounded = significant(value, digits);
    if rounded == 0.0 || rounded.abs() >= SMALLEST_WRITTEN_OUT {
        return grouped(rounded);
    }
    let written = format!("{rounded:e}");
    let (number, power) = written.split_once('e').unwrap_or((&written, "0"));
    let raised = |c: char| match c {
        '-' => '⁻',
        c => c.to_digit(10).map_or(c, |n| RAISED[n as usize]),
    };
    let power: String = power.chars().map(raised).collect();
    format!("{}×10{power}", group(number))
}

/// A share (0 to 1) as a percentage.
pub fn percent(share: f64, places: u8) -> String {
    format!("{}%", decimal(share * 100.0, places))
}

fn kind<'a>(code: &'a str, label: &'a str) -> Kind<'a> {
    let (above, below) = code.split_once("_per_").unwrap_or((code, ""));
    let (base, suffix) = above.split_once('_').unwrap_or((above, ""));
    if catalogue()
        .entry(&format!("number.currency.{base}"))
        .is_some()
        && let Some(factor) = factor(suffix)
        && let Some(per) = if below.is_empty() {
            Some("")
        } else {
            per(label)
        }
    {
        return Kind::Money(base, factor, per);
    }
    match code {
        "percent" => Kind::Percent,
        "rank" => Kind::Rank,
        "year" => Kind::Year,
        "ordinal" => Kind::Plain,
        "ratio" => Kind::Count(""),
        _ => Kind::Count(label),
    }
}

/// The end of a label that says what is divided by: `/平方公里`, ` per km²`, ` a person`.
fn per(label: &str) -> Option<&str> {
    ["/", "／", " per ", " a "]
        .iter()
        .find_map(|mark| label.find(mark))
        .map(|at| &label[at..])
}

fn factor(suffix: &str) -> Option<f64> {
    if suffix.is_empty() {
        return Some(1.0);
    }
    let digits = suffix.find(|c: char| !c.is_ascii_digit())?;
    let power = match &suffix[digits..] {
        "k" => 3,
        "m" => 6,
        "b" => 9,
        "t" => 12,
        _ => return None,
    };
    let units: f64 = if digits == 0 {
        1.0
    } else {
        suffix[..digits].parse().ok()?
    };
    Some(units * 10_f64.powi(power))
}

/// An amount in a unit whose label starts with its factor (`10,000 people`), in single
/// units (`people`); other amounts as they are.
fn whole_units<'a>(amount: Amount<'a>, label: &'a str) -> (Amount<'a>, &'a str) {
    let suffix = amount
        .unit
        .and_then(|unit| unit.rsplit_once('_'))
        .map_or("", |(_, suffix)| suffix);
    let rest = label.split_once(' ').filter(|(first, _)| {
        first.starts_with(|c: char| c.is_ascii_digit()) || *first == "thousand"
    });
    match (factor(suffix), rest) {
        (Some(factor), Some((_, rest))) => (
            Amount {
                value: amount.value * factor,
                ..amount
            },
            rest,
        ),
        _ => (amount, label),
    }
}

fn money(value: f64, currency: &str, lang: Lang) -> (String, Option<String>) {
    let unit = catalogue()
        .text(&format!("number.currency.{currency}"), lang)
        .to_owned();
    let whole = |n: &str| {
        say(
            "number.money",
            lang,
            &[("n", n), ("scale", ""), ("unit", &unit)],
        )
    };
    let tidy = |text: String| text.trim().replace("  ", " ");
    let exact = tidy(whole(&grouped(value)));
    let Some((power, word)) = scale(value, lang) else {
        return (exact, None);
    };
    let n = grouped(significant(value / power, SCALED_DIGITS));
    (
        tidy(say(
            "number.money",
            lang,
            &[("n", &n), ("scale", &word), ("unit", &unit)],
        )),
        Some(exact),
    )
}

fn counted((amount, label): (Amount<'_>, &str), lang: Lang) -> (String, Option<String>) {
    let bare = label.is_empty() || (lang == Lang::En && amount.unit == Some("count"));
    let plain = grouped(amount.value);
    let exact = if bare {
        plain
    } else {
        say("number.with-unit", lang, &[("n", &plain), ("unit", label)])
    };
    let large = amount.value.abs() >= 1e9;
    let Some((power, word)) =
        scale(amount.value, lang).filter(|_| large || amount.bound != Bound::Exact)
    else {
        return (exact, None);
    };
    let scaled = significant(amount.value / power, SCALED_DIGITS);
    if !large && (scaled * power - amount.value).abs() > 1e-9 * amount.value.abs() {
        return (exact, None);
    }
    let key = if bare {
        "number.scaled"
    } else {
        "number.scaled-with-unit"
    };
    (
        say(
            key,
            lang,
            &[("n", &grouped(scaled)), ("scale", &word), ("unit", label)],
        ),
        Some(exact),
    )
}

/// The largest scale that has a word and is not above the value.
fn scale(value: f64, lang: Lang) -> Option<(f64, String)> {
    [12, 9, 8, 6, 4].into_iter().find_map(|power| {
        let key = format!("number.scale.{power}");
        let (size, word) = (10_f64.powi(power), catalogue().text(&key, lang).to_owned());
        (value.abs() >= size && word != "-").then_some((size, word))
    })
}

fn bound_key(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "number.bound.exact",
        Bound::Over => "number.bound.over",
        Bound::AtLeast => "number.bound.at-least",
        Bound::About => "number.bound.about",
        Bound::Nearly => "number.bound.nearly",
        Bound::Under => "number.bound.under",
        Bound::AtMost => "number.bound.at-most",
    }
}

fn say(key: &str, lang: Lang, args: &[(&str, &str)]) -> String {
    let args: BTreeMap<_, _> = args
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    fill(catalogue().text(key, lang), lang, &args)
}

/// The value to so many significant digits.
fn significant(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.saturating_sub(1))
        .parse()
        .unwrap_or(value)
}

fn shortest(value: f64) -> String {
    significant(value, MEANT_DIGITS).to_string()
}

fn grouped(value: f64) -> String {
    group(&shortest(value))
}

/// Puts a comma before every third digit of the whole part.
fn group(number: &str) -> String {
    let (sign, digits) = number
        .strip_prefix('-')
        .map_or(("", number), |digits| ("−", digits));
    let (whole, rest) = digits
        .find('.')
        .map_or((digits, ""), |dot| digits.split_at(dot));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(value: f64, unit: &str, label: (&str, &str), bound: Bound) -> [String; 2] {
        let label = Text::new(label.0, label.1);
        [Lang::Zh, Lang::En].map(|lang| {
            amount(
                Amount {
                    value,
                    unit: Some(unit),
                    label: &label,
                    bound,
                },
                lang,
            )
            .text
        })
    }

    #[test]
    fn small_numbers_keep_their_digits() {
        let cases = [
            (1234.56, "1,235"),
            (0.000_012_346, "0.00001235"),
            (-0.000_5, "−0.0005"),
            (1.234e-9, "1.234×10⁻⁹"),
            (-7.0e-12, "−7×10⁻¹²"),
            (0.0, "0"),
        ];
        for (value, expected) in cases {
            assert_eq!(digits(value, 4), expected);
        }
    }

    #[test]
    fn money_is_scaled_as_each_language_counts() {
        let cny = |value, bound| write(value, "cny", ("元", "CNY"), bound);
        assert_eq!(
            cny(9.4e12, Bound::Over),
            ["超过 9.4 万亿元", "over CNY 9.4 trillion"]
        );
        assert_eq!(
            cny(1.2345678e9, Bound::Exact),
            ["12.35 亿元", "CNY 1.235 billion"]
        );
        assert_eq!(cny(35e4, Bound::About), ["约 35 万元", "about CNY 350,000"]);
        assert_eq!(cny(800.0, Bound::Exact), ["800 元", "CNY 800"]);
        assert_eq!(
            write(123_456.0, "cny_1k", ("千元", "CNY 1,000"), Bound::Exact)[0],
            "1.235 亿元"
        );
    }

    #[test]
    fn counts_keep_every_digit_told() {
        let firms = |value, bound| write(value, "count", ("家", "count"), bound);
        assert_eq!(firms(123_456.0, Bound::Exact), ["123,456 家", "123,456"]);
        assert_eq!(firms(80_000.0, Bound::Over), ["超过 8 万家", "over 80,000"]);
        assert_eq!(
            firms(123_456.0, Bound::About),
            ["约 123,456 家", "about 123,456"]
        );
        assert_eq!(
            write(1.41e9, "person", ("人", "people"), Bound::Exact),
            ["14.1 亿人", "1.41 billion people"]
        );
    }

    #[test]
    fn percentages_ranks_and_years_have_their_own_form() {
        assert_eq!(
            write(12.5, "percent", ("%", "%"), Bound::Under),
            ["不到 12.5%", "under 12.5%"]
        );
        assert_eq!(
            write(3.0, "rank", ("名", "rank"), Bound::Exact),
            ["第 3 名", "No. 3"]
        );
        assert_eq!(
            write(2030.0, "year", ("年", "year"), Bound::Exact),
            ["2030 年", "2030"]
        );
    }

    #[test]
    fn money_by_area_and_units_of_ten_thousand_read_naturally() {
        let label = ("亿元/平方公里", "CNY 100 million per km²");
        let output = write(147.67, "cny_100m_per_km2", label, Bound::About);
        assert_eq!(
            output,
            ["约 147.7 亿元/平方公里", "about CNY 14.77 billion per km²"]
        );
        let people = write(12.5, "person_10k", ("万人", "10,000 people"), Bound::Exact);
        assert_eq!(people, ["12.5 万人", "125,000 people"]);
        assert_eq!(
            write(
                7.0,
                "item_per_10k_persons",
                ("件/万人", "per 10,000 people"),
                Bound::Exact
            )[1],
            "7 per 10,000 people"
        );
    }

    #[test]
    fn unit_conversion_leaves_no_noise() {
        assert_eq!(
            write(0.1 + 0.2, "percent", ("", ""), Bound::Exact)[0],
            "0.3%"
        );
    }

    #[test]
    fn what_is_rounded_away_stands_behind() {
        let label = Text::new("元", "CNY");
        let told = Amount {
            value: 1_234_567_890.0,
            unit: Some("cny"),
            label: &label,
            bound: Bound::Exact,
        };
        assert_eq!(
            amount(told, Lang::Zh).exact.as_deref(),
            Some("1,234,567,890 元")
        );
    }

    proptest! {
        #[test]
        fn grouping_only_adds_commas(n in 0_u64..=u64::MAX) {
            prop_assert_eq!(count(n).replace(',', ""), n.to_string());
        }
    }
}
