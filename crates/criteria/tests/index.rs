//! The batch and the index against the plain reference, pair by pair.

#[path = "../examples/criteria_speed/workload.rs"]
#[allow(dead_code, reason = "shared with the benchmark")]
mod workload;

use julin_criteria::index::{Batch, ByRow};
use julin_criteria::table::{Column, Dictionary, Table, UNKNOWN};
use julin_criteria::test::{End, Question, Test};
use julin_criteria::tree::Tree;
use std::collections::BTreeMap;
use workload::{Policies, Random};

type Found = BTreeMap<(usize, u32), Option<bool>>;

/// Yes and unknown, by row and rule, as the plain reference has it.
fn reference(rules: &[Tree], table: &Table) -> Found {
    let mut found = Found::new();
    for row in 0..table.rows {
        for (rule, tree) in (0..).zip(rules) {
            let verdict = tree.verdict(&|test| table.answer(test, row));
            if verdict != Some(false) {
                found.insert((row, rule), verdict);
            }
        }
    }
    found
}

fn batch(rules: &[Tree], table: &Table, threads: usize) -> Found {
    let mut found = Found::new();
    Batch::new(rules, table).run(
        threads,
        |part| {
            let mut all = vec![];
            part.each(|rule, row, verdict| all.push(((row, rule), verdict)));
            all
        },
        |all| {
            for (pair, verdict) in all {
                assert_eq!(found.insert(pair, verdict), None, "{pair:?} came twice");
            }
        },
    );
    found
}

/// Row by row, in order.
fn by_row(rules: &[Tree], table: &Table, threads: usize) -> Vec<(usize, u32, Option<bool>)> {
    let mut found = vec![];
    Batch::new(rules, table).run(
        threads,
        |part| {
            let mut all = vec![];
            part.each_row(&mut ByRow::default(), |row, answers| {
                all.extend(answers.iter().map(|a| (row, a.rule(), a.verdict())));
            });
            all
        },
        |all| found.extend(all),
    );
    found
}

fn assert_same(rules: &[Tree], table: &Table) {
    let expected = reference(rules, table);
    let found = batch(rules, table, 1);
    for (pair, verdict) in &expected {
        assert_eq!(
            found.get(pair),
            Some(verdict),
            "row and rule {pair:?}: {:?}",
            rules[pair.1 as usize]
        );
    }
    assert_eq!(found.len(), expected.len());
    let rows: Vec<_> = expected
        .into_iter()
        .map(|((row, rule), v)| (row, rule, v))
        .collect();
    assert_eq!(by_row(rules, table, 2), rows);
}

#[test]
fn the_batch_answers_as_the_reference_does_on_the_workload() {
    // 1,777 rows: three blocks and a half.
    assert_same(&Policies::new(7).take(570), &workload::firms(1777, 8));
}

/// A table with everything that is odd: infinite numbers, codes without a word, flags
/// that are none, short columns.
fn odd_table(rows: usize, random: &mut Random) -> Table {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        1.0,
        2.0,
        3.0,
        f64::MAX,
        5e-324,
    ];
    let mut dictionary = Dictionary::default();
    for word in ["", "a", "ab", "abc", "b", "ba", "中", "中关", "中关村", "z"] {
        dictionary.insert(word);
    }
    let numbers = |random: &mut Random, rows| (0..rows).map(|_| *random.pick(&odd)).collect();
    let mut columns = vec![
        Column::Numbers(numbers(random, rows)),
        Column::Numbers(numbers(random, rows)),
        // Shorter than the table.
        Column::Numbers(numbers(random, rows / 2)),
        Column::Flags((0..rows).map(|_| random.below(4) as u8).collect()),
    ];
    let code = |random: &mut Random| match random.below(12) {
        10 => 77,
        11 => UNKNOWN,
        code => code as u32,
    };
    for _ in 0..2 {
        columns.push(Column::Words {
            codes: (0..rows).map(|_| code(random)).collect(),
            words: dictionary.clone(),
        });
        let (mut starts, mut items) = (vec![0], vec![]);
        for _ in 0..rows {
            items.extend((0..random.below(4)).map(|_| code(random)));
            starts.push(items.len() as u32);
        }
        columns.push(Column::Sets {
            starts,
            items,
            known: (0..rows).map(|_| random.chance(800)).collect(),
            words: dictionary.clone(),
        });
    }
    Table { rows, columns }
}

fn odd_end(random: &mut Random) -> End {
    let numbers = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        1.0,
        2.0,
        f64::MAX,
    ];
    match random.below(5) {
        0 => End::Open,
        1 | 2 => End::Included(*random.pick(&numbers)),
        _ => End::Excluded(*random.pick(&numbers)),
    }
}

fn odd_test(random: &mut Random) -> Test {
    let words = ["", "a", "ab", "b", "c", "中", "中关村", "zz"];
    let count = random.below(4);
    let list = (0..count)
        .map(|_| (*random.pick(&words)).to_owned())
        .collect();
    let question = match random.below(5) {
        0 => Question::OneOf(list),
        1 => Question::Begins(list),
        2 => Question::HoldsAny(list),
        3 => Question::True,
        _ => Question::Within {
            low: odd_end(random),
            high: odd_end(random),
        },
    };
    Test {
        // Also a column there is not.
        column: random.below(9),
        upper: random.chance(200).then(|| random.below(9)),
        question,
        negated: random.chance(400),
    }
}

fn odd_tree(depth: usize, random: &mut Random) -> Tree {
    let count = random.below(5);
    match random.below(if depth == 0 { 4 } else { 10 }) {
        0 if random.chance(300) => Tree::Constant([None, Some(true), Some(false)][random.below(3)]),
        0..4 => Tree::Test(odd_test(random)),
        kind => {
            let parts = (0..count).map(|_| odd_tree(depth - 1, random)).collect();
            match kind {
                4..6 => Tree::All(parts),
                6..8 => Tree::Any(parts),
                _ => Tree::AtLeast(random.below(5), parts),
            }
        }
    }
}

#[test]
fn the_batch_answers_as_the_reference_does_on_odd_rules_and_odd_tables() {
    let mut random = Random(11);
    for rows in [0, 1, 63, 64, 65, 511, 512, 513, 700] {
        let table = odd_table(rows, &mut random);
        let rules: Vec<Tree> = (0..300).map(|_| odd_tree(3, &mut random)).collect();
        assert_same(&rules, &table);
    }
}

#[test]
fn no_rules_no_rows_and_nothing_known_are_ordinary() {
    let table = workload::firms(100, 3);
    assert_same(&[], &table);
    assert_same(
        &[Tree::All(vec![]), Tree::Any(vec![]), Tree::Constant(None)],
        &table,
    );
    let rules = Policies::new(4).take(100);
    assert_same(&rules, &Table::default());
    let nothing = Table {
        rows: 70,
        columns: vec![],
    };
    assert_same(&rules, &nothing);
    assert_eq!(batch(&rules, &nothing, 1).len(), 7000);
}
