//! What must hold for any framework and any figures.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::matrix;
use julin_measure::{
    Column, ColumnKind, Direction, Framework, FrameworkSpec, GroupSpec, IndicatorSpec, Matrix,
    Outcome, Unit, score,
};
use julin_model::Text;
use proptest::prelude::*;

const INDICATORS: usize = 6;

/// Two groups of three indicators, and their figures.
#[derive(Debug, Clone)]
struct Case {
    weights: Vec<Option<f64>>,
    down: Vec<bool>,
    minimum: f64,
    columns: Vec<Vec<f64>>,
}

fn cases() -> impl Strategy<Value = Case> {
    let cell = prop_oneof![
        4 => (-1000_i32..1000).prop_map(|n| f64::from(n) / 8.0),
        1 => Just(f64::NAN),
    ];
    (1_usize..12).prop_flat_map(move |units| {
        let columns = prop::collection::vec(prop::collection::vec(cell.clone(), units), INDICATORS);
        let weight =
            prop_oneof![3 => (0_u32..50).prop_map(|w| Some(f64::from(w) / 4.0)), 1 => Just(None)];
        let weights = prop::collection::vec(weight, INDICATORS + 2);
        let down = prop::collection::vec(any::<bool>(), INDICATORS + 2);
        (
            weights,
            down,
            prop::sample::select(vec![0.0, 0.5, 1.0]),
            columns,
        )
            .prop_map(|(weights, down, minimum, columns)| Case {
                weights,
                down,
                minimum,
                columns,
            })
    })
}

fn direction(down: bool) -> Direction {
    if down { Direction::Down } else { Direction::Up }
}

fn framework(case: &Case) -> Framework {
    let mut spec: FrameworkSpec =
        serde_saphyr::from_str("{title: {zh: 甲, en: A}, units_of: park, groups: []}").unwrap();
    spec.method.minimum_coverage = case.minimum;
    for group in 0..2 {
        let indicators = (0..3).map(|n| group * 3 + n).map(|n| IndicatorSpec {
            weight: case.weights[n],
            direction: direction(case.down[n]),
            ..serde_saphyr::from_str(&format!("{{id: i{n}, label: {{zh: 乙, en: B}}}}")).unwrap()
        });
        spec.groups.push(GroupSpec {
            weight: case.weights[INDICATORS + group],
            direction: direction(case.down[INDICATORS + group]),
            indicators: indicators.collect(),
            ..serde_saphyr::from_str(&format!("{{id: g{group}, label: {{zh: 丙, en: C}}}}"))
                .unwrap()
        });
    }
    let built = Framework::from_spec("index", &spec);
    built.framework.unwrap()
}

fn figures(columns: &[Vec<f64>]) -> Matrix {
    let names: Vec<String> = (0..INDICATORS).map(|n| format!("i{n}")).collect();
    let columns = names
        .iter()
        .zip(columns)
        .map(|(name, values)| (ColumnKind::Indicator, name.as_str(), values.as_slice()));
    matrix(&columns.collect::<Vec<_>>())
}

/// Scores of one unit, as bits.
fn bits(outcome: &Outcome<'_>, unit: usize) -> Vec<Option<u64>> {
    (0..outcome.framework().nodes.len())
        .map(|node| outcome.score(unit, node).map(f64::to_bits))
        .collect()
}

fn ranks(outcome: &Outcome<'_>, node: usize) -> Vec<Option<u32>> {
    (0..outcome.matrix().units().len())
        .map(|unit| outcome.rank(unit, node))
        .collect()
}

proptest! {
    #[test]
    fn scores_stay_in_range_and_shares_sum_to_one(case in cases()) {
        let (framework, figures) = (framework(&case), figures(&case.columns));
        let outcome = score(&framework, &figures);
        for unit in 0..figures.units().len() {
            for (id, node) in framework.nodes.iter().enumerate() {
                let found = outcome.score(unit, id);
                prop_assert!(found.is_none_or(|s| (0.0..=100.0).contains(&s)));
                prop_assert_eq!(found.is_some(), outcome.rank(unit, id).is_some());
                prop_assert_eq!(found.is_some(), outcome.reason(unit, id).is_none());
                let (used, coverage) = (outcome.used(unit, id), outcome.coverage(unit, id));
                prop_assert!(used <= coverage + 1e-12 && (0.0..=1.0 + 1e-12).contains(&coverage));
                prop_assert!(found.is_none() || used >= case.minimum - 1e-9);
                if let (Some(score), false) = (found, node.is_indicator()) {
                    let shares: f64 = node.children.iter().filter_map(|c| outcome.share(unit, *c)).sum();
                    let points: f64 = node.children.iter().filter_map(|c| outcome.contribution(unit, *c)).sum();
                    prop_assert!((shares - 1.0).abs() < 1e-12);
                    prop_assert!((points - score).abs() < 1e-9);
                }
            }
        }
    }

    /// Stretching and shifting an indicator changes no score, so no rank.
    #[test]
    fn ranks_do_not_depend_on_the_unit_of_measure(
        case in cases(), which in 0..INDICATORS, factor in 1_i32..1000, shift in -1000_i32..1000,
    ) {
        let framework = framework(&case);
        let mut columns = case.columns.clone();
        for value in &mut columns[which] {
            *value = *value * f64::from(factor) + f64::from(shift);
        }
        let (before, after) = (figures(&case.columns), figures(&columns));
        let (before, after) = (score(&framework, &before), score(&framework, &after));
        for node in 0..framework.nodes.len() {
            prop_assert_eq!(ranks(&before, node), ranks(&after, node));
        }
    }

    /// A mirrored figure with the direction turned round gives the same scores.
    #[test]
    fn direction_is_a_mirror(case in cases(), which in 0..INDICATORS) {
        let mut turned = case.clone();
        turned.down[which] = !turned.down[which];
        turned.columns[which].iter_mut().for_each(|x| *x = -*x);
        let (f, g) = (framework(&case), framework(&turned));
        let (m, n) = (figures(&case.columns), figures(&turned.columns));
        let (a, b) = (score(&f, &m), score(&g, &n));
        for unit in 0..m.units().len() {
            for node in 0..f.nodes.len() {
                let (x, y) = (a.score(unit, node), b.score(unit, node));
                prop_assert_eq!(x.is_some(), y.is_some());
                prop_assert!((x.unwrap_or(0.0) - y.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }

    /// The order of the units plays no part, to the last bit.
    #[test]
    fn permuting_units_permutes_results(case in cases(), seed in any::<u64>()) {
        let framework = framework(&case);
        let units = case.columns[0].len();
        let mut order: Vec<usize> = (0..units).collect();
        order.sort_by_key(|unit| (*unit as u64 + 1).wrapping_mul(seed | 1));
        let permuted: Vec<Vec<f64>> =
            case.columns.iter().map(|column| order.iter().map(|unit| column[*unit]).collect()).collect();
        let (m, n) = (figures(&case.columns), figures(&permuted));
        let (a, b) = (score(&framework, &m), score(&framework, &n));
        for (new, old) in order.into_iter().enumerate() {
            prop_assert_eq!(bits(&a, old), bits(&b, new));
            for node in 0..framework.nodes.len() {
                prop_assert_eq!(a.rank(old, node), b.rank(new, node));
            }
        }
    }

    /// Only the proportions of published weights count.
    #[test]
    fn weights_have_no_scale(case in cases(), factor in 1_u32..100_000) {
        let mut case = case;
        case.weights.iter_mut().for_each(|weight| *weight = Some(weight.unwrap_or(1.5)));
        let mut scaled = case.clone();
        for weight in scaled.weights.iter_mut().flatten() {
            *weight *= f64::from(factor) / 7.0;
        }
        let (f, g, m) = (framework(&case), framework(&scaled), figures(&case.columns));
        let (a, b) = (score(&f, &m), score(&g, &m));
        for unit in 0..m.units().len() {
            let (x, y) = (a.score(unit, 0), b.score(unit, 0));
            prop_assert_eq!(x.is_some(), y.is_some());
            prop_assert!((x.unwrap_or(0.0) - y.unwrap_or(0.0)).abs() < 1e-9);
            prop_assert_eq!(a.rank(unit, 0), b.rank(unit, 0));
        }
    }

    /// A unit without figures has no score, and changes nobody else's.
    #[test]
    fn a_unit_without_figures_is_not_ranked(case in cases()) {
        let framework = framework(&case);
        let before = figures(&case.columns);
        let units = before.units().len();
        let mut after = Matrix::new(
            (0..=units).map(|n| Unit { id: format!("u{n}"), label: Text::same("u") }).collect(),
        );
        for (n, column) in case.columns.iter().enumerate() {
            let mut values = column.clone();
            values.push(f64::NAN);
            after.insert(ColumnKind::Indicator, format!("i{n}"), Column::new(values)).unwrap();
        }
        let (a, b) = (score(&framework, &before), score(&framework, &after));
        let last = b.unit(units).unwrap();
        prop_assert_eq!((last.rank, last.score, last.coverage), (None, None, 0.0));
        let lacking = last.missing.iter().filter(|gap| gap.node.starts_with('i')).count();
        prop_assert_eq!(lacking, INDICATORS);
        for unit in 0..units {
            prop_assert_eq!(bits(&a, unit), bits(&b, unit));
        }
    }
}
