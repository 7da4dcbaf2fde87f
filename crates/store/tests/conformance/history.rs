//! Append, supersede, undo, redo, merge, split, and what was known when.

use crate::support::*;
use julin_model::{Entity, NameKind, Text};
use julin_store::{EntityFilter, StatementFilter, StoreError};

#[test]
fn undo_restores_the_state_exactly_and_reimport_brings_it_back() {
    on_both(|store, _| {
        let empty = state(store);
        let rows = || {
            vec![
                row(park("x", "园"), 2024, 2, &[1.0, 1.0]),
                row(park("y", "区"), 2024, 3, &[2.0, 2.0]),
            ]
        };
        let (first, _) = import(store, "a", 1, rows()).unwrap();
        let one = state(store);
        let (second, _) = import(
            store,
            "b",
            2,
            vec![row(park("x", "园"), 2024, 2, &[5.0, 1.0])],
        )
        .unwrap();
        let two = state(store);
        assert!(empty != one && one != two);
        assert_eq!(
            undo(store, first, 3),
            Err(StoreError::Dependents {
                batch: first,
                by: vec![second]
            }),
            "the later import supersedes a record of the first"
        );
        undo(store, second, 3).unwrap();
        assert_eq!(state(store), one);
        assert_eq!(numbers(store, "x", "revenue", None), [1.0]);
        undo(store, first, 4).unwrap();
        assert_eq!(state(store), empty);
        assert_eq!(undo(store, first, 5), Err(StoreError::AlreadyUndone(first)));
        import(store, "a", 6, rows()).unwrap();
        assert_eq!(state(store), one);
        // The two times: what was known at each second.
        let known: Vec<_> = (0..=6)
            .map(|s| numbers(store, "x", "revenue", Some(s)))
            .collect();
        assert_eq!(
            known,
            [
                vec![],
                vec![1.0],
                vec![5.0],
                vec![1.0],
                vec![],
                vec![],
                vec![1.0]
            ]
        );
    });
}

#[test]
fn what_was_undone_can_still_be_read() {
    on_both(|store, _| {
        let (batch, _) = import(
            store,
            "a",
            1,
            vec![row(park("x", "园"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        undo(store, batch, 2).unwrap();
        let filter = StatementFilter {
            entities: vec![id("x")],
            include_ended: true,
            ..Default::default()
        };
        let found = statements(store, &filter);
        assert_eq!(
            found.iter().map(|s| s.ended_at).collect::<Vec<_>>(),
            [Some(at(2)); 2]
        );
        let batches = store.read::<_, StoreError>(|tx| tx.batches(10, 0)).unwrap();
        assert_eq!(
            batches.iter().map(|b| b.undone_at).collect::<Vec<_>>(),
            [Some(at(2))]
        );
        let again = store
            .read::<_, StoreError>(|tx| tx.batch_by_digest("digest of a"))
            .unwrap();
        assert_eq!(again, None, "an undone import may be made again");
    });
}

#[test]
fn facts_of_a_pack_are_compared_superseded_and_retracted() {
    on_both(|store, _| {
        let layout = layout(&["revenue"]);
        let first = store.write::<_, StoreError>(|tx| {
            let batch = begin(tx, "pack", 1)?;
            tx.add_entities(batch, &[park("zgc", "中关村")])?;
            tx.put_source(
                batch,
                &source("forum", "forum"),
                Some(b"raw"),
                Some("cleaned"),
            )?;
            tx.put_pack(batch, "zgc", "1", "d1")?;
            tx.append_records(
                batch,
                &layout,
                &[
                    fact("zgc", "forum", "f1", 1.0),
                    fact("zgc", "forum", "f2", 2.0),
                ],
            )
        });
        let first = first.unwrap();
        let before = state(store);
        let (kept, batch) = store
            .write::<_, StoreError>(|tx| {
                let kept = tx.records_by_key("forum")?;
                let batch = begin(tx, "pack again", 2)?;
                let new = tx.append_records(batch, &layout, &[fact("zgc", "forum", "f1", 1.5)])?;
                tx.supersede(batch, &[(first[0], Some(new[0])), (first[1], None)])?;
                tx.put_pack(batch, "zgc", "2", "d2")?;
                Ok((kept, batch))
            })
            .unwrap();
        let keys: Vec<_> = kept
            .iter()
            .map(|k| (k.record.key.as_deref(), k.record.id))
            .collect();
        assert_eq!(keys, [(Some("f1"), first[0]), (Some("f2"), first[1])]);
        let mut expected = fact("zgc", "forum", "f1", 1.0);
        expected.id = first[0];
        assert_eq!((&kept[0].record, &kept[0].layout), (&expected, &layout));
        assert_eq!(numbers(store, "zgc", "revenue", None), [1.5]);
        let twice = store.write(|tx| {
            let batch = begin(tx, "twice", 3)?;
            tx.supersede(batch, &[(first[1], None)])
        });
        assert_eq!(twice, Err(StoreError::UnknownRecord(first[1])));
        undo(store, batch, 4).unwrap();
        assert_eq!(state(store), before);
        let pack = store
            .read::<_, StoreError>(|tx| tx.pack("zgc"))
            .unwrap()
            .unwrap();
        assert_eq!((pack.version.as_str(), pack.digest.as_str()), ("1", "d1"));
    });
}

#[test]
fn merged_entities_read_as_one_until_split() {
    on_both(|store, _| {
        let rows = vec![
            row(park("a", "中关村园"), 2024, 2, &[1.0, 1.0]),
            row(park("b", "中关村科技园"), 2023, 3, &[2.0, 2.0]),
            row(park("c", "丙"), 2022, 4, &[3.0, 3.0]),
        ];
        import(store, "t", 1, rows).unwrap();
        let before = state(store);
        let merge = |from: &str, into: &str, second| {
            store.write::<_, StoreError>(|tx| {
                let batch = begin(tx, "merge", second)?;
                tx.merge(batch, &id(from), &id(into))?;
                Ok(batch)
            })
        };
        let first = merge("b", "a", 2).unwrap();
        let second = merge("a", "c", 3).unwrap();
        for entity in ["a", "b", "c"] {
            assert_eq!(
                numbers(store, entity, "revenue", None),
                [1.0, 2.0, 3.0],
                "{entity}"
            );
        }
        assert_eq!(numbers(store, "a", "revenue", Some(2)), [1.0, 2.0]);
        let entity = store
            .read::<_, StoreError>(|tx| tx.entity(&id("b")))
            .unwrap()
            .unwrap();
        assert_eq!(entity.id, id("c"));
        let names: Vec<_> = entity.names.iter().map(|n| n.text.as_str()).collect();
        assert_eq!(names, ["中关村园", "中关村科技园"]);
        let lines = store
            .read::<_, StoreError>(|tx| tx.entities(&EntityFilter::default()))
            .unwrap();
        assert_eq!(
            lines.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(),
            ["c"]
        );
        assert_eq!(
            store
                .read::<_, StoreError>(|tx| tx.entity_counts())
                .unwrap(),
            [(kind("park"), 1)]
        );
        let refused = |from: &str, into: &str| {
            Err(StoreError::CannotMerge {
                from: id(from),
                into: id(into),
            })
        };
        assert_eq!(merge("b", "c", 4), refused("b", "c"), "merged already");
        assert_eq!(
            merge("c", "b", 4),
            refused("c", "b"),
            "would turn in a circle"
        );
        assert_eq!(merge("c", "c", 4), refused("c", "c"));
        undo(store, first, 5).unwrap();
        assert_eq!(numbers(store, "b", "revenue", None), [2.0]);
        undo(store, second, 6).unwrap();
        assert_eq!(state(store), before);
    });
}

#[test]
fn a_renamed_entity_keeps_its_records_and_the_names_others_gave_it() {
    on_both(|store, _| {
        let put = |title: &str, second, entity: Entity| {
            store.write::<_, StoreError>(|tx| {
                let batch = begin(tx, title, second)?;
                Ok((batch, tx.add_entities(batch, &[entity])?))
            })
        };
        import(
            store,
            "t",
            1,
            vec![row(park("x", "旧名"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        store
            .write::<_, StoreError>(|tx| {
                let batch = begin(tx, "alias", 2)?;
                tx.add_names(batch, &[(id("x"), name(NameKind::Alias, "别名"))])
            })
            .unwrap();
        let before = state(store);
        let mut renamed = park("x", "新名");
        renamed.name = Text::new("新名", "New Name");
        let (batch, count) = put("rename", 3, renamed.clone()).unwrap();
        assert_eq!((count.added, count.changed, count.same), (0, 1, 0));
        assert_eq!(put("again", 4, renamed).unwrap().1.same, 1);
        assert_eq!(numbers(store, "x", "revenue", None), [1.0]);
        let search = |words: &str| {
            let hits = store
                .read::<_, StoreError>(|tx| tx.search(words, 5))
                .unwrap();
            hits.into_iter().map(|hit| hit.name.zh).collect::<Vec<_>>()
        };
        assert_eq!(
            (search("旧名"), search("别名"), search("newname")),
            (vec![], vec!["新名".into()], vec!["新名".into()])
        );
        let counts = store
            .read::<_, StoreError>(|tx| tx.entity_counts())
            .unwrap();
        assert_eq!(counts, [(kind("park"), 1)]);
        undo(store, batch, 5).unwrap();
        assert_eq!(state(store), before);
        assert_eq!(search("旧名"), ["旧名"]);
    });
}

#[test]
fn undo_waits_for_all_that_builds_on_a_batch() {
    on_both(|store, _| {
        let (base, _) = import(
            store,
            "base",
            1,
            vec![row(park("x", "甲"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let on_top =
            |title: &str, f: &dyn Fn(&mut julin_store::Tx, julin_model::BatchId) -> Outcome<()>| {
                let batch = store.write::<_, StoreError>(|tx| {
                    let batch = begin(tx, title, 2)?;
                    f(tx, batch)?;
                    Ok(batch)
                });
                let batch = batch.unwrap();
                assert_eq!(
                    undo(store, base, 3),
                    Err(StoreError::Dependents {
                        batch: base,
                        by: vec![batch]
                    }),
                    "{title}"
                );
                undo(store, batch, 3).unwrap();
            };
        on_top("names", &|tx, b| {
            tx.add_names(b, &[(id("x"), name(NameKind::Short, "甲园"))])
                .map(|_| ())
        });
        on_top("merge", &|tx, b| {
            tx.add_entities(b, &[park("y", "乙")])?;
            tx.merge(b, &id("y"), &id("x"))
        });
        on_top("relation", &|tx, b| {
            tx.put_source(b, &source("own", "own"), None, None)?;
            tx.add_entities(b, &[park("y", "乙")])?;
            tx.add_relations(b, &[relation("r", "y", "x", "own")])
                .map(|_| ())
        });
        on_top("source", &|tx, b| {
            tx.add_entities(b, &[park("y", "乙")])?;
            tx.append_records(b, &layout(&["revenue"]), &[fact("y", "base", "k", 1.0)])
                .map(|_| ())
        });
        on_top("records", &|tx, b| {
            tx.put_source(b, &source("own", "own"), None, None)?;
            tx.append_records(b, &layout(&["revenue"]), &[fact("x", "own", "k", 1.0)])
                .map(|_| ())
        });
        undo(store, base, 4).unwrap();
    });
}

#[test]
fn relations_are_replaced_retracted_and_read_from_both_ends() {
    on_both(|store, _| {
        let put = |title: &str, relations: &[julin_model::Relation]| {
            store.write::<_, StoreError>(|tx| {
                let batch = begin(tx, title, 1)?;
                tx.put_source(batch, &source("s", "s"), None, None)?;
                tx.add_entities(batch, &[park("a", "甲"), park("b", "乙")])?;
                Ok((batch, tx.add_relations(batch, relations)?))
            })
        };
        let first = relation("r1", "a", "b", "s");
        assert_eq!(put("one", std::slice::from_ref(&first)).unwrap().1, 1);
        let before = state(store);
        assert_eq!(put("same", std::slice::from_ref(&first)).unwrap().1, 0);
        assert_eq!(state(store), before);
        let mut changed = first.clone();
        changed.note = Text::new("分园", "");
        let (batch, count) = put("changed", std::slice::from_ref(&changed)).unwrap();
        assert_eq!(count, 1);
        let of = |entity: &str| {
            store
                .read::<_, StoreError>(|tx| tx.relations_of(&id(entity)))
                .unwrap()
        };
        assert_eq!((of("a"), of("b")), (vec![changed.clone()], vec![changed]));
        undo(store, batch, 5).unwrap();
        assert_eq!((of("a"), state(store)), (vec![first], before));
        let gone = store.write::<_, StoreError>(|tx| {
            let batch = begin(tx, "retract", 6)?;
            tx.retract_relations(batch, &["r1".to_owned(), "nothing".to_owned()])
        });
        assert_eq!(gone, Ok(1));
        assert_eq!(
            store
                .read::<_, StoreError>(|tx| tx.relations(Some("part_of")))
                .unwrap(),
            []
        );
    });
}
