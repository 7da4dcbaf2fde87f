//! How long one scoring takes: 178 units, 46 indicators in five groups, formulas of the
//! usual kind. Prints the median of many runs. Run with `--release`.

#![allow(clippy::unwrap_used, reason = "an example may panic")]

use julin_measure::{Column, ColumnKind, Framework, FrameworkSpec, Matrix, Unit, score};
use julin_model::Text;
use std::fmt::Write as _;
use std::time::Instant;

const UNITS: usize = 178;
const INDICATORS: usize = 46;
const FIELDS: usize = 40;

fn main() {
    let (framework, figures) = (framework(), figures());
    let mut times: Vec<_> = (0..2000)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(score(std::hint::black_box(&framework), &figures));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e6;
    println!("{UNITS} units x {INDICATORS} indicators, formulas, ranks of all nodes");
    println!(
        "median {:.1} us, 5 % {:.1} us, 95 % {:.1} us",
        at(50),
        at(5),
        at(95)
    );
    let outcome = score(&framework, &figures);
    let start = Instant::now();
    let ranking = std::hint::black_box(outcome.ranking());
    println!(
        "ranking with what is missing: {:.1} us",
        start.elapsed().as_secs_f64() * 1e6
    );
    println!(
        "ranked {}",
        ranking.iter().filter(|unit| unit.rank.is_some()).count()
    );
}

fn framework() -> Framework {
    let mut yaml = "title: {zh: 甲, en: A}\nunits_of: park\ngroups:\n".to_owned();
    for n in 0..INDICATORS {
        if n % 10 == 0 {
            let head = format!(
                "  - id: g{n}\n    label: {{zh: 乙, en: B}}\n    weight: 20\n    indicators:\n"
            );
            yaml.push_str(&head);
        }
        let (a, b) = (n % FIELDS, (n * 7 + 1) % FIELDS);
        let formula = match n % 3 {
            0 => format!("f{a} / f{b} * 100"),
            1 => format!("f{a} - prior(f{a})"),
            _ => format!("f{a}"),
        };
        let direction = if n % 9 == 0 { "down" } else { "up" };
        writeln!(yaml, "      - {{id: i{n}, label: {{zh: 丙, en: C}}, direction: {direction}, formula: {formula}}}").unwrap();
    }
    let spec: FrameworkSpec = serde_saphyr::from_str(&yaml).unwrap();
    Framework::from_spec("speed", &spec).framework.unwrap()
}

fn figures() -> Matrix {
    let unit = |n| Unit {
        id: format!("u{n}"),
        label: Text::same(format!("u{n}")),
    };
    let mut matrix = Matrix::new((0..UNITS).map(unit).collect());
    let mut state = 1_u64;
    // A linear congruence is random enough for figures nobody reads; one in ten is missing.
    let mut next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        let share = (state >> 11) as f64 / (1_u64 << 53) as f64;
        if share < 0.1 {
            f64::NAN
        } else {
            share * 1000.0
        }
    };
    for kind in [ColumnKind::Field, ColumnKind::Prior] {
        for field in 0..FIELDS {
            let values = (0..UNITS).map(|_| next()).collect();
            matrix
                .insert(kind, format!("f{field}"), Column::new(values))
                .unwrap();
        }
    }
    matrix
}
