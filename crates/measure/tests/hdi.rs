//! The Human Development Index, whose values are published by UNDP.
//!
//! Goalposts of the technical notes: life expectancy 20–85, expected schooling 0–18, mean
//! schooling 0–15, income ln 100 – ln 75,000. The education index is the arithmetic mean
//! of its two; the index is the geometric mean of the three dimensions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{framework, matrix, table};
use julin_measure::{ColumnKind::Field, Framework, Matrix, Table, score};

fn hdi() -> Framework {
    let yaml = r#"
title: {zh: 人类发展指数, en: Human Development Index}
units_of: country
method:
  normalise: {kind: goalposts}
  range: [0, 1]
  levels: {3: {aggregate: {kind: geometric}}}
  minimum_coverage: 1.0
  decimals: 3
groups:
  - id: health
    label: {zh: 健康, en: Health}
    weight: 1
    indicators:
      - {id: le, label: {zh: 预期寿命, en: Life expectancy}, weight: 1, formula: le, goalposts: {low: 20, high: 85}}
  - id: education
    label: {zh: 教育, en: Education}
    weight: 1
    indicators:
      - {id: eys, label: {zh: 预期受教育年限, en: Expected schooling}, weight: 1, formula: eys, goalposts: {low: 0, high: 18}}
      - {id: mys, label: {zh: 平均受教育年限, en: Mean schooling}, weight: 1, formula: mys, goalposts: {low: 0, high: 15}}
  - id: income
    label: {zh: 收入, en: Income}
    weight: 1
    indicators:
      - {id: gni, label: {zh: 人均国民收入对数, en: Income per head (ln)}, weight: 1, formula: ln(gnipc), goalposts: {low: LOW, high: HIGH}}
"#;
    let (low, high) = (100_f64.ln(), 75_000_f64.ln());
    framework(
        &yaml
            .replace("LOW", &format!("{low:?}"))
            .replace("HIGH", &format!("{high:?}")),
    )
}

/// Values of one column of the file, NaN where empty.
fn column(table: &Table, name: &str) -> Vec<f64> {
    let at = table
        .headers
        .iter()
        .position(|header| header == name)
        .unwrap();
    table
        .rows
        .iter()
        .map(|row| row[at].parse().unwrap_or(f64::NAN))
        .collect()
}

fn figures(table: &Table, year: u32) -> Matrix {
    let of = |name: &str| column(table, &format!("{name}_{year}"));
    matrix(&[
        (Field, "le", &of("le")),
        (Field, "eys", &of("eys")),
        (Field, "mys", &of("mys")),
        (Field, "gnipc", &of("gnipc")),
    ])
}

#[test]
fn every_published_value_comes_out() {
    let (table, framework) = (
        table("data/hdi_2023_24/hdi_components_1990_2005.csv"),
        hdi(),
    );
    let (mut checked, mut wrong) = (0, Vec::new());
    for year in 1990..=2005 {
        let figures = figures(&table, year);
        let outcome = score(&framework, &figures);
        for (unit, published) in column(&table, &format!("hdi_{year}"))
            .into_iter()
            .enumerate()
        {
            let Some(index) = outcome.score(unit, Framework::ROOT) else {
                assert!(outcome.rank(unit, Framework::ROOT).is_none());
                assert!(published.is_nan(), "{} {year}", table.rows[unit][0]);
                continue;
            };
            if published.is_nan() {
                continue;
            }
            checked += 1;
            if (index - published).abs() > 0.0005 + 1e-9 {
                wrong.push((table.rows[unit][0].clone(), year, index, published));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {checked}: {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(9)]
    );
    assert!(checked > 1000, "only {checked} values checked");
}

#[test]
fn one_country_by_hand() {
    // Norway 1990 from the file, worked out with the formula of the technical notes.
    let (table, framework) = (
        table("data/hdi_2023_24/hdi_components_1990_2005.csv"),
        hdi(),
    );
    let figures = figures(&table, 1990);
    let outcome = score(&framework, &figures);
    let unit = table.rows.iter().position(|row| row[0] == "NOR").unwrap();
    let (le, eys, mys) = (
        column(&table, "le_1990")[unit],
        column(&table, "eys_1990")[unit],
        column(&table, "mys_1990")[unit],
    );
    let health = outcome
        .score(unit, framework.find("health").unwrap())
        .unwrap();
    let education = outcome
        .score(unit, framework.find("education").unwrap())
        .unwrap();
    assert!((health - (le - 20.0) / 65.0).abs() < 1e-12);
    assert!((education - (eys / 18.0 + mys / 15.0) / 2.0).abs() < 1e-12);
    let income = (column(&table, "gnipc_1990")[unit] / 100.0).ln() / 750_f64.ln();
    let index = outcome.score(unit, Framework::ROOT).unwrap();
    assert!((index - (health * education * income).cbrt()).abs() < 1e-12);
}
