//! How long one scoring takes: 178 units, 46 indicators in five groups, formulas of the
//! usual kind. Prints the median of many runs. Run with `--release`.

#![allow(clippy::unwrap_used, reason = "an example may panic")]

mod national;

use julin_measure::score;
use national::{INDICATORS, UNITS, figures, framework};
use std::time::Instant;

fn main() {
    let (framework, figures) = (framework(""), figures());
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
