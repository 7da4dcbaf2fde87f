//! Rules as queries on DuckDB and on a local Spark, against the answers here. Built
//! with the feature `warehouses` only: `JULIN_WAREHOUSES` names a Python that has the
//! packages `duckdb` and `pyspark`, `JULIN_WAREHOUSE_NAMES` which of the two to ask.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set itself up has failed"
)]

#[path = "../sql/firms.rs"]
mod firms;
#[path = "../sql/generated.rs"]
mod generated;
#[path = "../sql/here.rs"]
mod here;
#[path = "../sql/small.rs"]
mod small;

use firms::{Cell, Firm, Pools, firms};
use julin_app::Packs;
use julin_criteria::sql::{Dialect, Input, InputKind, Wanted, inputs, query};
use julin_criteria::{Dictionary, Rule};
use julin_pack::PackSource;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

fn cell(cell: &Cell) -> Value {
    match cell {
        // JSON has no name for numbers that are none.
        Cell::Number(number) => json!(number),
        Cell::Word(word) => json!(word),
        Cell::Set(words) => json!(words),
        Cell::Flag(flag) => json!(flag),
        Cell::Day(day) => json!(day.to_string()),
    }
}

fn table(inputs: &[Input], firms: &[Firm]) -> Value {
    let kind = |input: &Input| match input.kind {
        InputKind::Number => "number",
        InputKind::Word => "word",
        InputKind::Set => "set",
        InputKind::Flag => "flag",
        InputKind::Date => "date",
    };
    let columns: Vec<_> = inputs
        .iter()
        .map(|one| json!([one.column, kind(one)]))
        .collect();
    let row = |(number, firm): (usize, &Firm)| {
        let mut row = Map::new();
        row.insert("entity_id".to_owned(), json!(number.to_string()));
        for input in inputs {
            let value = firm.get(&input.need).map_or(Value::Null, cell);
            row.insert(input.column.clone(), value);
        }
        Value::Object(row)
    };
    let rows: Vec<_> = firms.iter().enumerate().map(row).collect();
    json!({"columns": columns, "rows": rows})
}

fn compare(name: &str, rules: &[&Rule], dictionary: &dyn Dictionary, count: usize) {
    let as_of = "2026-06-30".parse().unwrap();
    let inputs = inputs(rules.iter().copied());
    let firms = firms(&inputs, &Pools::of(rules, as_of, &inputs), count, 5);
    let dialects = [Dialect::DuckDb, Dialect::Spark];
    let asked = std::env::var("JULIN_WAREHOUSE_NAMES").unwrap_or_else(|_| "duckdb,spark".into());
    let python = std::env::var("JULIN_WAREHOUSES").expect("JULIN_WAREHOUSES names no Python");
    for dialect in dialects
        .into_iter()
        .filter(|one| asked.contains(one.code()))
    {
        let wanted = Wanted {
            dialect,
            as_of,
            table: "firms",
        };
        let queries = rules.chunks(8).map(|some| {
            let query = query(some.iter().copied(), &wanted);
            assert_eq!(query.left_out, []);
            query.text
        });
        let answers = here::lines(rules, dictionary, &firms, as_of);
        let answers = answers
            .into_iter()
            .map(|((rule, firm), line)| json!([rule, firm.to_string(), line.0, line.1, line.2]));
        let mut work = table(&inputs, &firms);
        work["queries"] = queries.collect();
        work["answers"] = answers.collect();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("work.json");
        std::fs::write(&file, work.to_string()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warehouses/ask.py");
        let done = Command::new(&python)
            .arg(script)
            .arg(dialect.code())
            .arg(&file)
            .output();
        let done = done.unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success(),
            "{name} on {}: {said}\n{errors}",
            dialect.code()
        );
        println!("{name} on {}: {said}", dialect.code());
    }
}

#[test]
fn rules_of_the_packs() {
    let packs = Packs::from_source(PackSource::new().with(julin_pack::builtin()));
    let rules: Vec<&Rule> = packs.compiled_rules().values().collect();
    compare("packs", &rules, &packs, 300);
}

#[test]
fn rules_nobody_wrote() {
    let rules = generated::rules(40, 13);
    let rules: Vec<&Rule> = rules.iter().collect();
    compare("generated", &rules, &small::Small, 200);
}
