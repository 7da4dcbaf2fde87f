//! Mutes: kept, counted on their days, ended once.

use crate::support::*;
use julin_store::{NewMute, StoreError};

#[test]
fn a_mute_counts_until_its_day_or_until_it_is_ended() {
    on_both(|store, _| {
        let until = |day: &str| NewMute {
            kind: Some("lost".into()),
            entity: Some(id("x")),
            note: "已知".into(),
            until: day.parse().ok(),
            ..NewMute::default()
        };
        let (first, second) = store
            .write::<_, StoreError>(|tx| {
                let first = tx.add_mute(&until("2026-06-30"), at(1), "tester")?;
                Ok((first, tx.add_mute(&until(""), at(2), "tester")?))
            })
            .unwrap();
        let mutes = || store.read::<_, StoreError>(|tx| tx.mutes()).unwrap();
        let counts = |day: &str| -> Vec<i64> {
            let on = day.parse().unwrap();
            let found = mutes().into_iter().filter(|mute| mute.counts_on(on));
            found.map(|mute| mute.id).collect()
        };
        assert_eq!(mutes()[0].what, until("2026-06-30"));
        assert_eq!(counts("2026-06-30"), [first, second]);
        assert_eq!(counts("2026-07-01"), [second]);
        let end = |id| store.write::<_, StoreError>(|tx| tx.end_mute(id, at(3), "other"));
        assert_eq!(end(second), Ok(()));
        assert_eq!(counts("2026-07-01"), [0_i64; 0]);
        assert_eq!(mutes()[1].ended, Some(("other".to_owned(), at(3))));
        assert_eq!(end(second), Err(StoreError::MuteEnded(second)));
        assert_eq!(end(99), Err(StoreError::UnknownMute(99)));
    });
}
