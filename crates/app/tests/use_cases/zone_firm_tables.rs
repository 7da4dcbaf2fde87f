//! Contributions of firms without a store. Expectations: the same zones scored again with
//! the totals written out by hand.

use crate::office::Office;
use arrow::array::{Array, RecordBatch, StringArray};
use julin_app::Kind;
use julin_app::measure::{
    Effect, Subject, TableContributionsInput, any_data, contributions_of_tables,
};
use parquet::arrow::ArrowWriter;
use std::path::PathBuf;
use std::sync::Arc;

const META: &str = "iCode,iName,Type,Level,Parent,Weight,Direction
rd,R&D,Indicator,1,total,2,1
sales,Sales,Indicator,1,total,1,1
total,Total,Aggregate,2,,1,1
";
const DATA: &str = "uCode,uName,rd,sales\na,A,30,100\nb,B,20,200\nc,C,10,50\n";
const FIRMS: &str = "firm,zone,rd,sales\nf1,a,25,40\nf2,a,5,60\nf3,b,20,200\n";

fn file(office: &Office, name: &str, text: &str) -> PathBuf {
    let path = office.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn input(office: &Office, data: &str) -> TableContributionsInput {
    TableContributionsInput {
        subject: Subject::Tables {
            meta: file(office, "meta.csv", META),
            data: file(office, "data.csv", data),
            method: Box::new(any_data()),
        },
        firms: file(office, "firms.csv", FIRMS),
        zone: "a".to_owned(),
        drop: Vec::new(),
        changes: None,
    }
}

#[test]
fn a_firm_goes_changes_and_comes_as_if_counted_again() {
    let office = Office::new();
    let mut asked = input(&office, DATA);
    let view = contributions_of_tables(&asked).unwrap();
    assert_eq!((view.of, view.standing.rank), (2, Some(1)));
    // f1 makes 25 of 30 of R&D: both firms lift both indicators.
    let f1 = view.firms.iter().find(|f| f.firm.name.zh == "f1").unwrap();
    assert_eq!(f1.parts[0].value, Some(25.0));
    assert_eq!(f1.parts[0].effect, Some(Effect::Lifts));

    asked.drop = vec!["f1".to_owned()];
    let dropped = contributions_of_tables(&asked).unwrap().without.unwrap();
    let again = DATA.replace("a,A,30,100", "a,A,5,60");
    let whole = contributions_of_tables(&input(&office, &again)).unwrap();
    assert_eq!(dropped, whole.standing);

    // f2 doubles its sales, f9 comes with 7 of R&D.
    let mut asked = input(&office, DATA);
    let text = "firm,rd,sales\nf2,,120\nf9,7,\n";
    asked.changes = Some(file(&office, "changes.csv", text));
    let changed = contributions_of_tables(&asked).unwrap().without.unwrap();
    let again = DATA.replace("a,A,30,100", "a,A,37,160");
    let whole = contributions_of_tables(&input(&office, &again)).unwrap();
    assert_eq!(changed, whole.standing);
}

/// The table as JSON and as Parquet, where headings stand apart from the rows.
fn in_other_forms(office: &Office, text: &str) -> [PathBuf; 2] {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let object = |line: &Vec<&str>| -> serde_json::Value {
        let cells = lines[0].iter().zip(line);
        let cells = cells.map(|(name, cell)| ((*name).to_owned(), (*cell).into()));
        serde_json::Value::Object(cells.collect())
    };
    let rows: Vec<_> = lines[1..].iter().map(object).collect();
    let json = file(office, "t.json", &serde_json::to_string(&rows).unwrap());
    let column = |at: usize| -> Arc<dyn Array> {
        let words: Vec<&str> = lines[1..].iter().map(|line| line[at]).collect();
        Arc::new(StringArray::from(words))
    };
    let columns = lines[0].iter().enumerate();
    let batch = RecordBatch::try_from_iter(columns.map(|(at, name)| (*name, column(at))));
    let batch = batch.unwrap();
    let parquet = office.folder.path().join("t.parquet");
    let open = std::fs::File::create(&parquet).unwrap();
    let mut writer = ArrowWriter::try_new(open, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    [json, parquet]
}

/// As in CSV: no row is taken for headings, and none is lost.
#[test]
fn firms_are_the_same_where_headings_stand_apart_from_the_rows() {
    let office = Office::new();
    let mut asked = input(&office, DATA);
    let expected = contributions_of_tables(&asked).unwrap();
    for firms in in_other_forms(&office, FIRMS) {
        asked.firms = firms;
        let view = contributions_of_tables(&asked).unwrap();
        assert_eq!(view.firms, expected.firms, "{}", asked.firms.display());
        assert_eq!(view.standing, expected.standing);
    }
}

#[test]
fn what_is_wrong_with_the_firms_is_told_with_its_place() {
    let office = Office::new();
    let mut asked = input(&office, DATA);
    asked.zone = "c".to_owned();
    let error = contributions_of_tables(&asked).unwrap_err();
    assert_eq!(error.diagnostic().code, "app.no-firms-of-zone");
    asked.zone = "a".to_owned();
    asked.firms = file(&office, "bad.csv", "firm,zone,rd\nf1,a,much\n");
    let error = contributions_of_tables(&asked).unwrap_err();
    let place = error.diagnostic().place.clone().unwrap();
    assert_eq!((place.line, place.column), (Some(2), Some(3)));
    asked.firms = PathBuf::new();
    let error = contributions_of_tables(&asked).unwrap_err();
    assert_eq!(error.kind(), Kind::Invalid);
}
