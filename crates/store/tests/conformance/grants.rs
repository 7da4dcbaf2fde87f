//! Acts on grant lists: kept in order, never two with one number.

use crate::support::*;
use julin_store::{GrantEvent, StoreError};

pub fn event(list: u32, number: u32) -> GrantEvent {
    GrantEvent {
        list,
        number,
        act: format!("{{\"act\":\"{list}.{number}\"}}"),
        author: "tester".into(),
        at: at(i64::from(number)),
    }
}

#[test]
fn acts_come_back_in_order_and_of_two_at_once_the_second_is_refused() {
    on_both(|store, _| {
        let put = |event: GrantEvent| store.write::<_, StoreError>(|tx| tx.put_grant_event(&event));
        let next = || store.read::<_, StoreError>(|tx| tx.next_grant_list());
        assert_eq!(next(), Ok(1));
        for (list, number) in [(1, 1), (2, 1), (1, 2)] {
            put(event(list, number)).unwrap();
        }
        assert_eq!(next(), Ok(3));
        // Both saw act 1; the first has written act 2.
        let second = put(event(1, 2));
        assert_eq!(second, Err(StoreError::GrantMoved { list: 1, last: 2 }));
        // None is left out either.
        let ahead = put(event(2, 3));
        assert_eq!(ahead, Err(StoreError::GrantMoved { list: 2, last: 1 }));
        let of = |list| store.read::<_, StoreError>(|tx| tx.grant_events(list));
        assert_eq!(of(1), Ok(vec![event(1, 1), event(1, 2)]));
        assert_eq!(of(9), Ok(vec![]));
        let all = store
            .read::<_, StoreError>(|tx| tx.grant_histories())
            .unwrap();
        assert_eq!(all.keys().copied().collect::<Vec<_>>(), [1, 2]);
    });
}
