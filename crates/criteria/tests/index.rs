//! The batch and the index against the plain reference, pair by pair.

#[path = "../examples/criteria_speed/workload.rs"]
#[allow(dead_code, reason = "shared with the benchmark")]
mod workload;

use julin_criteria::index::{Batch, ByRow, Index, RowRoom};
use julin_criteria::table::{Column, Dictionary, Table, UNKNOWN};
use julin_criteria::test::{End, Question, Test};
use julin_criteria::tree::Tree;
use std::collections::BTreeMap;
use std::sync::Arc;
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
    assert_eq!(one_by_one(&indexed(rules, table), table), rows);
}

fn indexed(rules: &[Tree], table: &Table) -> Index {
    Index::new(table, rules.iter().cloned().map(Arc::new))
}

/// Row by row, in order.
fn one_by_one(index: &Index, table: &Table) -> Vec<(usize, u32, Option<bool>)> {
    let mut room = RowRoom::default();
    let rows = (0..table.rows).flat_map(|row| {
        let answers = index.row(table, row, &mut room).iter();
        let answers: Vec<_> = answers.map(|a| (row, a.rule(), a.verdict())).collect();
        answers
    });
    rows.collect()
}

/// Rows with a rule of which all conditions but one may hold.
fn assert_near(rules: &[Tree], table: &Table) {
    let (index, mut room) = (indexed(rules, table), RowRoom::default());
    for row in 0..table.rows {
        let answer = |test: &Test| table.answer(test, row);
        let refused = |tree: &Tree| tree.verdict(&answer) == Some(false);
        let near = |tree: &&Tree| match tree {
            Tree::All(parts) => parts.iter().filter(|part| refused(part)).count() == 1,
            other => refused(other),
        };
        let expected: Vec<u32> = (0..)
            .zip(rules)
            .filter(|(_, t)| near(t))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(index.near(table, row, &mut room), expected);
    }
}

#[test]
fn near_rules_miss_one_condition() {
    // Drawn so that no two conditions of a rule are about one column: those are joined.
    let mut rules = Policies::new(31).take(3000);
    rules.retain(|tree| {
        let Tree::All(parts) = tree else { return false };
        let columns = parts.iter().filter_map(|part| match part {
            Tree::Test(test) => Some(test.column),
            _ => None,
        });
        let mut columns: Vec<_> = columns.collect();
        let count = columns.len();
        columns.sort_unstable();
        columns.dedup();
        columns.len() == count
    });
    assert_near(&rules, &workload::firms(60, 32));
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

/// Another value for one cell, sometimes a word that is new.
fn change_fact(table: &mut Table, random: &mut Random) {
    let row = random.below(table.rows);
    let at = random.below(workload::NUMBERS.end);
    match &mut table.columns[at] {
        Column::Numbers(values) => {
            values[row] = if random.chance(200) {
                f64::NAN
            } else {
                *random.pick(values)
            };
        }
        Column::Flags(values) => values[row] = random.below(3) as u8,
        Column::Words { codes, words } => {
            codes[row] = match random.below(10) {
                0 => UNKNOWN,
                1 => {
                    let longer = format!("{}{}", random.pick(words.words()), random.below(10));
                    words.insert(&longer)
                }
                _ => random.below(words.words().len()) as u32,
            };
        }
        Column::Sets {
            starts,
            items,
            known,
            words,
        } => {
            let (start, end) = (starts[row] as usize, starts[row + 1] as usize);
            let new: Vec<u32> = match random.below(10) {
                0 => vec![words.insert(&format!("title-new-{}", random.below(10)))],
                _ => (0..random.below(4))
                    .map(|_| random.below(words.words().len()) as u32)
                    .collect(),
            };
            let more = new.len() as i64 - (end - start) as i64;
            items.splice(start..end, new);
            for later in &mut starts[row + 1..] {
                *later = (i64::from(*later) + more) as u32;
            }
            known[row] = random.chance(800);
        }
    }
}

fn change_rule(rules: &mut Vec<Tree>, index: &mut Index, draw: &mut Policies, random: &mut Random) {
    // Places beyond the last come to be; places emptied can be filled again.
    let place = random.below(rules.len() + 2);
    let new = (!random.chance(300)).then(|| draw.draw());
    while rules.len() <= place {
        rules.push(Tree::Constant(Some(false)));
    }
    rules[place] = new.clone().unwrap_or(Tree::Constant(Some(false)));
    index.set(place, new.map(Arc::new));
}

#[test]
fn a_million_pairs_agree_before_and_after_a_thousand_changes() {
    let mut random = Random(21);
    let mut draw = Policies::new(22);
    let mut table = workload::firms(1001, 23);
    let mut rules = draw.take(1000);
    let mut index = indexed(&rules, &table);
    assert_same(&rules, &table);
    for change in 0..1000 {
        if change % 2 == 0 {
            change_rule(&mut rules, &mut index, &mut draw, &mut random);
        } else {
            change_fact(&mut table, &mut random);
            index.learn(&table);
        }
        // What a change of one column may touch is told by that column's rules alone.
        if change % 100 == 99 {
            let row = random.below(table.rows);
            let all = index.row(&table, row, &mut RowRoom::default()).to_vec();
            for column in [workload::REGION, workload::TITLES, workload::NUMBERS.start] {
                let mut room = RowRoom::default();
                let touched = index.row_reading(column, &table, row, &mut room);
                assert!(touched.iter().all(|answer| all.contains(answer)));
                assert!(
                    touched
                        .iter()
                        .all(|answer| reads(&rules[answer.rule() as usize], column))
                );
            }
        }
    }
    assert_same(&rules, &table);
    assert_eq!(
        one_by_one(&index, &table),
        one_by_one(&indexed(&rules, &table), &table)
    );
}

fn reads(tree: &Tree, column: usize) -> bool {
    match tree {
        Tree::Constant(_) => false,
        Tree::Test(test) => test.column == column || test.upper == Some(column),
        Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
            parts.iter().any(|part| reads(part, column))
        }
    }
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let (rules, table) = (Policies::new(5).take(50), workload::firms(140_000, 6));
    let hits = |threads| {
        let mut hits = vec![];
        Batch::new(&rules, &table).run(
            threads,
            |part| (part.rows(), part.hits().to_vec()),
            |found| hits.push(found),
        );
        hits
    };
    let one = hits(1);
    assert!(one.len() > 2, "several parts");
    assert_eq!(one, hits(2));
}
