//! Learning more never turns an answer round: what is yes or no on part of the facts is
//! the same on all of them, whatever the rest turns out to be. Rules with scores, juries,
//! derived values, days, and thresholds nobody published.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Small, day, facts, leaf, spec};
use julin_criteria::situation::{Side, Situation};
use julin_criteria::{Columns, Facts, MapFacts, Rule};
use proptest::prelude::*;

const TESTS: [&str; 30] = [
    "score >= 10",
    "score > 15",
    "score < 20",
    "score.p <= 12",
    "!(score.p.share >= 8)",
    "score.p.share == 8",
    "score == 18",
    "score != 8",
    "score * 0.5 + 3 >= 9",
    "max(score.p, 5) > 7",
    "score.jury - 2 >= 3",
    "both",
    "!both",
    "lifted >= 14",
    "ratio >= least",
    "ratio < open",
    "ratio - 1 < 0",
    "years_since(registered) >= 3",
    "days_since(registered) < days(800)",
    "registered < date('2024-01-01')",
    "pick >= 2",
    "(clean ? ratio : percent(20)) >= least",
    "size(titles) >= 1",
    "'hnte' in titles",
    "staff >= rd_staff + 2",
    "industry.startsWith('C') || industry in ['I65']",
    "clean == owned",
    "clean == (staff > 2)",
    "as_of >= date('2026-01-01') && listed",
    "staff > null",
];

const PREAMBLE: &str = "
thresholds:
  least: {value: 30, unit: percent, basis: {reference: doc, confidence: high}}
  open: {value: null, unit: percent, basis: {reference: doc, confidence: high}}
derived:
  - {id: ratio, label: {zh: 比, en: Ratio}, formula: rd_staff / staff}
  - {id: pick, label: {zh: 取, en: Pick}, formula: 'clean ? staff : rd_staff'}
  - {id: both, label: {zh: 皆, en: Both}, formula: 'score >= 12 && (clean || owned)'}
  - {id: lifted, label: {zh: 加, en: Lifted}, formula: score.p + score.jury}
scoring:
  max: 30
  basis: {reference: doc, confidence: high}
  parts:
    - id: p
      label: {zh: 分, en: Part}
      max: 25
      items:
        - {id: share, label: {zh: 比例, en: Share}, max: 20, value: ratio, bands: {unit: percent, boundary: lower, steps: [{over: 50, points: 20}, {over: 25, points: [6, 9]}, {over: null, points: 1}]}}
        - {id: own, label: {zh: 自有, en: Own}, max: 10, options: [{text: {zh: 甲, en: A}, if: owned, points: 10}, {text: {zh: 乙, en: B}, if: clean && staff > 1, points: 4}]}
    - id: jury
      label: {zh: 评审, en: Jury}
      max: 10
      combine: best
      items:
        - {id: one, label: {zh: 一, en: One}, max: 10, options: [{text: {zh: 甲, en: A}, if: listed, points: [2, 10]}]}
        - {id: two, label: {zh: 二, en: Two}, max: 5, options: [{text: {zh: 甲, en: A}, if: 'patents >= 2', points: 5}]}
";

const FIELDS: [(&str, &[&str]); 9] = [
    ("staff", &["0", "1", "2", "4"]),
    ("rd_staff", &["0", "1", "2", "3"]),
    ("patents", &["0", "2", "3"]),
    ("clean", &["yes", "no"]),
    ("owned", &["yes", "no"]),
    ("listed", &["yes", "no"]),
    ("industry", &["C39", "I65", "A01"]),
    ("titles", &["[]", "[hnte]", "[srdi]"]),
    ("registered", &["2020-02-29", "2024-06-30", "2026-06-29"]),
];

/// All facts, and which of them are known at first.
fn firm() -> impl Strategy<Value = (Vec<usize>, Vec<bool>)> {
    let values = prop::collection::vec(0..12_usize, FIELDS.len());
    let known = prop::collection::vec(prop::bool::weighted(0.6), FIELDS.len());
    (values, known)
}

fn written(values: &[usize], known: impl Fn(usize) -> bool) -> MapFacts {
    let items = FIELDS.iter().enumerate().filter(|(at, _)| known(*at));
    let items = items.map(|(at, (name, list))| format!("{name}={}", list[values[at] % list.len()]));
    facts(&items.collect::<Vec<_>>().join(" "))
}

fn tree() -> impl Strategy<Value = String> {
    let test = prop::sample::select(TESTS.to_vec());
    let clause = test.prop_map(|test| leaf("ID", test));
    clause.prop_recursive(2, 6, 3, |inner| {
        let list = prop::collection::vec(inner, 2..4).prop_map(|parts| parts.join(", "));
        prop_oneof![
            list.clone().prop_map(|parts| format!("{{all: [{parts}]}}")),
            list.clone().prop_map(|parts| format!("{{any: [{parts}]}}")),
            list.clone()
                .prop_map(|parts| format!("{{none: [{parts}]}}")),
            list.clone().prop_map(|parts| format!("{{one: [{parts}]}}")),
            list.prop_map(|parts| format!("{{at_least: {{count: 2, of: [{parts}]}}}}")),
        ]
    })
}

fn rule(tree: &str) -> Rule {
    let parts = tree.split("ID").enumerate();
    let numbered = parts.map(|(at, part)| {
        if at == 0 {
            part.to_owned()
        } else {
            format!("c{at}{part}")
        }
    });
    let body = format!("{PREAMBLE}conditions: {}", numbered.collect::<String>());
    let compiled = Rule::compile("test/rule", &spec(&body), &Small);
    compiled
        .rule
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

#[test]
fn every_test_of_the_list_compiles() {
    for test in TESTS {
        rule(&leaf("ID", test));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn learning_more_never_turns_an_answer_round(tree in tree(), firm in firm()) {
        let (values, known) = firm;
        let rule = rule(&tree);
        let as_of = day("2026-06-30");
        let part = written(&values, |at| known[at]);
        let all = written(&values, |_| true);
        let (before, after) = (rule.decide(&part, as_of), rule.decide(&all, as_of));
        if before.answer.is_some() {
            prop_assert_eq!(before.answer, after.answer, "{} {:?}", tree, part);
        }
        for (before, after) in before.clauses.iter().zip(&after.clauses) {
            if before.answer.is_some() {
                prop_assert_eq!(before.answer, after.answer, "{} {:?}", before.trace.label.zh, part);
            }
        }
        // The expressions themselves, evaluated at both ends of the scores without being
        // lowered, say the same.
        for (facts, verdict) in [(&part, &before), (&all, &after)] {
            let situation = Situation::new(&rule.names, facts, as_of);
            for (clause, found) in rule.clauses.iter().zip(&verdict.clauses) {
                let text = clause.formula.text();
                if text.contains("score") && (text.contains("==") || text.contains("!=")) {
                    // Between the ends of a score lies more than the ends.
                    continue;
                }
                let ends = [Side::Low, Side::High].map(|side| situation.flag(&clause.formula, side));
                let plain = ends[0].filter(|_| ends[0] == ends[1]);
                prop_assert_eq!(found.answer, plain, "{} {:?}", text, facts);
            }
        }
        // The lowered tree says the same of both.
        let mut columns = Columns::new();
        let lowered = rule.lower(as_of, &mut columns);
        let table = columns.table([&part as &dyn Facts, &all], as_of);
        for (row, verdict) in [before, after].iter().enumerate() {
            let answer = lowered.verdict(&|test| table.answer(test, row));
            prop_assert_eq!(answer, verdict.answer, "{} row {}", tree, row);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// And every plan made with part of the facts holds.
    #[test]
    fn plans_hold_with_scores_and_days(tree in tree(), firm in firm()) {
        let (values, known) = firm;
        let rule = rule(&tree);
        let as_of = day("2026-06-30");
        let part = written(&values, |at| known[at]);
        for (wanted, plans) in [(true, rule.gap(&part, as_of)), (false, rule.margin(&part, as_of))] {
            for plan in plans {
                let mut after = part.clone();
                for (need, fact) in plan.changed().iter() {
                    after.set_fact(need.clone(), fact.clone());
                }
                prop_assert_eq!(rule.answer(&after, plan.on), Some(wanted), "{} {:?}", tree, plan);
            }
        }
    }
}
