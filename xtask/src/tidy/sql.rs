//! Rule: SQL lives in `store` alone. A guess by the first words of a literal.

use super::{Finding, tree::Tree};

const STARTS: [&str; 14] = [
    "select ",
    "insert into ",
    "insert or ",
    "delete from ",
    "create table ",
    "create index ",
    "create unique ",
    "create database ",
    "drop table ",
    "drop database ",
    "alter table ",
    "pragma ",
    "begin immediate",
    "with recursive ",
];
/// English sentences start with "select" too; SQL goes on with one of these.
const GOES_ON: [&str; 6] = [" from ", "count(", " 1", "*", "pg_", "max("];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = vec![];
    for (file, rust) in tree.shipped() {
        // The store asks its databases; rules are written out as queries for others.
        let at_home = ["crates/store/", "crates/criteria/src/sql/"];
        if at_home.iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        let found = rust.shipped_literals().filter(|l| is_sql(&l.text));
        findings.extend(found.map(|l| {
            let advice = "SQL outside crates/store: give the store a method";
            Finding::new(&file.path, l.line, "sql", advice)
        }));
    }
    findings
}

fn is_sql(text: &str) -> bool {
    // Escapes stand as written: a literal may start with a line end.
    let text = text.replace("\\n", " ").replace('\\', " ");
    let text = text.trim_start().to_lowercase();
    let update = text.starts_with("update ") && text.contains(" set ");
    update
        || STARTS.iter().any(|s| text.starts_with(s))
            && (!text.starts_with("select ") || GOES_ON.iter().any(|s| text.contains(s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_is_found_outside_the_store_only() {
        let code = "fn a() { q(\"SELECT id FROM record WHERE x = 1\"); q(\"update a set b = 1\"); q(\n\"\\n  insert into a values (1)\"); }";
        assert_eq!(check(&Tree::of([("crates/app/src/a.rs", code)])).len(), 3);
        assert!(check(&Tree::of([("crates/store/src/a.rs", code)])).is_empty());
        assert!(check(&Tree::of([("crates/app/tests/a.rs", code)])).is_empty());
    }

    #[test]
    fn english_is_not_sql() {
        let code = "fn a() { t(\"select a file\"); t(\"update the list\"); }";
        assert!(check(&Tree::of([("crates/app/src/a.rs", code)])).is_empty());
    }
}
