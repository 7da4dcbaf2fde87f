//! What a store refuses, each in its own words and without a trace.

use crate::support::*;
use julin_model::BatchId;
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{Store, StoreError, Tx};

#[test]
fn a_failed_or_panicking_write_leaves_nothing() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "甲"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let before = full(store);
        let failed: Outcome<()> = store.write(|tx| {
            let batch = begin(tx, "b", 2)?;
            tx.add_entities(batch, &[park("y", "乙")])?;
            Err(StoreError::Database("on purpose".into()))
        });
        assert!(failed.is_err());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write::<(), StoreError>(|tx| {
                begin(tx, "c", 3)?;
                panic!("on purpose")
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(full(store), before);
        import(
            store,
            "d",
            4,
            vec![row(park("x", "甲"), 2024, 2, &[2.0, 1.0])],
        )
        .unwrap();
    });
}

#[test]
fn a_read_sees_one_state_and_cannot_write() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "甲"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let seen = store.read::<_, StoreError>(|tx| {
            let before = tx.full_digest()?;
            import(
                store,
                "b",
                2,
                vec![row(park("y", "乙"), 2024, 2, &[1.0, 1.0])],
            )?;
            let refused = begin(tx, "no", 3);
            assert_eq!(refused, Err(StoreError::ReadOnly));
            Ok((before, tx.full_digest()?))
        });
        let (before, after) = seen.unwrap();
        assert_eq!(before, after);
        assert_ne!(full(store), before);
    });
}

#[test]
fn many_writers_take_turns() {
    on_both(|store, _| {
        std::thread::scope(|scope| {
            for n in 0..8 {
                scope.spawn(move || {
                    let rows = vec![row(park(&format!("p{n}"), "园"), 2024, 2, &[1.0, 1.0])];
                    import(store, &format!("t{n}"), n, rows).unwrap();
                    numbers(store, &format!("p{n}"), "revenue", None)
                });
            }
        });
        assert_eq!(
            store
                .read::<_, StoreError>(|tx| tx.entity_counts())
                .unwrap(),
            [(kind("park"), 8)]
        );
    });
}

#[test]
fn what_is_not_there_is_named() {
    on_both(|store, _| {
        let (first, _) = import(
            store,
            "a",
            1,
            vec![row(park("x", "甲"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let attempt = |f: &dyn Fn(&mut Tx, BatchId) -> Outcome<()>| {
            store.write::<(), StoreError>(|tx| {
                let batch = begin(tx, "b", 2)?;
                f(tx, batch)
            })
        };
        let layout = layout(&["revenue"]);
        assert_eq!(
            attempt(&|tx, b| tx
                .append_records(b, &layout, &[fact("x", "none", "k", 1.0)])
                .map(|_| ())),
            Err(StoreError::UnknownSource(source_id("none")))
        );
        assert_eq!(
            attempt(&|tx, b| tx
                .append_records(b, &layout, &[fact("none", "a", "k", 1.0)])
                .map(|_| ())),
            Err(StoreError::UnknownEntity(id("none")))
        );
        assert_eq!(
            attempt(&|tx, b| tx
                .append_records(b, &layout, &[fact("x", "a", "k", f64::NAN)])
                .map(|_| ())),
            Err(StoreError::NotFinite)
        );
        let mut wide = fact("x", "a", "k", 1.0);
        wide.values.push(None);
        assert_eq!(
            attempt(&|tx, b| tx
                .append_records(b, &layout, std::slice::from_ref(&wide))
                .map(|_| ())),
            Err(StoreError::WrongWidth {
                values: 2,
                columns: 1
            })
        );
        assert_eq!(
            attempt(&|tx, b| tx.add_entities(b, &[park("n", "甲\0乙")]).map(|_| ())),
            Err(StoreError::NulCharacter("甲乙".into()))
        );
        assert_eq!(
            attempt(&|tx, _| tx.add_entities(first, &[park("n", "乙")]).map(|_| ())),
            Err(StoreError::BatchClosed(first)),
            "a batch is one write"
        );
        assert_eq!(
            undo(store, BatchId(99), 3),
            Err(StoreError::UnknownBatch(BatchId(99)))
        );
    });
}

#[test]
fn newer_older_and_foreign_databases_are_refused_untouched() {
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        if let Some(path) = database.url.strip_prefix("sqlite://") {
            assert!(matches!(
                Store::open(&database.url),
                Err(StoreError::Missing(_))
            ));
            assert!(!std::path::Path::new(path).exists());
        } else {
            assert!(matches!(
                Store::open(&database.url),
                Err(StoreError::Older { found: 0, .. })
            ));
        }
        drop(Store::open_or_create(&database.url).unwrap());
        change(&database, "UPDATE meta SET value = '99'");
        for opened in [
            Store::open(&database.url),
            Store::open_or_create(&database.url),
        ] {
            assert!(matches!(opened, Err(StoreError::Newer { found: 99, .. })));
        }
        change(&database, "DROP TABLE meta");
        assert!(matches!(
            Store::open_or_create(&database.url),
            Err(StoreError::Foreign(_))
        ));
    }
}

/// The former schema is this one without what came after 0001.
#[test]
fn a_database_of_the_former_version_is_brought_up_with_all_it_holds() {
    on_both(|store, database| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "甲"), 2024, 2, &[1.5, 1.0])],
        )
        .unwrap();
        let before = state(store);
        change(
            database,
            "DROP TABLE mute; DROP TABLE mute_end; DROP TABLE grant_event; DROP TABLE rule_draft; \
             DROP TABLE workflow_version; DROP TABLE follow_event; DROP TABLE follow_case; \
             DROP TABLE follow_part; DROP TABLE follow_visit; DROP TABLE follow_document; \
             DROP TABLE notice; DROP TABLE notice_reader; DROP TABLE export; DROP TABLE export_end; \
             UPDATE meta SET value = '1'",
        );
        assert!(matches!(
            Store::open(&database.url),
            Err(StoreError::Older { found: 1, .. })
        ));
        let brought = Store::open_or_create(&database.url).unwrap();
        assert_eq!(state(&brought), before);
        assert_eq!(brought.read::<_, StoreError>(|tx| tx.mutes()), Ok(vec![]));
        let next = brought.read::<_, StoreError>(|tx| tx.next_grant_list());
        assert_eq!(next, Ok(1));
    });
}

pub fn change(database: &TestDatabase, sql: &str) {
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
fn files_that_are_no_databases_or_cannot_be_made_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.db");
    std::fs::write(&file, "营业收入,企业数\n".repeat(200)).unwrap();
    let url = format!("sqlite://{}", file.display());
    assert_eq!(
        Store::open(&url).unwrap_err(),
        StoreError::NotADatabase(file.display().to_string())
    );
    let content = std::fs::read_to_string(&file).unwrap();
    assert!(content.starts_with("营业收入"), "left as it was");
    let missing = format!("sqlite://{}/no/such/folder/x.db", folder.path().display());
    assert!(matches!(
        Store::open_or_create(&missing),
        Err(StoreError::NotWritable(_))
    ));
    let below_a_file = format!("sqlite://{}/x.db", file.display());
    assert!(matches!(
        Store::open_or_create(&below_a_file),
        Err(StoreError::NotWritable(_))
    ));
    rusqlite::Connection::open(folder.path().join("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let other = format!("sqlite://{}/other.db", folder.path().display());
    assert!(matches!(
        Store::open_or_create(&other),
        Err(StoreError::Foreign(_))
    ));
}

#[test]
fn servers_that_do_not_answer_or_refuse_are_named_without_the_password() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let gone = Store::open(&format!("postgres://me:geheim@127.0.0.1:{port}/x")).unwrap_err();
    assert!(matches!(gone, StoreError::Unreachable { .. }), "{gone:?}");
    assert!(!format!("{gone}{gone:?}{:?}", gone.diagnostic()).contains("geheim"));
    let server = julin_store::testing::server();
    let none = Store::open(&format!("{server}/no_such_database")).unwrap_err();
    assert!(
        matches!(none, StoreError::NoSuchDatabase { .. }),
        "{none:?}"
    );
    let secure = Store::open(&format!("{server}/postgres?sslmode=require")).unwrap_err();
    assert!(matches!(secure, StoreError::NoTls(_)), "{secure:?}");
    let nobody = server.replace("postgres@", "nobody_here:geheim@");
    let refused = Store::open(&format!("{nobody}/postgres")).unwrap_err();
    assert!(
        matches!(refused, StoreError::WrongPassword { .. }),
        "{refused:?}"
    );
    assert!(!format!("{refused}{refused:?}").contains("geheim"));
}

#[test]
fn every_error_has_its_sentences() {
    let catalogue =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales/store.yaml");
    let catalogue = std::fs::read_to_string(catalogue).unwrap();
    let source = include_str!("../../src/error.rs");
    let source = &source[source.find("fn diagnostic").unwrap()..];
    let codes = source
        .match_indices("error(\"")
        .chain(source.match_indices("place(\""));
    for (at, call) in codes {
        let code = source[at + call.len()..].split('"').next().unwrap();
        assert!(
            catalogue.contains(&format!("\nstore.{code}:")),
            "store.{code} has no sentence"
        );
    }
}
