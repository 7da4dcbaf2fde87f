//! What a difference can reach, against asking everything: a rule that is passed over gives
//! the same answer at both times; one changed field touches its readers alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use chrono::{Days, NaiveDate};
use common::{clause, day, facts, leaf, rule, spec};
use julin_criteria::turn::{Asked, clause_turns, fact_turns, threshold_turns};
use julin_criteria::{Affected, Fact, MapFacts, Rule, successions};
use julin_formula::Need;
use proptest::prelude::*;

/// Rules that read words, sets, ratios, earlier years, the day, and thresholds with dates.
fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = [
        "staff >= 10",
        "rd / revenue >= percent(5)",
        "prior(revenue) < revenue && clean",
        "years_since(registered) >= 3",
        "days_since(registered) <= days(500) || owned",
        "expires > as_of",
        "'hnte' in titles",
        "industry in ['C39'] && !listed",
        "size(titles) > 1",
        "staff >= 10 ? clean : owned",
    ]
    .map(|test| rule(&clause(test)))
    .into();
    let dated = "thresholds:
  least:
    value: 10
    unit: person
    basis: {reference: doc, confidence: high}
    dated: [{from: 2026-04-01, value: 20, basis: {reference: doc, confidence: high}}]
conditions:
  any:
    - ";
    rules.push(rule(&format!(
        "{dated}{}\n    - {}",
        leaf("staff", "staff >= least"),
        leaf("owned", "owned")
    )));
    let derived = "derived:
  - {id: age_of_firm, label: {zh: 年, en: Age}, formula: years_since(registered)}
";
    rules.push(rule(&format!("{derived}{}", clause("age_of_firm < 5"))));
    rules
}

fn known() -> impl Strategy<Value = MapFacts> {
    let maybe =
        |values: &'static [&'static str]| prop::option::weighted(0.8, prop::sample::select(values));
    (
        maybe(&["staff=9", "staff=10", "staff=20"]),
        maybe(&[
            "revenue=100",
            "revenue=200 rd=9",
            "revenue=200 rd=10 prior(revenue)=150",
        ]),
        maybe(&["clean=yes owned=no", "clean=no", "owned=yes clean=yes"]),
        maybe(&[
            "registered=2021-05-01",
            "registered=2023-04-01",
            "registered=2025-02-01",
        ]),
        maybe(&["titles=[]", "titles=[hnte]", "titles=[hnte,srdi] listed=no"]),
        maybe(&["industry=C39 expires=2026-05-01", "industry=I65"]),
    )
        .prop_map(|(a, b, c, d, e, f)| {
            let words: Vec<_> = [a, b, c, d, e, f].into_iter().flatten().collect();
            facts(&words.join(" "))
        })
}

/// Two days up to two years apart.
fn days() -> impl Strategy<Value = (NaiveDate, NaiveDate)> {
    (0..500_u64, 0..700_u64).prop_map(|(from, length)| {
        let since = day("2025-06-01") + Days::new(from);
        (since, since + Days::new(length))
    })
}

proptest! {
    #[test]
    fn a_rule_passed_over_gives_the_same_answer_at_both_times(
        (before, after, same) in (known(), known(), any::<bool>()),
        span in days(),
    ) {
        let rules = rules();
        let after = if same { before.clone() } else { after };
        let affected = Affected::new(&rules, span);
        let reached = affected.between(&before, &after);
        for (place, rule) in rules.iter().enumerate() {
            let (was, is) = (rule.answer(&before, span.0), rule.answer(&after, span.1));
            prop_assert!(was == is || reached.contains(&place), "{place}: {was:?} {is:?}");
        }
    }
}

#[test]
fn one_changed_field_touches_its_readers_alone() {
    let rules = rules();
    let today = day("2026-06-30");
    let affected = Affected::new(&rules, (today, today));
    let before = facts("staff=9 revenue=200 rd=10 prior(revenue)=150 titles=[hnte]");
    let touched = |change: &str| {
        let mut after = before.clone();
        for (need, fact) in facts(change).iter() {
            after.set_fact(need.clone(), fact.clone());
        }
        Vec::from_iter(affected.between(&before, &after))
    };
    // By reading the list of rules above.
    assert_eq!(touched("staff=10"), [0, 9, 10]);
    assert_eq!(touched("prior(revenue)=149"), [2]);
    assert_eq!(touched("rd=11"), [1]);
    assert_eq!(touched("titles=[hnte,srdi]"), [6, 8]);
    assert_eq!(touched("assets=5"), [0_usize; 0], "nobody reads it");
    assert_eq!(touched("staff=9"), [0_usize; 0], "it is what it was");
}

#[test]
fn the_days_alone_reach_rules_that_read_them_or_a_threshold_that_moved() {
    let rules = rules();
    let by_time = |since, until| {
        Affected::new(&rules, (day(since), day(until)))
            .by_time()
            .to_vec()
    };
    assert_eq!(by_time("2026-03-01", "2026-03-31"), [3, 4, 5, 11]);
    assert_eq!(by_time("2026-03-31", "2026-04-01"), [3, 4, 5, 10, 11]);
    assert_eq!(by_time("2026-04-01", "2026-04-01"), [0_usize; 0]);
}

#[test]
fn a_turn_names_the_clause_the_fact_and_the_threshold() {
    let rule = &rules()[10];
    let (since, until) = (day("2026-03-31"), day("2026-04-01"));
    let (before, after) = (facts("staff=15 owned=no"), facts("staff=16 owned=no"));
    let was = Asked::new(rule, since).standing(&before);
    let is = Asked::new(rule, until).standing(&after);
    assert_eq!((was.row.answer, is.row.answer), (Some(true), Some(false)));
    let turns = clause_turns((rule, &was.clauses), (rule, &is.clauses));
    assert_eq!(turns.len(), 1);
    assert_eq!(
        (turns[0].id.as_str(), turns[0].was, turns[0].is),
        ("staff", Some(Some(true)), Some(Some(false)))
    );
    assert_eq!(
        fact_turns(rule, turns[0].place, &before, &after),
        [(
            Need::now("staff"),
            Some(Fact::Number(15.0)),
            Some(Fact::Number(16.0))
        )]
    );
    assert_eq!(
        threshold_turns((rule, since), (rule, until), turns[0].place),
        [("least".to_owned(), Some(10.0), Some(20.0))]
    );
}

#[test]
fn vintages_follow_one_another_and_others_begin_or_end() {
    let dated = |series: &str, from: &str, to: &str| {
        let mut own = spec(&clause("owned"));
        own.series = series.to_owned();
        own.effective.from = from.parse().ok();
        own.effective.to = to.parse().ok();
        own
    };
    let specs = [
        dated("a", "", "2026-03-31"),
        dated("a", "2026-04-01", ""),
        dated("b", "", ""),
        dated("c", "", "2026-05-01"),
        dated("d", "2026-05-01", ""),
        dated("e", "2026-05-01", "2026-05-31"),
    ];
    let found = successions(&specs.each_ref(), (day("2026-03-01"), day("2026-06-01")));
    let found: Vec<_> = found.iter().map(|one| (one.former, one.later)).collect();
    let (some, none) = (Some::<usize>, None);
    assert_eq!(
        found,
        [
            (some(0), some(1)),
            (some(2), some(2)),
            (some(3), none),
            (none, some(4))
        ]
    );
}
