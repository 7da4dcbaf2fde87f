//! Names, identifiers and search.

use crate::support::*;
use julin_model::{Entity, NameKind, Text};
use julin_store::{Match, NewReview, RowError, Store, StoreError, Verdict, normalise};

fn fill(store: &Store) {
    let entity = |word: &str, zh: &str, en: &str, names: Vec<julin_model::Name>| Entity {
        id: id(word),
        kind: kind("park"),
        name: Text::new(zh, en),
        names,
    };
    let entities = [
        entity(
            "zgc",
            "中关村国家自主创新示范区",
            "Zhongguancun",
            vec![name(NameKind::Short, "中关村")],
        ),
        entity(
            "zgc-hd",
            "中关村科学城",
            "Zhongguancun Science City",
            vec![],
        ),
        entity(
            "hq",
            "臺北南港園區",
            "",
            vec![name(NameKind::Noisy, "100%_园")],
        ),
        entity("uscc:91110108ma01abcd2x", "北京甲科技有限公司", "", vec![]),
        entity(
            "lab",
            "某实验室",
            "",
            vec![name(NameKind::Identifier("torch".into()), "T-1101")],
        ),
    ];
    store
        .write::<_, StoreError>(|tx| {
            let batch = begin(tx, "names", 1)?;
            tx.add_entities(batch, &entities)
        })
        .unwrap();
}

#[test]
fn the_whole_name_goes_before_its_beginning_and_that_before_a_part() {
    on_both(|store, _| {
        fill(store);
        let search = |words: &str| {
            let hits = store
                .read::<_, StoreError>(|tx| tx.search(words, 10))
                .unwrap();
            hits.into_iter()
                .map(|h| (h.id.to_string(), h.part))
                .collect::<Vec<_>>()
        };
        let hit = |word: &str, part| (word.to_owned(), part);
        assert_eq!(
            search("中关村"),
            [hit("zgc", Match::Whole), hit("zgc-hd", Match::Beginning)]
        );
        assert_eq!(
            search("ＺＨＯＮＧ guancun"),
            [hit("zgc", Match::Whole), hit("zgc-hd", Match::Beginning)]
        );
        assert_eq!(search("科学"), [hit("zgc-hd", Match::Part)]);
        assert_eq!(search("南港園"), [hit("hq", Match::Part)]);
        assert_eq!(search("100%_"), [hit("hq", Match::Beginning)]);
        assert_eq!(
            search("%"),
            [hit("hq", Match::Part)],
            "a wildcard is a character like others"
        );
        assert_eq!(search("_园"), [hit("hq", Match::Part)]);
        assert_eq!(search("t-1101"), [hit("lab", Match::Whole)]);
        assert_eq!(
            search("91110108MA01ABCD2X"),
            [hit("uscc:91110108ma01abcd2x", Match::Whole)]
        );
        assert_eq!((search("  "), search("没有这个")), (vec![], vec![]));
    });
}

#[test]
fn candidates_are_exact_and_of_one_type() {
    on_both(|store, _| {
        fill(store);
        let names = ["中关村", "Zhongguancun Science City", "科学城"].map(normalise);
        let found = store
            .read::<_, StoreError>(|tx| tx.candidates(&kind("park"), &names))
            .unwrap();
        assert_eq!(
            found,
            [
                ("zhongguancunsciencecity".into(), id("zgc-hd")),
                ("中关村".into(), id("zgc"))
            ]
        );
        let none = store
            .read::<_, StoreError>(|tx| tx.candidates(&kind("fund"), &names))
            .unwrap();
        assert_eq!(none, []);
    });
}

#[test]
fn identifiers_lead_to_their_entity() {
    on_both(|store, _| {
        fill(store);
        let find = |scheme: &str, value: &str| {
            store
                .read::<_, StoreError>(|tx| tx.entity_by_identifier(scheme, value))
                .unwrap()
        };
        assert_eq!(
            find("uscc", "91110108MA01ABCD2X"),
            Some(id("uscc:91110108ma01abcd2x"))
        );
        assert_eq!(find("torch", "t-1101"), Some(id("lab")));
        assert_eq!(find("torch", "T-1102"), None);
        assert_eq!(find("uscc", "no identifier at all 园"), None);
    });
}

#[test]
fn doubtful_pairs_are_listed_once_and_settled() {
    on_both(|store, _| {
        fill(store);
        let pair = |a: &str, b: &str| NewReview {
            entity: id(a),
            other: id(b),
            why: julin_model::Diagnostic::note("intake.similar").with("name", "中关村"),
        };
        let raised = store.write::<_, StoreError>(|tx| {
            let batch = begin(tx, "doubt", 2)?;
            let first = tx.add_reviews(batch, &[pair("zgc", "zgc-hd"), pair("zgc-hd", "zgc")])?;
            Ok((batch, first, tx.add_reviews(batch, &[pair("zgc", "lab")])?))
        });
        let (batch, first, second) = raised.unwrap();
        assert_eq!((first, second), (1, 1));
        let open = || store.read::<_, StoreError>(|tx| tx.reviews(true)).unwrap();
        assert_eq!(
            open().iter().map(|r| r.pair.clone()).collect::<Vec<_>>(),
            [pair("zgc", "zgc-hd"), pair("zgc", "lab")]
        );
        let settle = |review, verdict| {
            store.write::<_, StoreError>(|tx| tx.settle_review(review, verdict, at(3), "someone"))
        };
        settle(open()[0].id, Verdict::Different).unwrap();
        assert_eq!(
            settle(99, Verdict::Same),
            Err(StoreError::UnknownReview(99))
        );
        assert_eq!(open().len(), 1);
        let all = store.read::<_, StoreError>(|tx| tx.reviews(false)).unwrap();
        assert_eq!(
            all[0].settled,
            Some((Verdict::Different, "someone".to_owned(), at(3)))
        );
        undo(store, batch, 4).unwrap();
        assert_eq!(open(), []);
    });
}

#[test]
fn row_errors_stay_with_their_batch() {
    on_both(|store, _| {
        let error = |row| RowError {
            row,
            sheet: Some("表一".into()),
            column: Some("营业收入(千元)".into()),
            value: Some("#DIV/0!\0".into()),
            diagnostic: julin_model::Diagnostic::error("intake.formula-error"),
        };
        let batch = store
            .write::<_, StoreError>(|tx| {
                let batch = begin(tx, "errors", 1)?;
                tx.add_row_errors(batch, &(1..=5).map(error).collect::<Vec<_>>())?;
                Ok(batch)
            })
            .unwrap();
        let found = store.read::<_, StoreError>(|tx| {
            Ok((tx.row_errors(batch, 2, 3)?, tx.row_error_count(batch)?))
        });
        let (found, count) = found.unwrap();
        assert_eq!(
            (found.iter().map(|e| e.row).collect::<Vec<_>>(), count),
            (vec![4, 5], 5)
        );
        assert_eq!(found[0].value.as_deref(), Some("#DIV/0!\u{fffd}"));
        assert_eq!(found[0].diagnostic, error(4).diagnostic);
    });
}
