//! Numbers as the formula engine reckons: zero below the line, results beyond what
//! numbers can hold are unknown, and numbers a hair apart are equal. Operands are columns
//! or literals, as they stand in the text several times.
//!
//! Nothing here may overflow even in between: PostgreSQL makes an error of it.
//!
//! Must not know: formulas.

use super::dialect::Dialect;
use super::layers::{Kind, Term};
use julin_formula::{Binary, CLOSE};

/// Numbers between this and one over this are far from all ends.
const USUAL: f64 = 1e150;
/// Logarithm of the largest number, a hair less.
const LARGEST: f64 = 709.78;
/// Logarithm of the smallest number above zero, a hair more.
const SMALLEST: f64 = -744.0;
/// Below this two numbers are never taken for equal unless they are.
const TINY: f64 = 1e-290;

/// A number computed from two. Not for comparisons.
pub fn calculate(dialect: Dialect, operator: Binary, x: &Term, y: &Term) -> Term {
    let (a, b) = (&x.text, &y.text);
    let text = match operator {
        Binary::Add | Binary::Subtract => sum(dialect, operator, a, b),
        Binary::Multiply => product(dialect, x, y),
        Binary::Divide => quotient(dialect, x, y),
        Binary::Min => format!("CASE WHEN {a} <= {b} THEN {a} WHEN {b} < {a} THEN {b} END"),
        _ => format!("CASE WHEN {a} >= {b} THEN {a} WHEN {b} > {a} THEN {b} END"),
    };
    Term::of(Kind::Number, text, [x, y])
}

fn product(dialect: Dialect, x: &Term, y: &Term) -> String {
    let (a, b, zero) = (&x.text, &y.text, dialect.number(0.0));
    match (x.number, y.number) {
        (Some(0.0), _) => format!("CASE WHEN {b} IS NOT NULL THEN {zero} END"),
        (_, Some(0.0)) => format!("CASE WHEN {a} IS NOT NULL THEN {zero} END"),
        _ => {
            let size = format!("{} + {}", size(dialect, x), size(dialect, y));
            let when = format!(
                "WHEN ({a} = {zero} AND {b} IS NOT NULL) OR ({b} = {zero} AND {a} IS NOT NULL) \
                 THEN {zero}"
            );
            bounded(dialect, (x, y), &when, &size, &format!("{a} * {b}"))
        }
    }
}

fn quotient(dialect: Dialect, x: &Term, y: &Term) -> String {
    let (a, b, zero) = (&x.text, &y.text, dialect.number(0.0));
    match (x.number, y.number) {
        (_, Some(0.0)) => dialect.as_number("NULL"),
        (Some(0.0), _) => format!("CASE WHEN {b} <> {zero} THEN {zero} END"),
        _ => {
            let size = format!("{} - {}", size(dialect, x), size(dialect, y));
            let when = format!(
                "WHEN {b} = {zero} THEN NULL WHEN {a} = {zero} AND {b} IS NOT NULL THEN {zero}"
            );
            bounded(dialect, (x, y), &when, &size, &format!("{a} / {b}"))
        }
    }
}

/// The logarithm of the size of a number that is not zero.
fn size(dialect: Dialect, x: &Term) -> String {
    match x.number {
        Some(number) => dialect.number(number.abs().ln()),
        None => format!(
            "LN(CASE WHEN {0} <> {1} THEN ABS({0}) END)",
            x.text,
            dialect.number(0.0)
        ),
    }
}

fn bounded(dialect: Dialect, (x, y): (&Term, &Term), zero: &str, size: &str, text: &str) -> String {
    let number = |number| dialect.number(number);
    let usual = [x, y].into_iter().filter(|term| term.number.is_none());
    let usual = usual.map(|term| {
        let (least, most) = (number(USUAL.recip()), number(USUAL));
        format!("ABS({}) BETWEEN {least} AND {most}", term.text)
    });
    // Nearly always: neither product nor quotient leaves what numbers can hold.
    let usual = match [x, y].iter().all(|term| term.number.is_none_or(is_usual)) {
        true => {
            let usual: Vec<_> = usual.collect();
            format!("WHEN {} THEN {text} ", usual.join(" AND "))
        }
        false => String::new(),
    };
    format!(
        "CASE {usual}{zero} WHEN {size} < {} THEN {} WHEN {size} < {} THEN {text} END",
        number(SMALLEST),
        number(0.0),
        number(LARGEST)
    )
}

fn is_usual(number: f64) -> bool {
    (USUAL.recip()..=USUAL).contains(&number.abs())
}

fn sum(dialect: Dialect, operator: Binary, a: &str, b: &str) -> String {
    let (sign, same, other) = match operator {
        Binary::Add => ("+", ">=", "<="),
        _ => ("-", "<=", ">="),
    };
    let (zero, most) = (dialect.number(0.0), dialect.number(f64::MAX));
    // Sides that pull apart cannot overflow.
    format!(
        "CASE WHEN ({a} <= {zero} AND {b} {same} {zero}) OR ({a} >= {zero} AND {b} {other} {zero}) \
         THEN {a} {sign} {b} WHEN ABS({a}) <= {most} - ABS({b}) THEN {a} {sign} {b} END"
    )
}

/// The natural logarithm.
pub fn logarithm(dialect: Dialect, x: &Term) -> Term {
    let text = format!(
        "CASE WHEN {0} > {1} THEN LN({0}) END",
        x.text,
        dialect.number(0.0)
    );
    Term::of(Kind::Number, text, [x])
}

/// True when two numbers count as equal; unknown when one is.
pub fn close(dialect: Dialect, x: &Term, y: &Term) -> String {
    let (a, b) = (&x.text, &y.text);
    match y.number {
        Some(0.0) => return format!("{a} = {b}"),
        Some(number) if is_usual(number) => {
            let (size, share) = (dialect.number(number.abs()), dialect.number(CLOSE));
            return format!("ABS({a} - {b}) <= {share} * GREATEST(ABS({a}), {size})");
        }
        _ => {}
    }
    let larger = format!("CASE WHEN ABS({a}) > ABS({b}) THEN ABS({a}) ELSE ABS({b}) END");
    format!(
        "CASE WHEN {a} IS NULL OR {b} IS NULL THEN NULL WHEN {a} = {b} THEN TRUE \
         WHEN ({a} < {zero}) <> ({b} < {zero}) OR {larger} < {tiny} THEN FALSE \
         ELSE ABS({a} - {b}) <= {share} * {larger} END",
        zero = dialect.number(0.0),
        tiny = dialect.number(TINY),
        share = dialect.number(CLOSE),
    )
}

/// A comparison of two numbers.
pub fn compare(dialect: Dialect, operator: Binary, x: &Term, y: &Term) -> Term {
    let (a, b, close) = (&x.text, &y.text, close(dialect, x, y));
    let text = match operator {
        Binary::Equal => format!("({close})"),
        Binary::Differs => format!("(NOT ({close}))"),
        Binary::Less | Binary::More => format!("({a} {} {b} AND NOT ({close}))", operator.sign()),
        _ => format!("({a} {} {b} OR {close})", operator.sign()),
    };
    Term::of(Kind::Flag, text, [x, y])
}
