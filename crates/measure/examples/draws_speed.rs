//! How long one draw takes: 178 units, 46 indicators in five groups, all weights varied,
//! alone and with three normalisations and three aggregations. CPU time of one thread.
//!
//! Arguments: `arithmetic | mixed | large`, draws, threads. With a file as fourth
//! argument, the ranks of the first thousand draws are written there, for comparison with
//! `xtask/src/bench/draws.py`. Run with `--release`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "an example may panic"
)]

use julin_measure::draw::check::check;
use julin_measure::draw::evaluate::{Evaluator, Room};
use julin_measure::draw::source::Source;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::uncertainty::uncertainty;
use julin_measure::{Column, ColumnKind, Framework, FrameworkSpec, Matrix, Unit};
use julin_model::Text;
use julin_model::splitmix;
use std::fmt::Write as _;
use std::time::Instant;

const MIXED: &str = ", {what: normalise, options: [{kind: min-max}, {kind: z-score, mean: 100, deviation: 10}, {kind: rank}]}, {what: aggregate, options: [{kind: arithmetic}, {kind: geometric}, {kind: harmonic}]}";
const SEED_OF_FIGURES: u64 = 2024;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let variant = args.first().map_or("arithmetic", String::as_str);
    let number = |at: usize, usual: u64| args.get(at).map_or(usual, |n| n.parse().unwrap());
    let (draws, threads) = (number(1, 100_000), number(2, 1));
    let (units, indicators) = if variant == "large" {
        (10_000, 50)
    } else {
        (178, 46)
    };
    let (framework, figures) = (framework(indicators), figures(units, indicators));
    let mixed = if variant == "mixed" { MIXED } else { "" };
    let spec =
        format!("{{draws: {draws}, seed: 7, vary: [{{what: weights, noise: 0.25}}{mixed}]}}");
    let spec: DrawSpec = serde_saphyr::from_str(&spec).unwrap();
    let plan = check(&framework, &figures, &spec)
        .plan
        .expect("a sound specification");
    let start = (Instant::now(), cpu());
    let evaluator = Evaluator::new(&framework, &figures, &plan);
    let prepared = start.0.elapsed().as_secs_f64();
    if let Some(path) = args.get(3) {
        std::fs::write(path, ranks(&evaluator, 1000)).unwrap();
    }
    let start = (Instant::now(), cpu());
    let found = uncertainty(&evaluator, threads as usize, &|_, _| true).unwrap();
    let (wall, used) = (start.0.elapsed().as_secs_f64(), cpu() - start.1);
    let us = |seconds: f64| seconds / draws as f64 * 1e6;
    println!(
        "{variant}: {units} units x {indicators} indicators, {draws} draws, {threads} threads"
    );
    println!("prepared {:.2} ms", prepared * 1e3);
    println!("wall {wall:.4} s, {:.3} us a draw", us(wall));
    println!("cpu {used:.4} s, {:.3} us a draw", us(used));
    println!("first tier {}", found.tiers[0].units.len());
}

/// CPU seconds of the process so far, where the system tells.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|f| f.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

/// One line per draw: its ranks by unit.
fn ranks(evaluator: &Evaluator<'_>, rows: u64) -> String {
    let plan = evaluator.plan();
    let source = Source::new(plan.source, plan.dimensions, plan.seed).unwrap();
    let units = evaluator.units();
    let mut lines = vec![String::new(); rows as usize];
    evaluator.run(&source, 0..rows, &mut Room::default(), &mut |batch| {
        for (ranks, row) in batch.ranks.chunks(units).zip(batch.rows) {
            let ranks: Vec<String> = ranks.iter().map(u16::to_string).collect();
            lines[*row as usize] = ranks.join(" ");
        }
    });
    lines.join("\n") + "\n"
}

fn framework(indicators: usize) -> Framework {
    let mut yaml =
        "title: {zh: 甲, en: A}\nunits_of: park\nmethod: {range: [1, 100]}\ngroups:\n".to_owned();
    for n in 0..indicators {
        if n % 10 == 0 {
            let weight = 10 + n;
            let head = format!(
                "  - id: g{n}\n    label: {{zh: 乙, en: B}}\n    weight: {weight}\n    indicators:\n"
            );
            yaml.push_str(&head);
        }
        let direction = if n % 9 == 0 { "down" } else { "up" };
        let weight = 1 + n % 4;
        writeln!(yaml, "      - {{id: i{n}, label: {{zh: 丙, en: C}}, weight: {weight}, direction: {direction}}}").unwrap();
    }
    let spec: FrameworkSpec = serde_saphyr::from_str(&yaml).unwrap();
    let built = Framework::from_spec("speed", &spec);
    built.framework.unwrap()
}

/// Figure of unit `u` and indicator `i`: output `u × indicators + i` of the stream.
fn figures(units: usize, indicators: usize) -> Matrix {
    let unit = |n| Unit {
        id: format!("u{n}"),
        label: Text::same(format!("u{n}")),
    };
    let mut matrix = Matrix::new((0..units).map(unit).collect());
    for indicator in 0..indicators {
        let value = |unit: usize| {
            let position = (unit * indicators + indicator) as u64;
            1000.0 * splitmix::unit(splitmix::output(SEED_OF_FIGURES, position))
        };
        let values = (0..units).map(value).collect();
        matrix
            .insert(
                ColumnKind::Indicator,
                format!("i{indicator}"),
                Column::new(values),
            )
            .unwrap();
    }
    matrix
}
