//! Measures index and batch on the generated workload:
//! `criteria_speed batch RULES ROWS THREADS`.

mod workload;

use julin_criteria::index::Batch;
use std::hint::black_box;
use std::time::Instant;
use workload::Policies;

/// CPU seconds of this process, from the system's account.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let own = text
        .split_whitespace()
        .next()
        .and_then(|t| t.parse::<f64>().ok());
    own.unwrap_or(0.0) / 1e9
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, other: usize| {
        let given = args.get(at).and_then(|arg| arg.parse().ok());
        given.unwrap_or(other)
    };
    batch(number(1, 10_000), number(2, 1_000_000), number(3, 1));
}

fn batch(rules: usize, rows: usize, threads: usize) {
    let rules = Policies::new(1).take(rules);
    let table = workload::firms(rows, 2);
    for _ in 0..2 {
        let (start, wall) = (cpu(), Instant::now());
        let batch = Batch::new(&rules, &table);
        let ready = cpu() - start;
        let (mut yes, mut unknown, mut hits) = (0u64, 0u64, 0);
        batch.run(
            threads,
            |part| {
                let (mut yes, mut unknown) = (0u64, 0u64);
                for hit in part.hits() {
                    yes += u64::from(hit.yes.count_ones());
                    unknown += u64::from(hit.unknown.count_ones());
                }
                (yes, unknown, part.hits().len())
            },
            |found| {
                yes += found.0;
                unknown += found.1;
                hits += found.2;
            },
        );
        let spent = cpu() - start;
        let pairs = rules.len() as f64 * rows as f64;
        println!(
            "ready {ready:.4} cpu {spent:.4} wall {:.4} pairs/s {:.1}e8 yes {yes} unknown {unknown} hits {hits} share {:.3} %",
            wall.elapsed().as_secs_f64(),
            pairs / spent / 1e8,
            100.0 * yes as f64 / pairs
        );
        black_box(yes);
    }
}
