//! Random rules asked of random facts, unknown ones included: the verdict with reasons,
//! the lowered tree over a table, and a plain evaluator written for this test alone give
//! one answer. The plain one enumerates every way the unknown clauses could turn out.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Small, day, spec};
use julin_criteria::{Columns, Fact, Facts, MapFacts, Rule};
use julin_formula::Need;
use proptest::prelude::*;

const NUMBERS: [&str; 4] = ["staff", "rd_staff", "patents", "prior(staff)"];
const FLAGS: [&str; 3] = ["clean", "owned", "listed"];
const WORDS: [&str; 4] = ["C39", "C392", "I65", ""];
const TITLES: [&str; 3] = ["hnte", "srdi", "tech"];
const SIGNS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];

/// A test as a tree: what the text must mean.
#[derive(Debug, Clone)]
enum Test {
    Number(usize, usize, i8),
    Between(usize, usize, usize),
    Ratio(usize, usize, usize, i8),
    OneOf(Vec<usize>),
    Begins(usize),
    Holds(usize),
    Size(usize, i8),
    Flag(usize),
    Equal(usize, bool),
    Null,
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
    Choose(usize, Box<Test>, Box<Test>),
}

#[derive(Debug, Clone)]
enum Node {
    Clause(Test),
    All(Vec<Node>),
    Any(Vec<Node>),
    None(Vec<Node>),
    One(Vec<Node>),
    AtLeast(usize, Vec<Node>),
}

fn tests() -> impl Strategy<Value = Test> {
    let leaf = prop_oneof![
        4 => (0..4_usize, 0..6_usize, -1..4_i8).prop_map(|(f, s, c)| Test::Number(f, s, c)),
        1 => (0..2_usize, 0..6_usize, 0..2_usize).prop_map(|(a, s, b)| Test::Between(a, s, b)),
        2 => (0..2_usize, 0..2_usize, 0..6_usize, 0..3_i8).prop_map(|(a, b, s, c)| Test::Ratio(a, b, s, c)),
        1 => prop::collection::vec(0..3_usize, 0..3).prop_map(Test::OneOf),
        1 => (0..4_usize).prop_map(Test::Begins),
        2 => (0..3_usize).prop_map(Test::Holds),
        1 => (0..6_usize, 0..3_i8).prop_map(|(s, c)| Test::Size(s, c)),
        3 => (0..3_usize).prop_map(Test::Flag),
        1 => (0..3_usize, any::<bool>()).prop_map(|(f, yes)| Test::Equal(f, yes)),
        1 => Just(Test::Null),
    ];
    leaf.prop_recursive(3, 10, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| Test::And(a.into(), b.into())),
            two.clone().prop_map(|(a, b)| Test::Or(a.into(), b.into())),
            inner.prop_map(|a| Test::Not(a.into())),
            (0..3_usize, two).prop_map(|(f, (a, b))| Test::Choose(f, a.into(), b.into())),
        ]
    })
}

fn nodes() -> impl Strategy<Value = Node> {
    let leaf = tests().prop_map(Node::Clause);
    leaf.prop_recursive(3, 10, 4, |inner| {
        let list = prop::collection::vec(inner, 1..5);
        prop_oneof![
            list.clone().prop_map(Node::All),
            list.clone().prop_map(Node::Any),
            list.clone().prop_map(Node::None),
            list.clone().prop_map(Node::One),
            (1..5_usize, list).prop_map(|(k, list)| Node::AtLeast(k.min(list.len()), list)),
        ]
    })
}

/// What is known; fields in the order of the constants above.
#[derive(Debug, Clone)]
struct Known {
    numbers: [Option<i8>; 4],
    flags: [Option<bool>; 3],
    word: Option<usize>,
    titles: Option<[bool; 3]>,
}

fn known() -> impl Strategy<Value = Known> {
    (
        prop::array::uniform4(prop::option::weighted(0.8, 0..4_i8)),
        prop::array::uniform3(prop::option::weighted(0.8, any::<bool>())),
        prop::option::weighted(0.8, 0..4_usize),
        prop::option::weighted(0.8, prop::array::uniform3(any::<bool>())),
    )
        .prop_map(|(numbers, flags, word, titles)| Known {
            numbers,
            flags,
            word,
            titles,
        })
}

fn facts(known: &Known) -> MapFacts {
    let mut facts = MapFacts::new();
    for (name, number) in NUMBERS.iter().zip(known.numbers) {
        let need = match *name {
            "prior(staff)" => Need::before("staff"),
            name => Need::now(name),
        };
        if let Some(number) = number {
            facts.set_fact(need, Fact::Number(f64::from(number)));
        }
    }
    for (name, flag) in FLAGS.iter().zip(known.flags) {
        if let Some(flag) = flag {
            facts.set_fact(Need::now(*name), Fact::Flag(flag));
        }
    }
    if let Some(word) = known.word {
        facts.set_fact(Need::now("industry"), Fact::Word(WORDS[word].into()));
    }
    if let Some(held) = known.titles {
        let held = TITLES.iter().zip(held).filter(|(_, held)| *held);
        let members = held.map(|(title, _)| (*title).to_owned()).collect();
        facts.set_fact(Need::now("titles"), Fact::Set(members));
    }
    facts
}

fn text(test: &Test) -> String {
    match test {
        Test::Number(f, s, c) => format!("{} {} {c}", NUMBERS[*f], SIGNS[*s]),
        Test::Between(a, s, b) => format!("{} {} {}", NUMBERS[*a], SIGNS[*s], NUMBERS[*b]),
        Test::Ratio(a, b, s, c) => format!("{} / {} {} {c}", NUMBERS[*a], NUMBERS[*b], SIGNS[*s]),
        Test::OneOf(list) => {
            let words: Vec<_> = list.iter().map(|at| format!("'{}'", WORDS[*at])).collect();
            format!("industry in [{}]", words.join(", "))
        }
        Test::Begins(at) => format!("industry.startsWith('{}')", WORDS[*at]),
        Test::Holds(at) => format!("'{}' in titles", TITLES[*at]),
        Test::Size(s, c) => format!("size(titles) {} {c}", SIGNS[*s]),
        Test::Flag(f) => FLAGS[*f].to_owned(),
        Test::Equal(f, yes) => format!("{} == {yes}", FLAGS[*f]),
        Test::Null => "staff >= null".to_owned(),
        Test::Not(a) => format!("!({})", text(a)),
        Test::And(a, b) => format!("({}) && ({})", text(a), text(b)),
        Test::Or(a, b) => format!("({}) || ({})", text(a), text(b)),
        Test::Choose(f, a, b) => format!("({} ? {} : {})", FLAGS[*f], bracket(a), bracket(b)),
    }
}

fn bracket(test: &Test) -> String {
    format!("({})", text(test))
}

fn compare(a: f64, sign: usize, b: f64) -> bool {
    match SIGNS[sign] {
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        "==" => a == b,
        _ => a != b,
    }
}

fn plain(test: &Test, known: &Known) -> Option<bool> {
    let number = |at: usize| known.numbers[at].map(f64::from);
    match test {
        Test::Number(f, s, c) => Some(compare(number(*f)?, *s, f64::from(*c))),
        Test::Between(a, s, b) => Some(compare(number(*a)?, *s, number(*b)?)),
        Test::Ratio(a, b, s, c) => {
            let (a, b) = (number(*a)?, number(*b)?);
            (b != 0.0).then(|| compare(a / b, *s, f64::from(*c)))
        }
        Test::OneOf(list) => Some(list.contains(&known.word?)),
        Test::Begins(at) => Some(WORDS[known.word?].starts_with(WORDS[*at])),
        Test::Holds(at) => Some(known.titles?[*at]),
        Test::Size(s, c) => {
            let held = known.titles?.iter().filter(|held| **held).count();
            Some(compare(held as f64, *s, f64::from(*c)))
        }
        Test::Flag(f) => known.flags[*f],
        Test::Equal(f, yes) => Some(known.flags[*f]? == *yes),
        Test::Null => None,
        Test::Not(a) => Some(!plain(a, known)?),
        Test::And(a, b) => match (plain(a, known), plain(b, known)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (a, b) => a.and(b),
        },
        Test::Or(a, b) => match (plain(a, known), plain(b, known)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (a, b) => a.and(b),
        },
        Test::Choose(f, a, b) => {
            if known.flags[*f]? {
                plain(a, known)
            } else {
                plain(b, known)
            }
        }
    }
}

/// The conditions as YAML; clauses are numbered in order.
fn yaml(node: &Node, count: &mut usize) -> String {
    let mut list = |key: &str, parts: &[Node]| {
        let parts: Vec<_> = parts.iter().map(|part| yaml(part, count)).collect();
        format!("{{{key}: [{}]}}", parts.join(", "))
    };
    match node {
        Node::All(parts) => list("all", parts),
        Node::Any(parts) => list("any", parts),
        Node::None(parts) => list("none", parts),
        Node::One(parts) => list("one", parts),
        Node::AtLeast(k, parts) => {
            let of = list("of", parts);
            format!("{{at_least: {{count: {k}, {}}}", of.trim_start_matches('{'))
        }
        Node::Clause(test) => {
            *count += 1;
            common::leaf(&format!("c{count}"), &text(test))
        }
    }
}

fn clauses<'n>(node: &'n Node, into: &mut Vec<&'n Test>) {
    match node {
        Node::Clause(test) => into.push(test),
        Node::All(parts)
        | Node::Any(parts)
        | Node::None(parts)
        | Node::One(parts)
        | Node::AtLeast(_, parts) => parts.iter().for_each(|part| clauses(part, into)),
    }
}

/// Two-valued logic, as everybody knows it.
fn holds(node: &Node, answers: &mut impl Iterator<Item = bool>) -> bool {
    let mut count = |parts: &[Node]| {
        let found: Vec<bool> = parts.iter().map(|part| holds(part, answers)).collect();
        found.into_iter().filter(|yes| *yes).count()
    };
    match node {
        Node::Clause(_) => answers.next().unwrap(),
        Node::All(parts) => count(parts) == parts.len(),
        Node::Any(parts) => count(parts) > 0,
        Node::None(parts) => count(parts) == 0,
        Node::One(parts) => count(parts) == 1,
        Node::AtLeast(k, parts) => count(parts) >= *k,
    }
}

/// Every way the unknown clauses could turn out; `None` when there are too many.
fn enumerated(node: &Node, known: &Known) -> Option<Option<bool>> {
    let mut tests = Vec::new();
    clauses(node, &mut tests);
    let answers: Vec<_> = tests.iter().map(|test| plain(test, known)).collect();
    let open = answers.iter().filter(|answer| answer.is_none()).count();
    if open > 12 {
        return None;
    }
    let mut seen = [false, false];
    for way in 0..1_u32 << open {
        let mut bit = 0;
        let mut answers = answers.iter().map(|answer| {
            answer.unwrap_or_else(|| {
                bit += 1;
                way >> (bit - 1) & 1 == 1
            })
        });
        seen[usize::from(holds(node, &mut answers))] = true;
    }
    Some(match seen {
        [false, true] => Some(true),
        [true, false] => Some(false),
        _ => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    /// 250 × 3 rules × 15 facts: more than 10,000 answers.
    #[test]
    fn three_ways_give_one_answer(
        rules in prop::collection::vec(nodes(), 3),
        firms in prop::collection::vec(known(), 15),
    ) {
        let as_of = day("2026-06-30");
        let mut columns = Columns::new();
        let mut lowered = Vec::new();
        for (place, node) in rules.iter().enumerate() {
            let body = format!("conditions: {}", yaml(node, &mut 0));
            let compiled = Rule::compile(&format!("test/{place}"), &spec(&body), &Small);
            prop_assert!(compiled.rule.is_some(), "{:?}", compiled.diagnostics);
            let rule = compiled.rule.unwrap();
            let tree = rule.lower(as_of, &mut columns);
            lowered.push((rule, tree));
        }
        let facts: Vec<MapFacts> = firms.iter().map(facts).collect();
        let table = columns.table(facts.iter().map(|one| one as &dyn Facts), as_of);
        for (row, (known, facts)) in firms.iter().zip(&facts).enumerate() {
            for (node, (rule, tree)) in rules.iter().zip(&lowered) {
                let decided = rule.decide(facts, as_of);
                prop_assert_eq!(decided.answer, rule.answer(facts, as_of));
                let of_tree = tree.verdict(&|test| table.answer(test, row));
                prop_assert_eq!(decided.answer, of_tree, "{:?} {:?}", node, known);
                if let Some(plain) = enumerated(node, known) {
                    prop_assert_eq!(of_tree, plain, "{:?} {:?}", node, known);
                }
                let mut own = Vec::new();
                clauses(node, &mut own);
                for (clause, test) in decided.clauses.iter().zip(own) {
                    prop_assert_eq!(clause.answer, plain(test, known), "{:?}", test);
                    prop_assert_eq!(clause.trace.value, clause.answer.map(|yes| f64::from(u8::from(yes))));
                }
                // What is asked is not known, and with nothing to ask nothing is open.
                for ask in &decided.asks {
                    prop_assert!(decided.answer.is_none());
                    prop_assert!(facts.get(&ask.need).is_none());
                }
            }
        }
    }

    /// A fact that is said to settle a rule does so for one of its values at least.
    #[test]
    fn what_settles_can_settle(node in nodes(), known in known()) {
        let as_of = day("2026-06-30");
        let body = format!("conditions: {}", yaml(&node, &mut 0));
        let rule = Rule::compile("test/rule", &spec(&body), &Small).rule.unwrap();
        let facts = facts(&known);
        let verdict = rule.decide(&facts, as_of);
        for ask in verdict.asks.iter().filter(|ask| ask.settles && FLAGS.contains(&ask.need.field.as_str())) {
            let settled = [true, false].into_iter().any(|guess| {
                let with = facts.clone().with(ask.need.clone(), Fact::Flag(guess));
                rule.answer(&with, as_of).is_some()
            });
            prop_assert!(settled, "{:?} {:?} {:?}", node, known, ask);
        }
    }

    /// Whatever plan is made, once carried out the rule gives the answer it promises.
    #[test]
    fn every_plan_leads_where_it_says(node in nodes(), known in known()) {
        let as_of = day("2026-06-30");
        let body = format!("conditions: {}", yaml(&node, &mut 0));
        let rule = Rule::compile("test/rule", &spec(&body), &Small).rule.unwrap();
        let facts = facts(&known);
        let answer = rule.answer(&facts, as_of);
        for (wanted, plans) in [(true, rule.gap(&facts, as_of)), (false, rule.margin(&facts, as_of))] {
            if answer == Some(wanted) {
                prop_assert!(plans.is_empty());
            }
            for plan in plans {
                let mut after = facts.clone();
                for (need, fact) in plan.changed().iter() {
                    after.set_fact(need.clone(), fact.clone());
                }
                prop_assert_eq!(rule.answer(&after, plan.on), Some(wanted), "{:?} {:?} {:?}", &node, &known, &plan);
                // No change can be left out.
                for (need, _) in plan.changed().iter() {
                    let mut fewer = after.clone();
                    match facts.get(need) {
                        Some(fact) => { fewer.set_fact(need.clone(), fact.clone()); }
                        None => fewer.forget(need),
                    }
                    prop_assert_ne!(rule.answer(&fewer, plan.on), Some(wanted), "{:?}", &plan);
                }
            }
        }
    }

    /// A conjunction of simple tests of known numbers, flags and sets always has a plan.
    #[test]
    fn what_can_be_reached_is_found(
        tests in prop::collection::vec(prop_oneof![
            (0..3_usize, 0..4_usize, 0..4_i8).prop_map(|(f, s, c)| Test::Number(f, [1, 3, 1, 3][s], c)),
            (0..3_usize).prop_map(Test::Flag),
            (0..3_usize).prop_map(Test::Holds),
        ], 1..5),
        known in known(),
    ) {
        let as_of = day("2026-06-30");
        let node = Node::All(tests.into_iter().map(Node::Clause).collect());
        let body = format!("conditions: {}", yaml(&node, &mut 0));
        let rule = Rule::compile("test/rule", &spec(&body), &Small).rule.unwrap();
        let facts = facts(&known);
        let possible = (0..4_i8).any(|a| (0..4_i8).any(|b| (0..4_i8).any(|c| {
            let best = Known {
                numbers: [Some(a), Some(b), Some(c), None],
                flags: [Some(true); 3],
                word: None,
                titles: Some([true; 3]),
            };
            enumerated(&node, &best) == Some(Some(true))
        })));
        let plans = rule.gap(&facts, as_of);
        let found = rule.answer(&facts, as_of) == Some(true) || !plans.is_empty();
        prop_assert_eq!(found, possible, "{:?} {:?}", node, known);
        // Staff is not sent away unless nothing else does; patents and flags may go either way
        // or are only asked to hold.
        let enough = known.numbers[0].unwrap_or(0);
        let wanted = (enough..4).any(|a| (0..4_i8).any(|b| (0..4_i8).any(|c| {
            let best = Known {
                numbers: [Some(a), Some(b), Some(c), None],
                flags: [Some(true); 3],
                word: None,
                titles: Some([true; 3]),
            };
            enumerated(&node, &best) == Some(Some(true))
        })));
        for plan in plans {
            let against = plan.changes.iter().any(|change| change.against);
            prop_assert_eq!(against, !wanted, "{:?} {:?} {:?}", &node, &known, &plan);
        }
    }
}
