//! Numbers of cases: each given once, in order, whoever draws at the same time and wherever
//! cases come from.

use crate::support::*;
use julin_store::follow::{CommandKey, NewEvent};
use julin_store::{Store, StoreError};
use std::sync::atomic::{AtomicU32, Ordering};

/// Enters a case under this number, or the next; the number.
fn enter(store: &Store, number: Option<u32>) -> u32 {
    static COMMANDS: AtomicU32 = AtomicU32::new(1);
    let entered = store.act::<_, StoreError>(|tx| {
        let command = CommandKey {
            key: COMMANDS.fetch_add(1, Ordering::Relaxed).to_string(),
            request: String::new(),
        };
        // One from elsewhere did not get its number here.
        let drawn_in = if number.is_some() { "elsewhere" } else { "RQ" };
        let mut row = tx.new_case(drawn_in, 2026, &command)?;
        row.series = "RQ".to_owned();
        row.number = number.unwrap_or(row.number);
        row.standing.code = format!("RQ-2026-{:04}", row.number);
        let event = NewEvent {
            author: "甲".to_owned(),
            at: at(1),
            on: at(1),
            basis: String::new(),
            deed: "{}".to_owned(),
        };
        tx.take_step(&mut row, &command, &[event], &[])?;
        Ok(row.number)
    });
    entered.unwrap()
}

#[test]
fn numbers_go_on_after_those_of_cases_that_came_from_elsewhere() {
    on_both(|store, _| {
        assert_eq!([enter(store, None), enter(store, None)], [1, 2]);
        for number in 3..=9 {
            enter(store, Some(number));
        }
        assert_eq!([enter(store, None), enter(store, None)], [10, 11]);
    });
}

#[test]
fn many_at_once_get_a_number_each() {
    on_both(|store, _| {
        let mut numbers: Vec<u32> = std::thread::scope(|scope| {
            let draw = || (0..10).map(|_| enter(store, None)).collect::<Vec<_>>();
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(draw)).collect();
            let drawn = threads.into_iter().map(|own| own.join().unwrap());
            drawn.flatten().collect()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    });
}
