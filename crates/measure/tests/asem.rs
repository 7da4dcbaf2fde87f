//! The ASEM connectivity data of the COINr package: 51 units, 49 indicators, 4 levels.
//!
//! Every score, coverage and rank is recomputed here by plain recursive code that shares
//! nothing with the engine but the tables' cells.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, table};
use julin_measure::{Framework, Method, Table, TablesOutcome, read_tables, score};
use std::collections::BTreeMap;

fn asem(minimum_coverage: f64) -> (Table, Table, TablesOutcome) {
    let (meta, data) = (
        table("data/coinr_asem/ASEM_iMeta.csv"),
        table("data/coinr_asem/ASEM_iData.csv"),
    );
    let method = Method {
        minimum_coverage,
        ..Method::default()
    };
    let read = read_tables("asem", &method, &meta, &data);
    (meta, data, read)
}

/// Plain recomputation from the cells.
struct Plain<'a> {
    meta: &'a Table,
    data: &'a Table,
    minimum: f64,
}

impl Plain<'_> {
    fn cell<'t>(table: &'t Table, row: &'t [String], column: &str) -> &'t str {
        &row[table
            .headers
            .iter()
            .position(|header| header == column)
            .unwrap()]
    }

    fn about(&self, code: &str, column: &str) -> &str {
        let row = self
            .meta
            .rows
            .iter()
            .find(|row| Self::cell(self.meta, row, "iCode") == code);
        Self::cell(self.meta, row.unwrap(), column)
    }

    fn children(&self, code: &str) -> Vec<&str> {
        let rows = self.meta.rows.iter();
        let below = rows.filter(|row| Self::cell(self.meta, row, "Parent") == code);
        below
            .map(|row| Self::cell(self.meta, row, "iCode"))
            .collect()
    }

    /// Score and share of weight used.
    fn node(&self, unit: usize, code: &str) -> (Option<f64>, f64) {
        let children = self.children(code);
        if children.is_empty() {
            let score = self.indicator(unit, code);
            return (score, if score.is_some() { 1.0 } else { 0.0 });
        }
        let (mut sum, mut present, mut used, mut total) = (0.0, 0.0, 0.0, 0.0);
        for child in children {
            let weight: f64 = self.about(child, "Weight").parse().unwrap();
            let (score, share) = self.node(unit, child);
            total += weight;
            used += weight * share;
            if let Some(score) = score {
                sum += weight * score;
                present += weight;
            }
        }
        let used = used / total;
        if present > 0.0 && used >= self.minimum - 1e-12 {
            (Some(sum / present), used)
        } else {
            (None, 0.0)
        }
    }

    fn indicator(&self, unit: usize, code: &str) -> Option<f64> {
        let by = self.about(code, "Denominator");
        let number = |row: &Vec<String>, code| Self::cell(self.data, row, code).parse::<f64>().ok();
        let value = |row: &Vec<String>| match by {
            "" => number(row, code),
            by => Some(number(row, code)? / number(row, by)?),
        };
        let present: Vec<f64> = self.data.rows.iter().filter_map(value).collect();
        let low = present.iter().copied().reduce(f64::min).unwrap();
        let high = present.iter().copied().reduce(f64::max).unwrap();
        let score = (value(&self.data.rows[unit])? - low) / (high - low) * 100.0;
        Some(if self.about(code, "Direction") == "-1.0" {
            100.0 - score
        } else {
            score
        })
    }
}

#[test]
fn every_level_equals_a_plain_recomputation() {
    for minimum in [0.0, 0.5, 0.95] {
        let (meta, data, read) = asem(minimum);
        assert_eq!(codes(&read.diagnostics), [] as [&str; 0]);
        let framework = read.framework.unwrap();
        let outcome = score(&framework, &read.matrix);
        // Energy consumption, which two indicators are divided by, is not known for Laos.
        assert_eq!(codes(&outcome.diagnostics), ["measure.no-denominator"; 2]);
        assert_eq!(
            (read.matrix.units().len(), framework.nodes.len()),
            (51, 49 + 8 + 2 + 1)
        );
        let plain = Plain {
            meta: &meta,
            data: &data,
            minimum,
        };
        for (id, node) in framework.nodes.iter().enumerate() {
            for unit in 0..51 {
                let (expected, used) = plain.node(unit, &node.code);
                let found = outcome.score(unit, id);
                assert_eq!(found.is_some(), expected.is_some(), "{} {unit}", node.code);
                let distance = (found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs();
                assert!(
                    distance < 1e-9,
                    "{} {unit}: {found:?} {expected:?}",
                    node.code
                );
                assert!(
                    (outcome.used(unit, id) - used).abs() < 1e-12,
                    "{} {unit}",
                    node.code
                );
            }
        }
    }
}

#[test]
fn levels_and_kinds_are_those_of_the_table() {
    let (_, _, read) = asem(0.5);
    let framework = read.framework.unwrap();
    let mut levels = BTreeMap::new();
    for node in &framework.nodes {
        *levels.entry(node.level).or_insert(0) += 1;
    }
    assert_eq!(levels, BTreeMap::from([(1, 49), (2, 8), (3, 2), (4, 1)]));
    assert_eq!(framework.root().code, "Index");
    // Groupings and denominators are no part of the index.
    assert!(
        ["GDP_group", "Population"]
            .iter()
            .all(|code| framework.find(code).is_none())
    );
    assert!(
        read.matrix
            .get(julin_measure::ColumnKind::Field, "Population")
            .is_some()
    );
}

#[test]
fn a_strict_threshold_leaves_units_unranked_and_says_what_they_lack() {
    let (_, _, read) = asem(0.95);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let ranking = outcome.ranking();
    let unranked: Vec<_> = ranking.iter().filter(|unit| unit.rank.is_none()).collect();
    assert_eq!(ranking.len(), 51);
    assert!(!unranked.is_empty() && unranked.len() < 51);
    assert!(
        unranked
            .iter()
            .all(|unit| unit.score.is_none() && !unit.missing.is_empty())
    );
    // Ranked first, in order.
    let ranks: Vec<u32> = ranking.iter().map_while(|unit| unit.rank).collect();
    assert_eq!(ranks.len() + unranked.len(), 51);
    assert!(ranks.is_sorted() && ranks[0] == 1);
}

#[test]
fn points_in_the_trace_add_up_to_the_score() {
    let (_, _, read) = asem(0.5);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    for unit in 0..51 {
        let trace = outcome.trace(unit, Framework::ROOT);
        let sum: f64 = trace.inputs.iter().filter_map(|input| input.value).sum();
        assert!((sum - trace.value.unwrap()).abs() < 1e-9);
        assert_eq!(trace.inputs.len(), 2);
        assert!(
            trace
                .inputs
                .iter()
                .all(|input| input.step == "measure.step.weight")
        );
    }
}
