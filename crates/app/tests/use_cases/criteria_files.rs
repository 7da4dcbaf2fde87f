//! Rules over files: the answers are those the store gives for the same table, and each
//! value names its cell. The rule and the firms are those of `criteria.rs`.

use crate::criteria::{CODES, FIELDS, FIRMS, MANIFEST, RULE, decide, office, office_of};
use crate::office::{Office, noon, packs_with};
use arrow::array::{Float64Array, RecordBatch, StringArray};
use julin_app::contract::{AnswerView, MatchRow, VerdictView};
use julin_app::{App, Kind, Opening, Packs, criteria};
use julin_model::{FixedClock, Spot};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::Workbook;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The table of firms in every format; the values of a cell are those of its text.
fn files(office: &Office) -> Vec<PathBuf> {
    let path = |name: &str| office.folder.path().join(name);
    std::fs::write(path("f.csv"), FIRMS).unwrap();
    let lines: Vec<Vec<&str>> = FIRMS.lines().map(|l| l.split(',').collect()).collect();
    let column = |at: usize| lines[1..].iter().map(move |line| line[at]);
    let words = |at: usize| -> StringArray {
        let words: Vec<_> = column(at).map(|w| (!w.is_empty()).then_some(w)).collect();
        words.into()
    };
    let sales: Float64Array = column(1).map(|text| text.parse().ok()).collect();
    let batch = RecordBatch::try_from_iter([
        (lines[0][0], Arc::new(words(0)) as _),
        (lines[0][1], Arc::new(sales) as _),
        (lines[0][2], Arc::new(words(2)) as _),
        (lines[0][3], Arc::new(words(3)) as _),
    ])
    .unwrap();
    let file = std::fs::File::create(path("f.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();

    let row = |line: &Vec<&str>| -> serde_json::Value {
        let cells = lines[0].iter().zip(line);
        let cells = cells.map(|(name, text)| ((*name).to_owned(), (*text).into()));
        serde_json::Value::Object(cells.collect())
    };
    let rows: Vec<_> = lines[1..].iter().map(row).collect();
    std::fs::write(path("f.json"), serde_json::to_string(&rows).unwrap()).unwrap();

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Firms").unwrap();
    for (row, line) in lines.iter().enumerate() {
        for (at, text) in line.iter().enumerate() {
            let at = u16::try_from(at).unwrap();
            sheet.write(u32::try_from(row).unwrap(), at, *text).unwrap();
        }
    }
    book.save(path("f.xlsx")).unwrap();
    ["f.csv", "f.parquet", "f.json", "f.xlsx"].map(path).into()
}

fn in_file(office: &Office, file: &Path, entity: &str) -> VerdictView {
    let input = criteria::DecideInput {
        rule: "tiny/second".to_owned(),
        entity: entity.to_owned(),
        data: Some(file.to_owned()),
        ..Default::default()
    };
    criteria::decide(&office.app, &office.call, &input).unwrap()
}

#[test]
fn a_file_in_any_format_answers_as_the_store_does() {
    let office = office();
    for file in files(&office) {
        for name in ["甲公司", "乙公司", "丙公司", "丁公司"] {
            let (there, here) = (decide(&office, name), in_file(&office, &file, name));
            let shown = file.display();
            assert_eq!(here.entity.name.zh, name, "{shown}");
            assert_eq!(here.answer, there.answer, "{shown} {name}");
            assert_eq!(here.gaps, there.gaps, "{shown} {name}");
            assert_eq!(here.asks, there.asks, "{shown} {name}");
            let worth = |view: &VerdictView| view.amount.as_ref().map(|a| (a.value, a.low, a.high));
            assert_eq!(worth(&here), worth(&there), "{shown} {name}");
            let told = |view: &VerdictView| -> Vec<_> {
                let clauses = view.clauses.iter();
                clauses
                    .map(|clause| {
                        let readings = clause.readings.iter();
                        let values: Vec<_> = readings.map(|r| r.value.clone()).collect();
                        (clause.id.clone(), clause.answer, clause.matters, values)
                    })
                    .collect()
            };
            assert_eq!(told(&here), told(&there), "{shown} {name}");
        }
    }
}

#[test]
fn a_value_from_a_file_names_file_sheet_row_and_column() {
    let office = office();
    let spots = |file: &Path| -> Vec<(String, Spot)> {
        let view = in_file(&office, file, "乙公司");
        let told = view.clauses[0].readings[0].statement.unwrap();
        let statements = view.statements.iter();
        let own = statements.filter(|s| s.figure.statement == told);
        own.map(|s| (s.source.title.zh.clone(), s.locator.spot.clone()))
            .collect()
    };
    let files = files(&office);
    let spot = |text: &str| text.parse::<Spot>().unwrap();
    assert_eq!(spots(&files[0]), [("f.csv".to_owned(), spot("R3C2"))]);
    assert_eq!(spots(&files[1]), [("f.parquet".to_owned(), spot("R2C2"))]);
    assert_eq!(spots(&files[2]), [("f.json".to_owned(), spot("R2C2"))]);
    assert_eq!(
        spots(&files[3]),
        [("f.xlsx".to_owned(), spot("Firms!R3C2"))]
    );
}

#[test]
fn a_firm_that_is_not_there_or_there_twice_is_refused() {
    let office = office();
    let file = office.folder.path().join("twice.csv");
    std::fs::write(&file, "企业,tiny_sales\n甲,500\n乙,1\n甲,600\n").unwrap();
    let ask = |entity: &str| {
        let input = criteria::DecideInput {
            rule: "tiny/second".to_owned(),
            entity: entity.to_owned(),
            data: Some(file.clone()),
            ..Default::default()
        };
        criteria::decide(&office.app, &office.call, &input)
    };
    assert_eq!(ask("丙").unwrap_err().kind(), Kind::NotFound);
    let error = ask("甲").unwrap_err();
    assert_eq!(error.diagnostic().code, "app.criteria-firm-twice");
    assert_eq!(error.diagnostic().place.as_ref().unwrap().line, Some(4));
    assert!(ask("乙").is_ok());
}

#[test]
fn whom_a_rule_reaches_is_the_same_in_a_file() {
    let office = office();
    for file in files(&office) {
        let ask = |data| {
            let input = criteria::AudienceInput {
                rule: "tiny/second".to_owned(),
                limit: 50,
                data,
                ..Default::default()
            };
            let view = criteria::audience(&office.app, &office.call, &input).unwrap();
            let rows = view.rows.iter();
            let mut rows: Vec<_> = rows
                .map(|r| (r.entity.name.zh.clone(), r.reach, r.failing.clone()))
                .collect();
            rows.sort();
            (view.counts, view.obstacles, rows)
        };
        assert_eq!(ask(Some(file)), ask(None));
    }
}

/// The second vintage asks for 800 and nothing else: as over the store, 甲 loses, 丙 and
/// 丁 gain, one per cent of 5 million becomes one of 8 million twice.
#[test]
fn two_vintages_over_a_file() {
    let next = RULE
        .replace("{from: 2026-04-01}", "{from: 2027-01-01}")
        .replace("value: 500,", "value: 800,");
    let next: Vec<_> = next
        .lines()
        .filter(|line| !line.contains("id: clean") && !line.contains("id: first"))
        .collect();
    let next = next.join("\n");
    let first = RULE.replace("{from: 2026-04-01}", "{from: 2026-04-01, to: 2026-12-31}");
    let packs = packs_with([
        ("pack.yaml", MANIFEST),
        ("fields/f.yaml", FIELDS),
        ("types/t.yaml", CODES),
        ("criteria/second.yaml", first.as_str()),
        ("criteria/third.yaml", next.as_str()),
    ]);
    let office = office_of(packs);
    let input = criteria::DiffInput {
        old: "tiny/second".to_owned(),
        new: "tiny/third".to_owned(),
        data: Some(files(&office).remove(1)),
        ..Default::default()
    };
    let view = criteria::diff(&office.app, &office.call, &input).unwrap();
    let names = |list: &[julin_app::contract::Turned]| -> Vec<String> {
        let names = list.iter();
        names.map(|one| one.entity.name.zh.clone()).collect()
    };
    assert_eq!(names(&view.lost), ["甲公司"]);
    assert_eq!(names(&view.gained), ["丙公司", "丁公司"]);
    assert_eq!(view.cost, [Some(50_000.0), Some(160_000.0)]);
}

/// One per cent of 500万元 is 50,000 yuan; of what is not a yes nothing is told.
#[test]
fn a_match_tells_the_amount_of_a_yes_and_of_nothing_else() {
    let office = office();
    let input = criteria::MatchInput {
        rules: vec!["tiny".to_owned()],
        data: files(&office).remove(1),
        explain: true,
        threads: 2,
        ..Default::default()
    };
    let view = criteria::match_file(&office.app, &office.call, &input).unwrap();
    let told = |row: &MatchRow| (row.verdict, row.amount, row.unit.clone());
    let rows: Vec<_> = view.rows.iter().map(told).collect();
    let yuan = Some("cny".to_owned());
    assert_eq!(
        rows,
        [
            (AnswerView::Yes, Some(50_000.0), yuan),
            (AnswerView::No, None, None),
            (AnswerView::Unknown, None, None),
            (AnswerView::No, None, None),
        ]
    );
}

/// Rules of a folder that is no pack, one file of a pack, and a whole pack.
#[test]
fn rules_may_be_a_folder_a_file_or_a_pack() {
    let office = Office::new();
    let root = office.folder.path();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("tiny/pack.yaml", MANIFEST);
    write("tiny/fields/f.yaml", FIELDS);
    write("tiny/types/t.yaml", CODES);
    write("tiny/criteria/second.yaml", RULE);
    let other = RULE.replace("tiny-second", "tiny-other");
    write("loose/other.yaml", &other);
    write(
        "loose/broken.yaml",
        "title: {zh: 坏, en: Bad}\nkind: moon\n",
    );
    let ask = |names: &[&str]| {
        let folders = [root.join("tiny")];
        let names: Vec<_> = names
            .iter()
            .map(|name| root.join(name).display().to_string())
            .collect();
        let named = criteria::named_rules(&names, &folders)?;
        let packs = Packs::read_with(&folders, named.packs);
        let clock = Arc::new(FixedClock(noon()));
        let app = App::open("sqlite::memory:", Opening::Create, packs, clock)?;
        let input = criteria::MatchInput {
            rules: named.rules,
            data: files(&office).remove(0),
            ..Default::default()
        };
        let places: Vec<_> = app
            .pack_diagnostics()
            .iter()
            .filter_map(|found| Some(found.place.as_ref()?.file.clone()))
            .collect();
        let view = criteria::match_file(&app, &office.call, &input)?;
        let ids = view.rows.iter().map(|row| row.rule.clone());
        let ids: std::collections::BTreeSet<_> = ids.collect();
        Ok::<_, julin_app::AppError>((ids.into_iter().collect::<Vec<_>>(), places))
    };
    assert_eq!(ask(&["tiny"]).unwrap().0, ["tiny/second"]);
    let file = ask(&["tiny/criteria/second.yaml"]).unwrap();
    assert_eq!(file.0, ["tiny/second"]);
    assert_eq!(ask(&["tiny/criteria"]).unwrap().0, ["tiny/second"]);
    // A bad rule is told where it stands, and stops no other.
    let (ids, places) = ask(&["loose"]).unwrap();
    assert_eq!(ids, ["files/other"]);
    let bad = root.join("loose/broken.yaml").display().to_string();
    assert!(places.contains(&bad), "{places:?}");
    let missing = ask(&["nowhere.yaml"]).unwrap_err();
    assert_eq!(missing.diagnostic().code, "app.rule-file-unreadable");
}
