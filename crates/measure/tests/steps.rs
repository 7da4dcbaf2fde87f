//! The steps on indicators inside the whole computation: what they leave out, fill and
//! change, what they say about it, and what must hold for any figures.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{build, codes, framework, lines, matrix};
use julin_measure::ColumnKind::{Field, Indicator};
use julin_measure::{
    Column, Frame, Framework, Impute, ImputeKind, Matrix, Method, MissingReason, Outcome, Panel,
    Screen, ScreenRule, Step, Treat, TreatKind, TreatStep, read_panel, read_tables, score,
    score_panel,
};
use proptest::prelude::*;

const NAN: f64 = f64::NAN;

/// One group of indicators `i0`, `i1`, … with a method as YAML.
fn index(method: &str, indicators: &[&str]) -> Framework {
    framework(&index_yaml(method, indicators))
}

fn index_yaml(method: &str, indicators: &[&str]) -> String {
    let one = |(n, rest): (usize, &&str)| {
        format!("{{id: i{n}, label: {{zh: 乙, en: B}}, formula: i{n}, {rest}}}")
    };
    let list: Vec<String> = indicators.iter().enumerate().map(one).collect();
    format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{minimum_coverage: 0, {method}}},
          groups: [{{id: g, label: {{zh: 丙, en: C}}, indicators: [{}]}}]}}",
        list.join(", ")
    )
}

fn figures(columns: &[Vec<f64>]) -> Matrix {
    let names: Vec<String> = (0..columns.len()).map(|n| format!("i{n}")).collect();
    let named = names.iter().zip(columns);
    let all: Vec<_> = named
        .map(|(name, c)| (Indicator, name.as_str(), c.as_slice()))
        .collect();
    matrix(&all)
}

/// Values of an indicator after a step.
fn after(outcome: &Outcome<'_>, step: Step, code: &str) -> Vec<Option<f64>> {
    let node = outcome.framework().find(code).unwrap();
    let units = 0..outcome.matrix().units().len();
    units
        .map(|unit| outcome.prepared.value(step, unit, node))
        .collect()
}

#[test]
fn units_are_screened_first_and_indicators_over_those_that_stay() {
    // u3 has one of three. Without it i2 has 2 of 3 units, with it 2 of 4.
    let rules = "screen: {units: {present: 0.5}, indicators: {present: 0.6}}";
    let framework = index(rules, &["", "", ""]);
    let figures = figures(&[
        vec![1.0, 2.0, 3.0, 4.0],
        vec![1.0, 2.0, 3.0, NAN],
        vec![5.0, 6.0, NAN, NAN],
    ]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        codes(&outcome.diagnostics),
        ["measure.screen.units-missing"]
    );
    let args = &outcome.diagnostics[0].args;
    assert_eq!(
        (args["names"].as_str(), args["least"].as_str()),
        ("u3 33.3%", "50")
    );
    let reasons: Vec<_> = (0..framework.nodes.len())
        .map(|node| outcome.reason(3, node))
        .collect();
    let screened = Some(MissingReason::Screened);
    let no_data = Some(MissingReason::NoData);
    assert_eq!(reasons, [screened, screened, screened, no_data, no_data]);
    // What it lacks is what it lacked before, not everything.
    let missing: Vec<_> = outcome.missing(3).into_iter().map(|gap| gap.node).collect();
    assert_eq!(missing, ["i1", "i2"]);
    assert_eq!(outcome.rank(2, 0), Some(1));
    // The scale is that of the units that stay.
    assert_eq!(outcome.score(2, framework.find("i0").unwrap()), Some(100.0));
}

#[test]
fn a_group_whose_indicators_are_all_out_is_out() {
    let yaml = "{title: {zh: 甲, en: A}, units_of: park,
      method: {minimum_coverage: 0, screen: {indicators: {non_zero: 0.5, keep: [k], drop: [d, nobody]}}},
      groups: [
        {id: g, label: {zh: 乙, en: B}, indicators: [
          {id: z, label: {zh: 丙, en: C}, formula: z}, {id: d, label: {zh: 丁, en: D}, formula: d}]},
        {id: h, label: {zh: 戊, en: E}, indicators: [{id: k, label: {zh: 己, en: F}, formula: k}]}]}";
    let framework = framework(yaml);
    let figures = matrix(&[
        (Field, "z", &[0.0, 0.0, 7.0]),
        (Field, "d", &[1.0, 2.0, 3.0]),
        (Field, "k", &[0.0, 0.0, 7.0]),
    ]);
    let outcome = score(&framework, &figures);
    let found = codes(&outcome.diagnostics);
    let expected = [
        "measure.screen.indicators-zero",
        "measure.screen.indicators-dropped",
        "measure.screen.unknown",
    ];
    assert_eq!(found, expected);
    assert_eq!(outcome.diagnostics[2].args["name"], "nobody");
    let group = framework.find("g").unwrap();
    assert!(outcome.prepared.nodes_out[group]);
    assert_eq!(outcome.reason(0, group), Some(MissingReason::Screened));
    // The index rests on the other group alone, wholly.
    assert_eq!(
        (outcome.score(2, 0), outcome.used(2, 0)),
        (Some(100.0), 1.0)
    );
}

#[test]
fn every_unit_out_leaves_nobody_ranked() {
    let framework = index("screen: {units: {present: 1}}", &["", ""]);
    let sparse = figures(&[vec![1.0, NAN], vec![NAN, 2.0]]);
    let outcome = score(&framework, &sparse);
    assert!(codes(&outcome.diagnostics).contains(&"measure.nothing-ranked"));
    assert!(outcome.prepared.units_out.iter().all(|out| *out));
}

#[test]
fn divided_by_a_field_an_indicator_or_a_formula() {
    let framework = index(
        "",
        &[
            "denominate: {by: people, scale: 10000}",
            "denominate: {by: i0}",
            "denominate: {by: people / 1000 + 1}",
        ],
    );
    let mut figures = figures(&[vec![30.0, 10.0], vec![60.0, 10.0], vec![32.0, 5.0]]);
    let people = Column::new(vec![15_000.0, 4_000.0]);
    figures.insert(Field, "people", people).unwrap();
    let outcome = score(&framework, &figures);
    assert_eq!(codes(&outcome.diagnostics), [] as [&str; 0]);
    assert_eq!(
        after(&outcome, Step::Denominate, "i0"),
        [Some(20.0), Some(25.0)]
    );
    // The divisor is the value as given, not what became of it.
    assert_eq!(
        after(&outcome, Step::Denominate, "i1"),
        [Some(2.0), Some(1.0)]
    );
    assert_eq!(
        after(&outcome, Step::Denominate, "i2"),
        [Some(2.0), Some(1.0)]
    );
}

#[test]
fn no_divisor_no_quotient() {
    let framework = index(
        "",
        &[
            "denominate: {by: people}",
            "denominate: {by: nowhere}",
            "denominate: {by: people, scale: 0}",
        ],
    );
    let column = vec![1.0, 2.0, NAN, 4.0, 5.0];
    let mut figures = figures(&[column.clone(), column.clone(), column]);
    let people = Column::new(vec![0.0, NAN, 0.0, 2.0, 1.0]);
    figures.insert(Field, "people", people).unwrap();
    let outcome = score(&framework, &figures);
    let found = codes(&outcome.diagnostics);
    for code in [
        "measure.denominate.unknown",
        "measure.denominate.scale",
        "measure.no-denominator",
    ] {
        assert!(found.contains(&code), "{code}: {found:?}");
    }
    assert_eq!(
        after(&outcome, Step::Denominate, "i0"),
        [None, None, None, Some(2.0), Some(5.0)]
    );
    let node = framework.find("i0").unwrap();
    let reasons: Vec<_> = (0..3)
        .map(|unit| outcome.reason(unit, node).unwrap())
        .collect();
    use MissingReason::{NoData, NoDenominator};
    assert_eq!(reasons, [NoDenominator, NoDenominator, NoData]);
    for code in ["i1", "i2"] {
        let node = framework.find(code).unwrap();
        assert_eq!(outcome.reason(3, node), Some(NoDenominator));
    }
}

#[test]
fn group_means_fall_back_only_when_asked() {
    let classes = ["n", "n", "s", ""].map(|c| (!c.is_empty()).then(|| c.to_owned()));
    let mut figures = figures(&[vec![2.0, NAN, NAN, NAN], vec![1.0, 2.0, 3.0, 4.0]]);
    figures.insert_classes("region", classes.to_vec()).unwrap();
    for (fall_back, south, told) in [(false, None, 1), (true, Some(2.0), 0)] {
        let method = format!("impute: {{kind: group-mean, by: region, fall_back: {fall_back}}}");
        let framework = index(&method, &["", ""]);
        let outcome = score(&framework, &figures);
        assert_eq!(
            after(&outcome, Step::Impute, "i0"),
            [Some(2.0), Some(2.0), south, south]
        );
        let count = |code| {
            codes(&outcome.diagnostics)
                .iter()
                .filter(|c| **c == code)
                .count()
        };
        assert_eq!(count("measure.impute.not-estimated"), told);
    }
}

#[test]
fn settings_that_cannot_work_are_told_once_and_change_nothing() {
    let figures = figures(&[vec![2.0, NAN, 1.0], vec![1.0, NAN, 4.0]]);
    for (method, code) in [
        ("impute: {kind: group-mean}", "measure.impute.no-by"),
        (
            "impute: {kind: group-median, by: colour}",
            "measure.impute.unknown-by",
        ),
        ("impute: {kind: linear}", "measure.impute.needs-years"),
    ] {
        let framework = index(method, &["", ""]);
        let outcome = score(&framework, &figures);
        let found = codes(&outcome.diagnostics);
        assert_eq!(
            found.iter().filter(|one| **one == code).count(),
            1,
            "{found:?}"
        );
        assert_eq!(
            after(&outcome, Step::Impute, "i0"),
            [Some(2.0), None, Some(1.0)]
        );
    }
}

#[test]
fn methods_that_make_no_sense_leave_no_framework() {
    for (method, code) in [
        ("order: [screen, impute, treat]", "measure.order"),
        ("order: [screen, screen, impute, treat]", "measure.order"),
        ("order: [given, denominate, impute, treat]", "measure.order"),
        ("screen: {units: {present: 90}}", "measure.screen.share"),
        (
            "screen: {indicators: {non_zero: -1}}",
            "measure.screen.share",
        ),
        (
            "treat: {steps: [{kind: percentiles, percentiles: [0.9, 0.1]}]}",
            "measure.treat.percentiles",
        ),
    ] {
        let built = build(&index_yaml(method, &[""]));
        assert_eq!(codes(&built.diagnostics), [code]);
        assert!(built.framework.is_none(), "{method}");
    }
}

#[test]
fn all_missing_one_unit_infinite_and_constant() {
    let ways = [
        "mean",
        "median",
        "row-mean",
        "regression",
        "em",
        "latest",
        "linear",
        "constant",
    ];
    for kind in ways {
        let method = format!(
            "impute: {{kind: {kind}}}, screen: {{units: {{present: 0.1}}}},
             treat: {{steps: [{{kind: winsorise}}, {{kind: log}}, {{kind: box-cox}}]}}"
        );
        let framework = index(&method, &["", "", ""]);
        for columns in [
            vec![vec![NAN; 4], vec![NAN; 4], vec![NAN; 4]],
            vec![vec![1.0], vec![NAN], vec![2.0]],
            vec![
                vec![f64::INFINITY, 1.0, NAN, 2.0],
                vec![3.0; 4],
                vec![NAN, 1.0, 2.0, 4.0],
            ],
            vec![vec![], vec![], vec![]],
            vec![
                vec![1e308, -1e308, 1e308, NAN],
                vec![1e-320, 0.0, NAN, 1.0],
                vec![0.0; 4],
            ],
        ] {
            let figures = figures(&columns);
            let outcome = score(&framework, &figures);
            for stage in &outcome.prepared.stages {
                assert!(
                    !stage.columns.iter().flatten().any(|x| x.is_infinite()),
                    "{kind}"
                );
            }
            // A constant is treated by nothing and named as ever.
            let flat = columns[1].iter().all(|x| *x == 3.0) && !columns[1].is_empty();
            let found = codes(&outcome.diagnostics);
            assert!(
                !flat || found.contains(&"measure.constant"),
                "{kind} {found:?}"
            );
        }
    }
}

#[test]
fn an_indicator_that_still_fails_is_named() {
    let spiky: Vec<f64> = (0..30)
        .map(|n| if n < 27 { f64::from(n % 3) } else { 1e6 })
        .collect();
    let spiky = figures(&[spiky]);
    let treat = "treat: {steps: [{kind: winsorise, points: 1}]}";
    let framework = index(treat, &[""]);
    let outcome = score(&framework, &spiky);
    assert_eq!(codes(&outcome.diagnostics), ["measure.treat.still-fails"]);
    assert_eq!(outcome.diagnostics[0].args["node"], "i0");
    // A logarithm of zero helps nobody.
    let framework = index("treat: {steps: [{kind: log}]}", &[""]);
    let values: Vec<f64> = (0..20).map(|n| f64::from(n).powi(6)).collect();
    let steep = figures(std::slice::from_ref(&values));
    let outcome = score(&framework, &steep);
    assert_eq!(
        codes(&outcome.diagnostics),
        ["measure.treat.not-applicable"]
    );
    let kept: Vec<f64> = after(&outcome, Step::Treat, "i0")
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(kept, values);
}

#[test]
fn years_fill_each_other_and_a_missing_unit_year_is_missing() {
    let year = |columns: &[(&str, f64)]| {
        let all = columns.iter().map(|(id, _)| julin_measure::Unit {
            id: (*id).to_owned(),
            label: julin_model::Text::same(*id),
        });
        let mut matrix = Matrix::new(all.collect());
        let values = columns.iter().map(|(_, x)| *x).collect();
        matrix.insert(Indicator, "i0", Column::new(values)).unwrap();
        matrix
    };
    let panel = Panel::new(vec![
        (2024, year(&[("b", 30.0), ("c", 9.0)])),
        (2020, year(&[("a", 0.0), ("b", 10.0)])),
        (2022, year(&[("b", NAN), ("a", 2.0)])),
    ]);
    let panel = panel.unwrap();
    assert_eq!(panel.years(), [2020, 2022, 2024]);
    let ids: Vec<_> = panel.matrices()[0]
        .units()
        .iter()
        .map(|u| u.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    for (kind, a, b, c) in [
        ("latest", Some(2.0), Some(10.0), None),
        ("linear", None, Some(20.0), None),
        ("constant", Some(2.0), Some(10.0), Some(9.0)),
    ] {
        let framework = index(&format!("impute: {{kind: {kind}}}"), &[""]);
        let outcomes = score_panel(&framework, &panel);
        assert_eq!(after(&outcomes[2], Step::Impute, "i0")[0], a, "{kind}");
        assert_eq!(after(&outcomes[1], Step::Impute, "i0")[1], b, "{kind}");
        assert_eq!(after(&outcomes[0], Step::Impute, "i0")[2], c, "{kind}");
        let told = codes(&outcomes[0].diagnostics).contains(&"measure.impute.not-estimated");
        assert_eq!(told, c.is_none(), "{kind}");
    }
    assert_eq!(
        Panel::new(vec![(1, year(&[])), (1, year(&[]))])
            .unwrap_err()
            .year,
        1
    );
}

/// Two years by hand: fixed, the scale runs from 0 to 40; moving, from 0 to 20 and from
/// 10 to 40.
#[test]
fn a_scale_that_moves_and_one_that_does_not() {
    let one = |values: Vec<f64>| figures(&[values]);
    let panel = Panel::new(vec![(1, one(vec![0.0, 20.0])), (2, one(vec![10.0, 40.0]))]).unwrap();
    let mut framework = index("", &[""]);
    let scores = |framework: &Framework| -> Vec<Vec<f64>> {
        let outcomes = score_panel(framework, &panel);
        outcomes.iter().map(|one| one.scores(0).to_vec()).collect()
    };
    assert_eq!(scores(&framework), [[0.0, 100.0], [0.0, 100.0]]);
    framework.method.frame = Frame::Fixed;
    assert_eq!(scores(&framework), [[0.0, 50.0], [25.0, 100.0]]);
}

const META: &str = "
    iCode | Level | Parent | Type      | Weight
    a     | 1     | Index  | Indicator | 1
    Index | 2     |        | Aggregate | 1";

#[test]
fn years_of_idata() {
    let data = "
        uCode | Time   | a
        X     | 2020   | 1
        Y     | 2020.0 | two
        X     | 2021   | 3
        Y     | 2021   | 4
        X     | 2021   | 5
        Z     | soon   | 6";
    let (meta, data) = (lines("iMeta.csv", META), lines("iData.csv", data));
    let read = read_panel("index", &Method::default(), &meta, &data);
    let expected = [
        "measure.table.duplicate-unit",
        "measure.table.year",
        "measure.table.not-a-number",
    ];
    assert_eq!(codes(&read.diagnostics), expected);
    assert_eq!(read.panel.years(), [2020, 2021]);
    let values = |at: usize| {
        read.panel.matrices()[at]
            .get(Indicator, "a")
            .unwrap()
            .values
            .clone()
    };
    assert!(values(0)[0] == 1.0 && values(0)[1].is_nan());
    assert_eq!(values(1), [3.0, 4.0]);
    // Without years there is no panel.
    let undated = lines("iData.csv", "uCode | a\n X | 1");
    let read = read_panel("index", &Method::default(), &meta, &undated);
    assert_eq!(codes(&read.diagnostics), ["measure.table.no-column"]);
    assert!(read.framework.is_none());
    // One row for each unit, of different years: one table.
    let mixed = lines(
        "iData.csv",
        "uCode | Time | a\n X | 2020 | 1\n Y | 2021 | 2",
    );
    let read = read_tables("index", &Method::default(), &meta, &mixed);
    assert_eq!(read.matrix.units().len(), 2);
}

fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-400_i32..400).prop_map(|n| f64::from(n) / 4.0),
        1 => (1_i32..2000).prop_map(|n| f64::from(n) * 50.0),
        1 => Just(0.0),
        2 => Just(NAN),
    ]
}

fn tables() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2_usize..25)
        .prop_flat_map(|units| prop::collection::vec(prop::collection::vec(cell(), units), 4))
}

fn step(kind: TreatKind, points: Option<u32>) -> TreatStep {
    TreatStep {
        kind,
        points,
        lambda: None,
        percentiles: None,
    }
}

proptest! {
    /// Estimating changes no value that is present and invents no infinity.
    #[test]
    fn imputing_keeps_what_is_present(columns in tables(), which in 0_usize..7) {
        use ImputeKind::{Em, GroupMean, GroupMedian, Mean, Median, Regression, RowMean};
        let mut framework = index("", &["", "direction: down", "", ""]);
        let kind = [Mean, Median, GroupMean, GroupMedian, RowMean, Regression, Em][which];
        let setting = Impute { kind, by: Some("class".to_owned()), fall_back: false };
        for node in &mut framework.nodes {
            node.steps.impute = setting.clone();
        }
        let mut figures = figures(&columns);
        let classes = (0..columns[0].len()).map(|n| Some((n % 3).to_string()));
        figures.insert_classes("class", classes.collect()).unwrap();
        let outcome = score(&framework, &figures);
        for (code, column) in ["i0", "i1", "i2", "i3"].iter().zip(&columns) {
            let made = after(&outcome, Step::Impute, code);
            for (made, given) in made.iter().zip(column) {
                prop_assert!(given.is_nan() || *made == Some(*given));
                prop_assert!(made.is_none_or(f64::is_finite));
            }
        }
    }

    /// Winsorising brings in at most the points allowed and never turns two units round.
    #[test]
    fn winsorising_keeps_the_order(
        columns in tables(), points in 0_u32..8, skew in 0.0..3.0, kurtosis in 0.0..4.0,
    ) {
        let setting = Treat { steps: vec![step(TreatKind::Winsorise, Some(points))], skew, kurtosis };
        for column in &columns {
            let treated = julin_measure::treat::treat(&setting, column);
            let pairs: Vec<(f64, f64)> =
                column.iter().copied().zip(treated.values.iter().copied()).collect();
            let changed = pairs.iter().filter(|(x, y)| !x.is_nan() && x != y).count();
            prop_assert_eq!(changed, treated.points);
            prop_assert!(treated.points <= points as usize);
            prop_assert!(pairs.iter().all(|(x, y)| x.is_nan() == y.is_nan()));
            for (x, y) in &pairs {
                prop_assert!(pairs.iter().filter(|(u, _)| x < u).all(|(_, v)| y <= v));
            }
            prop_assert!(treated.passes || treated.points > 0 || points < 8);
        }
    }

    /// No way of treating turns two units round.
    #[test]
    fn every_treatment_is_monotone(columns in tables(), which in 0_usize..5) {
        use TreatKind::{BoxCox, Log, LogShifted, LogSigned, Percentiles};
        let kind = [BoxCox, Log, LogShifted, LogSigned, Percentiles][which];
        let setting = Treat { steps: vec![step(kind, None)], skew: 0.0, kurtosis: -9.0 };
        for column in &columns {
            let treated = julin_measure::treat::treat(&setting, column).values;
            for (x, y) in column.iter().zip(&treated) {
                let sound = column.iter().zip(&treated).filter(|(u, _)| x < u).all(|(_, v)| y <= v);
                prop_assert!(sound && x.is_nan() == y.is_nan(), "{kind:?}");
            }
        }
    }

    /// Screening those who stay leaves out nobody further, and the same indicators.
    #[test]
    fn screening_is_idempotent(columns in tables(), shares in [0.0..1.0_f64, 0.0..1.0, 0.0..1.0, 0.0..1.0]) {
        let mut framework = index("", &["", "", "", ""]);
        let rule = |present, non_zero| ScreenRule { present, non_zero, ..ScreenRule::default() };
        framework.method.screen =
            Screen { units: rule(shares[0], shares[1]), indicators: rule(shares[2], shares[3]) };
        let all = figures(&columns);
        let first = score(&framework, &all);
        let stays: Vec<usize> =
            (0..columns[0].len()).filter(|unit| !first.prepared.units_out[*unit]).collect();
        let kept: Vec<Vec<f64>> =
            columns.iter().map(|column| stays.iter().map(|unit| column[*unit]).collect()).collect();
        let fewer = figures(&kept);
        let second = score(&framework, &fewer);
        prop_assert!(second.prepared.units_out.iter().all(|out| !out));
        if !stays.is_empty() {
            prop_assert_eq!(&first.prepared.nodes_out, &second.prepared.nodes_out);
        }
        for (new, old) in stays.iter().enumerate() {
            prop_assert_eq!(first.score(*old, 0), second.score(new, 0));
        }
    }
}
