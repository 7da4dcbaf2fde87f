//! The ASEM connectivity index through all steps on indicators, against the figures the
//! COINr package gives for its example (`build_example_coin`: denominated by the columns
//! of iMeta, gaps filled with the mean of Asia or Europe, units screened at 90 % after
//! that, at most five points winsorised, min–max, weights of iMeta).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, table};
use julin_measure::{
    Aggregate, AggregateKind, Frame, Framework, Impute, ImputeKind, Mark, Method, Outcome,
    ScreenRule, Step, TablesOutcome, Treat, TreatKind, TreatStep, read_panel, read_tables, score,
    score_panel,
};

fn method() -> Method {
    let mut method = Method {
        order: vec![Step::Denominate, Step::Impute, Step::Screen, Step::Treat],
        impute: Impute {
            kind: ImputeKind::GroupMean,
            by: Some("EurAsia_group".to_owned()),
            fall_back: false,
        },
        treat: Treat {
            steps: vec![winsorise(5)],
            ..Treat::default()
        },
        ..Method::default()
    };
    method.screen.units = ScreenRule {
        present: 0.9,
        ..ScreenRule::default()
    };
    method
}

fn winsorise(points: u32) -> TreatStep {
    TreatStep {
        kind: TreatKind::Winsorise,
        points: Some(points),
        lambda: None,
        percentiles: None,
    }
}

fn read(method: &Method) -> TablesOutcome {
    read_tables(
        "asem",
        method,
        &table("data/coinr_asem/ASEM_iMeta.csv"),
        &table("data/coinr_asem/ASEM_iData.csv"),
    )
}

/// The first units of a node with their scores.
fn leaders(outcome: &Outcome<'_>, count: usize) -> Vec<(String, f64)> {
    let ranking = outcome.ranking().into_iter().take(count);
    ranking.map(|unit| (unit.id, unit.score.unwrap())).collect()
}

fn names(leaders: &[(String, f64)]) -> Vec<&str> {
    leaders.iter().map(|(id, _)| id.as_str()).collect()
}

#[test]
fn the_index_as_published() {
    let read = read(&method());
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    assert_eq!(codes(&read.diagnostics), [] as [&str; 0]);
    // Energy consumption of Laos: a divisor of two indicators.
    assert_eq!(codes(&outcome.diagnostics), ["measure.no-denominator"; 2]);
    let found = leaders(&outcome, 3);
    let expected = [("CHE", 68.384), ("NLD", 64.820), ("DNK", 64.804)];
    for ((id, score), (unit, published)) in found.iter().zip(expected) {
        assert_eq!(id, unit);
        assert!((score - published).abs() < 5e-4, "{id} {score}");
    }
    assert!(outcome.prepared.units_out.iter().all(|out| !out));
}

#[test]
fn fifteen_indicators_are_winsorised_at_thirty_five_points() {
    let read = read(&method());
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let treated: Vec<_> = outcome.prepared.treated.iter().flatten().collect();
    let applied: Vec<_> = treated
        .iter()
        .filter(|one| !one.applied.is_empty())
        .collect();
    assert_eq!((treated.len(), applied.len()), (49, 15));
    assert_eq!(applied.iter().map(|one| one.points).sum::<usize>(), 35);
    assert!(applied.iter().all(|one| one.passes && one.points <= 5));
    let marked = outcome.stage_table(Step::Treat).marks.into_iter().flatten();
    assert_eq!(
        marked.filter(|mark| *mark == Some(Mark::Treated)).count(),
        35
    );
}

#[test]
fn without_treatment_sweden_is_third() {
    let method = Method {
        treat: Treat::default(),
        ..method()
    };
    let read = read(&method);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let found = leaders(&outcome, 5);
    assert_eq!(names(&found), ["CHE", "DNK", "SWE", "NOR", "BEL"]);
}

/// A geometric mean needs a scale above zero.
#[test]
fn geometrically_from_one_to_a_hundred() {
    let method = Method {
        range: [1.0, 100.0],
        aggregate: Aggregate::of(AggregateKind::Geometric),
        ..method()
    };
    let read = read(&method);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let found = leaders(&outcome, 5);
    assert_eq!(names(&found), ["CHE", "DNK", "BEL", "NOR", "NLD"]);
}

/// Screening first leaves out the five units that imputing would have completed.
#[test]
fn the_order_of_the_steps_matters() {
    let usual = Method {
        order: Method::default().order,
        ..method()
    };
    let read = read(&usual);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let out = outcome
        .prepared
        .units_out
        .iter()
        .filter(|out| **out)
        .count();
    assert_eq!(out, 5);
    assert_eq!(
        codes(&outcome.diagnostics),
        ["measure.screen.units-missing"]
    );
    let unranked: Vec<_> = outcome
        .ranking()
        .into_iter()
        .filter(|u| u.rank.is_none())
        .collect();
    assert_eq!(unranked.len(), 5);
    for unit in unranked {
        let reason = outcome.reason(unit.unit, Framework::ROOT);
        assert_eq!(reason, Some(julin_measure::MissingReason::Screened));
        assert!(!unit.missing.is_empty());
    }
}

#[test]
fn every_table_on_the_way_can_be_written_out() {
    let read = read(&method());
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let gaps = |step| {
        let table = outcome.stage_table(step);
        assert_eq!((table.header().len(), table.rows().count()), (50, 51));
        assert!(table.rows().all(|row| row.len() == 50));
        table
            .cells
            .iter()
            .flatten()
            .filter(|cell| cell.is_none())
            .count()
    };
    let data = table("data/coinr_asem/ASEM_iData.csv");
    let is_indicator = |at: usize| framework.find(&data.headers[at]).is_some();
    let cells = data.rows.iter().flat_map(|row| row.iter().enumerate());
    let empty = cells.filter(|(at, cell)| is_indicator(*at) && ["NA", ""].contains(&cell.trim()));
    assert_eq!(gaps(Step::Given), empty.count());
    // Laos lacks the divisor of two indicators it has.
    assert_eq!(gaps(Step::Denominate), gaps(Step::Given) + 2);
    for step in [Step::Impute, Step::Screen, Step::Treat, Step::Normalise] {
        assert_eq!(gaps(step), 0);
    }
    // A number written out reads back as the same bits.
    let table = outcome.stage_table(Step::Denominate);
    for (row, cells) in table.rows().zip(&table.cells) {
        for (text, cell) in row[1..].iter().zip(cells) {
            assert_eq!(text.parse().ok().map(f64::to_bits), cell.map(f64::to_bits));
        }
    }
    let imputed = outcome
        .stage_table(Step::Impute)
        .marks
        .into_iter()
        .flatten();
    let imputed = imputed.filter(|mark| *mark == Some(Mark::Imputed)).count();
    assert_eq!(imputed, gaps(Step::Denominate));
}

#[test]
fn five_years_in_one_object() {
    let fixed = Method {
        frame: Frame::Fixed,
        ..method()
    };
    let (meta, data) = (
        table("data/coinr_asem/ASEM_iMeta.csv"),
        table("data/coinr_asem/ASEM_iData_p.csv"),
    );
    let moving = read_panel("asem", &method(), &meta, &data);
    assert_eq!(codes(&moving.diagnostics), [] as [&str; 0]);
    assert_eq!(moving.panel.years(), [2018, 2019, 2020, 2021, 2022]);
    let framework = moving.framework.unwrap();
    let outcomes = score_panel(&framework, &moving.panel);
    // A year by itself is that year's matrix scored alone, to the last bit.
    for (outcome, matrix) in outcomes.iter().zip(moving.panel.matrices()) {
        let alone = score(&framework, matrix);
        assert_eq!(alone.scores(0), outcome.scores(0));
        assert_eq!(matrix.units().len(), 51);
    }
    // On one frame the extremes of an indicator are reached once over all years.
    let fixed = read_panel("asem", &fixed, &meta, &data);
    let framework = fixed.framework.unwrap();
    let outcomes = score_panel(&framework, &fixed.panel);
    for (id, node) in framework.indicators() {
        let scores = || outcomes.iter().flat_map(|one| one.scores(id)).copied();
        assert_eq!(scores().fold(f64::MAX, f64::min), 0.0, "{}", node.code);
        assert_eq!(scores().fold(f64::MIN, f64::max), 100.0, "{}", node.code);
    }
    // One table of several years: the last one is taken, and that is said.
    let last = read_tables("asem", &method(), &meta, &data);
    assert_eq!(codes(&last.diagnostics), ["measure.table.several-years"]);
    let framework = last.framework.unwrap();
    let outcome = score(&framework, &last.matrix);
    assert_eq!(
        outcome.scores(0),
        score(&framework, &fixed.panel.matrices()[4]).scores(0)
    );
}

/// From the score of an indicator down to the figure, through every step that changed it.
#[test]
fn a_trace_names_every_step_that_changed_a_value() {
    let read = read(&method());
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let unit = |id: &str| {
        read.matrix
            .units()
            .iter()
            .position(|unit| unit.id == id)
            .unwrap()
    };
    let steps = |id: &str, code: &str| {
        let mut trace = outcome.trace(unit(id), framework.find(code).unwrap());
        let mut steps = vec![trace.step.clone()];
        // The first input is the value itself; a divisor stands after it.
        while let Some(below) = trace.inputs.into_iter().next() {
            steps.push(below.step.clone());
            trace = below;
        }
        let short = |step: String| step.trim_start_matches("measure.step.").to_owned();
        steps.into_iter().map(short).collect::<Vec<_>>()
    };
    assert_eq!(steps("CHE", "LPI"), ["min-max", "given"]);
    assert_eq!(steps("CHE", "Goods"), ["min-max", "denominated", "given"]);
    // Malta is an outlier in flights; the energy consumption of Laos is not known.
    assert_eq!(
        steps("MLT", "Flights"),
        ["min-max", "treated-winsorise", "denominated", "given"]
    );
    assert_eq!(
        steps("LAO", "Elec"),
        ["min-max", "imputed-group-mean", "given"]
    );
}
