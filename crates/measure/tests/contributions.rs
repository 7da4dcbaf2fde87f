//! Firms of a zone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::random::Random;
use common::{codes, framework, matrix};
use julin_formula::Need;
use julin_measure::contributions::{
    Effect, FirmChanges, Firms, RollUp, Zone, changes, contributions, standings,
};
use julin_measure::{Column, ColumnKind, Framework, Matrix, Outcome, score, what_if};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

fn zone<'a>(
    outcome: &'a Outcome<'a>,
    firms: &'a Firms,
    roll_up: &'a BTreeMap<String, RollUp>,
    zero: &'a BTreeSet<String>,
) -> Zone<'a> {
    Zone {
        outcome,
        unit: 0,
        firms,
        roll_up,
        zero_is_short: zero,
    }
}

fn per_head() -> Framework {
    framework(
        "{title: {zh: 甲, en: A}, units_of: park, groups: [{id: g, label: {zh: 乙, en: B}, indicators: [
            {id: head, label: {zh: 丙, en: C}, formula: revenue / staff},
            {id: new, label: {zh: 丁, en: D}, formula: listed},
            {id: energy, label: {zh: 戊, en: E}, direction: down, formula: coal / revenue}]}]}",
    )
}

/// The example in the documentation of the module.
#[test]
fn the_worked_example() {
    let framework = per_head();
    let figures = matrix(&[
        (ColumnKind::Field, "revenue", &[400.0, 900.0]),
        (ColumnKind::Field, "staff", &[4.0, 3.0]),
        (ColumnKind::Field, "listed", &[1.0, 5.0]),
        (ColumnKind::Field, "coal", &[40.0, 50.0]),
    ]);
    let outcome = score(&framework, &figures);
    let mut firms = Firms::new(vec!["a".to_owned(), "b".to_owned()]);
    for (field, values) in [
        ("revenue", [300.0, 100.0]),
        ("staff", [2.0, 2.0]),
        ("listed", [3.0, 0.0]),
        ("coal", [10.0, 30.0]),
    ] {
        firms.insert(Need::now(field), values.to_vec()).unwrap();
    }
    let rules = BTreeMap::from([("listed".to_owned(), RollUp::Count)]);
    let zero = BTreeSet::from(["new".to_owned()]);
    let zone = zone(&outcome, &firms, &rules, &zero);
    let (found, diagnostics) = contributions(zone);
    assert_eq!(diagnostics, []);
    let head = &found[0];
    assert_eq!((head.value(0), head.share(0)), (Some(50.0), Some(0.5)));
    assert_eq!(head.value(1), Some(-50.0));
    let effects = [0, 1].map(|firm| head.effect(firm).unwrap());
    assert_eq!(effects, [Effect::Lifts, Effect::Lowers]);
    assert_eq!([0, 1].map(|firm| head.is_short_board(firm)), [false, true]);
    // One firm went public; the other adds nothing, which counts as a short board here.
    assert_eq!(
        [0, 1].map(|firm| found[1].value(firm)),
        [Some(1.0), Some(0.0)]
    );
    assert_eq!(
        [0, 1].map(|firm| found[1].is_short_board(firm)),
        [false, true]
    );
    // Less coal is better: 0.1 with both, 0.3 without the first.
    near(found[2].value(0).unwrap(), -0.2);
    assert_eq!(found[2].effect(0), Some(Effect::Lifts));
}

#[test]
fn what_firms_cannot_change_is_told() {
    let framework = per_head();
    let mut figures = matrix(&[
        (ColumnKind::Field, "revenue", &[f64::NAN, 900.0]),
        (ColumnKind::Field, "staff", &[4.0, 3.0]),
    ]);
    figures
        .insert(ColumnKind::Indicator, "new", Column::new(vec![1.0, 2.0]))
        .unwrap();
    let outcome = score(&framework, &figures);
    let mut firms = Firms::new(vec!["a".to_owned()]);
    firms.insert(Need::now("revenue"), vec![3.0]).unwrap();
    assert!(firms.insert(Need::now("staff"), vec![]).is_err());
    let (rules, zero) = (BTreeMap::new(), BTreeSet::new());
    let zone = zone(&outcome, &firms, &rules, &zero);
    let (found, diagnostics) = contributions(zone);
    assert_eq!(
        codes(&diagnostics),
        ["measure.firms-no-total", "measure.firms-no-formula"]
    );
    assert_eq!((found[0].value(0), found[0].effect(0)), (None, None));
    let wanted: FirmChanges = serde_saphyr::from_str(
        "{drop: [zz], change: [{firm: zz, field: staff, value: 1}, {firm: a, field: staff, value: .inf}],
          add: [{id: a}, {id: b, values: {staff: .nan}}]}",
    )
    .unwrap();
    let mut told = codes(&changes(zone, &wanted).1)
        .iter()
        .map(|code| (*code).to_owned())
        .collect::<Vec<_>>();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "measure.firms-not-finite",
            "measure.firms-not-finite",
            "measure.firms-twice",
            "measure.firms-unknown",
            "measure.firms-unknown"
        ]
    );
}

const FIELDS: usize = 5;

/// Indicators of the usual kinds over five fields, two of them counts and means.
fn random_framework(random: &mut Random, normalise: &str, aggregate: &str) -> Framework {
    let formulas = [
        "f0 / f1",
        "f0",
        "f0 / prior(f0) - 1",
        "f2 / f1 * 100",
        "f3",
        "(f0 - f2) / f1",
        "f4",
    ];
    let indicators: Vec<String> = formulas
        .iter()
        .enumerate()
        .map(|(at, formula)| {
            let direction = if random.chance(0.3) { "down" } else { "up" };
            let posts = match normalise {
                "goalposts" => "goalposts: {low: 0, high: 50}, ",
                _ => "",
            };
            format!("{{id: i{at}, label: {{zh: 丙, en: C}}, {posts}direction: {direction}, weight: {}, formula: {formula}}}", at + 1)
        })
        .collect();
    framework(&format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{normalise: {{kind: {normalise}}}, range: [1, 100], minimum_coverage: 0.2}},
          groups: [
            {{id: g, label: {{zh: 乙, en: B}}, aggregate: {{kind: {aggregate}}}, indicators: [{}]}},
            {{id: h, label: {{zh: 乙, en: B}}, direction: down, indicators: [{}]}}]}}",
        indicators[..4].join(", "),
        indicators[4..].join(", ")
    ))
}

fn random_firms(random: &mut Random, count: usize) -> Firms {
    let mut firms = Firms::new((0..count).map(|at| format!("firm{at}")).collect());
    for field in 0..FIELDS {
        for prior in [false, true] {
            let values = (0..count).map(|_| {
                let value = (random.share() * 6.0).exp();
                if random.chance(0.1) { f64::NAN } else { value }
            });
            let need = Need {
                field: format!("f{field}"),
                years: u32::from(prior),
            };
            firms.insert(need, values.collect()).unwrap();
        }
    }
    firms
}

fn rules() -> BTreeMap<String, RollUp> {
    BTreeMap::from([
        ("f3".to_owned(), RollUp::Count),
        ("f4".to_owned(), RollUp::Mean),
    ])
}

/// A field of the zone made anew from some firms, by plain adding up, and a rest.
fn rolled(firms: &Firms, need: &Need, keep: impl Fn(usize) -> bool, rest: f64) -> f64 {
    let values = firms.column(need).unwrap().iter().enumerate();
    let values: Vec<f64> = values
        .filter(|(at, x)| keep(*at) && !x.is_nan())
        .map(|(_, x)| *x)
        .collect();
    match rules().get(&need.field).copied().unwrap_or_default() {
        RollUp::Sum => values.iter().sum::<f64>() + rest,
        RollUp::Count => values.iter().filter(|x| **x > 0.0).count() as f64 + rest,
        RollUp::Mean => values.iter().sum::<f64>() / values.len() as f64 + rest,
    }
}

/// Figures of ten zones; those of the first from its firms.
fn zones(base: &Matrix, firms: &Firms, keep: impl Fn(usize) -> bool + Copy, rest: f64) -> Matrix {
    let mut figures = base.clone();
    for field in 0..FIELDS {
        for (kind, prior) in [(ColumnKind::Field, false), (ColumnKind::Prior, true)] {
            let need = Need {
                field: format!("f{field}"),
                years: u32::from(prior),
            };
            let column = figures.get_mut(kind, &need.field).unwrap();
            column.values[0] = rolled(firms, &need, keep, rest);
        }
    }
    figures
}

fn base(random: &mut Random, size: f64) -> Matrix {
    let mut columns = Vec::new();
    for kind in [ColumnKind::Field, ColumnKind::Prior] {
        for field in 0..FIELDS {
            let values: Vec<f64> = (0..10).map(|_| (0.2 + random.share()) * size).collect();
            columns.push((kind, format!("f{field}"), values));
        }
    }
    let views: Vec<_> = columns
        .iter()
        .map(|(kind, name, values)| (*kind, name.as_str(), values.as_slice()))
        .collect();
    matrix(&views)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Must show 6: the zone's values, score and rank without a firm are those of a full
    /// recomputation from the firms that stay; whether only the zone's row changes
    /// (goalposts, an ordinary zone) or everything does (the largest zone, z-scores).
    #[test]
    fn without_a_firm_is_a_full_recomputation(
        seed in any::<u64>(), large in any::<bool>(), rest in 0_u32..3,
        normalise in prop::sample::select(vec!["min-max", "goalposts", "z-score"]),
        geometric in any::<bool>(),
    ) {
        let mut random = Random(seed);
        let aggregate = if geometric && normalise != "z-score" { "geometric" } else { "arithmetic" };
        let framework = random_framework(&mut random, normalise, aggregate);
        let firms = random_firms(&mut random, 12);
        let rest = f64::from(rest) * 7.0;
        let base = base(&mut random, if large { 20.0 } else { 1000.0 });
        let figures = zones(&base, &firms, |_| true, rest);
        let outcome = score(&framework, &figures);
        let (rules, zero) = (rules(), BTreeSet::new());
        let zone = zone(&outcome, &firms, &rules, &zero);
        let (found, _) = contributions(zone);
        let all: Vec<usize> = (0..12).collect();
        let standings = standings(zone, &found, &all);
        for firm in all {
            let anew = zones(&base, &firms, |other| other != firm, rest);
            let expected = score(&framework, &anew);
            for one in &found {
                let value = expected.value(0, one.node).unwrap_or(f64::NAN);
                prop_assert!((one.without[firm] - value).abs() < 1e-9 * value.abs().max(1.0)
                    || (one.without[firm].is_nan() && value.is_nan()));
            }
            match (standings[firm].score, expected.score(0, 0)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9, "{} {}", a, b),
                (a, b) => prop_assert_eq!(a, b),
            }
            prop_assert_eq!(standings[firm].rank, expected.rank(0, 0));
            // The same by way of a change of firms.
            let drop = FirmChanges { drop: vec![format!("firm{firm}")], ..FirmChanges::default() };
            let (set, told) = changes(zone, &drop);
            prop_assert_eq!(told.len(), 0);
            let answer = what_if(&outcome, &set);
            let after = answer.units.iter().find(|one| one.unit == 0).map(|one| one.after.score);
            if let (Some(Some(a)), Some(b)) = (after, expected.score(0, 0)) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    /// Firms that come, go and change: as if the zone had been added up from them.
    #[test]
    fn changed_firms_are_a_full_recomputation(seed in any::<u64>()) {
        let mut random = Random(seed);
        let framework = random_framework(&mut random, "min-max", "arithmetic");
        let firms = random_firms(&mut random, 9);
        let base = base(&mut random, 500.0);
        let figures = zones(&base, &firms, |_| true, 3.0);
        let outcome = score(&framework, &figures);
        let (rules, zero) = (rules(), BTreeSet::new());
        let zone = zone(&outcome, &firms, &rules, &zero);
        let wanted: FirmChanges = serde_saphyr::from_str(
            "{drop: [firm1, firm4], change: [{firm: firm2, field: f0, value: 77}, {firm: firm3, field: f1, prior: true, value: null}],
              add: [{id: new, values: {f0: 10, f1: 2, f2: 3, f3: 1, f4: 8}, prior: {f0: 9}}]}",
        ).unwrap();
        let (set, told) = changes(zone, &wanted);
        prop_assert_eq!(told.len(), 0);
        let answer = what_if(&outcome, &set);
        // Slowly: ten firms written out, those that went without anything.
        let mut ids: Vec<String> = firms.ids().to_vec();
        ids.push("new".to_owned());
        let mut anew = Firms::new(ids);
        for (need, values) in firms.columns() {
            let mut values = values.to_vec();
            let add = match (need.field.as_str(), need.prior()) {
                ("f0", false) => 10.0, ("f1", false) => 2.0, ("f2", false) => 3.0,
                ("f3", false) => 1.0, ("f4", false) => 8.0, ("f0", true) => 9.0,
                _ => f64::NAN,
            };
            values.push(add);
            if need == &Need::now("f0") { values[2] = 77.0; }
            if need == &Need::before("f1") { values[3] = f64::NAN; }
            (values[1], values[4]) = (f64::NAN, f64::NAN);
            anew.insert(need.clone(), values).unwrap();
        }
        let expected_figures = zones(&base, &anew, |_| true, 3.0);
        let expected = score(&framework, &expected_figures);
        for one in &answer.units {
            match (one.after.score, expected.score(one.unit, 0)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9),
                (a, b) => prop_assert_eq!(a, b),
            }
            prop_assert_eq!(one.after.rank, expected.rank(one.unit, 0));
        }
    }
}
