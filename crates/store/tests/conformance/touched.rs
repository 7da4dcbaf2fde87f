//! Entities that two times may say different things about, against reading everything.

use crate::support::*;
use julin_model::{EntityId, Statement};
use julin_store::{Span, StatementFilter, Store, StoreError};
use std::collections::BTreeSet;

fn touched(store: &Store, days: (&str, &str), known: (i64, i64)) -> BTreeSet<EntityId> {
    let span = Span {
        days: (days.0.parse().unwrap(), days.1.parse().unwrap()),
        known: (at(known.0), at(known.1)),
    };
    let found = store.read::<_, StoreError>(|tx| tx.touched(&kind("park"), &span));
    found.unwrap().entities
}

fn ids(words: &[&str]) -> BTreeSet<EntityId> {
    words.iter().map(|word| id(word)).collect()
}

/// What is in force at a time, whole: the slow way.
fn said(store: &Store, known: i64) -> Vec<(EntityId, String)> {
    let filter = StatementFilter {
        known_at: Some(at(known)),
        ..StatementFilter::default()
    };
    let line = |s: &Statement| (s.entity.clone(), format!("{} {:?}", s.field, s.value));
    statements(store, &filter).iter().map(line).collect()
}

#[test]
fn what_was_recorded_superseded_undone_or_merged_between_is_touched_and_nothing_else() {
    on_both(|store, _| {
        let one = |word, value| vec![row(park(word, word), 2024, 2, &[value, 1.0])];
        let day = ("2025-01-01", "2025-01-01");
        for (second, word) in [(1, "x"), (2, "y"), (3, "z")] {
            import(store, word, second, one(word, 1.0)).unwrap();
        }
        assert_eq!(touched(store, day, (0, 2)), ids(&["x", "y"]));
        assert_eq!(touched(store, day, (3, 9)), ids(&[]));
        let (again, _) = import(store, "x", 5, one("x", 2.0)).unwrap();
        assert_eq!(touched(store, day, (3, 9)), ids(&["x"]), "superseded");
        undo(store, again, 7).unwrap();
        assert_eq!(touched(store, day, (5, 7)), ids(&["x"]), "undone");
        assert_eq!(touched(store, day, (5, 6)), ids(&[]), "not yet undone");
        let merged = store.write::<_, StoreError>(|tx| {
            let batch = begin(tx, "merge", 9)?;
            tx.merge(batch, &id("z"), &id("y"))
        });
        assert_eq!(merged, Ok(()));
        assert_eq!(
            touched(store, day, (8, 9)),
            ids(&["y"]),
            "merges are followed"
        );
        // Whoever says something else at two times is touched between them.
        for (a, b) in [(0, 1), (1, 3), (3, 5), (5, 7), (4, 8), (8, 9), (0, 9)] {
            let (was, is) = (said(store, a), said(store, b));
            let differing = was.iter().filter(|one| !is.contains(one));
            let differing = differing.chain(is.iter().filter(|one| !was.contains(one)));
            let found = touched(store, day, (a, b));
            for (entity, value) in differing {
                let into = if *entity == id("z") {
                    id("y")
                } else {
                    entity.clone()
                };
                assert!(found.contains(entity) || found.contains(&into), "{value}");
            }
        }
    });
}

#[test]
fn a_period_that_begins_or_ends_between_touches_its_entities() {
    on_both(|store, _| {
        let year = |word, year| row(park(word, word), year, 2, &[1.0, 1.0]);
        import(
            store,
            "a",
            1,
            vec![year("x", 2024), year("y", 2025), year("z", 2026)],
        )
        .unwrap();
        let between = |a, b| touched(store, (a, b), (1, 1));
        assert_eq!(between("2024-12-31", "2025-01-01"), ids(&["x", "y"]));
        assert_eq!(between("2025-01-01", "2025-12-31"), ids(&[]));
        assert_eq!(between("2025-06-30", "2026-06-30"), ids(&["y", "z"]));
        assert_eq!(between("2025-06-30", "2025-06-30"), ids(&[]));
    });
}
