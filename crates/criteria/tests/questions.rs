//! What to ask over many rules: held against a plain count over every way the unknown
//! facts could turn out, and always coming to an end.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{day, facts, leaf, rule};
use julin_criteria::{Facts, FieldKind, MapFacts, Panel, Rule};
use julin_formula::Need;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Fields with a test of each and the values the test tells apart.
const FIELDS: [(&str, &str, &[&str]); 6] = [
    ("clean", "clean", &["yes", "no"]),
    ("owned", "!owned", &["yes", "no"]),
    ("staff", "staff >= person(5)", &["4", "6"]),
    ("patents", "patents < count(3)", &["2", "4"]),
    ("titles", "'hnte' in titles", &["[hnte]", "[]"]),
    ("industry", "industry == 'C39'", &["C39", "X"]),
];

fn asked(panel: &Panel, known: &MapFacts) -> Vec<(String, f64)> {
    let standing = panel.ask(known, &BTreeSet::new());
    let told = |q: &julin_criteria::Question| (q.need.field.clone(), q.worth);
    standing.questions.iter().map(told).collect()
}

/// A rule over some of the fields, each read once.
#[derive(Debug, Clone)]
enum Node {
    Field(usize),
    All(Vec<Node>),
    Any(Vec<Node>),
    None(Vec<Node>),
    AtLeast(usize, Vec<Node>),
}

impl Node {
    fn yaml(&self, next: &mut usize) -> String {
        let mut list = |parts: &[Node]| -> String {
            let parts: Vec<_> = parts.iter().map(|part| part.yaml(next)).collect();
            parts.join(", ")
        };
        match self {
            Self::Field(place) => {
                *next += 1;
                leaf(&format!("c{next}"), FIELDS[*place].1)
            }
            Self::All(parts) => format!("{{all: [{}]}}", list(parts)),
            Self::Any(parts) => format!("{{any: [{}]}}", list(parts)),
            Self::None(parts) => format!("{{none: [{}]}}", list(parts)),
            Self::AtLeast(count, parts) => {
                format!("{{at_least: {{count: {count}, of: [{}]}}}}", list(parts))
            }
        }
    }

    fn rule(&self) -> Rule {
        rule(&format!("conditions: {}", self.yaml(&mut 0)))
    }
}

/// A tree over the fields given, each once.
fn tree(fields: Vec<usize>, cuts: Vec<u8>) -> Node {
    let Some(cut) = cuts.first().filter(|_| fields.len() > 1) else {
        return Node::Field(fields[0]);
    };
    let at = 1 + usize::from(*cut) % (fields.len() - 1);
    let (left, right) = fields.split_at(at);
    let rest = cuts[1..].to_vec();
    let mut parts = vec![tree(left.to_vec(), rest.clone())];
    match (cut / 8) % 4 {
        0 => {
            parts.push(tree(right.to_vec(), rest));
            Node::All(parts)
        }
        1 => {
            parts.push(tree(right.to_vec(), rest));
            Node::Any(parts)
        }
        2 => {
            parts.push(tree(right.to_vec(), rest));
            Node::None(parts)
        }
        _ => {
            parts.extend(right.iter().map(|field| Node::Field(*field)));
            Node::AtLeast(parts.len().div_ceil(2), parts)
        }
    }
}

fn nodes() -> impl Strategy<Value = Node> {
    let fields = prop::sample::subsequence((0..FIELDS.len()).collect::<Vec<_>>(), 1..=5);
    let fields = fields.prop_shuffle();
    (fields, prop::collection::vec(any::<u8>(), 5)).prop_map(|(fields, cuts)| tree(fields, cuts))
}

/// The unknown fields of a rule that change its answer in some completion: counted over
/// all completions, with nothing but the rule's plain answer.
fn relevant(rule: &Rule, known: &str) -> Vec<&'static str> {
    let read: Vec<_> = rule.reads().into_iter().map(|need| need.field).collect();
    let said = |name: &str| known.split_whitespace().any(|one| one.starts_with(name));
    let open: Vec<_> = FIELDS
        .iter()
        .filter(|(name, ..)| read.contains(&(*name).to_owned()) && !said(name))
        .collect();
    let mut found = Vec::new();
    for (name, _, values) in &open {
        let others = open.iter().filter(|(other, ..)| other != name);
        let mut rest = vec![known.to_owned()];
        for (other, _, values) in others {
            let add = |text: &String| {
                values
                    .iter()
                    .map(|v| format!("{text} {other}={v}"))
                    .collect::<Vec<_>>()
            };
            rest = rest.iter().flat_map(add).collect();
        }
        let differs = |text: &String| {
            let answers = values
                .iter()
                .map(|v| common::ask(rule, &format!("{text} {name}={v}")));
            answers.collect::<BTreeSet<_>>().len() > 1
        };
        if rest.iter().any(differs) {
            found.push(*name);
        }
    }
    found
}

/// What a field is worth over the rules, by the plain count.
fn plain_worth(rules: &[Rule], known: &str, (name, _, values): &(&str, &str, &[&str])) -> f64 {
    let of = |rule: &Rule| {
        let before = relevant(rule, known);
        if !before.contains(name) {
            return 0.0;
        }
        let after = |value: &&str| {
            let left = relevant(rule, &format!("{known} {name}={value}"));
            1.0 - left.len() as f64 / before.len() as f64
        };
        values.iter().map(after).sum::<f64>() / values.len() as f64
    };
    rules.iter().map(of).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_is_that_of_a_plain_count_over_all_completions(
        nodes in prop::collection::vec(nodes(), 1..4),
        told in prop::collection::vec(0..3_usize, FIELDS.len()),
    ) {
        let rules: Vec<_> = nodes.iter().map(Node::rule).collect();
        let known: Vec<_> = FIELDS.iter().zip(&told)
            .filter_map(|((name, _, values), at)| Some(format!("{name}={}", values.get(*at)?)))
            .collect();
        let known = known.join(" ");
        let panel = Panel::new(&rules, day("2026-06-30"));
        let found = asked(&panel, &facts(&known));
        let worth = |field: &(&'static str, &str, &'static [&'static str])| plain_worth(&rules, &known, field);
        let mut expected: Vec<_> = FIELDS.iter().map(|field| (field.0.to_owned(), worth(field))).collect();
        expected.retain(|(_, worth)| *worth > 0.0);
        for (name, worth) in &expected {
            let ours = found.iter().find(|(own, _)| own == name).map(|(_, worth)| *worth);
            prop_assert!(ours.is_some_and(|own| (own - worth).abs() < 1e-9), "{name}: {ours:?}, {worth}");
        }
        prop_assert_eq!(found.len(), expected.len(), "asks what cannot matter: {:?}", found);
        prop_assert!(found.windows(2).all(|pair| pair[0].1 >= pair[1].1 - 1e-9));
    }

    /// Whatever is answered, or not known, it ends, and asks nothing twice and nothing
    /// that no open rule reads.
    #[test]
    fn asking_comes_to_an_end(
        nodes in prop::collection::vec(nodes(), 1..6),
        answers in prop::collection::vec(0..3_usize, 16),
    ) {
        let rules: Vec<_> = nodes.iter().map(Node::rule).collect();
        let panel = Panel::new(&rules, day("2026-06-30"));
        let (mut known, mut skipped) = (String::new(), BTreeSet::new());
        for at in 0.. {
            let standing = panel.ask(&facts(&known), &skipped);
            let Some(next) = standing.questions.first() else {
                if skipped.is_empty() {
                    prop_assert!(standing.answers.iter().all(Option::is_some));
                }
                break;
            };
            prop_assert!(at <= FIELDS.len(), "asks more than there is to know");
            let name = next.need.field.clone();
            let open = rules.iter().zip(&standing.answers).filter(|(_, answer)| answer.is_none());
            prop_assert!(open.into_iter().any(|(rule, _)| rule.reads().contains(&next.need)));
            let (.., values) = FIELDS.iter().find(|(own, ..)| *own == name).unwrap();
            match values.get(answers[at % answers.len()]) {
                Some(value) => known = format!("{known} {name}={value}"),
                None => {
                    prop_assert!(skipped.insert(next.need.clone()), "asked twice: {name}");
                }
            }
        }
    }
}

#[test]
fn the_flag_that_stops_many_rules_is_asked_before_the_number_of_one() {
    let many = |test: &str| {
        let parts = [leaf("a", "clean"), leaf("b", test)];
        rule(&format!("conditions: {{all: [{}]}}", parts.join(", ")))
    };
    let rules = [
        "staff >= person(5)",
        "patents >= count(2)",
        "age < years(3)",
    ]
    .map(many);
    let panel = Panel::new(&rules, day("2026-06-30"));
    let found = asked(&panel, &MapFacts::new());
    // A no settles all three, a yes leaves one fact of two: (1 + 1/2) / 2 of each rule.
    assert_eq!(found[0], ("clean".to_owned(), 2.25));
    assert!(asked(&panel, &facts("clean=no")).is_empty());
}

#[test]
fn what_an_unpublished_number_leaves_open_is_not_asked_for() {
    let body = format!(
        "thresholds: {{least: {{value: null, unit: person, basis: {{reference: doc, confidence: low}}}}}}\n{}",
        common::clause("staff >= least")
    );
    let panel = Panel::new([&rule(&body)], day("2026-06-30"));
    let standing = panel.ask(&MapFacts::new(), &BTreeSet::new());
    assert_eq!((standing.answers, standing.questions), (vec![None], vec![]));
}

#[test]
fn a_ratio_with_one_end_not_known_asks_for_nothing_more() {
    let panel = Panel::new(
        [&common::one("rd / revenue >= percent(3)")],
        day("2026-06-30"),
    );
    let skipped = BTreeSet::from([Need::now("revenue")]);
    assert_eq!(
        panel
            .ask(&MapFacts::new(), &BTreeSet::new())
            .questions
            .len(),
        2
    );
    assert_eq!(panel.ask(&MapFacts::new(), &skipped).questions, []);
}

#[test]
fn judgements_come_last_and_words_are_told() {
    let judged = "{id: j, text: {zh: 问, en: Asks}, basis: {reference: doc, confidence: high}, judgement: owned}";
    let own = rule(&format!(
        "conditions: {{all: [{judged}, {}]}}",
        leaf("t", "'hnte' in titles && industry.startsWith('C')")
    ));
    let panel = Panel::new([&own], day("2026-06-30"));
    let standing = panel.ask(&MapFacts::new(), &BTreeSet::new());
    let last = standing.questions.last().unwrap();
    assert!(last.judgement && last.need == Need::now("owned"));
    let titles = standing.questions.iter().find(|q| q.kind == FieldKind::Set);
    assert_eq!(titles.unwrap().words, ["hnte"]);
    let all: Vec<_> = panel
        .reads()
        .map(|(need, ..)| need.field.as_str())
        .collect();
    assert_eq!(all.len(), 3);
    assert!(Facts::value(&MapFacts::new(), &Need::now("owned")).is_none());
}
