//! Peers, short boards and strengths.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{framework, matrix};
use julin_measure::peer::{Basis, Distance, Similarity, boards, similar};
use julin_measure::{ColumnKind, Framework, Matrix, score};

fn two() -> Framework {
    framework(
        "{title: {zh: 甲, en: A}, units_of: park, method: {normalise: {kind: goalposts}},
          groups: [{id: g, label: {zh: 乙, en: B}, indicators: [
            {id: a, label: {zh: 丙, en: C}, weight: 1, goalposts: {low: 0, high: 100}},
            {id: b, label: {zh: 丁, en: D}, weight: 3, goalposts: {low: 0, high: 100}},
            {id: c, label: {zh: 戊, en: E}, weight: 4, direction: down, goalposts: {low: 0, high: 100}}]}]}",
    )
}

fn figures() -> Matrix {
    matrix(&[
        (ColumnKind::Indicator, "a", &[10.0, 50.0, 60.0, 70.0]),
        (ColumnKind::Indicator, "b", &[40.0, 50.0, 60.0, 90.0]),
        (ColumnKind::Indicator, "c", &[10.0, 30.0, 40.0, 50.0]),
        (ColumnKind::Field, "size", &[0.0, 5.0, 10.0, f64::NAN]),
        (ColumnKind::Field, "age", &[0.0, 20.0, 100.0, 0.0]),
    ])
}

/// Medians of the others: 60 for `a`, 60 for `b`, 40 (score 60) for `c`. By hand: raising
/// `a` by 50 brings 50 / 8, `b` by 20 brings 60 / 8, so `b` comes first although it lags
/// less; `c` is 30 points above, worth 30 / 2.
#[test]
fn short_boards_come_by_what_they_could_gain() {
    let (framework, figures) = (two(), figures());
    let outcome = score(&framework, &figures);
    let found = boards(&outcome, 0, &[]);
    let short: Vec<_> = found
        .short
        .iter()
        .map(|one| (one.code.as_str(), one.potential))
        .collect();
    assert_eq!(short, [("b", 7.5), ("a", 6.25)]);
    assert_eq!(found.strong.len(), 1);
    assert_eq!(
        (found.strong[0].code.as_str(), found.strong[0].potential),
        ("c", 15.0)
    );
    assert_eq!(
        (found.strong[0].position, found.short[0].position),
        (1.0, 0.0)
    );
    assert_eq!(
        (found.short[1].value, found.short[1].peer_value),
        (Some(10.0), Some(60.0))
    );
    // Two peers say nothing.
    let few = boards(&outcome, 0, &[1, 2]);
    assert_eq!((few.short.len(), few.strong.len()), (0, 0));
}

/// The example in the documentation: Gower 0.35 with `u1`; `u3` shares one feature.
#[test]
fn peers_are_the_nearest_over_what_is_known() {
    let (framework, figures) = (two(), figures());
    let outcome = score(&framework, &figures);
    let columns = ["size", "age"].map(|name| (ColumnKind::Field, name.to_owned()));
    let mut wanted = Similarity {
        basis: Basis::Columns(columns.to_vec()),
        distance: Distance::Gower,
        count: 9,
        class: None,
    };
    let found = similar(&outcome, 0, &wanted);
    let of = |at: usize| (found[at].id.as_str(), found[at].distance, found[at].shared);
    assert_eq!(of(0), ("u3", 0.0, 1));
    assert_eq!((of(1).0, of(1).2), ("u1", 2));
    assert!((of(1).1 - 0.35).abs() < 1e-12);
    assert_eq!(of(2), ("u2", 1.0, 2));
    wanted.distance = Distance::Euclidean;
    wanted.basis = Basis::Indicators;
    wanted.count = 1;
    let found = similar(&outcome, 3, &wanted);
    assert_eq!((found.len(), found[0].id.as_str()), (1, "u2"));
}

#[test]
fn only_units_of_the_same_class_where_wanted() {
    let (framework, mut figures) = (two(), figures());
    let classes = ["x", "y", "x", "x"].map(|class| Some(class.to_owned()));
    figures.insert_classes("region", classes.to_vec()).unwrap();
    let outcome = score(&framework, &figures);
    let wanted = Similarity {
        class: Some("region".to_owned()),
        count: 9,
        ..Similarity::default()
    };
    let found = similar(&outcome, 0, &wanted);
    let ids: Vec<_> = found.iter().map(|peer| peer.id.as_str()).collect();
    assert_eq!(ids.len(), 2);
    assert!(!ids.contains(&"u1"));
}
