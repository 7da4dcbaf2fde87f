//! No answer can be worked out from what a survey shows: checked against plain linear
//! algebra over every small set of members.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use julin_measure::survey::{Answer, Answers, Cell, question};
use proptest::prelude::*;

/// Members, with which option each chose and the groups each is in.
#[derive(Debug, Clone)]
struct Round {
    answers: Vec<Option<Answer>>,
    options: usize,
    groups: Vec<Vec<Option<usize>>>,
    minimum: usize,
}

fn rounds() -> impl Strategy<Value = Round> {
    (1_usize..14, 0_usize..4, 0_usize..3, 2_usize..6).prop_flat_map(
        |(members, options, fields, minimum)| {
            let answer = match options {
                0 => (0_i32..50)
                    .prop_map(|n| Answer::Number(f64::from(n)))
                    .boxed(),
                _ => (0..options).prop_map(Answer::Option).boxed(),
            };
            let answers = prop::collection::vec(prop::option::weighted(0.9, answer), members);
            let group = prop::option::weighted(0.9, 0_usize..3);
            let groups = prop::collection::vec(prop::collection::vec(group, members), fields);
            (answers, groups).prop_map(move |(answers, groups)| Round {
                answers,
                options,
                groups,
                minimum,
            })
        },
    )
}

/// The sets of members whose aggregates are shown.
fn shown(round: &Round) -> Vec<Vec<f64>> {
    let table = question(&Answers {
        answers: &round.answers,
        options: round.options,
        groups: &round.groups,
        minimum: round.minimum,
    });
    let mut sets = Vec::new();
    let mut take = |cell: &Cell, inside: &dyn Fn(usize) -> bool| {
        let set = |also: &dyn Fn(usize) -> bool| -> Vec<f64> {
            let answered = |i: usize| round.answers[i].is_some() && inside(i) && also(i);
            (0..round.answers.len())
                .map(|i| f64::from(u8::from(answered(i))))
                .collect()
        };
        let Some(n) = cell.answers else {
            assert!(cell.quartiles.is_none() && cell.shares.iter().all(|s| s.share.is_none()));
            return;
        };
        assert!(n == 0 || n >= round.minimum, "{n} answers are shown");
        sets.push(set(&|_| true));
        for (option, share) in cell.shares.iter().enumerate() {
            if share.share.is_some() {
                sets.push(set(&|i| round.answers[i] == Some(Answer::Option(option))));
            }
        }
    };
    take(&table.all, &|_| true);
    for (field, cells) in round.groups.iter().zip(&table.groups) {
        for (group, cell) in cells.iter().enumerate() {
            take(cell, &|i| field[i] == Some(group));
        }
    }
    sets
}

/// Rows in echelon form.
fn echelon(mut rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut done = 0;
    for column in 0..width {
        let Some(pivot) = (done..rows.len()).find(|r| rows[*r][column].abs() > 1e-9) else {
            continue;
        };
        rows.swap(done, pivot);
        let base: Vec<f64> = rows[done].iter().map(|v| v / rows[done][column]).collect();
        for (r, row) in rows.iter_mut().enumerate() {
            let factor = row[column];
            if r != done {
                row.iter_mut()
                    .zip(&base)
                    .for_each(|(v, b)| *v -= factor * b);
            }
        }
        rows[done] = base;
        done += 1;
    }
    rows.truncate(done);
    rows
}

/// Whether a vector is a combination of rows in echelon form.
fn derivable(rows: &[Vec<f64>], wanted: &[f64]) -> bool {
    let mut rest = wanted.to_vec();
    for row in rows {
        let pivot = row.iter().position(|v| v.abs() > 1e-9).unwrap();
        let factor = rest[pivot];
        rest.iter_mut().zip(row).for_each(|(v, b)| *v -= factor * b);
    }
    rest.iter().all(|v| v.abs() < 1e-6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_set_below_the_minimum_is_shown_or_can_be_worked_out(round in rounds()) {
        let rows = echelon(shown(&round));
        let answered: Vec<usize> =
            (0..round.answers.len()).filter(|i| round.answers[*i].is_some()).collect();
        for mask in 1_u32..(1 << answered.len()) {
            if mask.count_ones() as usize >= round.minimum {
                continue;
            }
            let mut wanted = vec![0.0; round.answers.len()];
            for (bit, member) in answered.iter().enumerate() {
                wanted[*member] = f64::from((mask >> bit) & 1);
            }
            prop_assert!(!derivable(&rows, &wanted), "{wanted:?} can be worked out");
        }
    }

    #[test]
    fn what_is_shown_does_not_depend_on_the_order_of_members(round in rounds()) {
        let mut turned = round.clone();
        turned.answers.reverse();
        turned.groups.iter_mut().for_each(|field| field.reverse());
        let mut backwards = shown(&turned);
        backwards.iter_mut().for_each(|set| set.reverse());
        prop_assert_eq!(shown(&round), backwards);
    }
}

/// Thirty members in three regions and two forms of ownership, enough in every pair:
/// everything is shown. The guard is no excuse for showing nothing.
#[test]
fn a_large_round_is_shown_whole() {
    let answers: Vec<_> = (0..60)
        .map(|i| Some(Answer::Number(f64::from(i))))
        .collect();
    let groups = vec![
        (0..60).map(|i| Some(i % 3)).collect::<Vec<_>>(),
        (0..60).map(|i| Some(i % 2)).collect(),
    ];
    let table = question(&Answers {
        answers: &answers,
        options: 0,
        groups: &groups,
        minimum: 5,
    });
    assert!(
        table
            .groups
            .iter()
            .flatten()
            .all(|cell| cell.hidden.is_none())
    );
}
