//! Random rules: every operator, nested conditions, derived values, scores with bands,
//! options and ranges, unpublished thresholds, words that would break out of quotes.

use crate::firms::Random;
use crate::small::Small;
use julin_criteria::Rule;
use julin_criteria::spec::CriteriaSpec;
use serde_json::{Value, json};

const WORDS: [&str; 9] = [
    "C39",
    "C392",
    "",
    "O'Neil",
    "back\\slash",
    "${table}",
    "半导体",
    "a\"b",
    "';DROP TABLE firms;--",
];
const SIGNS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];
const COUNTS: [&str; 4] = ["staff", "rd_staff", "prior(staff)", "prior(rd_staff, 2)"];
const MONEY: [&str; 4] = ["revenue", "rd", "SELECT", "prior(revenue)"];
const FLAGS: [&str; 5] = ["clean", "owned", "NULL", "prior(clean)", "passed"];
const TIMES: [&str; 3] = ["registered", "expires", "prior(registered)"];

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn words(random: &mut Random) -> String {
    let list: Vec<_> = (0..random.below(4))
        .map(|_| quoted(WORDS[random.below(9)]))
        .collect();
    list.join(", ")
}

/// A plain number: a share of two quantities, a count in persons over persons, a score.
fn ratio(random: &mut Random, depth: usize) -> String {
    let pair = |random: &mut Random| match random.below(2) {
        0 => (*random.pick(&MONEY), *random.pick(&MONEY)),
        _ => (*random.pick(&COUNTS), *random.pick(&COUNTS)),
    };
    match random.below(if depth == 0 { 6 } else { 13 }) {
        0 | 1 => {
            let (a, b) = pair(random);
            format!("{a} / {b}")
        }
        2 => "share".to_owned(),
        3 => "part".to_owned(),
        4 => "growth".to_owned(),
        5 => format!("{}", random.below(5)),
        6 => {
            let (a, b) = pair(random);
            format!("(({a} - {b}) / max({a}, {b}))")
        }
        7 => format!(
            "({} + {})",
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
        8 => format!(
            "({} - {})",
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
        9 => format!(
            "({} * {})",
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
        10 => format!(
            "min({}, -{})",
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
        11 => format!(
            "({} / {})",
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
        _ => format!(
            "({} ? {} : {})",
            flag(random, depth - 1),
            ratio(random, depth - 1),
            ratio(random, depth - 1)
        ),
    }
}

fn flag(random: &mut Random, depth: usize) -> String {
    let sign = *random.pick(&SIGNS);
    let small = random.below(8);
    match random.below(if depth == 0 { 16 } else { 21 }) {
        0 => format!(
            "{} {sign} cny_10k({})",
            random.pick(&MONEY),
            random.below(3) * 500
        ),
        1 => format!("{} {sign} {small}", random.pick(&COUNTS)),
        2 => format!(
            "{} {sign} percent({})",
            ratio(random, depth.min(2)),
            random.pick(&[0, 5, 10, 57, 100])
        ),
        3 => format!("{} {sign} {}", random.pick(&MONEY), random.pick(&MONEY)),
        4 => format!("industry in [{}]", words(random)),
        5 => format!("industry.startsWith({})", quoted(WORDS[random.below(9)])),
        6 => format!("industry {} order.by", random.pick(&["==", "!="])),
        7 => format!("{} in titles", quoted(WORDS[random.below(9)])),
        8 => format!("industry in awards && size(awards) {sign} {small}"),
        9 => format!("years_since({}) {sign} years({small})", random.pick(&TIMES)),
        10 => format!(
            "days_since({}) {sign} days({})",
            random.pick(&TIMES),
            365 * small
        ),
        11 => format!(
            "{} {sign} date('{}-06-30')",
            random.pick(&TIMES),
            2020 + small
        ),
        12 => format!("{} {sign} {}", random.pick(&TIMES), random.pick(&TIMES)),
        13 => (*random.pick(&FLAGS)).to_owned(),
        14 => format!("revenue {sign} {}", random.pick(&["bar", "unpublished"])),
        15 => format!("plots {sign} mu({small})"),
        16 => format!(
            "({}) && ({})",
            flag(random, depth - 1),
            flag(random, depth - 1)
        ),
        17 => format!(
            "({}) || ({})",
            flag(random, depth - 1),
            flag(random, depth - 1)
        ),
        18 => format!("!({})", flag(random, depth - 1)),
        19 => format!(
            "(({}) ? ({}) : ({}))",
            flag(random, depth - 1),
            flag(random, depth - 1),
            flag(random, depth - 1)
        ),
        _ => format!(
            "({}) == ({})",
            flag(random, depth - 1),
            flag(random, depth - 1)
        ),
    }
}

fn basis() -> Value {
    json!({"reference": "doc", "confidence": "high"})
}

fn text() -> Value {
    json!({"zh": "问", "en": "Asks"})
}

fn node(random: &mut Random, depth: usize, count: &mut usize) -> Value {
    if depth == 0 || random.one_in(4) {
        *count += 1;
        let test = match random.below(5) {
            0 => format!("score {} score_bar", random.pick(&SIGNS)),
            1 => format!(
                "score.a.{} {} {}",
                random.pick(&["x", "y"]),
                random.pick(&SIGNS),
                random.below(9)
            ),
            _ => flag(random, 2),
        };
        return json!({"id": format!("c{count}"), "text": text(), "basis": basis(), "if": test});
    }
    let parts: Vec<_> = (0..=random.below(4))
        .map(|_| node(random, depth - 1, count))
        .collect();
    match random.below(5) {
        0 => json!({"all": parts}),
        1 => json!({"any": parts}),
        2 => json!({"none": parts}),
        3 => json!({"one": parts}),
        _ => json!({"at_least": {"count": 1 + random.below(parts.len()), "of": parts}}),
    }
}

/// Money, a plain number or a share: computed, with or without bounds, one of which
/// nobody has published.
fn benefit(random: &mut Random) -> Value {
    let (unit, formula) = match random.below(6) {
        0 => ("cny", format!("{} * percent(5)", random.pick(&MONEY))),
        1 => (
            "cny_10k",
            format!("({} - {}) / 3", random.pick(&MONEY), random.pick(&MONEY)),
        ),
        2 => (
            "cny_10k",
            format!("max({}, paid) * {}", random.pick(&MONEY), ratio(random, 1)),
        ),
        3 => ("ratio", ratio(random, 2)),
        4 => ("percent", ratio(random, 1)),
        _ => ("cny", format!("{} ? paid : revenue", flag(random, 1))),
    };
    let mut benefit = json!({"text": text(), "kind": "grant", "formula": formula, "unit": unit,
        "per": "year", "basis": basis()});
    if unit.starts_with("cny") {
        for (bound, names) in [
            ("cap", ["bar", "unpublished"]),
            ("floor", ["least", "least"]),
        ] {
            if random.one_in(2) {
                benefit[bound] = json!(names[usize::from(random.one_in(8))]);
            }
        }
    }
    benefit
}

fn spec(random: &mut Random) -> Value {
    let boundary = *random.pick(&["upper", "lower"]);
    let combine = *random.pick(&["sum", "best"]);
    let option = |random: &mut Random, points: Value| json!({"text": text(), "if": flag(random, 1), "points": points});
    let options = vec![
        option(random, json!(5)),
        option(random, json!([1, 6.5])),
        option(random, json!(0.1)),
    ];
    let threshold =
        |value: Value, unit: &str| json!({"value": value, "unit": unit, "basis": basis()});
    json!({
        "title": text(), "kind": "policy", "series": "s", "issuer": text(), "references": ["doc"],
        "applies_to": "enterprise", "confidence": "high",
        "thresholds": {
            "bar": threshold(json!(500), "cny_10k"),
            "least": threshold(json!(0.005), "cny"),
            "unpublished": threshold(Value::Null, "cny_10k"),
            "score_bar": threshold(json!(random.below(12)), "score"),
        },
        "derived": [
            {"id": "part", "label": text(), "unit": "percent", "formula": "rd / revenue"},
            {"id": "growth", "label": text(), "formula": "revenue / prior(revenue) - 1"},
            {"id": "passed", "label": text(), "formula": "part >= percent(5) && growth > percent(10)"},
        ],
        "scoring": {"max": 15, "basis": basis(), "parts": [
            {"id": "a", "label": text(), "max": 12, "combine": combine, "items": [
                {"id": "x", "label": text(), "max": 8, "value": "part", "bands":
                    {"unit": "percent", "boundary": boundary, "steps": [
                        {"over": 10, "points": 8}, {"over": 5, "points": [3, 6]}, {"over": 1, "points": 1}]}},
                {"id": "y", "label": text(), "max": 7, "options": options}]},
            {"id": "b", "label": text(), "max": 6, "items": [
                {"id": "z", "label": text(), "max": 6, "options": [option(random, json!(6))]}]}]},
        "conditions": node(random, 3, &mut 0),
        "benefit": benefit(random),
    })
}

/// So many rules that compile.
pub fn rules(count: usize, seed: u64) -> Vec<Rule> {
    let mut random = Random(seed);
    let mut rules = Vec::new();
    let mut tried = 0;
    while rules.len() < count {
        tried += 1;
        assert!(
            tried < 20 * count,
            "too few of the rules compile: {}",
            rules.len()
        );
        let spec: CriteriaSpec = serde_json::from_value(spec(&mut random)).unwrap();
        let compiled = Rule::compile(&format!("test/rule-{tried}'"), &spec, &Small);
        if std::env::var_os("SHOW").is_some() && compiled.rule.is_none() {
            eprintln!("{:?}", compiled.diagnostics.first());
        }
        rules.extend(compiled.rule);
    }
    rules
}
