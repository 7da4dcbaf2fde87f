//! Faults in the analysts' two tables, each with its row and column.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, lines};
use julin_measure::{Method, TablesOutcome, read_tables, score};
use julin_model::Place;

const META: &str = "
    iCode | Level | Parent | Type      | Weight | Direction
    a     | 1     | G      | Indicator | 1      | 1
    b     | 1.0   | G      | Indicator | NA     | -1
    G     | 2     | Index  | Aggregate | 1      | 1
    Index | 3     |        | Aggregate | 1      | 1
    region|       |        | Group     |        |
    people|       |        | Denominator |      |";

const DATA: &str = "
    uCode | uName    | region | people | a  | b
    NA    | Namibia  | south  | 3      | 1  | 9
    SE    | Sweden   | north  | 10     | 3  | NaN
    CN    | 中国     | east   | 1400   | NA | 1";

fn read(meta: &str, data: &str) -> TablesOutcome {
    read_tables(
        "index",
        &Method::default(),
        &lines("iMeta.csv", meta),
        &lines("iData.csv", data),
    )
}

#[test]
fn sound_tables_give_a_framework_and_figures() {
    let read = read(META, DATA);
    assert_eq!(codes(&read.diagnostics), [] as [&str; 0]);
    let framework = read.framework.unwrap();
    let outcome = score(&framework, &read.matrix);
    let order: Vec<_> = framework
        .nodes
        .iter()
        .map(|node| node.code.as_str())
        .collect();
    assert_eq!(order, ["Index", "G", "a", "b"]);
    // a: 0, 100, none; b counts down: 0, none, 100. Half of the weight is enough.
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.score(unit, 0)),
        [Some(0.0), Some(100.0), Some(100.0)]
    );
    assert_eq!(read.matrix.units()[0].id, "NA");
}

/// What to change in iMeta → into what → the code expected, and its line and column (0: none).
const META_FAULTS: &str = "
    a     | 1     | G => a | 1 | X => measure.table.unknown-parent 2 3
    a     | 1     | G => a | 1 | b => measure.table.parent-not-aggregate 2 3
    a     | 1     | G => a | 1 | Index => measure.table.level-gap 2 3
    a     | 1     | G => a | 1 | => measure.table.no-parent 2 3
    a     | 1     | G => b | 1 | G => measure.table.duplicate-code 3 1
    a     | 1     | G => a | 1.5 | G => measure.table.level 2 2
    a     | 1     | G => a | 0 | G => measure.table.level 2 2
    a     | 1     | G => | 1 | G => measure.table.no-code 2 1
    Indicator | NA => Indicater | NA => measure.table.type 3 4
    Indicator | NA => Indicator | -2 => measure.table.weight 3 5
    NA     | -1 => NA | down => measure.table.direction 3 6
    region|       |        | Group => H | 2 | Index | Aggregate => measure.table.childless 6 3
    region|       |        | Group => H | 3 |  | Aggregate => measure.table.two-roots 6 0
    Level => Lev => measure.table.no-column 0 0";

#[test]
fn every_fault_of_imeta_is_told_with_its_place() {
    for fault in META_FAULTS.lines().skip(1) {
        let parts: Vec<_> = fault.split("=>").map(str::trim).collect();
        let expected: Vec<_> = parts[2].split(' ').collect();
        let number = |at: usize| expected[at].parse().unwrap();
        let read = read(&META.replacen(parts[0], parts[1], 1), DATA);
        let hit = read
            .diagnostics
            .iter()
            .find(|found| found.code == expected[0]);
        let place = Place::line("iMeta.csv", number(1), number(2));
        let found = hit.map(|found| found.place.clone().unwrap());
        assert_eq!(found, Some(place), "{fault}: {:?}", read.diagnostics);
        assert!(read.framework.is_none(), "{fault}");
    }
}

#[test]
fn a_loop_is_found_wherever_it_is() {
    let own = META.replacen("G     | 2     | Index", "G     | 2     | G", 1);
    assert!(codes(&read(&own, DATA).diagnostics).contains(&"measure.table.loop"));
    let two = META.replacen("Index | 3     |   ", "Index | 3     | G ", 1);
    let read = read(&two, DATA);
    let found = codes(&read.diagnostics);
    assert!(found.contains(&"measure.table.loop") && found.contains(&"measure.table.no-root"));
    assert!(read.framework.is_none());
}

#[test]
fn every_fault_of_idata_is_told_and_the_rest_computed() {
    let line = |n: u64, column: u64| Some(Place::line("iData.csv", n, column));
    for (from, to, code, place) in [
        (
            "| 3  | NaN",
            "| 3,5 | NaN",
            "measure.table.not-a-number",
            line(3, 5),
        ),
        (
            "| 3  | NaN",
            "| inf | NaN",
            "measure.table.not-a-number",
            line(3, 5),
        ),
        (
            "SE    | Sweden",
            "NA | Sweden",
            "measure.table.duplicate-unit",
            line(3, 1),
        ),
        (
            "SE    | Sweden",
            "  | Sweden",
            "measure.table.no-unit",
            line(3, 1),
        ),
        (
            "region | people",
            "colour | people",
            "measure.table.unknown-column",
            line(1, 3),
        ),
        (
            "region | people",
            "a | people",
            "measure.table.duplicate-column",
            line(1, 5),
        ),
        (
            "| a  | b",
            "| a  | c",
            "measure.table.indicator-without-data",
            Some(Place::file("iData.csv")),
        ),
    ] {
        let read = read(META, &DATA.replacen(from, to, 1));
        let hit = read.diagnostics.iter().find(|found| found.code == code);
        assert_eq!(
            hit.map(|found| found.place.clone()),
            Some(place),
            "{code}: {:?}",
            read.diagnostics
        );
        assert!(read.framework.is_some(), "{code}");
    }
    let without_units = DATA.replacen("uCode", "code", 1);
    let read = read(META, &without_units);
    assert!(codes(&read.diagnostics).contains(&"measure.table.no-column"));
    assert!(read.framework.is_none());
}

#[test]
fn a_table_of_nothing() {
    let read = read("iCode", "uCode");
    assert!(read.framework.is_none());
    let empty = read_tables(
        "index",
        &Method::default(),
        &Default::default(),
        &Default::default(),
    );
    assert!(empty.framework.is_none());
    assert!(!empty.diagnostics.is_empty());
}
