//! One framework in three forms: there and back without loss, and what is told where a
//! form is too small.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, lines, table};
use julin_measure::convert::{
    Form, Index, Naming, Read, coin_tool, losses, read_imeta, read_yaml, write_imeta,
};
use julin_measure::{ColumnKind, Framework, FrameworkSpec, Matrix, Method, Table, score};
use julin_model::{Lang, Severity, TypeId};
use std::collections::BTreeMap;

fn naming() -> Naming {
    Naming {
        id: "tables".to_owned(),
        units_of: TypeId::new("country").unwrap(),
    }
}

fn method() -> Method {
    Method {
        minimum_coverage: 0.0,
        ..Method::default()
    }
}

fn asem() -> Index {
    let (meta, data) = (
        table("data/coinr_asem/ASEM_iMeta.csv"),
        table("data/coinr_asem/ASEM_iData.csv"),
    );
    let read = read_imeta(&naming(), &method(), &meta, Some(&data));
    assert_eq!(
        codes(&read.diagnostics),
        [
            "measure.convert.names-left-out",
            "measure.convert.units-left-out"
        ]
    );
    read.index.unwrap()
}

/// Scores of all nodes by code and unit, as bits.
fn bits(spec: &FrameworkSpec, id: &str, matrix: &Matrix) -> Vec<(String, Vec<u64>)> {
    let framework = Framework::from_spec(id, spec).framework.unwrap();
    let outcome = score(&framework, matrix);
    let nodes = framework.nodes.iter().enumerate();
    nodes
        .map(|(at, node)| {
            let scores = outcome.scores(at).iter().map(|s| s.to_bits());
            (node.code.clone(), scores.collect())
        })
        .collect()
}

type Cells = BTreeMap<(String, String), String>;

/// Cells of a table by row code and heading, numbers as numbers.
fn cells(table: &Table, key: &str) -> Cells {
    let of = |name: &str| table.headers.iter().position(|h| h == name).unwrap();
    let key = of(key);
    let mut cells = BTreeMap::new();
    for row in &table.rows {
        for (heading, cell) in table.headers.iter().zip(row) {
            let shown = match cell.parse::<f64>() {
                Ok(number) => number.to_string(),
                Err(_) => cell.clone(),
            };
            if !shown.is_empty() && shown != "NA" && shown != "NaN" {
                cells.insert((row[key].clone(), heading.clone()), shown);
            }
        }
    }
    cells
}

/// Cells of iMeta that a framework has a place for: not the unit of a group, the weight
/// of the index itself, the name of a classification.
fn kept(cells: Cells) -> Cells {
    let types: BTreeMap<String, String> = cells
        .iter()
        .filter(|((_, heading), _)| heading == "Type")
        .map(|((code, _), kind)| (code.clone(), kind.clone()))
        .collect();
    let lost = |code: &str, heading: &str| match types[code].as_str() {
        "Aggregate" => heading == "Unit" || (heading, code) == ("Weight", "Index"),
        "Group" => heading == "iName",
        _ => false,
    };
    let cells = cells.into_iter();
    cells
        .filter(|((code, heading), _)| !lost(code, heading))
        .collect()
}

fn assert_same(found: &Cells, expected: &Cells) {
    let differ: Vec<_> = expected
        .iter()
        .filter(|(key, cell)| found.get(*key) != Some(*cell))
        .chain(found.iter().filter(|(key, _)| !expected.contains_key(*key)))
        .collect();
    assert_eq!(differ, []);
}

#[test]
fn asem_from_csv_to_yaml_and_back_is_equal() {
    let index = asem();
    let yaml = serde_saphyr::to_string(&index.spec).unwrap();
    let spec: FrameworkSpec = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(spec, index.spec);
    let data = table("data/coinr_asem/ASEM_iData.csv");
    let back = read_yaml(&index.id, spec, Some(&data));
    assert_eq!(codes(&back.diagnostics), [] as [&str; 0]);
    let mut told = Vec::new();
    let (meta, figures) = write_imeta(&back.index.unwrap(), &mut told).unwrap();
    assert_eq!(codes(&told), [] as [&str; 0]);
    let given = table("data/coinr_asem/ASEM_iMeta.csv");
    let framework = Framework::from_spec(&index.id, &index.spec)
        .framework
        .unwrap();
    // The figures alone do not say what their other columns are called and measured in.
    let bare = |cells: Cells| -> Cells {
        let aside = |code: &str| framework.find(code).is_none();
        let named = |heading: &str| heading == "iName" || heading == "Unit";
        let cells = kept(cells).into_iter();
        cells
            .filter(|((code, heading), _)| !(aside(code) && named(heading)))
            .collect()
    };
    assert_same(&bare(cells(&meta, "iCode")), &bare(cells(&given, "iCode")));
    assert_same(&cells(&figures.unwrap(), "uCode"), &cells(&data, "uCode"));
}

#[test]
fn asem_from_csv_to_csv_keeps_everything_but_names_of_classes() {
    let mut told = Vec::new();
    let (meta, data) = write_imeta(&asem(), &mut told).unwrap();
    assert_eq!(codes(&told), [] as [&str; 0]);
    let given = cells(&table("data/coinr_asem/ASEM_iMeta.csv"), "iCode");
    assert_same(&kept(cells(&meta, "iCode")), &kept(given));
    let again = read_imeta(&naming(), &method(), &meta, data.as_ref());
    assert_eq!(codes(&again.diagnostics), [] as [&str; 0]);
    let (first, again) = (asem(), again.index.unwrap());
    assert_eq!(first.spec, again.spec);
    assert_eq!(
        bits(&first.spec, &first.id, first.matrix().unwrap()),
        bits(&again.spec, &again.id, again.matrix().unwrap())
    );
}

#[test]
fn asem_through_the_workbook_has_the_same_scores() {
    let mut index = asem();
    let mut told = Vec::new();
    let book = coin_tool::write(&index, Lang::En, &mut told).unwrap();
    let warned: Vec<&str> = told
        .iter()
        .filter(|found| found.severity > Severity::Note)
        .map(|found| found.args["field"].as_str())
        .collect();
    assert_eq!(warned, ["denominate"]);
    // Facts of the layout: header rows, the first figure, an unused level.
    let database = book.database.as_ref().unwrap();
    assert_eq!(database.get(16, 5), &"Ind.01".into());
    assert_eq!(database.get(14, 5), &"sp.01".into());
    assert_eq!(database.get(12, 5), &"si.01".into());
    assert_eq!(database.get(11, 53), &"Index".into());
    assert_eq!(database.get(17, 3), &"AUT".into());
    assert_eq!(database.get(17, 5), &coin_tool::Cell::Number(4.097985));
    let read = coin_tool::read(&naming(), &method(), &book);
    assert_eq!(codes(&read.diagnostics), [] as [&str; 0]);
    let back = read.index.unwrap();
    // Denominators are what the workbook cannot hold.
    for group in &mut index.spec.groups {
        for below in group.groups.iter_mut().flat_map(|g| &mut g.indicators) {
            below.denominate = None;
        }
    }
    assert_eq!(back.id, "Index");
    assert_eq!(
        bits(&index.spec, &index.id, index.matrix().unwrap()),
        bits(&back.spec, &back.id, back.matrix().unwrap())
    );
}

const SPEC: &str = "
    title: {zh: 指数, en: Index of all}
    units_of: park
    note: {zh: 试, en: A try}
    method: {minimum_coverage: 0, normalise: {kind: goalposts}}
    groups:
      - id: A
        label: {zh: 甲, en: A group}
        weight: 2
        indicators:
          - {id: a1, label: {zh: 甲一, en: First}, unit: yuan, weight: 3, target: 8, goalposts: {low: 0, high: 10}}
          - {id: a2, label: {zh: 甲二, en: Second}, direction: down, goalposts: {low: 1, high: 5}, denominate: {by: people, scale: 100}}
      - id: B
        label: {zh: 乙, en: B group}
        weight: 1
        groups:
          - id: B1
            label: {zh: 乙一, en: B one}
            aggregate: {kind: geometric}
            indicators:
              - {id: b1, label: {zh: 乙甲, en: Third}, formula: x / y, goalposts: {low: 0, high: 1}}
          - {id: B2, label: {zh: 乙二, en: B two}, incomplete: true}";

const DATA: &str = "
    uCode | uName | region | people | x | y | a1 | a2
    p     | 甲园  | east   | 10     | 1 | 2 | 5  | 4
    q     | 乙园  | west   | 20     | 3 | 4 | 8  | NA
    r     | 丙园  | east   | 40     | 1 | 0 | 2  | 9";

fn sample() -> Read {
    let spec: FrameworkSpec = serde_saphyr::from_str(SPEC).unwrap();
    read_yaml("index", spec, Some(&lines("iData.csv", DATA)))
}

#[test]
fn columns_are_what_the_framework_asks_for() {
    let read = sample();
    let index = read.index.unwrap();
    let matrix = index.matrix().unwrap();
    let kinds = [ColumnKind::Field, ColumnKind::Indicator].map(|kind| {
        let names = matrix.of_kind(kind).map(|(name, _)| name);
        names.collect::<Vec<_>>()
    });
    assert_eq!(kinds, [vec!["people", "x", "y"], vec!["a1", "a2"]]);
    assert_eq!(matrix.classifications().collect::<Vec<_>>(), ["region"]);
}

#[test]
fn what_imeta_holds_comes_back_and_the_rest_is_named() {
    let index = sample().index.unwrap();
    let mut told = Vec::new();
    let (meta, data) = write_imeta(&index, &mut told).unwrap();
    let lost: Vec<(&str, &str)> = told
        .iter()
        .filter(|found| found.code.starts_with("measure.convert.lost"))
        .map(|found| (found.args["field"].as_str(), found.args["nodes"].as_str()))
        .collect();
    for expected in [
        ("method", "index"),
        ("aggregate", "B1"),
        ("denominate.scale", "a2"),
        ("formula", "b1"),
        ("incomplete", "B2"),
        ("note", "index"),
    ] {
        assert!(lost.contains(&expected), "{expected:?} {lost:?}");
    }
    assert!(codes(&told).contains(&"measure.convert.empty-groups"));
    // A stands on level 2 beside B on level 3.
    let filled = told
        .iter()
        .find(|found| found.code == "measure.convert.levels-filled");
    assert_eq!(filled.unwrap().args["nodes"], "A@3");
    let again = read_imeta(&naming(), &index.spec.method, &meta, data.as_ref());
    assert_eq!(codes(&again.diagnostics), [] as [&str; 0]);
    let again = again.index.unwrap();
    assert_eq!(again.spec.title, index.spec.title);
    let first = &again.spec.groups[0];
    assert_eq!((first.id.as_str(), first.weight), ("A@3", Some(2.0)));
    let inner = &first.groups[0];
    let given = &index.spec.groups[0].indicators;
    assert_eq!(inner.indicators[0], given[0]);
    assert_eq!(inner.indicators[1].goalposts, given[1].goalposts);
    assert_eq!(inner.indicators[1].direction, given[1].direction);
    // Computed by the formula; a division by zero has no value.
    let computed = again.matrix().unwrap().get(ColumnKind::Indicator, "b1");
    let computed = &computed.unwrap().values;
    assert_eq!(computed[..2], [0.5, 0.75]);
    assert!(computed[2].is_nan());
}

#[test]
fn several_years_stay_in_the_tables_and_the_last_goes_to_the_workbook() {
    let meta = lines(
        "iMeta.csv",
        "iCode | Level | Parent | Type
         a | 1 | G | Indicator
         G | 2 |   | Aggregate",
    );
    let data = lines(
        "iData.csv",
        "uCode | Time | a
         u | 2019 | 1
         v | 2019 | 2
         u | 2020 | 3
         v | 2020 | NA",
    );
    let read = read_imeta(&naming(), &method(), &meta, Some(&data));
    // A framework file has no indicators directly below the index.
    assert_eq!(codes(&read.diagnostics), ["measure.convert.group-added"]);
    let index = read.index.unwrap();
    let mut told = Vec::new();
    let (_, figures) = write_imeta(&index, &mut told).unwrap();
    let figures = figures.unwrap();
    assert_eq!(figures.headers, ["uCode", "uName", "Time", "a"]);
    assert_eq!(figures.rows[2], ["u", "u", "2020", "3"]);
    assert_eq!(figures.rows[3], ["v", "v", "2020", ""]);
    told.clear();
    let book = coin_tool::write(&index, Lang::Zh, &mut told).unwrap();
    assert!(codes(&told).contains(&"measure.convert.years-lost"));
    let grid = book.database.unwrap();
    assert_eq!(grid.get(17, 5), &coin_tool::Cell::Number(3.0));
    assert_eq!(grid.get(18, 5), &"n/a".into());
}

#[test]
fn what_is_too_large_for_the_workbook_is_not_written() {
    let mut index = asem();
    let sample = index.spec.groups[0].groups[0].indicators[0].clone();
    for number in 0..60 {
        let mut one = sample.clone();
        one.id = format!("more{number}");
        index.spec.groups[0].groups[0].indicators.push(one);
    }
    let mut told = Vec::new();
    assert_eq!(coin_tool::write(&index, Lang::Zh, &mut told), None);
    assert!(codes(&told).contains(&"measure.convert.too-many-indicators"));
    index.figures = None;
    told.clear();
    assert_eq!(coin_tool::write(&index, Lang::Zh, &mut told), None);
    assert_eq!(codes(&told), ["measure.convert.figures-wanted"]);
    assert_eq!(losses(&index, Form::Yaml), []);
}

/// A sound workbook to break.
fn book() -> coin_tool::Workbook {
    let meta = lines(
        "iMeta.csv",
        "iCode | Level | Parent | Type | Weight
         a | 1 | G | Indicator | 1
         b | 1 | H | Indicator | 2
         G | 2 | I | Aggregate | 1
         H | 2 | I | Aggregate | 3
         I | 3 |   | Aggregate | 1",
    );
    let data = lines("iData.csv", "uCode | a | b\n u | 1 | 2\n v | 3 | 4");
    let read = read_imeta(&naming(), &method(), &meta, Some(&data));
    let mut told = Vec::new();
    let book = coin_tool::write(&read.index.unwrap(), Lang::Zh, &mut told);
    assert_eq!(codes(&told), [] as [&str; 0]);
    let mut book = book.unwrap();
    book.name = "book.xlsx".to_owned();
    book
}

#[test]
fn a_broken_workbook_is_told_by_its_cells() {
    type Break = fn(&mut coin_tool::Workbook);
    let faults: [(Break, &str, &str); 9] = [
        (
            |b| b.database = None,
            "measure.convert.no-sheet",
            "book.xlsx",
        ),
        (
            |b| b.framework = None,
            "measure.convert.no-sheet",
            "book.xlsx",
        ),
        (
            |b| b.database.as_mut().unwrap().set(18, 6, "many".into()),
            "measure.table.not-a-number",
            "book.xlsx[Database]:18:6",
        ),
        (
            |b| b.database.as_mut().unwrap().set(18, 3, "u".into()),
            "measure.table.duplicate-unit",
            "book.xlsx[Database]:18:3",
        ),
        (
            |b| b.database.as_mut().unwrap().set(7, 6, "-2".into()),
            "measure.table.weight",
            "book.xlsx[Database]:7:6",
        ),
        (
            |b| b.database.as_mut().unwrap().set(16, 6, "Ind.01".into()),
            "measure.table.duplicate-code",
            "book.xlsx[Database]:16:6",
        ),
        (
            |b| b.database.as_mut().unwrap().set(14, 6, "sp.07".into()),
            "measure.convert.unknown-group",
            "book.xlsx[Framework]:5:3",
        ),
        (
            |b| b.database.as_mut().unwrap().set(14, 6, "".into()),
            "measure.convert.no-group",
            "book.xlsx[Database]:14:6",
        ),
        (
            |b| b.framework.as_mut().unwrap().set(6, 5, "heavy".into()),
            "measure.table.weight",
            "book.xlsx[Framework]:6:5",
        ),
    ];
    let sound = coin_tool::read(&naming(), &method(), &book());
    assert_eq!(codes(&sound.diagnostics), [] as [&str; 0]);
    assert!(sound.index.is_some());
    for (wreck, code, place) in faults {
        let mut broken = book();
        wreck(&mut broken);
        let read = coin_tool::read(&naming(), &method(), &broken);
        let hit = read.diagnostics.iter().find(|found| found.code == code);
        let Some(hit) = hit else {
            panic!("{code}: {:?}", read.diagnostics);
        };
        let at = hit.place.as_ref().map(ToString::to_string);
        assert_eq!(at.as_deref(), Some(place), "{code}");
    }
}

#[test]
fn a_group_in_two_places_and_a_workbook_of_nothing() {
    let mut index = book();
    // sp.01 below si.01 in one column and below si.02 in the other.
    let grid = index.database.as_mut().unwrap();
    grid.set(14, 6, "sp.01".into());
    grid.set(12, 6, "si.02".into());
    let read = coin_tool::read(&naming(), &method(), &index);
    assert!(codes(&read.diagnostics).contains(&"measure.convert.two-parents"));
    let nothing = coin_tool::Workbook {
        database: Some(coin_tool::Grid::default()),
        framework: Some(coin_tool::Grid::default()),
        ..coin_tool::Workbook::default()
    };
    let read = coin_tool::read(&naming(), &method(), &nothing);
    assert_eq!(codes(&read.diagnostics), ["measure.convert.no-indicators"]);
    assert!(read.index.is_none());
}

#[test]
fn a_workbook_without_our_codes_keeps_those_of_the_tool() {
    let mut book = book();
    book.codes = None;
    let read = coin_tool::read(&naming(), &method(), &book);
    let spec = read.index.unwrap().spec;
    let ids: Vec<&str> = spec.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(ids, ["sp.01", "sp.02"]);
    assert_eq!(spec.groups[1].indicators[0].id, "Ind.02");
    assert_eq!(spec.groups[1].weight, Some(3.0));
}
