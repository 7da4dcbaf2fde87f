//! Rows of tables: added, the same again, changed, contradicting one another.

use crate::support::*;
use julin_model::{Period, Spot, Status, Value};
use julin_store::{
    IncomingEntity, Repeated, StatementFilter, StoreError, UpsertCount, UpsertTarget,
};

#[test]
fn rows_become_statements_with_cell_unit_and_source() {
    on_both(|store, _| {
        import(
            store,
            "y2024",
            1,
            vec![row(park("zgc", "中关村"), 2024, 5, &[9.4e12, 3.0])],
        )
        .unwrap();
        let found = statements(
            store,
            &StatementFilter {
                entities: vec![id("zgc")],
                ..Default::default()
            },
        );
        assert_eq!(found.len(), 2);
        let first = &found[0];
        assert_eq!(
            (first.field.as_str(), first.value.clone()),
            ("revenue", Value::Number(9.4e12))
        );
        assert_eq!(
            (first.unit.as_deref(), first.series.as_str()),
            (Some("cny"), "yearbook")
        );
        assert_eq!(
            first.locator.spot,
            Spot::Row {
                sheet: Some("表一".into()),
                row: 5,
                column: Some(2)
            }
        );
        assert_eq!((first.recorded_at, first.ended_at), (at(1), None));
        let again = store
            .read::<_, StoreError>(|tx| tx.statement(first.id))
            .unwrap();
        assert_eq!(again.as_ref(), Some(first));
        let of_source =
            store.read::<_, StoreError>(|tx| tx.statements_of_source(&source_id("y2024"), 1, 1));
        assert_eq!(of_source.unwrap(), found[1..]);
    });
}

#[test]
fn the_same_rows_again_change_nothing() {
    on_both(|store, _| {
        let rows = || {
            (0..20)
                .map(|n| {
                    row(
                        park(&format!("p{n}"), "园"),
                        2024,
                        n + 2,
                        &[f64::from(n), 0.1],
                    )
                })
                .collect()
        };
        let (_, first) = import(store, "a", 1, rows()).unwrap();
        assert_eq!((first.entities_added, first.records_added), (20, 20));
        let before = state(store);
        // Another file of the same series.
        let (_, second) = import(store, "a", 2, rows()).unwrap();
        assert_eq!(
            second,
            UpsertCount {
                records_same: 20,
                ..Default::default()
            }
        );
        assert_eq!(state(store), before);
    });
}

#[test]
fn other_values_of_the_same_series_supersede_and_other_series_conflict() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "园"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let (_, count) = import(
            store,
            "b",
            2,
            vec![row(park("x", "园"), 2024, 2, &[2.0, 1.0])],
        )
        .unwrap();
        assert_eq!(
            count,
            UpsertCount {
                records_changed: 1,
                ..Default::default()
            }
        );
        assert_eq!(numbers(store, "x", "revenue", None), [2.0]);
        assert_eq!(numbers(store, "x", "revenue", Some(1)), [1.0]);
        let ended = StatementFilter {
            entities: vec![id("x")],
            include_ended: true,
            ..Default::default()
        };
        let ends: Vec<_> = statements(store, &ended)
            .iter()
            .map(|s| s.ended_at)
            .collect();
        assert_eq!(ends, [Some(at(2)), Some(at(2)), None, None]);
        store
            .write::<_, StoreError>(|tx| {
                let batch = begin(tx, "c", 3)?;
                tx.put_source(batch, &source("c", "bulletin"), None, None)?;
                let (source, layout) = (source_id("c"), layout(&["revenue", "staff"]));
                let target = UpsertTarget {
                    source: &source,
                    layout: &layout,
                };
                tx.upsert_rows(
                    batch,
                    &target,
                    vec![row(park("x", "园"), 2024, 2, &[7.0, 1.0])],
                )
            })
            .unwrap();
        assert_eq!(numbers(store, "x", "revenue", None), [2.0, 7.0]);
    });
}

#[test]
fn columns_in_another_order_are_the_same_told_again_and_other_units_are_not() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "园"), 2024, 2, &[1.0, 5.0])],
        )
        .unwrap();
        let again = |title: &str, layout, values: &[f64]| {
            store.write::<_, StoreError>(|tx| {
                let batch = begin(tx, title, 2)?;
                tx.put_source(batch, &source(title, "yearbook"), None, None)?;
                let source = source_id(title);
                let target = UpsertTarget {
                    source: &source,
                    layout: &layout,
                };
                tx.upsert_rows(batch, &target, vec![row(park("x", "园"), 2024, 9, values)])
            })
        };
        let turned = again("b", layout(&["staff", "revenue"]), &[5.0, 1.0]).unwrap();
        assert_eq!(turned.records_same, 1);
        let mut other_unit = layout(&["revenue", "staff"]);
        other_unit.columns[0].unit = Some("cny_10k".to_owned());
        assert_eq!(
            again("c", other_unit, &[1.0, 5.0]).unwrap().records_changed,
            1
        );
        // Another field makes another kind of record; both stay in force.
        assert_eq!(
            again("d", layout(&["revenue", "area"]), &[1.0, 5.0])
                .unwrap()
                .records_added,
            1
        );
    });
}

#[test]
fn two_rows_for_one_zone_are_told_and_the_first_stays() {
    on_both(|store, _| {
        let rows = vec![
            row(park("x", "园"), 2024, 2, &[1.0, 1.0]),
            row(park("x", "园"), 2024, 3, &[1.0, 1.0]),
            row(park("x", "园"), 2024, 4, &[2.0, 1.0]),
            row(park("x", "园"), 2023, 5, &[2.0, 1.0]),
        ];
        let count = store.write::<_, StoreError>(|tx| {
            let batch = begin(tx, "a", 1)?;
            tx.put_source(batch, &source("a", "yearbook"), None, None)?;
            let (source, layout) = (source_id("a"), layout(&["revenue", "staff"]));
            let target = UpsertTarget {
                source: &source,
                layout: &layout,
            };
            let first = tx.upsert_rows(batch, &target, rows)?;
            // The next thousand of the same file.
            let second = tx.upsert_rows(
                batch,
                &target,
                vec![row(park("x", "园"), 2024, 9, &[8.0, 1.0])],
            )?;
            Ok((first, second))
        });
        let (first, second) = count.unwrap();
        assert_eq!((first.records_added, first.records_same), (2, 1));
        assert_eq!(
            first.repeated,
            [Repeated {
                row: 4,
                first: "R2".into()
            }]
        );
        assert_eq!(
            second.repeated,
            [Repeated {
                row: 9,
                first: "R2".into()
            }]
        );
        assert_eq!(numbers(store, "x", "revenue", None), [1.0, 2.0]);
    });
}

#[test]
fn a_target_never_supersedes_a_fact() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "园"), 2025, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let mut aim = row(park("x", "园"), 2025, 3, &[9.0, 9.0]);
        aim.status = Status::Target;
        assert_eq!(import(store, "b", 2, vec![aim]).unwrap().1.records_added, 1);
        assert_eq!(numbers(store, "x", "revenue", None), [1.0, 9.0]);
        let mut final_figure = row(park("x", "园"), 2025, 2, &[1.0, 1.0]);
        final_figure.status = Status::Estimated;
        assert_eq!(
            import(store, "c", 3, vec![final_figure])
                .unwrap()
                .1
                .records_changed,
            1
        );
    });
}

#[test]
fn rows_may_name_entities_that_must_exist_and_leave_cells_empty() {
    on_both(|store, _| {
        import(
            store,
            "a",
            1,
            vec![row(park("x", "园"), 2024, 2, &[1.0, 1.0])],
        )
        .unwrap();
        let mut known = row(park("x", ""), 2022, 2, &[3.0, 3.0]);
        known.entity = IncomingEntity::Known(id("x"));
        known.values[1] = None;
        known.period = Some("2022-Q3".parse::<Period>().unwrap());
        import(store, "b", 2, vec![known.clone()]).unwrap();
        assert_eq!(numbers(store, "x", "staff", None), [1.0]);
        let filter = StatementFilter {
            entities: vec![id("x")],
            from: Some("2022-07-01".parse().unwrap()),
            until: Some("2022-12-31".parse().unwrap()),
            ..Default::default()
        };
        assert_eq!(statements(store, &filter).len(), 1);
        known.entity = IncomingEntity::Known(id("nobody"));
        assert_eq!(
            import(store, "c", 3, vec![known]),
            Err(StoreError::UnknownEntity(id("nobody")))
        );
    });
}

#[test]
fn ten_thousand_rows_in_chunks_keep_their_places() {
    on_both(|store, _| {
        let rows = |n: u32| {
            row(
                park(&format!("p{:05}", (n * 7_919) % 60_000), "园区"),
                2024,
                n + 2,
                &[f64::from(n), 1.0],
            )
        };
        store
            .write::<_, StoreError>(|tx| {
                let batch = begin(tx, "a", 1)?;
                tx.put_source(batch, &source("a", "yearbook"), None, None)?;
                let (source, layout) = (source_id("a"), layout(&["revenue", "staff"]));
                let target = UpsertTarget {
                    source: &source,
                    layout: &layout,
                };
                for from in (0..24_000).step_by(4_000) {
                    tx.upsert_rows(batch, &target, (from..from + 4_000).map(rows).collect())?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(numbers(store, "p07919", "revenue", None), [1.0]);
        let counts = store
            .read::<_, StoreError>(|tx| tx.entity_counts())
            .unwrap();
        assert_eq!(counts, [(kind("park"), 24_000)]);
        let hits = store
            .read::<_, StoreError>(|tx| tx.search("园区", 3))
            .unwrap();
        assert_eq!(hits.len(), 3);
    });
}
