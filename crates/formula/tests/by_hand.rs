//! Formulas as packs write them, with answers worked out by hand, and their traces.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;
use julin_formula::{Formula, Need, ProblemKind, Scope};
use julin_model::{Trace, Value};
use std::collections::BTreeMap;

struct Firm(BTreeMap<&'static str, Value>);

impl Scope for Firm {
    fn value(&self, need: &Need) -> Option<Value> {
        self.0.get(need.to_string().as_str()).cloned()
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        members(&need.field)
    }
}

/// Members of the sets of [`firm`]: one known to be empty, one not known.
fn members(field: &str) -> Option<Vec<String>> {
    match field {
        "titles" => Some(vec!["tech-sme".into(), "hnte".into()]),
        "awards" => Some(Vec::new()),
        _ => None,
    }
}

fn firm() -> Firm {
    let number = |x: f64| Value::Number(x);
    Firm(BTreeMap::from([
        ("revenue", number(5000.0)),
        ("prior(revenue)", number(4000.0)),
        ("rd_spending", number(300.0)),
        ("employees", number(80.0)),
        ("prior(employees)", number(100.0)),
        ("value_added", number(1200.0)),
        ("prior(value_added)", number(1000.0)),
        ("patents", number(6.0)),
        ("exports", number(0.0)),
        ("listed", Value::Flag(true)),
        ("industry", Value::Word("芯片".into())),
        ("code", Value::Word("C3973".into())),
        ("prior(revenue, 2)", number(2500.0)),
        ("founded", Value::Date(day(2020, 2, 29))),
        ("as_of", Value::Date(day(2026, 2, 28))),
    ]))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn result(text: &str) -> Option<Value> {
    Formula::compile(text).unwrap().evaluate(&firm()).value
}

fn close(text: &str, expected: f64) {
    let Some(Value::Number(found)) = result(text) else {
        panic!("{text}: unknown")
    };
    assert!((found - expected).abs() < 1e-9, "{text}: {found}");
}

#[test]
fn ratios_growth_and_differences() {
    close("rd_spending / revenue * 100", 6.0);
    close("patents / employees * 10000", 750.0);
    close("revenue - prior(revenue)", 1000.0);
    // (1200 / 80) / (1000 / 100) - 1 = 15 / 10 - 1
    close(
        "(value_added / employees) / (prior(value_added) / prior(employees)) - 1",
        0.5,
    );
    close("1 / 2", 0.5);
    close("max(min(patents, 4), -1, 2)", 4.0);
    // Half way between 100 and 75,000 on a scale of logarithms is their geometric mean.
    close(
        "(ln(2738.6127875258308) - ln(100)) / (ln(75000) - ln(100))",
        0.5,
    );
    close("ln(1)", 0.0);
}

#[test]
fn values_of_other_kinds() {
    let yes = Some(Value::Flag(true));
    assert_eq!(result("industry == '芯片' && listed"), yes);
    assert_eq!(
        result("rd_spending / revenue >= 0.05 && revenue > 4e3"),
        yes
    );
    assert_eq!(result("listed ? 'A' : 'B'"), Some(Value::Word("A".into())));
    let wrong = Formula::compile("industry + 1").unwrap().evaluate(&firm());
    assert_eq!(
        (wrong.value, wrong.problems[0].kind),
        (None, ProblemKind::WrongKind)
    );
}

#[test]
fn a_problem_names_the_part_it_arose_in() {
    let text = "100 * (revenue / exports)";
    let outcome = Formula::compile(text).unwrap().evaluate(&firm());
    assert_eq!(outcome.value, None);
    assert_eq!(outcome.problems.len(), 1);
    assert_eq!(outcome.problems[0].kind, ProblemKind::DivisionByZero);
    assert_eq!(outcome.problems[0].span.of(text), "(revenue / exports)");
}

fn steps(trace: &Trace) -> Vec<&str> {
    trace
        .inputs
        .iter()
        .map(|input| input.step.as_str())
        .collect()
}

#[test]
fn a_condition_is_explained_clause_by_clause() {
    let text = "revenue > 4000 && unknown_field > 1 && !listed";
    let trace = Formula::compile(text).unwrap().trace(&firm());
    assert_eq!(
        (trace.step.as_str(), trace.value),
        ("formula.step.all", Some(0.0))
    );
    assert_eq!(
        steps(&trace),
        [
            "formula.step.compare",
            "formula.step.compare",
            "formula.step.not"
        ]
    );
    let values: Vec<_> = trace.inputs.iter().map(|input| input.value).collect();
    assert_eq!(values, [Some(1.0), None, Some(0.0)]);
    assert_eq!(trace.inputs[0].inputs[0].label.zh, "revenue");
}

#[test]
fn a_calculation_is_one_step_over_its_fields() {
    let trace = Formula::compile("(revenue - prior(revenue)) / revenue")
        .unwrap()
        .trace(&firm());
    assert_eq!(
        (trace.step.as_str(), trace.value),
        ("formula.step.compute", Some(0.2))
    );
    assert_eq!(steps(&trace), ["formula.step.field", "formula.step.prior"]);
    let zero = Formula::compile("revenue / exports")
        .unwrap()
        .trace(&firm());
    assert_eq!(
        (zero.step.as_str(), zero.value),
        ("formula.division-by-zero", None)
    );
}

#[test]
fn sets_lists_and_stems_know_unknown_from_empty() {
    let flag = |yes| Some(Value::Flag(yes));
    for (text, expected) in [
        ("'hnte' in titles", flag(true)),
        ("!('srdi' in titles)", flag(true)),
        ("'hnte' in awards", flag(false)),
        ("size(awards) == 0", flag(true)),
        ("'hnte' in gone", None),
        ("!('hnte' in gone)", None),
        ("size(gone) == 0", None),
        ("code in ['C3973', 'C3972']", flag(true)),
        ("code in []", flag(false)),
        ("code.startsWith('C39')", flag(true)),
        ("!code.startsWith('I')", flag(true)),
        ("gone.startsWith('I')", None),
        ("patents in [5, 6]", flag(true)),
        // `null in [...]` is not false, or its opposite would hold.
        ("!(gone in ['C'])", None),
        ("null in ['C']", None),
        ("null == null", None),
        ("null > 3 || true", flag(true)),
        ("revenue >= null", None),
    ] {
        assert_eq!(result(text), expected, "{text}");
    }
}

#[test]
fn days_and_years_are_counted_by_the_calendar() {
    // Born on 29 February 2020: on 28 February 2026 five years are completed, not six.
    close("years_since(founded)", 5.0);
    close("days_since(founded)", 2191.0);
    close("years_since(date('2016-02-28'))", 10.0);
    close("years_since(date('2016-03-01'))", 9.0);
    close("years_since(date('2027-02-27'))", 0.0);
    close("years_since(date('2027-03-01'))", -1.0);
    close("revenue - prior(revenue, 2)", 2500.0);
    for text in [
        "founded < date('2020-03-01')",
        "as_of >= date('2026-02-28')",
        "founded == date('2020-02-29')",
    ] {
        assert_eq!(result(text), Some(Value::Flag(true)), "{text}");
    }
    assert_eq!(result("years_since(gone) > 3"), None);
    let wrong = Formula::compile("years_since(revenue)")
        .unwrap()
        .evaluate(&firm());
    assert_eq!(wrong.problems[0].kind, ProblemKind::WrongKind);
}

#[test]
fn a_unit_stands_for_its_number_of_base_units() {
    let percent = |unit: &str, number: f64| (unit == "percent").then_some(number / 100.0);
    let formula = Formula::compile_with("rd_spending / revenue == percent(6)", &percent).unwrap();
    assert_eq!(formula.evaluate(&firm()).value, Some(Value::Flag(true)));
    assert_eq!(
        formula.to_string(),
        "((rd_spending / revenue) == percent(6.0))"
    );
    assert!(formula.fits_columns());
    for alien in [
        "'a' in b",
        "size(b)",
        "a == 'x'",
        "years_since(a) > 1",
        "prior(a, 2)",
    ] {
        assert!(!Formula::compile(alien).unwrap().fits_columns(), "{alien}");
    }
}

/// A scope in which close numbers are equal.
struct Close;

impl Scope for Close {
    fn value(&self, _: &Need) -> Option<Value> {
        Some(Value::Number(12_000.0))
    }

    fn close_is_equal(&self) -> bool {
        true
    }
}

#[test]
fn a_hair_below_the_bound_is_on_it_where_that_is_wanted() {
    let answer =
        |text: &str, scope: &dyn Scope| Formula::compile(text).unwrap().evaluate(scope).value;
    let growth = "revenue / 10000 - 1";
    for (sign, expected) in [
        (">=", true),
        ("==", true),
        ("<=", true),
        (">", false),
        ("<", false),
    ] {
        let text = format!("{growth} {sign} 0.2");
        assert_eq!(answer(&text, &Close), Some(Value::Flag(expected)), "{text}");
    }
    assert_eq!(
        answer("12000 / 10000 - 1 >= 0.2", &firm()),
        Some(Value::Flag(false)),
        "binary fractions as they are"
    );
    assert_eq!(
        answer("revenue / 10000 - 1 >= 0.200000001", &Close),
        Some(Value::Flag(false))
    );
}
