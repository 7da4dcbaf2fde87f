//! The statistical audit: published answers, a plain recomputation, what must always hold.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, framework, lines, matrix, table};
use julin_measure::audit::{Flag, components, reliability};
use julin_measure::{
    Audit, AuditInput, ColumnKind, LeftOut, Method, TablesOutcome, audit, read_tables, score,
};
use proptest::prelude::*;

fn asem() -> TablesOutcome {
    let (meta, data) = (
        table("data/coinr_asem/ASEM_iMeta.csv"),
        table("data/coinr_asem/ASEM_iData.csv"),
    );
    let method = Method {
        minimum_coverage: 0.0,
        ..Method::default()
    };
    read_tables("asem", &method, &meta, &data)
}

/// The columns of some indicators as given.
fn raw(read: &TablesOutcome, group: &str) -> Vec<Vec<f64>> {
    let framework = read.framework.as_ref().unwrap();
    let group = framework.find(group).unwrap();
    let one = |id: &usize| {
        let code = &framework.nodes[*id].code;
        let column = read.matrix.get(ColumnKind::Indicator, code).unwrap();
        column.values.clone()
    };
    framework.nodes[group].children.iter().map(one).collect()
}

fn complete(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let whole: Vec<usize> = (0..columns[0].len())
        .filter(|unit| columns.iter().all(|column| !column[*unit].is_nan()))
        .collect();
    let keep = |column: &Vec<f64>| whole.iter().map(|unit| column[*unit]).collect();
    columns.iter().map(keep).collect()
}

/// Covariance with n − 1 over the units that have both: slow and plain.
fn covariance(left: &[f64], right: &[f64]) -> f64 {
    let both: Vec<(f64, f64)> = left
        .iter()
        .zip(right)
        .filter(|(x, y)| !x.is_nan() && !y.is_nan())
        .map(|(x, y)| (*x, *y))
        .collect();
    let n = both.len() as f64;
    let means = (
        both.iter().map(|(x, _)| x).sum::<f64>() / n,
        both.iter().map(|(_, y)| y).sum::<f64>() / n,
    );
    let products = both.iter().map(|(x, y)| (x - means.0) * (y - means.1));
    products.sum::<f64>() / (n - 1.0)
}

/// COINr's vignette "Analysis": `get_cronbach(coin, "Raw", "P2P", 1)` is 0.05126659, from
/// covariances over the pairs that are there.
#[test]
fn cronbach_of_people_to_people_as_published() {
    let columns = raw(&asem(), "P2P");
    let matrix: Vec<Vec<f64>> = columns
        .iter()
        .map(|a| columns.iter().map(|b| covariance(a, b)).collect())
        .collect();
    let alpha = reliability::alpha(&matrix).unwrap();
    assert!((alpha - 0.051_266_59).abs() < 5e-9, "{alpha}");
}

/// The same vignette: principal components of the group Social, raw, complete units.
#[test]
fn components_of_social_as_published() {
    let columns = complete(&raw(&asem(), "Social"));
    assert_eq!((columns.len(), columns[0].len()), (9, 51 - 14));
    let found = components::components(&columns).unwrap();
    let deviations = [
        2.2042, 1.1256, 0.9788, 0.78834, 0.77153, 0.56836, 0.42463, 0.36068, 0.25760,
    ];
    let shares = [
        0.5398, 0.1408, 0.1065, 0.06905, 0.06614, 0.03589, 0.02003, 0.01445, 0.00737,
    ];
    for (k, (deviation, share)) in deviations.into_iter().zip(shares).enumerate() {
        assert!((found.eigenvalues[k].sqrt() - deviation).abs() < 5.1e-5);
        // Published after rounding twice.
        assert!((found.shares[k] - share).abs() < 6e-5);
    }
    assert_eq!(found.kaiser, 2);
}

/// The same vignette: weights of the first component of Environ, in the order of COINr.
#[test]
fn the_first_component_of_environ_as_published() {
    let read = asem();
    let framework = read.framework.as_ref().unwrap();
    let group = framework.find("Environ").unwrap();
    let found = components::components(&complete(&raw(&read, "Environ"))).unwrap();
    let length = found.eigenvalues[0].sqrt();
    // COINr sorts codes by name, and a component may be turned round as a whole.
    let published = [
        ("CO2", -0.581),
        ("Forest", 0.214),
        ("MatCon", -0.543),
        ("PrimEner", -0.313),
        ("Renew", 0.473),
    ];
    for (code, weight) in published {
        let place = framework.nodes[group]
            .children
            .iter()
            .position(|id| framework.nodes[*id].code == code);
        let own: f64 = found.loadings[0][place.unwrap()] / length;
        assert!((-own - weight).abs() < 5.1e-4, "{code} {own}");
    }
}

/// The same vignette: statistics of the first five indicators.
#[test]
fn scale_facts_as_published() {
    let read = asem();
    // Published before anything is divided.
    let mut framework = read.framework.clone().unwrap();
    for node in &mut framework.nodes {
        node.steps.denominate = None;
    }
    let found = audit(&score(&framework, &read.matrix), AuditInput::default());
    // Min, max, mean, median, sd, skew, kurtosis at three digits; different values, most
    // frequent, flag.
    let published = [
        (
            "LPI",
            [2.07, 4.23, 3.41, 3.42, 0.538, -0.304, -0.657],
            [51, 1],
            false,
        ),
        (
            "Flights",
            [0.99, 211.0, 38.6, 25.6, 46.7, 2.10, 4.51],
            [51, 1],
            true,
        ),
        (
            "Ship",
            [0.0, 21.2, 12.0, 12.7, 6.84, -0.576, -0.681],
            [43, 9],
            false,
        ),
        (
            "Bord",
            [0.0, 122.0, 23.6, 18.0, 24.8, 2.15, 5.79],
            [30, 6],
            true,
        ),
        (
            "Elec",
            [0.0, 110.0, 16.2, 6.91, 22.7, 2.23, 5.79],
            [46, 4],
            true,
        ),
    ];
    for (facts, (code, numbers, counts, skewed)) in found.facts.iter().zip(published) {
        assert_eq!(facts.code, code);
        let own = [
            facts.minimum,
            facts.maximum,
            facts.mean,
            facts.median,
            facts.deviation,
            facts.skewness,
            facts.kurtosis,
        ];
        for (own, published) in own.into_iter().zip(numbers) {
            let slack = 0.0051 * f64::abs(published).max(0.01);
            assert!((own.unwrap() - published).abs() < slack, "{code} {own:?}");
        }
        assert_eq!([facts.unique, facts.most_frequent], counts);
        assert_eq!((facts.present, facts.skewed), (51, skewed));
    }
    let bangladesh = found.coverage.units.iter().find(|unit| unit.code == "BGD");
    let bangladesh = bangladesh.unwrap();
    assert_eq!((bangladesh.present, bangladesh.of), (43, 49));
    assert!((bangladesh.share - 0.877_551).abs() < 5e-7);
}

/// Everything about ASEM again, from the scores, by code that shares nothing.
#[test]
fn asem_equals_a_plain_recomputation() {
    let read = asem();
    let framework = read.framework.as_ref().unwrap();
    let outcome = score(framework, &read.matrix);
    let found = audit(&outcome, AuditInput::default());
    let plain = |a: usize, b: usize| {
        let (x, y) = (outcome.scores(a), outcome.scores(b));
        // Variances over the same units as the covariance.
        let held = |from: &[f64], with: &[f64]| -> Vec<f64> {
            let cells = from.iter().zip(with);
            cells
                .map(|(x, y)| if y.is_nan() { f64::NAN } else { *x })
                .collect()
        };
        let (x, y) = (held(x, y), held(y, x));
        covariance(&x, &y) / (covariance(&x, &x) * covariance(&y, &y)).sqrt()
    };
    for a in 0..framework.nodes.len() {
        for b in 0..framework.nodes.len() {
            let r = found.correlations.between(a, b).unwrap();
            assert!((r - plain(a, b)).abs() < 1e-9, "{a} {b}");
        }
    }
    for group in &found.groups {
        let parts = &group.importance;
        let total: f64 = parts
            .iter()
            .map(|p| plain(p.node, group.node).powi(2))
            .sum();
        for part in parts {
            let effective = plain(part.node, group.node).powi(2) / total;
            assert!((part.effective.unwrap() - effective).abs() < 1e-9);
            assert!((part.nominal - 1.0 / parts.len() as f64).abs() < 1e-12);
        }
    }
    let shares: f64 = found.importance.iter().map(|part| part.nominal).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    for indicator in &found.correlations.indicators {
        let above: Vec<&str> = indicator.own.iter().map(|own| own.code.as_str()).collect();
        assert_eq!((above.len(), above[2]), (3, "Index"));
    }
    // Technical barriers to trade goes against the rest of its group, as COINr finds too.
    assert!(found.correlations.pairs.iter().any(|pair| {
        pair.codes.contains(&"TBTs".to_owned())
            && pair.codes.contains(&"RTAs".to_owned())
            && pair.flag == Flag::Negative
    }));
    assert!(codes(&found.findings).contains(&"measure.audit.negative-pairs"));
    assert!(found.findings.is_sorted_by(|a, b| a.severity >= b.severity));
}

const FRAMEWORK: &str = "
    title: {zh: 指数, en: Index}
    units_of: park
    method: {minimum_coverage: 0}
    groups:
      - id: A
        label: {zh: 甲, en: A}
        indicators:
          - {id: a1, label: {zh: 甲一, en: A1}}
          - {id: a2, label: {zh: 甲二, en: A2}}
          - {id: a3, label: {zh: 甲三, en: A3}}
      - id: B
        label: {zh: 乙, en: B}
        indicators:
          - {id: b1, label: {zh: 乙一, en: B1}}
          - {id: b2, label: {zh: 乙二, en: B2}}
          - {id: b3, label: {zh: 乙三, en: B3}}";

fn audited(columns: &[(&str, Vec<f64>)], input: AuditInput) -> Audit {
    let framework = framework(FRAMEWORK);
    let columns: Vec<_> = columns
        .iter()
        .map(|(name, values)| (ColumnKind::Indicator, *name, values.as_slice()))
        .collect();
    let matrix = matrix(&columns);
    audit(&score(&framework, &matrix), input)
}

#[test]
fn each_fault_is_found_and_named() {
    let n = 20;
    let up: Vec<f64> = (0..n).map(f64::from).collect();
    // Deterministic and nearly without correlation to the order.
    let noise: Vec<f64> = (0..n).map(|k| f64::from((k * 7 + 3) % 20)).collect();
    let mut far = noise.clone();
    far[4] = 1000.0;
    let mut thin = vec![f64::NAN; 20];
    thin[..8].copy_from_slice(&up[..8]);
    let zeros: Vec<f64> = (0..n).map(|k| f64::from(u8::from(k > 12))).collect();
    let columns = [
        ("a1", up.clone()),
        ("a2", up.iter().map(|x| 3.0 * x + 1.0).collect()),
        ("a3", up.iter().map(|x| -x).collect()),
        ("b1", far),
        ("b2", thin),
        ("b3", zeros),
    ];
    let left_out = vec![
        LeftOut {
            node: 2,
            code: "a1".to_owned(),
            mean_shift: 3.5,
            largest_shift: 9,
        },
        LeftOut {
            node: 3,
            code: "a2".to_owned(),
            mean_shift: 0.5,
            largest_shift: 2,
        },
    ];
    let input = AuditInput {
        left_out: Some(left_out),
        ..AuditInput::default()
    };
    let found = audited(&columns, input);
    let about = |code: &str| -> Vec<&str> {
        let hits = found.findings.iter().filter(|f| f.code == code);
        hits.map(|f| f.args["node"].as_str()).collect()
    };
    assert_eq!(about("measure.audit.same-within"), ["a1"]);
    assert_eq!(about("measure.audit.against-group"), ["a3"]);
    assert_eq!(about("measure.audit.negative-pairs")[0], "A");
    assert_eq!(about("measure.audit.outliers"), ["b1"]);
    assert_eq!(about("measure.audit.thin-indicator"), ["b2"]);
    assert_eq!(about("measure.audit.zeros"), ["b3"]);
    assert_eq!(about("measure.audit.fragile"), ["a1"]);
    // What breaks the structure comes first.
    assert_eq!(found.findings[0].code, "measure.audit.against-group");
    assert_eq!(about("measure.audit.few-units"), [] as [&str; 0]);
}

#[test]
fn nothing_and_one_unit_have_an_audit_too() {
    let none: Vec<f64> = Vec::new();
    for column in [none, vec![5.0], vec![5.0, 5.0, 5.0], vec![f64::NAN; 4]] {
        let names = ["a1", "a2", "a3", "b1", "b2", "b3"];
        let columns: Vec<_> = names.map(|name| (name, column.clone())).to_vec();
        let found = audited(&columns, AuditInput::default());
        assert_eq!(found.groups.len(), 3);
        assert!(found.groups.iter().all(|group| group.components.is_none()));
        assert!(found.correlations.pairs.is_empty());
        assert_eq!(found.findings[0].code, "measure.audit.few-units");
    }
}

#[test]
fn directions_are_turned_before_anything_is_correlated() {
    let meta = lines(
        "iMeta.csv",
        "iCode | Level | Parent | Type | Direction
         a | 1 | G | Indicator | 1
         b | 1 | G | Indicator | -1
         G | 2 |   | Aggregate | 1",
    );
    let data = lines(
        "iData.csv",
        "uCode | a | b
         u | 1 | 9
         v | 2 | 7
         w | 4 | 3",
    );
    let read = read_tables("G", &Method::default(), &meta, &data);
    let framework = read.framework.unwrap();
    let found = audit(&score(&framework, &read.matrix), AuditInput::default());
    assert_eq!(found.correlations.between(1, 2), Some(1.0));
    assert_eq!(found.correlations.pairs[0].flag, Flag::SameWithin);
}

proptest! {
    #[test]
    fn what_must_always_hold(
        cells in prop::collection::vec(
            prop_oneof![6 => (-99_i32..99).prop_map(f64::from), 1 => Just(f64::NAN)], 6 * 15,
        ),
        units in 1_usize..15,
    ) {
        let names = ["a1", "a2", "a3", "b1", "b2", "b3"];
        let columns: Vec<(&str, Vec<f64>)> = names
            .iter()
            .enumerate()
            .map(|(k, name)| (*name, cells[k * 15..k * 15 + units].to_vec()))
            .collect();
        let found = audited(&columns, AuditInput::default());
        let all = &found.correlations;
        for (r, row) in all.values.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                prop_assert_eq!(*cell, all.values[c][r]);
                prop_assert!(cell.is_none_or(|x| (-1.0..=1.0).contains(&x)));
            }
            prop_assert!(row[r].is_none_or(|x| (x - 1.0).abs() < 1e-12));
        }
        for group in &found.groups {
            if let Some(parts) = &group.components {
                let size = group.children.len() as f64;
                prop_assert!((parts.eigenvalues.iter().sum::<f64>() - size).abs() < 1e-9);
                prop_assert!((parts.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                prop_assert!(parts.kmo.is_none_or(|kmo| (0.0..=1.0).contains(&kmo)));
                for child in 0..group.children.len() {
                    let sum: f64 = parts.loadings.iter().map(|l| l[child].powi(2)).sum();
                    prop_assert!((sum - 1.0).abs() < 1e-9);
                }
            }
            if let Some(reliability) = &group.reliability {
                prop_assert!(reliability.alpha <= 1.0 + 1e-12);
                prop_assert!(reliability.standardised <= 1.0 + 1e-12);
            }
            let effective: f64 = group.importance.iter().filter_map(|p| p.effective).sum();
            prop_assert!(effective == 0.0 || (effective - 1.0).abs() < 1e-12);
        }
        for facts in &found.facts {
            prop_assert!(facts.unique <= facts.present && facts.most_frequent <= facts.present);
            let far = facts.outliers.iter().filter(|o| o.far).count();
            prop_assert!(far <= facts.outliers.len());
        }
    }
}
