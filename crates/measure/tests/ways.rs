//! What must hold for every way of normalising, weighing and aggregating, on any figures.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{build, matrix};
use julin_measure::aggregate::{self, Child, Weight};
use julin_measure::{
    Aggregate, AggregateKind, ColumnKind, Direction, Framework, Matrix, Outcome, score,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const NORMALISE: [&str; 11] = [
    "{kind: min-max}",
    "{kind: goalposts}",
    "{kind: z-score, mean: 100, deviation: 10}",
    "{kind: rank}",
    "{kind: percentile-rank}",
    "{kind: borda}",
    "{kind: distance-to-maximum}",
    "{kind: distance-to-reference, reference: u0}",
    "{kind: distance-to-target, capped: true}",
    "{kind: fraction-of-maximum}",
    "{kind: scaled, from: [-10, 30]}",
];

const AGGREGATE: [&str; 11] = [
    "{kind: arithmetic}",
    "{kind: geometric}",
    "{kind: harmonic}",
    "{kind: power, exponent: 3}",
    "{kind: power, exponent: -0.5}",
    "{kind: weighted-product}",
    "{kind: mazziotta-pareto}",
    "{kind: ordered-weights, places: [3, 2]}",
    "{kind: copeland}",
    "{kind: kemeny}",
    "{kind: non-compensatory}",
];

const WEIGH: [&str; 9] = [
    "{kind: given}",
    "{kind: equal}",
    "{kind: pca}",
    "{kind: budget-allocation, points: {a: [1, 2], b: [3, 1], c: [1, 1], d: [2, 1]}}",
    "{kind: ahp, comparisons: [{of: a, over: b, times: 3}, {of: c, over: d, times: 0.5}]}",
    "{kind: entropy}",
    "{kind: critic}",
    "{kind: optimised}",
    "{kind: benefit-of-the-doubt}",
];

/// Two groups of two indicators each; the index is their mean.
fn framework(normalise: &str, aggregate: &str, weigh: &str, range: &str) -> Framework {
    let indicator = |code: &str, rest: &str| {
        format!(
            "{{id: {code}, label: {{zh: 丙, en: C}}, {rest}, target: 40, goalposts: {{low: -10, high: 30}}}}"
        )
    };
    let group = |code: &str, indicators: [String; 2]| {
        format!(
            "{{id: {code}, label: {{zh: 乙, en: B}}, minimum_coverage: 0, aggregate: {aggregate}, \
             weigh: {weigh}, indicators: [{}]}}",
            indicators.join(", ")
        )
    };
    let first = [
        indicator("a", "formula: a, weight: 2"),
        indicator("b", "formula: b, weight: 1"),
    ];
    let second = [
        indicator("c", "formula: c"),
        indicator("d", "formula: d, direction: down"),
    ];
    let yaml = format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{normalise: {normalise}, \
         range: {range}, minimum_coverage: 0}}, groups: [{}, {}]}}",
        group("g", first),
        group("h", second)
    );
    let weigh_both = weigh.starts_with("{kind: budget") || weigh.starts_with("{kind: ahp");
    let yaml = if weigh_both {
        own_children_only(&yaml)
    } else {
        yaml
    };
    let built = build(&yaml);
    assert!(built.framework.is_some(), "{yaml} {:?}", built.diagnostics);
    built.framework.unwrap()
}

/// A group's own settings name its own children only.
fn own_children_only(yaml: &str) -> String {
    let (first, second) = yaml.split_at(yaml.find("{id: h").unwrap());
    let first = first
        .replace(", c: [1, 1], d: [2, 1]", "")
        .replace(", {of: c, over: d, times: 0.5}", "");
    let second = second
        .replace("a: [1, 2], b: [3, 1], ", "")
        .replace("{of: a, over: b, times: 3}, ", "");
    first + &second
}

fn figures(columns: &[Vec<f64>]) -> Matrix {
    let named: Vec<_> = ["a", "b", "c", "d"]
        .into_iter()
        .zip(columns)
        .map(|(name, values)| (ColumnKind::Field, name, values.as_slice()))
        .collect();
    matrix(&named)
}

fn columns(cell: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Vec<Vec<f64>>> {
    (1_usize..9).prop_flat_map(move |units| {
        prop::collection::vec(prop::collection::vec(cell.clone(), units), 4)
    })
}

fn plain() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![6 => (-80_i32..240).prop_map(|n| f64::from(n) / 8.0), 1 => Just(f64::NAN)]
}

fn hostile() -> impl Strategy<Value = f64> + Clone {
    prop::sample::select(vec![
        1e308,
        -1e308,
        1.7e308,
        5e-324,
        -5e-324,
        0.0,
        1.0,
        1.0 + 1e-16,
        f64::NAN,
        f64::INFINITY,
    ])
}

fn ways() -> impl Strategy<Value = (usize, usize, usize)> {
    (0..NORMALISE.len(), 0..AGGREGATE.len(), 0..WEIGH.len())
}

/// A child's score as its group counts it; indicators are turned when they are normalised.
fn children(outcome: &Outcome<'_>, unit: usize, group: usize) -> Vec<f64> {
    let nodes = &outcome.framework().nodes;
    let scores = nodes[group].children.iter();
    scores
        .filter_map(|child| outcome.score(unit, *child))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the figures, nothing breaks: a score is a number or there is none, and the
    /// shares of children with a score sum to 1.
    #[test]
    fn any_figures_give_numbers_or_reasons(
        (n, a, w) in ways(), columns in prop_oneof![columns(hostile()), columns(plain())],
    ) {
        let framework = framework(NORMALISE[n], AGGREGATE[a], WEIGH[w], "[0, 100]");
        let figures = figures(&columns);
        let outcome = score(&framework, &figures);
        for unit in 0..figures.units().len() {
            for (id, node) in framework.nodes.iter().enumerate() {
                let found = outcome.score(unit, id);
                prop_assert!(found.is_none_or(f64::is_finite), "{} {found:?}", node.code);
                prop_assert_eq!(found.is_some(), outcome.reason(unit, id).is_none());
                prop_assert_eq!(found, outcome.trace(unit, id).value);
                if found.is_some() && !node.is_indicator() {
                    let shares: f64 =
                        node.children.iter().filter_map(|c| outcome.share(unit, *c)).sum();
                    prop_assert!((shares - 1.0).abs() < 1e-9, "{} {shares}", node.code);
                }
            }
        }
    }

    /// Points of children add up to the score of a weighted sum, with any weights.
    #[test]
    fn points_add_up((n, _, w) in ways(), columns in columns(plain())) {
        let framework = framework(NORMALISE[n], "{kind: arithmetic}", WEIGH[w], "[0, 100]");
        let figures = figures(&columns);
        let outcome = score(&framework, &figures);
        for unit in 0..figures.units().len() {
            for (id, node) in framework.groups() {
                if let Some(score) = outcome.score(unit, id) {
                    let points = node.children.iter().filter_map(|c| outcome.contribution(unit, *c));
                    let sum: f64 = points.sum();
                    prop_assert!((sum - score).abs() < 1e-9 * score.abs().max(1.0));
                }
            }
        }
    }

    #[test]
    fn a_mean_lies_between_its_children((n, a, w) in ways(), columns in columns(plain())) {
        let framework = framework(NORMALISE[n], AGGREGATE[a], WEIGH[w], "[1, 100]");
        let figures = figures(&columns);
        let outcome = score(&framework, &figures);
        let doubt = WEIGH[w].contains("doubt") && AGGREGATE[a].contains("arithmetic");
        for unit in 0..figures.units().len() {
            for (id, node) in framework.groups() {
                let kind = node.steps.aggregate.kind;
                let Some(score) = outcome.score(unit, id).filter(|s| *s != 0.0) else { continue };
                if !aggregate::is_mean(kind) || (doubt && id != Framework::ROOT) {
                    continue;
                }
                let scores = children(&outcome, unit, id);
                let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
                let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let slack = 1e-12 * low.abs().max(high.abs());
                prop_assert!((low - slack..=high + slack).contains(&score), "{score} {scores:?}");
            }
        }
    }

    /// The order in which units are listed plays no part. Searched weights are left out:
    /// their search stops where the noise of sums tells it to.
    #[test]
    fn units_have_no_order((n, a, w) in ways(), columns in columns(plain()), seed in any::<u64>()) {
        let searched = WEIGH[w].contains("optimised")
            || (WEIGH[w].contains("doubt") && !AGGREGATE[a].contains("arithmetic"));
        prop_assume!(!searched && !NORMALISE[n].contains("reference"));
        let framework = framework(NORMALISE[n], AGGREGATE[a], WEIGH[w], "[0, 100]");
        let mut order: Vec<usize> = (0..columns[0].len()).collect();
        order.sort_by_key(|unit| (*unit as u64 + 1).wrapping_mul(seed | 1));
        let permuted: Vec<Vec<f64>> =
            columns.iter().map(|c| order.iter().map(|unit| c[*unit]).collect()).collect();
        let (m, k) = (figures(&columns), figures(&permuted));
        let (before, after) = (score(&framework, &m), score(&framework, &k));
        for (new, old) in order.into_iter().enumerate() {
            for id in 0..framework.nodes.len() {
                let (x, y) = (before.score(old, id), after.score(new, id));
                prop_assert_eq!(x.is_some(), y.is_some());
                let (x, y) = (x.unwrap_or(0.0), y.unwrap_or(0.0));
                prop_assert!((x - y).abs() < 1e-7 * x.abs().max(1.0), "{x} {y}");
            }
        }
    }

    /// A better value never has a lower score.
    #[test]
    fn scores_follow_values(n in 0..NORMALISE.len(), columns in columns(plain()), x in -20.0_f64..60.0, y in -20.0_f64..60.0) {
        let framework = framework(NORMALISE[n], "{kind: arithmetic}", "{kind: given}", "[0, 100]");
        let figures = figures(&columns);
        let outcome = score(&framework, &figures);
        for (id, node) in framework.indicators() {
            let Some(fitted) = &outcome.prepared.fitted[id] else { continue };
            let (low, high) = (fitted.score(x.min(y)), fitted.score(x.max(y)));
            match node.direction {
                Direction::Up => prop_assert!(low <= high, "{low} {high}"),
                Direction::Down => prop_assert!(low >= high, "{low} {high}"),
            }
        }
    }

    #[test]
    fn power_means_meet_the_others(
        cells in prop::collection::vec((0.1_f64..9.0, 0.1_f64..100.0), 1..6), factor in 0.001_f64..1000.0,
    ) {
        let columns: Vec<[f64; 1]> = cells.iter().map(|(_, score)| [*score]).collect();
        let made = |setting: &Aggregate, factor: f64| {
            let children: Vec<Child<'_>> = cells
                .iter()
                .zip(&columns)
                .map(|((weight, _), scores)| Child { weight: Weight::Shared(weight * factor), scores })
                .collect();
            aggregate::scores(setting, 1, &children).scores[0]
        };
        let power = |exponent| {
            made(&Aggregate { exponent: Some(exponent), ..Aggregate::of(AggregateKind::Power) }, 1.0)
        };
        let plain = |kind| made(&Aggregate::of(kind), 1.0);
        let pairs = [
            (power(1.0), plain(AggregateKind::Arithmetic)),
            (power(-1.0), plain(AggregateKind::Harmonic)),
        ];
        for (a, b) in pairs {
            prop_assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
        let geometric = plain(AggregateKind::Geometric);
        prop_assert!((power(1e-7) - geometric).abs() < 1e-4);
        // Means of higher exponents are higher.
        prop_assert!(plain(AggregateKind::Harmonic) <= geometric + 1e-9);
        prop_assert!(geometric <= plain(AggregateKind::Arithmetic) + 1e-9);
        prop_assert!(plain(AggregateKind::Arithmetic) <= power(3.0) + 1e-9);
        for kind in [
            AggregateKind::Arithmetic,
            AggregateKind::Geometric,
            AggregateKind::Harmonic,
            AggregateKind::MazziottaPareto,
            AggregateKind::WeightedProduct,
        ] {
            let (a, b) = (plain(kind), made(&Aggregate::of(kind), factor));
            prop_assert!((a - b).abs() < 1e-9 * a.abs().max(1.0), "{kind:?}");
        }
    }

    /// Turning all scores round turns the outcome round.
    #[test]
    fn outranking_is_even_handed(columns in columns(plain())) {
        let turned: Vec<Vec<f64>> =
            columns.iter().map(|c| c.iter().map(|x| -x).collect()).collect();
        let units = columns[0].len();
        let made = |kind, columns: &[Vec<f64>]| {
            let children: Vec<Child<'_>> = columns
                .iter()
                .zip([3.0, 2.0, 2.0, 1.0])
                .map(|(scores, weight)| Child { weight: Weight::Shared(weight), scores })
                .collect();
            aggregate::scores(&Aggregate::of(kind), units, &children).scores
        };
        let count = made(AggregateKind::Copeland, &columns).iter().filter(|s| !s.is_nan()).count();
        for (kind, sum) in [
            (AggregateKind::Copeland, 0.0),
            (AggregateKind::Kemeny, count as f64 - 1.0),
            (AggregateKind::NonCompensatory, 100.0),
        ] {
            let (up, down) = (made(kind, &columns), made(kind, &turned));
            for (a, b) in up.iter().zip(&down).filter(|(a, _)| !a.is_nan()) {
                prop_assert!((a + b - sum).abs() < 1e-9, "{kind:?} {up:?} {down:?}");
            }
        }
    }
}

/// The sentences of all steps, by code: the words in braces.
fn placeholders() -> BTreeMap<String, BTreeSet<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let mut found = BTreeMap::new();
    for file in ["measure.yaml", "measure-trace.yaml"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for line in text
            .lines()
            .filter(|line| line.starts_with("measure.step."))
        {
            let (code, sentences) = line.split_once(": ").unwrap();
            let inside = sentences.trim_start_matches('{').trim_end_matches('}');
            let words = inside.split('{').skip(1);
            let names = words.filter_map(|word| Some(word.split_once('}')?.0.to_owned()));
            found.insert(code.to_owned(), names.collect());
        }
    }
    found
}

/// Every step of an explanation has all figures its sentence speaks of.
#[test]
fn sentences_have_their_figures() {
    let sentences = placeholders();
    let mut met = BTreeSet::new();
    let columns = [
        vec![1.0, 4.0, 9.0, f64::NAN, 30.0],
        vec![2.0, 0.5, 7.0, 1.0, 3.0],
        vec![5.0, 2.0, f64::NAN, 8.0, 1.0],
        vec![3.0, 9.0, 4.0, 6.0, 2.0],
    ];
    let figures = figures(&columns);
    for normalise in NORMALISE {
        for aggregate in AGGREGATE {
            for weigh in WEIGH {
                let framework = framework(normalise, aggregate, weigh, "[0, 100]");
                let outcome = score(&framework, &figures);
                for unit in 0..columns[0].len() {
                    let mut open = vec![outcome.trace(unit, Framework::ROOT)];
                    while let Some(trace) = open.pop() {
                        if let Some(needed) = sentences.get(&trace.step) {
                            let lacking: Vec<_> = needed
                                .iter()
                                .filter(|name| !trace.args.contains_key(*name))
                                .collect();
                            assert_eq!(lacking, Vec::<&String>::new(), "{}", trace.step);
                        }
                        met.insert(trace.step);
                        open.extend(trace.inputs);
                    }
                }
            }
        }
    }
    // No way was left out.
    let ways = [
        "z-score",
        "rank",
        "percentile-rank",
        "borda",
        "distance-to-maximum",
        "scaled",
        "distance-to-reference",
        "distance-to-target",
        "fraction-of-maximum",
        "goalposts",
        "min-max",
        "geometric",
        "harmonic",
        "power",
        "weighted-product",
        "mazziotta-pareto",
        "ordered-weights",
        "copeland",
        "kemeny",
        "non-compensatory",
        "doubt",
        "arithmetic",
        "zero",
        "place",
        "share",
        "weights-pca",
        "weights-ahp",
        "weights-entropy",
        "weights-critic",
        "weights-optimised",
        "weights-budget-allocation",
        "weights-benefit-of-the-doubt",
        "weights-equal",
    ];
    for way in ways {
        assert!(met.contains(&format!("measure.step.{way}")), "{way}");
    }
}
