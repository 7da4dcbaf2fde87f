//! Copy both ways, backup, restore, verify; sources and runs on the way.

use crate::support::*;
use julin_model::{NameKind, Run, RunHead};
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{
    NewDraft, NewMute, Replace, Store, StoreError, backup, copy, migrate, restore, verify,
};

/// A store with something in every table.
fn fill(store: &Store) {
    import(
        store,
        "a",
        1,
        vec![
            row(park("x", "甲"), 2024, 2, &[1.5, 1.0]),
            row(park("y", "乙"), 2024, 3, &[0.1, 2.0]),
        ],
    )
    .unwrap();
    let (undone, _) = import(
        store,
        "b",
        2,
        vec![row(park("x", "甲"), 2024, 2, &[2.0, 1.0])],
    )
    .unwrap();
    store
        .write::<_, StoreError>(|tx| {
            let batch = begin(tx, "c", 3)?;
            let raw: Vec<u8> = (0..=255).collect();
            tx.put_source(
                batch,
                &source("doc", "doc"),
                Some(&raw),
                Some("行一\n行\\二\t\r\n\\N"),
            )?;
            tx.put_pack(batch, "zgc", "1", "d")?;
            let facts = tx.append_records(
                batch,
                &layout(&["revenue"]),
                &[fact("x", "doc", "k", f64::MIN_POSITIVE)],
            )?;
            tx.supersede(batch, &[(facts[0], None)])?;
            tx.add_names(batch, &[(id("x"), name(NameKind::Alias, "a\\b\tc"))])?;
            tx.add_relations(batch, &[relation("r", "x", "y", "doc")])?;
            tx.retract_relations(batch, &["r".to_owned()])?;
            tx.merge(batch, &id("y"), &id("x"))?;
            let head = RunHead {
                id: "run".into(),
                kind: "measure.ranking".into(),
                parameters: "{}".into(),
                pack_digest: "p".into(),
                input_digest: "i".into(),
                output_digest: "o".into(),
                seed: Some(u64::MAX),
                computed_at: at(4),
            };
            let result = "[1]".into();
            tx.put_run(&Run { head, result })
        })
        .unwrap();
    undo(store, undone, 5).unwrap();
    let mute = NewMute {
        rule: Some("p/r".into()),
        note: "\\N".into(),
        until: "2026-12-31".parse().ok(),
        ..NewMute::default()
    };
    store
        .write::<_, StoreError>(|tx| {
            let id = tx.add_mute(&mute, at(6), "tester")?;
            tx.end_mute(id, at(7), "tester")?;
            tx.put_grant_event(&crate::grants::event(1, 1))?;
            let draft = NewDraft {
                rule: "p/r".into(),
                base: "p/r".into(),
                text: "title: {zh: 规则}\n\t\\".into(),
                note: String::new(),
            };
            tx.add_draft(&draft, at(8), "tester").map(|_| ())
        })
        .unwrap();
}

#[test]
fn both_backends_write_the_same_history() {
    let mut digests = Vec::new();
    on_both(|store, _| fill(store));
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        let store = Store::open_or_create(&database.url).unwrap();
        fill(&store);
        digests.push((state(&store), full(&store)));
    }
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn a_copy_to_either_backend_and_back_is_the_same_store() {
    on_both(|store, database| {
        fill(store);
        for backend in BACKENDS {
            let (there, back) = (
                TestDatabase::new(backend),
                TestDatabase::new(store.backend()),
            );
            let mut told = 0;
            let copied = copy(&database.url, &there.url, &mut |rows| told = rows).unwrap();
            assert_eq!((copied.digest.clone(), told), (full(store), copied.rows));
            assert_eq!(copy(&there.url, &back.url, &mut |_| ()).unwrap(), copied);
            let returned = Store::open(&back.url).unwrap();
            assert_eq!(
                (state(&returned), full(&returned)),
                (state(store), full(store))
            );
            assert!(matches!(
                copy(&database.url, &back.url, &mut |_| ()),
                Err(StoreError::NotEmpty(_))
            ));
            // The copy goes on as the original would.
            import(
                &returned,
                "next",
                9,
                vec![row(park("z", "丙"), 2024, 2, &[1.0, 1.0])],
            )
            .unwrap();
            assert_eq!(numbers(&returned, "z", "revenue", None), [1.0]);
        }
    });
}

#[test]
fn a_backup_brings_back_what_was() {
    on_both(|store, database| {
        fill(store);
        let (before, file) = (full(store), database.folder.path().join("backup.db"));
        backup(&database.url, &file).unwrap();
        let left: Vec<_> = std::fs::read_dir(database.folder.path())
            .unwrap()
            .flatten()
            .map(|e| e.file_name())
            .collect();
        let extra = left
            .iter()
            .filter(|name| name.to_string_lossy().starts_with("backup"))
            .count();
        assert_eq!(extra, 1, "one file, nothing beside it: {left:?}");
        assert!(matches!(
            backup(&database.url, &file),
            Err(StoreError::Exists(_))
        ));
        import(
            store,
            "later",
            9,
            vec![row(park("z", "丙"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        assert!(matches!(
            restore(&file, &database.url, Replace::Refuse),
            Err(StoreError::NotEmpty(_))
        ));
        assert_ne!(full(store), before);
        assert_eq!(
            restore(&file, &database.url, Replace::Everything)
                .unwrap()
                .digest,
            before
        );
        assert_eq!(full(store), before);
        let elsewhere = TestDatabase::new(store.backend());
        restore(&file, &elsewhere.url, Replace::Refuse).unwrap();
        assert_eq!(verify(&elsewhere.url).unwrap().full_digest, before);
    });
}

#[test]
fn verify_counts_and_finds_what_dangles() {
    on_both(|store, database| {
        fill(store);
        let found = verify(&database.url).unwrap();
        assert!(found.is_sound(), "{found:?}");
        assert_eq!((found.counts["record"], found.counts["batch"]), (4, 3));
        assert_eq!(
            (found.state_digest, found.full_digest),
            (state(store), full(store))
        );
        damage(database, "UPDATE record SET entity = 999 WHERE key = 1");
        let found = verify(&database.url).unwrap();
        assert_eq!(
            found
                .dangling
                .iter()
                .map(|d| (d.table, d.missing, d.rows))
                .collect::<Vec<_>>(),
            [("record", "entity", 1)]
        );
    });
}

/// Changes a database behind the store's back.
fn damage(database: &TestDatabase, sql: &str) {
    match database.url.strip_prefix("sqlite://") {
        Some(path) => rusqlite::Connection::open(path)
            .unwrap()
            .execute_batch(sql)
            .unwrap(),
        None => {
            let mut client = postgres::Client::connect(&database.url, postgres::NoTls).unwrap();
            client
                .batch_execute(&format!("SET search_path TO julin; {sql}"))
                .unwrap();
        }
    }
}

#[test]
fn sources_keep_bytes_and_text_and_get_versions() {
    on_both(|store, _| {
        let put = |title: &str, source: &julin_model::Source, raw: Option<&[u8]>| {
            store.write::<_, StoreError>(|tx| {
                let batch = begin(tx, title, 1)?;
                Ok((
                    batch,
                    tx.put_source(batch, source, raw, raw.map(|_| "文本"))?,
                ))
            })
        };
        let mut doc = source("doc", "doc");
        assert!(put("one", &doc, Some(b"\x00\xffraw")).unwrap().1);
        assert!(!put("same", &doc, Some(b"\x00\xffraw")).unwrap().1);
        assert!(!put("same without bytes", &doc, None).unwrap().1);
        let before = state(store);
        doc.licence = Some("CC0".into());
        let (batch, new) = put("licence", &doc, None).unwrap();
        assert!(new);
        let read = || {
            let id = source_id("doc");
            store
                .read::<_, StoreError>(|tx| {
                    Ok((
                        tx.source(&id)?,
                        tx.source_raw(&id)?,
                        tx.source_cleaned(&id)?,
                    ))
                })
                .unwrap()
        };
        assert_eq!(
            read(),
            (
                Some(doc),
                Some(b"\x00\xffraw".to_vec()),
                Some("文本".into())
            )
        );
        assert_eq!(
            store
                .read::<_, StoreError>(|tx| tx.sources())
                .unwrap()
                .len(),
            1
        );
        undo(store, batch, 2).unwrap();
        assert_eq!(
            (read().0, state(store)),
            (Some(source("doc", "doc")), before)
        );
    });
}

#[test]
fn a_run_computed_again_replaces_its_outcome() {
    on_both(|store, _| {
        fill(store);
        let mut run = store
            .read::<_, StoreError>(|tx| tx.run("run"))
            .unwrap()
            .unwrap();
        assert_eq!(
            (run.head.seed, run.head.computed_at),
            (Some(u64::MAX), at(4))
        );
        run.result = String::new();
        run.head.output_digest = "o2".into();
        store.write::<_, StoreError>(|tx| tx.put_run(&run)).unwrap();
        let read = |id: &str| store.read::<_, StoreError>(|tx| tx.run(id)).unwrap();
        assert_eq!(read("run"), Some(run.clone()));
        let mut second = run.clone();
        second.head.id = "later".into();
        second.head.computed_at = at(5);
        let mut other = run.clone();
        other.head.id = "other".into();
        other.head.input_digest = "i2".into();
        for run in [&second, &other] {
            store.write::<_, StoreError>(|tx| tx.put_run(run)).unwrap();
        }
        let on = |kind: &str, packs: &str, figures: &str| {
            let found = store.read::<_, StoreError>(|tx| tx.runs_on(kind, packs, figures));
            found.unwrap()
        };
        let (kind, both) = ("measure.ranking", [second.head.clone(), run.head.clone()]);
        assert_eq!(on(kind, "p", "i"), both);
        assert_eq!(on(kind, "p", "i2"), [other.head.clone()]);
        assert_eq!(on("measure.other", "p", "i"), []);
        let all = store.read::<_, StoreError>(|tx| tx.runs(2)).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], second.head);
    });
}

#[test]
fn migrating_twice_changes_nothing() {
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        let first = migrate(&database.url).unwrap();
        let again = migrate(&database.url).unwrap();
        assert_eq!((first.from, again.from, again.to), (0, first.to, first.to));
    }
}
