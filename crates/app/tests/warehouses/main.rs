//! Rules as queries on DuckDB and on a local Spark, against the answers here; the queries
//! in standard SQL are asked of DuckDB, unchanged. Built with the feature `warehouses`
//! only: `JULIN_WAREHOUSES` names a Python that has the packages `duckdb` and `pyspark`,
//! `JULIN_WAREHOUSE_NAMES` which of `duckdb`, `ansi` and `spark` to ask, and
//! `JULIN_WAREHOUSE_FIRMS` of how many firms.

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
#[path = "../../../criteria/tests/common/small.rs"]
mod small;

use firms::{Cell, Firm, Pools, firms};
use julin_app::Packs;
use julin_criteria::sql::{Dialect, Input, InputKind, Wanted, inputs, query};
use julin_criteria::{Dictionary, Rule};
use julin_pack::PackSource;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

fn cell(cell: &Cell, dialect: Dialect) -> Value {
    match cell {
        Cell::Set(words) if dialect == Dialect::Ansi => json!(words.join(";")),
        // JSON has no name for numbers that are none.
        Cell::Number(number) => json!(number),
        Cell::Word(word) => json!(word),
        Cell::Set(words) => json!(words),
        Cell::Flag(flag) => json!(flag),
        Cell::Day(day) => json!(day.to_string()),
    }
}

fn table(inputs: &[Input], firms: &[Firm], dialect: Dialect) -> Value {
    let kind = |input: &Input| match input.kind {
        InputKind::Number => "number",
        InputKind::Word => "word",
        InputKind::Set if dialect == Dialect::Ansi => "word",
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
            let value = firm
                .get(&input.need)
                .map_or(Value::Null, |own| cell(own, dialect));
            row.insert(input.column.clone(), value);
        }
        Value::Object(row)
    };
    let rows: Vec<_> = firms.iter().enumerate().map(row).collect();
    json!({"columns": columns, "rows": rows})
}

/// The firm as standard SQL can tell it: numbers of nine decimal places that are not huge,
/// sets whose members have no semicolon.
fn plain(mut firm: Firm) -> Firm {
    for cell in firm.values_mut() {
        match cell {
            Cell::Number(number) if number.abs() < 1e12 => {
                *number = format!("{number:.9}").parse().unwrap();
            }
            Cell::Number(number) => *number = 1e6,
            Cell::Set(words) => words.retain(|word| !word.is_empty() && !word.contains(';')),
            _ => {}
        }
    }
    firm
}

fn compare(name: &str, rules: &[&Rule], dictionary: &dyn Dictionary, count: usize) {
    let as_of = "2026-06-30".parse().unwrap();
    let inputs = inputs(rules.iter().copied());
    let many = std::env::var("JULIN_WAREHOUSE_FIRMS").ok();
    let many = many.and_then(|many| many.parse().ok()).unwrap_or(count);
    let odd = firms(&inputs, &Pools::of(rules, as_of, &inputs), many, 5);
    let asked = std::env::var("JULIN_WAREHOUSE_NAMES");
    let asked = asked.unwrap_or_else(|_| "duckdb,ansi,spark".into());
    let dialects = [Dialect::DuckDb, Dialect::Ansi, Dialect::Spark];
    for dialect in dialects
        .into_iter()
        .filter(|one| asked.split(',').any(|name| name == one.code()))
    {
        let wanted = Wanted {
            dialect,
            as_of,
            table: "firms",
        };
        let firms: Vec<Firm> = match dialect {
            Dialect::Ansi => odd.iter().cloned().map(plain).collect(),
            _ => odd.clone(),
        };
        let mut work = table(&inputs, &firms, dialect);
        let (mut queries, mut answers, mut before) = (Vec::new(), Vec::new(), Vec::new());
        let mut left_out = 0;
        for some in rules.chunks(24) {
            let query = query(some.iter().copied(), &wanted);
            left_out += query.left_out.len();
            before = query.before;
            queries.push(json!(query.text));
            let said = some.iter().copied();
            let said: Vec<&Rule> = said.filter(|own| query.rules.contains(&own.id)).collect();
            let lines = here::lines(&said, dictionary, &firms, as_of).into_iter();
            answers.extend(lines.map(|((rule, firm), line)| {
                json!([
                    rule,
                    firm.to_string(),
                    line.0,
                    line.1,
                    line.2,
                    line.3,
                    line.4
                ])
            }));
        }
        // Standard SQL cannot count the members of a set.
        let most = if dialect == Dialect::Ansi {
            rules.len() / 2
        } else {
            0
        };
        assert!(left_out <= most, "{left_out} rules left out");
        work["before"] = json!(before);
        work["queries"] = json!(queries);
        work["answers"] = json!(answers);
        ask(name, dialect, &work);
    }
}

fn ask(name: &str, dialect: Dialect, work: &Value) {
    let python = std::env::var("JULIN_WAREHOUSES").expect("JULIN_WAREHOUSES names no Python");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("work.json");
    std::fs::write(&file, work.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warehouses/ask.py");
    let done = Command::new(python)
        .arg(script)
        .arg(dialect.code())
        .arg(&file)
        .output();
    let done = done.unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let errors = String::from_utf8_lossy(&done.stderr);
    let place = dialect.code();
    assert!(done.status.success(), "{name} on {place}: {said}\n{errors}");
    println!("{name} on {place}: {said}");
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
