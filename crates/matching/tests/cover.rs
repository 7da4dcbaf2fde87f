//! Consortia against the checker, brute force and bad input.

use julin_matching::cover::check::faults;
use julin_matching::cover::gap::Reason;
use julin_matching::cover::{Capability, CoverSpec, Need, Partner, cover};
use julin_model::splitmix;
use proptest::prelude::*;

fn problem(seed: u64, (needs, partners, apart): (u64, u64, u64)) -> CoverSpec {
    let mut at = 0;
    let mut below = |n: u64| {
        at += 1;
        splitmix::output(seed, at) % n
    };
    let needs_made: Vec<Need> = (0..needs)
        .map(|n| Need {
            id: format!("n{n}"),
            weight: 1.0 + below(5) as f64,
            level: below(3) as f64,
            optional: below(4) == 0,
        })
        .collect();
    let partners_made = (0..partners).map(|n| Partner {
        id: format!("p{n}"),
        cost: below(10) as f64,
        has: (0..needs)
            .filter_map(|need| {
                let level = below(4) as f64;
                (below(3) == 0).then(|| Capability {
                    need: format!("n{need}"),
                    level,
                })
            })
            .collect(),
    });
    let partners_made = partners_made.collect();
    let pair = |_| {
        [
            format!("p{}", below(partners)),
            format!("p{}", below(partners)),
        ]
    };
    let apart = (0..apart).map(pair).filter(|[a, b]| a != b).collect();
    let most = seed
        .is_multiple_of(3)
        .then_some(1 + (seed / 3 % 4) as usize);
    CoverSpec {
        needs: needs_made,
        partners: partners_made,
        apart,
        most,
        answers: 3,
    }
}

/// What a set comes to by the input alone: weight of must-needs missed, size, cost,
/// strength turned round; less is better. None where it is not allowed.
fn judge(spec: &CoverSpec, set: &[usize]) -> Option<(f64, usize, f64, f64)> {
    let inside: Vec<&Partner> = set.iter().map(|own| &spec.partners[*own]).collect();
    let together = |id: &String| inside.iter().any(|own| own.id == *id);
    if set.len() > spec.most.unwrap_or(usize::MAX) {
        return None;
    }
    if spec.apart.iter().any(|[a, b]| together(a) && together(b)) {
        return None;
    }
    let (mut missed, mut strength) = (0.0, 0.0);
    for need in &spec.needs {
        let has = inside
            .iter()
            .flat_map(|own| &own.has)
            .filter(|own| own.need == need.id);
        let enough = has
            .map(|own| own.level)
            .filter(|level| *level >= need.level);
        match enough.reduce(f64::max) {
            Some(level) => strength += need.weight * level,
            None if need.optional => {}
            None => missed += need.weight,
        }
    }
    let cost = inside.iter().map(|own| own.cost).sum();
    Some((missed, set.len(), cost, -strength))
}

/// All allowed sets in which nobody can be spared, best first.
fn brute(spec: &CoverSpec) -> Vec<(f64, usize, f64, f64)> {
    let mut all = vec![];
    for bits in 0..1_u32 << spec.partners.len() {
        let set: Vec<usize> = (0..spec.partners.len())
            .filter(|n| bits >> n & 1 == 1)
            .collect();
        let Some(own) = judge(spec, &set) else {
            continue;
        };
        let spared = set.iter().any(|gone| {
            let rest: Vec<usize> = set.iter().copied().filter(|own| own != gone).collect();
            judge(spec, &rest).is_some_and(|rest| rest.0 == own.0)
        });
        if !spared {
            all.push(own);
        }
    }
    all.sort_by(|x, y| x.partial_cmp(y).unwrap_or(std::cmp::Ordering::Equal));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_set_is_allowed_and_covers_what_it_says(
        seed in any::<u64>(), needs in 0_u64..24, partners in 0_u64..30, apart in 0_u64..12,
    ) {
        let spec = problem(seed, (needs, partners, if partners > 0 { apart } else { 0 }));
        let answer = cover(&spec).unwrap();
        prop_assert_eq!(faults(&spec, &answer), Vec::<String>::new());
        if let Some(least) = answer.least {
            prop_assert!(least <= answer.sets[0].partners.len());
        }
    }

    #[test]
    fn small_problems_equal_brute_force(
        seed in any::<u64>(), needs in 0_u64..7, partners in 1_u64..8, apart in 0_u64..5,
    ) {
        let spec = problem(seed, (needs, partners, apart));
        let answer = cover(&spec).unwrap();
        let best = brute(&spec);
        prop_assert!(answer.proven);
        prop_assert_eq!(answer.complete, best[0].0 == 0.0);
        let told = answer.sets.iter().map(|set| {
            let missed: f64 = set.gaps.iter().map(|gap| gap.weight).sum();
            (missed, set.partners.len(), set.cost, -set.strength)
        });
        let told: Vec<_> = told.collect();
        let many = if answer.complete { 3 } else { 1 };
        let wanted: Vec<_> = best.iter().filter(|own| own.0 == best[0].0).take(many).copied().collect();
        prop_assert_eq!(told, wanted);
    }
}

fn needs(ids: &[&str]) -> Vec<Need> {
    let need = |id: &&str| Need {
        id: (*id).into(),
        weight: 1.0,
        level: 1.0,
        optional: false,
    };
    ids.iter().map(need).collect()
}

fn partner(id: &str, has: &[(&str, f64)]) -> Partner {
    let has = has.iter().map(|(need, level)| Capability {
        need: (*need).into(),
        level: *level,
    });
    Partner {
        id: id.into(),
        cost: 1.0,
        has: has.collect(),
    }
}

#[test]
fn every_gap_is_named_with_its_reason() {
    let spec = CoverSpec {
        needs: needs(&["nobody", "low", "foe", "full", "a", "b"]),
        partners: vec![
            partner("one", &[("a", 2.0), ("b", 2.0), ("low", 0.5)]),
            partner("foe", &[("foe", 1.0)]),
            partner("late", &[("full", 1.0)]),
        ],
        apart: vec![["one".into(), "foe".into()]],
        most: Some(1),
        answers: 3,
    };
    let answer = cover(&spec).unwrap();
    assert!(!answer.complete && answer.proven);
    assert_eq!(answer.sets[0].partners, ["one"]);
    let reasons: Vec<&Reason> = answer.sets[0].gaps.iter().map(|own| &own.reason).collect();
    assert_eq!(reasons[0], &Reason::Nobody);
    assert_eq!(
        reasons[1],
        &Reason::Level {
            asked: 1.0,
            best: 0.5,
            partner: "one".into()
        }
    );
    assert_eq!(
        reasons[2],
        &Reason::Apart {
            partners: vec!["foe".into()]
        }
    );
    assert_eq!(
        reasons[3],
        &Reason::Full {
            most: 1,
            partners: vec!["late".into()]
        }
    );
    let codes: Vec<&str> = answer
        .findings
        .iter()
        .map(|own| own.code.as_str())
        .collect();
    let all = ["incomplete", "nobody", "level", "apart", "full"];
    assert_eq!(codes, all.map(|own| format!("match.cover.{own}")));
}

#[test]
fn among_hundreds_the_bound_is_stated_where_it_is_not_proven() {
    let spec = problem(4, (80, 400, 100));
    let spec = CoverSpec { most: None, ..spec };
    let answer = cover(&spec).unwrap();
    assert_eq!(faults(&spec, &answer), Vec::<String>::new());
    assert!(answer.complete);
    assert!(answer.least.is_some_and(|least| least >= 2));
}

#[test]
fn bad_entries_are_named_and_the_rest_goes_on() {
    let mut spec = CoverSpec {
        needs: needs(&["a", "a", "b"]),
        partners: vec![
            partner("one", &[("a", 1.0), ("c", 1.0)]),
            partner("two", &[("b", 1.0)]),
        ],
        apart: vec![["one".into(), "nobody".into()]],
        most: None,
        answers: 2,
    };
    spec.needs[2].weight = f64::INFINITY;
    let answer = cover(&spec).unwrap();
    let codes: Vec<&str> = answer
        .findings
        .iter()
        .map(|own| own.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "match.set.twice",
            "match.set.not-a-quantity",
            "match.set.unknown",
            "match.set.unknown"
        ]
    );
    assert_eq!(answer.sets[0].partners, ["one"]);
    let empty = cover(&CoverSpec {
        answers: 1,
        ..CoverSpec::default()
    })
    .unwrap();
    assert!(empty.complete && empty.sets[0].partners.is_empty());
    spec.answers = 21;
    assert_eq!(cover(&spec).unwrap_err().list, "answers");
}
