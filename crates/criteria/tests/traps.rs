//! What other engines get wrong, each as a test. The list is that of the issue; the
//! answers follow from Kleene's three-valued logic and from plain arithmetic.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{ask, clause, compile, day, facts, leaf, one, rule};

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

fn answers(test: &str, cases: &[(&str, Option<bool>)]) {
    let rule = one(test);
    for (known, expected) in cases {
        assert_eq!(ask(&rule, known), *expected, "{test} with {known:?}");
    }
}

#[test]
fn unknown_is_neither_zero_nor_the_empty_set() {
    answers("staff < 10", &[("", None), ("staff=0", YES)]);
    answers("!(staff >= 10)", &[("", None), ("staff=10", NO)]);
    answers("!('hnte' in titles)", &[("", None), ("titles=[]", YES)]);
    answers("size(titles) == 0", &[("", None), ("titles=[]", YES)]);
}

#[test]
fn negations_reach_the_leaves() {
    answers(
        "!(staff >= 10 && !(clean || 'hnte' in titles))",
        &[
            ("", None),
            ("staff=9", YES),
            ("clean=yes", YES),
            ("staff=10 clean=no", None),
            ("staff=10 clean=no titles=[]", NO),
        ],
    );
}

#[test]
fn an_unknown_does_not_end_the_matter() {
    answers("staff >= 5 || true", &[("", YES)]);
    answers("revenue / profit > 1 || clean", &[("clean=yes", YES)]);
    answers("false && staff >= 5", &[("", NO)]);
    // From the right as well as from the left.
    answers("staff >= 5 && clean", &[("clean=no", NO), ("staff=4", NO)]);
    answers(
        "clean || staff >= 5",
        &[("staff=5", YES), ("clean=no", None)],
    );
}

#[test]
fn an_unknown_word_is_in_no_list_and_out_of_none() {
    answers(
        "industry in ['C39', 'I65']",
        &[("", None), ("industry=C39", YES)],
    );
    answers(
        "!(industry in ['C39'])",
        &[("", None), ("industry=I65", YES)],
    );
    answers("industry != 'C39'", &[("", None), ("industry=C39", NO)]);
    answers(
        "null == 3 || clean",
        &[("clean=yes", YES), ("clean=no", None)],
    );
    answers("!(null == 3)", &[("", None)]);
}

#[test]
fn an_unpublished_threshold_is_unknown_and_never_passed() {
    let text = |test: &str| {
        format!(
            "thresholds: {{least: {{value: null, unit: person, basis: {{reference: doc, confidence: high}}}}}}\n{}",
            clause(test)
        )
    };
    for test in ["staff >= least", "!(staff >= least)", "least <= staff"] {
        assert_eq!(ask(&rule(&text(test)), "staff=1000000"), None, "{test}");
    }
    let either = rule(&text("staff >= least || clean"));
    assert_eq!(ask(&either, "staff=5 clean=yes"), YES);
    let verdict = either.decide(&facts("staff=5 clean=no"), day("2026-06-30"));
    assert_eq!(verdict.answer, None);
    assert_eq!(verdict.clauses[0].bars[0].value, None);
    assert!(verdict.asks.is_empty(), "no fact would help");
}

#[test]
fn money_is_exact_beyond_32_bits() {
    // 2^24 + 1 fen and 2^31 + 1 yuan.
    answers(
        "paid > 167772.16",
        &[("paid=167772.17", YES), ("paid=167772.16", NO)],
    );
    answers(
        "paid >= 2147483649",
        &[("paid=2147483649", YES), ("paid=2147483648", NO)],
    );
    answers(
        "revenue >= cny_10k(0.3)",
        &[("revenue=0.3", YES), ("revenue=0.2999", NO)],
    );
    answers("revenue == cny(1234.56)", &[("revenue=0.123456", YES)]);
}

#[test]
fn all_of_asks_for_all_and_not_for_nothing_else() {
    let all = rule(&format!(
        "conditions: {{all: [{}, {}]}}",
        leaf("a", "'hnte' in titles"),
        leaf("b", "'srdi' in titles")
    ));
    assert_eq!(ask(&all, "titles=[hnte,srdi,unicorn]"), YES);
    assert_eq!(ask(&all, "titles=[hnte]"), NO);
}

#[test]
fn a_ratio_needs_a_denominator() {
    answers(
        "rd / revenue >= percent(5)",
        &[
            ("rd=5 revenue=100", YES),
            ("rd=4.99 revenue=100", NO),
            ("rd=5", None),
            ("rd=5 revenue=0", None),
            ("rd=0 revenue=0", None),
        ],
    );
    answers("!(rd / revenue >= percent(5))", &[("rd=5 revenue=0", None)]);
    let rule = one("rd / revenue >= percent(5)");
    let verdict = rule.decide(&facts("rd=5 revenue=0"), day("2026-06-30"));
    assert_eq!(verdict.clauses[0].trace.step, "formula.division-by-zero");
}

#[test]
fn boundaries_of_shares_are_exact() {
    // 57 · 0.01 is not 0.57 in binary; 57/100 is.
    answers(
        "share >= percent(57)",
        &[("share=57", YES), ("share=56.99", NO)],
    );
    answers(
        "share >= percent(0.7)",
        &[("share=0.7", YES), ("share=0.69", NO)],
    );
    answers("rd / revenue >= percent(57)", &[("rd=57 revenue=100", YES)]);
    answers(
        "rd / revenue > percent(7)",
        &[("rd=7 revenue=100", NO), ("rd=0.7 revenue=10", NO)],
    );
}

#[test]
fn growth_of_exactly_the_bound_is_on_it() {
    // 12000 / 10000 - 1 is 0.19999999999999996 in binary.
    answers(
        "revenue / prior(revenue) - 1 >= percent(20)",
        &[
            ("revenue=12000 prior(revenue)=10000", YES),
            ("revenue=11999.99 prior(revenue)=10000", NO),
        ],
    );
    answers(
        "revenue / prior(revenue) - 1 > percent(20)",
        &[("revenue=12000 prior(revenue)=10000", NO)],
    );
    answers(
        "revenue / prior(revenue) - 1 >= (clean ? percent(20) : percent(30))",
        &[
            ("revenue=12000 prior(revenue)=10000 clean=yes", YES),
            ("revenue=12000 prior(revenue)=10000 clean=no", NO),
        ],
    );
}

#[test]
fn an_age_counts_days_of_the_calendar() {
    let rule = one("years_since(registered) >= 3");
    let at = |on: &str| rule.answer(&facts("registered=2023-06-30"), day(on));
    assert_eq!((at("2026-06-29"), at("2026-06-30")), (NO, YES));
    answers(
        "days_since(registered) >= days(365)",
        &[
            ("registered=2025-06-30", YES),
            ("registered=2025-07-01", NO),
        ],
    );
    answers(
        "registered < date('2020-01-01')",
        &[
            ("registered=2019-12-31", YES),
            ("registered=2020-01-01", NO),
            ("", None),
        ],
    );
}

#[test]
fn an_empty_set_is_known_and_a_missing_one_is_not() {
    answers("'hnte' in titles", &[("titles=[]", NO), ("", None)]);
    let none = rule(&format!(
        "conditions: {{none: [{}]}}",
        leaf("a", "'hnte' in titles")
    ));
    assert_eq!((ask(&none, "titles=[]"), ask(&none, "")), (YES, None));
}

#[test]
fn at_least_and_exactly_one_know_three_values() {
    let parts = [leaf("a", "clean"), leaf("b", "owned"), leaf("c", "listed")].join(", ");
    let two = rule(&format!(
        "conditions: {{at_least: {{count: 2, of: [{parts}]}}}}"
    ));
    assert_eq!(ask(&two, "clean=yes owned=yes"), YES);
    assert_eq!(ask(&two, "clean=no owned=no"), NO);
    assert_eq!(ask(&two, "clean=yes"), None);
    let one = rule(&format!("conditions: {{one: [{parts}]}}"));
    assert_eq!(ask(&one, "clean=yes owned=no listed=no"), YES);
    assert_eq!(
        ask(&one, "clean=yes owned=yes"),
        NO,
        "the third does not matter"
    );
    assert_eq!(ask(&one, "clean=yes owned=no"), None);
    assert_eq!(ask(&one, "clean=no owned=no listed=no"), NO);
    let not_two = rule(&format!(
        "conditions: {{none: [{{at_least: {{count: 2, of: [{parts}]}}}}]}}"
    ));
    assert_eq!(ask(&not_two, "clean=no owned=no"), YES);
    assert_eq!(ask(&not_two, "clean=yes owned=yes"), NO);
    assert_eq!(ask(&not_two, "clean=yes owned=no"), None);
}

#[test]
fn thresholds_change_with_the_day() {
    let rule = rule(&format!(
        "thresholds:
  least:
    value: 10
    unit: person
    basis: {{reference: doc, confidence: high}}
    dated: [{{from: 2026-04-01, value: 20, basis: {{reference: doc, confidence: high}}}}, {{from: 2027-01-01, value: null, basis: {{reference: doc, confidence: high}}}}]
{}",
        clause("staff >= least")
    ));
    let at = |on: &str| rule.answer(&facts("staff=15"), day(on));
    assert_eq!(
        (at("2026-03-31"), at("2026-04-01"), at("2027-01-01")),
        (YES, NO, None)
    );
}

#[test]
fn scores_are_intervals_and_both_ends_must_agree() {
    let rule = |test: &str| {
        rule(&format!(
            "scoring:
  max: 100
  basis: {{reference: doc, confidence: high}}
  parts:
    - id: people
      label: {{zh: 人员, en: People}}
      max: 20
      items:
        - {{id: share, label: {{zh: 比例, en: Share}}, max: 20, value: rd_staff / staff, bands: {{unit: percent, boundary: upper, steps: [{{over: 30, points: 20}}, {{over: 10, points: 4}}]}}}}
    - id: jury
      label: {{zh: 评审, en: Jury}}
      max: 80
      items:
        - {{id: merit, label: {{zh: 水平, en: Merit}}, max: 80, options: [{{text: {{zh: 有, en: Yes}}, if: owned, points: [40, 70]}}]}}
{}",
            clause(test)
        ))
    };
    let all = "rd_staff=3 staff=10 owned=yes";
    // 20 + [40, 70] = [60, 90].
    assert_eq!(ask(&rule("score >= 60"), all), YES);
    assert_eq!(ask(&rule("score > 60"), all), None);
    assert_eq!(ask(&rule("score > 90"), all), NO);
    assert_eq!(ask(&rule("score <= 90"), all), YES);
    assert_eq!(ask(&rule("!(score > 90)"), all), YES);
    assert_eq!(
        ask(&rule("score == 70"), all),
        None,
        "both ends differ from it, and it lies between"
    );
    assert_eq!(ask(&rule("score != 95"), all), YES);
    assert_eq!(
        ask(&rule("score.people.share > 0"), "rd_staff=1 staff=10"),
        YES
    );
    assert_eq!(ask(&rule("score.people == 4"), "rd_staff=1 staff=10"), YES);
    // An unknown share may give 0, 4 or 20.
    assert_eq!(ask(&rule("score >= 40"), "owned=yes"), YES);
    assert_eq!(ask(&rule("score >= 45"), "owned=no"), NO);
    assert_eq!(ask(&rule("score >= 20"), "owned=no"), None);
}

#[test]
fn a_bad_rule_says_so_and_gives_none() {
    assert!(compile(&clause("nonsense > 1")).rule.is_none());
}
