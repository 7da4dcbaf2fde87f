//! The gap and the margin on cases worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{clause, day, facts, leaf, one, rule};
use julin_criteria::{Fact, Plan, Rule};

const TODAY: &str = "2026-06-30";

fn gap(rule: &Rule, known: &str) -> Vec<String> {
    written(&rule.gap(&facts(known), day(TODAY)))
}

fn margin(rule: &Rule, known: &str) -> Vec<String> {
    written(&rule.margin(&facts(known), day(TODAY)))
}

/// Plans in a few words: `rd: 40 -> 50`, `titles +hnte`, `wait 2027-03-01`.
fn written(plans: &[Plan]) -> Vec<String> {
    let shown = |fact: &Fact| match fact {
        Fact::Number(number) => number.to_string(),
        Fact::Word(word) => word.clone(),
        Fact::Set(members) => members.join("+"),
        Fact::Flag(yes) => yes.to_string(),
        Fact::Day(day) => day.to_string(),
    };
    let plan = |plan: &Plan| {
        let mut parts: Vec<String> = Vec::new();
        for change in &plan.changes {
            parts.push(if change.obtain.is_empty() && change.lose.is_empty() {
                let from = change.from.as_ref().map_or("?".to_owned(), shown);
                format!("{}: {from} -> {}", change.need, shown(&change.to))
            } else {
                let plus = change.obtain.iter().map(|one| format!(" +{one}"));
                let minus = change.lose.iter().map(|one| format!(" -{one}"));
                format!("{}{}", change.need, plus.chain(minus).collect::<String>())
            });
        }
        if plan.on != day(TODAY) {
            parts.push(format!("wait {}", plan.on));
        }
        parts.join(", ")
    };
    plans.iter().map(plan).collect()
}

#[test]
fn a_number_goes_to_its_bound_or_a_step_beyond() {
    assert_eq!(
        gap(&one("revenue >= cny_10k(1500)"), "revenue=1200"),
        ["revenue: 1200 -> 1500"]
    );
    assert_eq!(
        gap(&one("revenue > cny_10k(1500)"), "revenue=1200"),
        ["revenue: 1200 -> 1500.01"]
    );
    assert_eq!(
        gap(&one("revenue < cny_10k(1500)"), "revenue=1500"),
        ["revenue: 1500 -> 1499.99"]
    );
    assert_eq!(gap(&one("staff > 12"), "staff=12"), ["staff: 12 -> 13"]);
    assert_eq!(gap(&one("staff >= 12.5"), "staff=12"), ["staff: 12 -> 13"]);
    assert_eq!(
        gap(&one("share >= percent(57)"), "share=50"),
        ["share: 50 -> 57"]
    );
    assert_eq!(gap(&one("staff >= 10"), ""), ["staff: ? -> 10"]);
    assert_eq!(gap(&one("!(staff >= 10)"), "staff=12"), ["staff: 12 -> 9"]);
    assert_eq!(
        gap(&one("staff >= 10"), "staff=12"),
        [""; 0],
        "it is yes already"
    );
}

#[test]
fn a_ratio_moves_by_its_numerator_first() {
    // Nobody says which way assets should go: less of them comes after more research.
    let found = gap(&one("rd / assets >= percent(5)"), "rd=40 assets=1000");
    assert_eq!(found, ["rd: 40 -> 50", "assets: 1000 -> 800"]);
    let found = gap(&one("rd / assets < percent(5)"), "rd=50 assets=1000");
    assert_eq!(found, ["rd: 50 -> 49.99", "assets: 1000 -> 1000.01"]);
    let unknown = gap(&one("rd / revenue >= percent(5)"), "revenue=1000");
    assert_eq!(unknown, ["rd: ? -> 50"]);
    // Last year's figure stands; the one of this year may grow.
    let growth = one("revenue / prior(revenue) - 1 >= percent(20)");
    assert_eq!(
        gap(&growth, "revenue=1100 prior(revenue)=1000"),
        ["revenue: 1100 -> 1200"]
    );
}

/// Sales, people, titles and a clean record are wanted, what is paid is not.
#[test]
fn the_way_nobody_wants_is_taken_where_there_is_no_other_and_told() {
    let told = |rule: &Rule, known: &str| {
        let plans = rule.gap(&facts(known), day(TODAY));
        let against = plans.iter().map(|plan| {
            let each = plan.changes.iter().map(|change| change.against);
            each.collect::<Vec<_>>()
        });
        (written(&plans), against.collect::<Vec<_>>())
    };
    let words = |list: &[&str]| -> Vec<String> { list.iter().map(|&one| one.into()).collect() };
    // Fewer sales would do as well, but more research does.
    let share = one("rd / revenue >= percent(5)");
    assert_eq!(
        told(&share, "rd=40 revenue=1000"),
        (words(&["rd: 40 -> 50"]), vec![vec![false]])
    );
    // A small firm has at most 300 people: there is no other way, and the plan says so.
    let small = one("staff <= 300");
    assert_eq!(
        told(&small, "staff=310"),
        (words(&["staff: 310 -> 300"]), vec![vec![true]])
    );
    let either = one("paid >= cny(100) || paid < cny(10) && revenue > cny_10k(5)");
    assert_eq!(
        told(&either, "paid=90 revenue=3"),
        (
            words(&["paid: 90 -> 9, revenue: 3 -> 5.01"]),
            vec![vec![false; 2]]
        ),
        "two changes that are wanted before one that is not"
    );
    let free = one("!('hnte' in titles) || clean == false || rd > cny_10k(5)");
    assert_eq!(
        told(&free, "titles=[hnte] clean=yes rd=1"),
        (words(&["rd: 1 -> 5.01"]), vec![vec![false]])
    );
    // What would lose a yes is no plan: nothing is wanted of it.
    let plans = small.margin(&facts("staff=10"), day(TODAY));
    assert!(!plans[0].changes[0].against);
}

#[test]
fn titles_are_obtained_and_flags_settled() {
    assert_eq!(
        gap(&one("'hnte' in titles"), "titles=[srdi]"),
        ["titles +hnte"]
    );
    assert_eq!(
        gap(&one("!('hnte' in titles)"), "titles=[srdi,hnte]"),
        ["titles -hnte"]
    );
    assert_eq!(gap(&one("clean"), ""), ["clean: ? -> true"]);
    assert_eq!(gap(&one("!clean"), "clean=yes"), ["clean: true -> false"]);
}

#[test]
fn an_age_comes_by_itself() {
    let three = one("years_since(registered) >= 3");
    assert_eq!(gap(&three, "registered=2024-03-01"), ["wait 2027-03-01"]);
    let old = one("days_since(registered) > days(365)");
    assert_eq!(gap(&old, "registered=2026-06-29"), ["wait 2027-06-30"]);
    // Waiting is in vain when the rule ends before.
    let ends = rule(&format!(
        "effective: {{to: 2026-12-31}}\n{}",
        clause("years_since(registered) >= 3")
    ));
    assert_eq!(gap(&ends, "registered=2024-03-01"), [""; 0]);
}

#[test]
fn the_smallest_set_comes_first() {
    let all = rule(&format!(
        "conditions: {{all: [{}, {}, {{any: [{}, {}]}}]}}",
        leaf("a", "staff >= 10"),
        leaf("b", "clean"),
        leaf("c", "'hnte' in titles"),
        leaf("d", "revenue >= cny_10k(100)")
    ));
    let found = gap(&all, "staff=9 clean=yes titles=[] revenue=90");
    assert_eq!(
        found,
        [
            "revenue: 90 -> 100, staff: 9 -> 10",
            "staff: 9 -> 10, titles +hnte"
        ]
    );
    let two = rule(&format!(
        "conditions: {{at_least: {{count: 2, of: [{}, {}, {}]}}}}",
        leaf("a", "staff >= 10"),
        leaf("b", "patents >= 100"),
        leaf("c", "clean")
    ));
    assert_eq!(
        gap(&two, "staff=9 patents=50 clean=yes")[0],
        "staff: 9 -> 10"
    );
}

#[test]
fn one_change_that_breaks_another_clause_is_mended() {
    // More revenue lowers the share: both must rise.
    let both = rule(&format!(
        "conditions: {{all: [{}, {}]}}",
        leaf("a", "revenue >= cny_10k(2000)"),
        leaf("b", "rd / revenue >= percent(5)")
    ));
    let found = gap(&both, "revenue=1000 rd=50");
    assert_eq!(found[0], "rd: 50 -> 100, revenue: 1000 -> 2000");
}

#[test]
fn what_is_not_published_cannot_be_reached() {
    let text = "thresholds: {least: {value: null, unit: person, basis: {reference: doc, confidence: high}}}";
    assert_eq!(
        gap(
            &rule(&format!("{text}\n{}", clause("staff >= least"))),
            "staff=3"
        ),
        [""; 0]
    );
    let either = rule(&format!("{text}\n{}", clause("staff >= least || clean")));
    assert_eq!(gap(&either, "staff=3 clean=no"), ["clean: false -> true"]);
}

#[test]
fn a_score_is_lifted_item_by_item() {
    let scored = rule(&scored_rule("score >= 18"));
    // 8 points now: ten for ownership, or from 5 to 15 of 50 people, none of them sent away.
    let found = gap(&scored, "rd_staff=5 staff=50 owned=no");
    assert_eq!(found, ["rd_staff: 5 -> 15", "owned: false -> true"]);
    // From nothing both are needed.
    let found = gap(&scored, "rd_staff=0 staff=50 owned=no");
    assert_eq!(found[0], "rd_staff: 0 -> 15");
    let strict = rule(&scored_rule("score >= 30"));
    let found = gap(&strict, "rd_staff=0 staff=50 owned=no");
    assert_eq!(found[0], "owned: false -> true, rd_staff: 0 -> 15");
}

fn scored_rule(test: &str) -> String {
    format!(
        "scoring:
  max: 30
  basis: {{reference: doc, confidence: high}}
  parts:
    - id: p
      label: {{zh: 分, en: Part}}
      max: 30
      items:
        - {{id: share, label: {{zh: 比例, en: Share}}, max: 20, value: rd_staff / staff, bands: {{unit: percent, boundary: upper, steps: [{{over: 30, points: 20}}, {{over: 10, points: 8}}]}}}}
        - {{id: own, label: {{zh: 自有, en: Own}}, max: 10, options: [{{text: {{zh: 有, en: Yes}}, if: owned, points: 10}}]}}
{}",
        clause(test)
    )
}

#[test]
fn the_margin_says_what_would_lose_it() {
    assert_eq!(
        margin(&one("revenue >= cny_10k(1500)"), "revenue=1600"),
        ["revenue: 1600 -> 1499.99"]
    );
    let young = one("years_since(registered) <= 5");
    assert_eq!(margin(&young, "registered=2021-03-01"), ["wait 2027-03-01"]);
    let titled = one("'hnte' in titles || 'srdi' in titles");
    assert_eq!(margin(&titled, "titles=[hnte]"), ["titles -hnte"]);
}
