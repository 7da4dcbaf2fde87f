//! Cases that pass whatever the thresholds are prove nothing: with any one threshold of
//! a rule moved up or down, at least one case of that rule must fail.

use julin_app::Packs;
use julin_criteria::spec::CriteriaSpec;
use julin_pack::{PackFiles, PackSource};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A threshold that was moved, by rule.
type Moved = BTreeMap<String, String>;

/// Packs with rules of their own, without what rules do not need.
fn sources() -> Vec<PackFiles> {
    let kept = [
        "pack.yaml",
        "fields/",
        "types/",
        "units/",
        "words/",
        "names/",
        "sources/",
        "criteria/",
    ];
    let mut packs = julin_pack::builtin();
    packs.retain(|pack| ["core", "cn-national", "world", "zgc"].contains(&&*pack.id));
    for pack in &mut packs {
        pack.files.retain(|path, _| {
            kept.iter().any(|start| path.starts_with(start)) || path.starts_with("cases/criteria-")
        });
    }
    packs
}

fn load(packs: &[PackFiles]) -> Packs {
    Packs::from_source(PackSource::new().with(packs.iter().cloned()))
}

/// Thresholds no case can reach: the amount stays unknown, because the limits of its
/// steps or its rate are not published.
const OUT_OF_REACH: [(&str, &str); 4] = [
    ("zgc/bj-gjj-software", "rate_high"),
    ("zgc/bj-gjj-software", "rate_low"),
    ("zgc/bj-gjj-software", "rate_middle"),
    ("zgc/bj-innovation-voucher", "voucher_cap"),
];

/// By how much a threshold is moved: a fifth, and as much at least as what is counted
/// can differ by; points of the rubrics come in fives.
fn step(value: f64, unit: &str) -> f64 {
    let least = match unit {
        "score" => 5.0,
        "count" | "person" | "rank" | "ordinal" | "years" | "months" | "days" | "working_days"
        | "nanometre" => 1.0,
        _ => 0.0,
    };
    (value.abs() * 0.2).max(least)
}

/// The rule with its threshold number `round / 2` moved: up in even rounds, down in odd.
fn mutant(spec: &CriteriaSpec, round: usize) -> Option<(String, f64, CriteriaSpec)> {
    let published = spec
        .thresholds
        .iter()
        .filter(|(_, own)| own.value.is_some());
    let (name, threshold) = published.into_iter().nth(round / 2)?;
    let value = threshold.value?;
    let step = step(value, &threshold.unit);
    let moved = if round.is_multiple_of(2) {
        value + step
    } else {
        value - step
    };
    let mut changed = spec.clone();
    changed.thresholds.get_mut(name)?.value = Some(moved);
    Some((name.clone(), moved, changed))
}

/// One mutant of every rule that has one in this round.
fn mutate(
    packs: &[PackFiles],
    rules: &BTreeMap<String, CriteriaSpec>,
    round: usize,
) -> (Vec<PackFiles>, Moved) {
    let (mut packs, mut moved) = (packs.to_vec(), Moved::new());
    for (id, spec) in rules {
        let Some((name, value, changed)) = mutant(spec, round) else {
            continue;
        };
        if OUT_OF_REACH.contains(&(id, &name)) {
            continue;
        }
        let (pack, stem) = id.split_once('/').unwrap();
        let files = &mut packs.iter_mut().find(|own| own.id == pack).unwrap().files;
        // JSON is YAML.
        let text = serde_json::to_vec(&changed).unwrap();
        files.insert(format!("criteria/{stem}.yaml"), Cow::Owned(text));
        moved.insert(id.clone(), format!("{name} = {value}"));
    }
    (packs, moved)
}

/// Rules of which a case fails.
fn caught(packs: &Packs) -> BTreeSet<String> {
    let failed = packs
        .run_cases()
        .into_iter()
        .filter(|result| !result.passed());
    let rule =
        |result: julin_pack::CaseResult| result.case.spec.given["rule"].as_str().map(str::to_owned);
    failed.filter_map(rule).collect()
}

#[test]
fn every_moved_threshold_makes_a_case_fail() {
    let sources = sources();
    let packs = load(&sources);
    assert_eq!(packs.diagnostics(), []);
    assert_eq!(caught(&packs), BTreeSet::new(), "before anything is moved");
    let rules: BTreeMap<_, _> = packs
        .rules()
        .map(|rule| (rule.id.clone(), rule.spec.clone()))
        .collect();
    let thresholds = |spec: &CriteriaSpec| spec.thresholds.len();
    let rounds = 2 * rules.values().map(thresholds).max().unwrap();
    let mut survivors = Vec::new();
    for round in 0..rounds {
        let (mutated, moved) = mutate(&sources, &rules, round);
        let caught = caught(&load(&mutated));
        let unnoticed = moved.into_iter().filter(|(rule, _)| !caught.contains(rule));
        survivors.extend(unnoticed.map(|(rule, what)| format!("{rule}: {what}")));
    }
    assert_eq!(survivors, [""; 0], "no case notices these");
}
