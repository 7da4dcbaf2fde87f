//! Rules as a query on a real PostgreSQL: verdict by verdict what the rules answer here,
//! with the same failing and unknown clauses, and the same amount.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set itself up has failed"
)]

mod firms;
mod generated;
mod here;
mod postgres;
#[path = "../../../criteria/tests/common/small.rs"]
mod small;

use firms::{Pools, firms};
use here::{Line, Lines, lines};
use julin_app::Packs;
use julin_criteria::Rule;
use julin_criteria::sql::{Dialect, Wanted, inputs, query};
use julin_pack::PackSource;

const TABLE: &str = "wide table.firms";

/// True when two lines say the same. Of amounts the last binary digit may differ: of the
/// two shortest texts of a number that lie equally near, databases and we may take
/// another. Below 10¹² that is far less than a fen.
fn same(one: &Line, other: &Line) -> bool {
    let amounts = match (one.3, other.3) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-15 * one.abs(),
        (one, other) => one == other,
    };
    amounts && (&one.0, &one.1, &one.2, &one.4) == (&other.0, &other.1, &other.2, &other.4)
}

/// Asks rules of as many firms on both ways.
fn compare(rules: &[&Rule], dictionary: &dyn julin_criteria::Dictionary, count: usize, seed: u64) {
    let as_of = "2026-06-30".parse().unwrap();
    let inputs = inputs(rules.iter().copied());
    let pools = Pools::of(rules, as_of, &inputs);
    let firms = firms(&inputs, &pools, count, seed);
    let wanted = Wanted {
        dialect: Dialect::Postgres,
        as_of,
        table: TABLE,
    };
    let mut server = postgres::Server::new();
    server.load(TABLE, &inputs, &firms);
    let mut amounts = 0;
    // A query for a few rules each, so that a difference names its place early.
    for some in rules.chunks(25) {
        let query = query(some.iter().copied(), &wanted);
        assert_eq!(query.left_out, []);
        let there: Lines = server.ask(&query.text);
        let here = lines(some, dictionary, &firms, as_of);
        amounts += here.values().filter(|line| line.3.is_some()).count();
        assert_eq!(there.len(), here.len());
        for (key, answer) in &here {
            let firm = &firms[key.1];
            let there = there.get(key);
            let same = there.is_some_and(|there| same(there, answer));
            assert!(same, "{key:?} there {there:?} here {answer:?} {firm:?}");
        }
    }
    assert!(amounts > 300, "only {amounts} amounts were compared");
}

#[test]
fn all_rules_of_the_packs_on_ten_thousand_firms() {
    let packs = Packs::from_source(PackSource::new().with(julin_pack::builtin()));
    let rules: Vec<&Rule> = packs.compiled_rules().values().collect();
    assert!(rules.len() > 60, "{}", rules.len());
    compare(&rules, &packs, 10_000, 4);
}

#[test]
fn rules_nobody_wrote() {
    let rules = generated::rules(150, 7);
    let rules: Vec<&Rule> = rules.iter().collect();
    compare(&rules, &small::Small, 400, 11);
}
