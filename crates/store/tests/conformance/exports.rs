//! Lists as files: noted when asked for, ended once, removed after a time or a number.

use crate::refusals::change;
use crate::support::*;
use julin_store::testing::TestDatabase;
use julin_store::{ExportEnd, NewExport, Store, StoreError, migrate};

fn ask(store: &Store, author: &str, second: i64) -> i64 {
    let new = NewExport {
        author: author.to_owned(),
        page: "/cases?words=灯".to_owned(),
        lang: "zh".to_owned(),
    };
    store
        .write::<_, StoreError>(|tx| tx.add_export(&new, at(second)))
        .unwrap()
}

fn end(store: &Store, id: i64, second: i64) -> bool {
    let end = ExportEnd {
        state: "done".to_owned(),
        name: "事项".to_owned(),
        rows: 3,
        error: None,
        size: 4,
    };
    store
        .write::<_, StoreError>(|tx| tx.end_export(id, (&end, Some(b"\x00PK\xff")), at(second)))
        .unwrap()
}

fn of(store: &Store, author: &str, since: i64) -> Vec<i64> {
    let found = store.read::<_, StoreError>(|tx| tx.exports(author, at(since)));
    found.unwrap().iter().map(|own| own.id).collect()
}

#[test]
fn an_export_ends_once_and_its_file_reads_back_byte_for_byte() {
    on_both(|store, _| {
        let id = ask(store, "甲", 1);
        let read = || {
            store
                .read::<_, StoreError>(|tx| Ok((tx.export(id)?, tx.export_content(id)?)))
                .unwrap()
        };
        let (asked, content) = read();
        let asked = asked.unwrap();
        assert_eq!((asked.started_at, asked.end, content), (at(1), None, None));
        assert!(end(store, id, 2));
        assert!(!end(store, id, 3), "what has ended stays as it ended");
        assert!(!end(store, 99, 3));
        let (ended, content) = read();
        let (how, when) = ended.unwrap().end.unwrap();
        assert_eq!((how.rows, how.name.as_str(), when), (3, "事项", at(2)));
        assert_eq!(content.as_deref(), Some(&b"\x00PK\xff"[..]));
    });
}

#[test]
fn old_ones_and_those_beyond_a_number_are_removed_and_no_number_comes_twice() {
    on_both(|store, _| {
        let ids: Vec<i64> = (1..=5).map(|second| ask(store, "甲", second)).collect();
        let other = ask(store, "乙", 3);
        end(store, ids[0], 6);
        assert_eq!(of(store, "甲", 3), [ids[4], ids[3], ids[2]]);
        let clear = |before, most| {
            store
                .write::<_, StoreError>(|tx| tx.clear_exports(at(before), most))
                .unwrap()
        };
        assert_eq!(clear(0, 3), 2);
        assert_eq!(of(store, "甲", 0), [ids[4], ids[3], ids[2]]);
        let content = store.read::<_, StoreError>(|tx| tx.export_content(ids[0]));
        assert_eq!(content, Ok(None), "the file goes with it");
        assert_eq!(clear(100, 3), 3, "the newest of all stays");
        assert_eq!(
            (of(store, "甲", 0), of(store, "乙", 0)),
            (vec![], vec![other])
        );
        assert!(ask(store, "甲", 101) > other);
    });
}

#[test]
fn a_database_of_schema_6_gets_the_tables() {
    on_both(|store, database: &TestDatabase| {
        ask(store, "甲", 1);
        change(
            database,
            "DROP TABLE export; DROP TABLE export_end; UPDATE meta SET value = '6'",
        );
        let done = migrate(&database.url).unwrap();
        assert_eq!((done.from, done.to >= 7), (6, true));
        let store = Store::open(&database.url).unwrap();
        assert_eq!(of(&store, "甲", 0), Vec::<i64>::new());
        let id = ask(&store, "甲", 1);
        assert!(end(&store, id, 2));
    });
}
