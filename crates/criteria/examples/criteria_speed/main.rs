//! Measures index and batch on the generated workload, each as one process:
//!
//! - `batch RULES ROWS THREADS`: all pairs, every match visited
//! - `plain RULES ROWS`: the same by a plain columnar loop
//! - `duckdb RULES ROWS FOLDER`: writes `firms.csv` and `rules.sql` for it
//! - `one RULES ROWS`: one row at a time against all rules; rules that change
//! - `audience ROWS`: one new rule against all rows
//!
//! Prints lines of a name and a number; seconds are CPU time of the main thread.

mod plain;
mod workload;

use julin_criteria::index::{Batch, Index, RowRoom};
use julin_criteria::table::Table;
use julin_criteria::test::Test;
use julin_criteria::tree::Tree;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use workload::Policies;

/// Seed of the policies, seed of the firms.
const SEEDS: (u64, u64) = (1, 2);

/// CPU seconds of this thread, from the system's account.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let own = text.split_whitespace().next();
    own.and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, other: usize| {
        let given = args.get(at).and_then(|arg| arg.parse().ok());
        given.unwrap_or(other)
    };
    match args.first().map(String::as_str) {
        Some("plain") => plain_loop(number(1, 1000), number(2, 100_000)),
        Some("duckdb") => {
            let folder = args.get(3).map_or(".", String::as_str);
            export(number(1, 1000), number(2, 100_000), Path::new(folder))?;
        }
        Some("one") => one(number(1, 10_000), number(2, 20_000)),
        Some("audience") => audience(number(1, 1_000_000)),
        _ => batch(number(1, 10_000), number(2, 1_000_000), number(3, 1)),
    }
    Ok(())
}

fn workload(rules: usize, rows: usize) -> (Vec<Tree>, Table) {
    let rules = Policies::new(SEEDS.0).take(rules);
    (rules, workload::firms(rows, SEEDS.1))
}

fn batch(rules: usize, rows: usize, threads: usize) {
    let (rules, table) = workload(rules, rows);
    let (start, wall) = (cpu(), Instant::now());
    let batch = Batch::new(&rules, &table);
    let ready = cpu() - start;
    let (mut yes, mut unknown, mut sum) = (0u64, 0u64, 0u64);
    batch.run(
        threads,
        |part| {
            let (mut yes, mut unknown, mut sum) = (0u64, 0u64, 0u64);
            part.each(|rule, row, verdict| {
                match verdict {
                    Some(_) => yes += 1,
                    None => unknown += 1,
                }
                sum = sum.wrapping_add(u64::from(rule) * row as u64);
            });
            (yes, unknown, sum)
        },
        |found| {
            yes += found.0;
            unknown += found.1;
            sum = sum.wrapping_add(found.2);
        },
    );
    println!("cpu {}", cpu() - start);
    println!("wall {}", wall.elapsed().as_secs_f64());
    println!("ready {ready}");
    println!("yes {yes}\nunknown {unknown}\nsum {sum}");
}

fn plain_loop(rules: usize, rows: usize) {
    let (rules, table) = workload(rules, rows);
    let start = cpu();
    let (yes, unknown) = plain::loops(&rules, &table);
    println!("cpu {}\nyes {yes}\nunknown {unknown}", cpu() - start);
}

fn export(rules: usize, rows: usize, folder: &Path) -> std::io::Result<()> {
    let (rules, table) = workload(rules, rows);
    let mut out = std::io::BufWriter::new(std::fs::File::create(folder.join("firms.csv"))?);
    let mut line = String::new();
    for row in 0..table.rows {
        line.clear();
        plain::csv(&table, row, &mut line);
        writeln!(out, "{line}")?;
    }
    let rules: Vec<String> = rules.iter().map(plain::sql).collect();
    std::fs::write(folder.join("rules.sql"), rules.join("\n"))
}

fn one(rules: usize, rows: usize) {
    let (rules, table) = workload(rules, rows);
    let rules: Vec<Arc<Tree>> = rules.into_iter().map(Arc::new).collect();
    let start = cpu();
    let mut index = Index::new(&table, rules.iter().cloned());
    println!("ready {}", cpu() - start);
    let mut room = RowRoom::default();
    let mut found = 0;
    let each = spread((0..rows).map(|row| {
        let start = Instant::now();
        found += index.row(&table, row, &mut room).len();
        start.elapsed().as_secs_f64()
    }));
    println!("row_median {}\nrow_p99 {}", each.0, each.1);
    println!("found {}", found as f64 / rows as f64);
    let mut told = 0;
    let each = spread((0..rows.min(2000)).map(|row| {
        let start = Instant::now();
        told += reasons(&index, &table, row, &mut room);
        start.elapsed().as_secs_f64()
    }));
    println!("reasons_median {}\nreasons_p99 {}", each.0, each.1);
    println!("told {}", told as f64 / rows.min(2000) as f64);
    let mut draw = Policies::new(77);
    let each = spread((0..1000).map(|at| {
        let tree = Arc::new(draw.draw());
        let start = Instant::now();
        index.set(at * 7 % rules.len(), Some(tree));
        start.elapsed().as_secs_f64()
    }));
    println!("change_median {}\nchange_p99 {}", each.0, each.1);
}

/// Every test of the rules that hold, may hold or miss by one condition, with its answer.
fn reasons(index: &Index, table: &Table, row: usize, room: &mut RowRoom) -> usize {
    let near = index.near(table, row, room);
    let answers = index.row(table, row, room).iter();
    let rules: Vec<u32> = answers.map(|answer| answer.rule()).chain(near).collect();
    let mut reasons: Vec<(u32, Option<bool>)> = vec![];
    for rule in rules {
        let Some(tree) = index.rule(rule as usize) else {
            continue;
        };
        each_test(tree, &mut |test| {
            reasons.push((rule, table.answer(test, row)))
        });
    }
    black_box(&reasons).len()
}

fn each_test(tree: &Tree, visit: &mut impl FnMut(&Test)) {
    match tree {
        Tree::Constant(_) => {}
        Tree::Test(test) => visit(test),
        Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
            parts.iter().for_each(|part| each_test(part, visit));
        }
    }
}

fn audience(rows: usize) {
    let (rules, table) = workload(200, rows);
    let mut found = 0;
    let each = spread(rules.iter().map(|rule| {
        let start = cpu();
        Batch::new([rule], &table).run(
            1,
            |part| {
                part.hits()
                    .iter()
                    .map(|hit| hit.yes.count_ones())
                    .sum::<u32>()
            },
            |yes| found += yes,
        );
        cpu() - start
    }));
    println!(
        "audience_median {}\naudience_p99 {}\nfound {found}",
        each.0, each.1
    );
}

/// The middle one and the one that a hundredth exceeds.
fn spread(times: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 99 / 100])
}
