//! A table and a query on PostgreSQL.

use crate::firms::{Cell, Firm};
use crate::here::Lines;
use julin_criteria::sql::{Input, InputKind};
use julin_store::Backend;
use julin_store::testing::TestDatabase;
use postgres::{Client, NoTls};
use std::fmt::Write as _;
use std::io::Write as _;

/// A database of its own.
pub struct Server {
    client: Client,
    _database: TestDatabase,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn place(table: &str) -> String {
    table.split('.').map(quoted).collect::<Vec<_>>().join(".")
}

impl Server {
    pub fn new() -> Self {
        let database = TestDatabase::new(Backend::Postgres);
        let mut client = Client::connect(&database.url, NoTls).unwrap();
        client.batch_execute("SET jit = off").unwrap();
        Self {
            client,
            _database: database,
        }
    }

    /// Makes the wide table, as `docs/criteria.md` says.
    pub fn load(&mut self, table: &str, inputs: &[Input], firms: &[Firm]) {
        let schema = quoted(table.split('.').next().unwrap());
        let columns = inputs.iter().map(|input| {
            let kind = match input.kind {
                InputKind::Number => "double precision",
                InputKind::Word => "text",
                InputKind::Set => "text[]",
                InputKind::Flag => "boolean",
                InputKind::Date => "date",
            };
            format!("{} {kind}", quoted(&input.column))
        });
        let columns: Vec<_> = columns.collect();
        let place = place(table);
        let make = format!(
            "CREATE SCHEMA {schema}; CREATE TABLE {place} (entity_id text, {})",
            columns.join(", ")
        );
        self.client.batch_execute(&make).unwrap();
        let copy = format!("COPY {place} FROM STDIN");
        let mut writer = self.client.copy_in(&copy).unwrap();
        for (number, firm) in firms.iter().enumerate() {
            let mut line = number.to_string();
            for input in inputs {
                line.push('\t');
                match firm.get(&input.need) {
                    None => line.push_str("\\N"),
                    Some(cell) => line.push_str(&copied(cell)),
                }
            }
            line.push('\n');
            writer.write_all(line.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
    }

    /// The rows of a query.
    pub fn ask(&mut self, query: &str) -> Lines {
        let rows = self.client.query(query, &[]);
        let rows = rows.unwrap_or_else(|error| panic!("{error:?}\n{query}"));
        let line = |row: &postgres::Row| {
            let entity: String = row.get("entity_id");
            let key = (row.get("rule_id"), entity.parse().unwrap());
            let line = (
                row.get("verdict"),
                row.get("failing_clauses"),
                row.get("unknown_clauses"),
                row.get("amount"),
                row.get("amount_unit"),
            );
            (key, line)
        };
        rows.iter().map(line).collect()
    }
}

/// A cell in the text form of COPY.
fn copied(cell: &Cell) -> String {
    let escaped = |text: &str| {
        let text = text.replace('\\', "\\\\").replace('\t', "\\t");
        text.replace('\n', "\\n").replace('\r', "\\r")
    };
    match cell {
        Cell::Number(number) if number.is_infinite() => if *number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned(),
        Cell::Number(number) => format!("{number:e}"),
        Cell::Word(word) => escaped(word),
        Cell::Set(words) => {
            let mut text = String::from("{");
            for (place, word) in words.iter().enumerate() {
                let comma = if place > 0 { "," } else { "" };
                let word = word.replace('\\', "\\\\").replace('"', "\\\"");
                let _ = write!(text, "{comma}\"{word}\"");
            }
            escaped(&(text + "}"))
        }
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}
