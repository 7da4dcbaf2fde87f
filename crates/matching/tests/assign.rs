//! Assignments and stable matchings against their checkers, brute force and bad input.

use julin_matching::assign::check::{faults, stable_faults};
use julin_matching::assign::stable::{Preferring, StablePair, StableSpec, stable};
use julin_matching::assign::value::{AssignSpec, Party, ValuedPair, assign};
use proptest::prelude::*;

fn spec(left: &[u32], right: &[u32], values: &[Vec<f64>]) -> AssignSpec {
    let side = |mark: &str, room: &[u32]| -> Vec<Party> {
        let all = room.iter().enumerate();
        let party = |(n, capacity): (usize, &u32)| Party {
            id: format!("{mark}{n}"),
            capacity: *capacity,
        };
        all.map(party).collect()
    };
    let mut pairs = vec![];
    for (a, row) in values.iter().enumerate().take(left.len()) {
        for (b, &value) in row.iter().enumerate().take(right.len()) {
            let (left, right) = (format!("l{a}"), format!("r{b}"));
            pairs.push(ValuedPair { left, right, value });
        }
    }
    let (left, right) = (side("l", left), side("r", right));
    AssignSpec { left, right, pairs }
}

/// The best value of all choices of pairs, one after another.
fn brute(values: &[Vec<f64>], left: &mut [u32], right: &mut [u32], at: usize) -> f64 {
    let (a, b) = (at / right.len(), at % right.len());
    if a == left.len() {
        return 0.0;
    }
    let without = brute(values, left, right, at + 1);
    if left[a] == 0 || right[b] == 0 {
        return without;
    }
    left[a] -= 1;
    right[b] -= 1;
    let with = values[a][b] + brute(values, left, right, at + 1);
    left[a] += 1;
    right[b] += 1;
    with.max(without)
}

fn values(rows: usize, columns: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    let cell = (-8_i32..40).prop_map(|n| f64::from(n) / 4.0);
    prop::collection::vec(prop::collection::vec(cell, columns), rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_assignment_is_feasible_and_its_prices_prove_it_optimal(
        left in prop::collection::vec(0_u32..4, 1..12),
        right in prop::collection::vec(0_u32..4, 1..12),
        values in values(12, 12),
    ) {
        let spec = spec(&left, &right, &values);
        let answer = assign(&spec).unwrap();
        prop_assert_eq!(faults(&spec, &answer), Vec::<String>::new());
        prop_assert!(answer.standing.apart < 1e-9);
    }

    #[test]
    fn a_small_assignment_equals_brute_force(
        left in prop::collection::vec(0_u32..3, 3),
        right in prop::collection::vec(0_u32..3, 3),
        values in values(3, 3),
    ) {
        let answer = assign(&spec(&left, &right, &values)).unwrap();
        let best = brute(&values, &mut left.clone(), &mut right.clone(), 0);
        prop_assert!((answer.standing.value - best).abs() < 1e-9);
    }

    #[test]
    fn a_stable_matching_has_no_blocking_pair(spec in preferences()) {
        let answer = stable(&spec).unwrap();
        prop_assert_eq!(stable_faults(&spec, &answer.pairs), Vec::<String>::new());
    }

    #[test]
    fn no_stable_matching_is_better_for_any_applicant(spec in small_preferences()) {
        let answer = stable(&spec).unwrap();
        let rank = |pairs: &[StablePair], id: &str| {
            let own = pairs.iter().find(|pair| pair.applicant == id);
            own.map_or(usize::MAX, |pair| pair.applicant_rank)
        };
        for other in matchings(&spec, 0) {
            if !stable_faults(&spec, &other).is_empty() {
                continue;
            }
            for applicant in &spec.applicants {
                let own = rank(&answer.pairs, &applicant.id);
                prop_assert!(own <= rank(&other, &applicant.id));
            }
        }
    }
}

/// Every way to give each applicant a listed host or none.
fn matchings(spec: &StableSpec, at: usize) -> Vec<Vec<StablePair>> {
    let Some(own) = spec.applicants.get(at) else {
        return vec![vec![]];
    };
    let rest = matchings(spec, at + 1);
    let mut all = rest.clone();
    for (n, host) in own.prefers.iter().enumerate() {
        for others in &rest {
            let mut made = others.clone();
            made.push(StablePair {
                applicant: own.id.clone(),
                host: host.clone(),
                applicant_rank: n + 1,
                host_rank: 1,
            });
            all.push(made);
        }
    }
    all
}

fn lists(
    side: &'static str,
    other: &'static str,
    many: (usize, usize),
) -> BoxedStrategy<Vec<Preferring>> {
    let ids: Vec<String> = (0..many.1).map(|n| format!("{other}{n}")).collect();
    let prefers = prop::sample::subsequence(ids, 0..=many.1).prop_shuffle();
    let lists = prop::collection::vec((prefers, 0_u32..4), many.0);
    lists
        .prop_map(move |lists| {
            let all = lists.into_iter().enumerate();
            let made = all.map(|(n, (prefers, capacity))| Preferring {
                id: format!("{side}{n}"),
                capacity: if side == "a" { 1 } else { capacity },
                prefers,
            });
            made.collect()
        })
        .boxed()
}

fn preferences() -> impl Strategy<Value = StableSpec> {
    (lists("a", "h", (12, 6)), lists("h", "a", (6, 12)))
        .prop_map(|(applicants, hosts)| StableSpec { applicants, hosts })
}

fn small_preferences() -> impl Strategy<Value = StableSpec> {
    (lists("a", "h", (3, 3)), lists("h", "a", (3, 3)))
        .prop_map(|(applicants, hosts)| StableSpec { applicants, hosts })
}

#[test]
fn bad_entries_are_named_and_the_rest_goes_on() {
    let text = r#"{"left":[{"id":"a"},{"id":"a"},{"id":""}],"right":[{"id":"x"}],
        "pairs":[{"left":"a","right":"x","value":2},{"left":"a","right":"x","value":9},
        {"left":"b","right":"x","value":1}]}"#;
    let answer = assign(&serde_json::from_str(text).unwrap()).unwrap();
    let codes: Vec<&str> = answer.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "match.set.twice",
            "match.set.no-id",
            "match.assign.pair-twice",
            "match.set.unknown"
        ]
    );
    assert_eq!(answer.standing.value, 2.0);
    let unknown = r#"{"left":[],"right":[],"pairs":[],"more":1}"#;
    assert!(serde_json::from_str::<AssignSpec>(unknown).is_err());
}

#[test]
fn values_that_are_no_numbers_are_named() {
    let mut spec = spec(&[1], &[1], &[vec![1.0]]);
    spec.pairs[0].value = f64::NAN;
    let answer = assign(&spec).unwrap();
    assert_eq!(answer.findings[0].code, "match.assign.value");
    assert!(answer.pairs.is_empty());
    spec.pairs[0].value = 1e13;
    assert_eq!(assign(&spec).unwrap().findings.len(), 1);
    spec.left = vec![spec.left[0].clone(); 20_001];
    assert_eq!(
        assign(&spec).unwrap_err().diagnostic().code,
        "match.set.too-large"
    );
}

#[test]
fn huge_and_tiny_values_stay_numbers() {
    let answer = assign(&spec(
        &[1, u32::MAX],
        &[1, 1],
        &[vec![1e12, 1e-12], vec![1e11, 1.0]],
    ));
    let answer = answer.unwrap();
    assert!(answer.standing.value >= 1e12 && answer.standing.apart < 1e-9);
}
