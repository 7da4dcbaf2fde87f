//! Tables out of the program: every step on the way, and workbooks that go back in.

use julin_tests::program::julin;
use julin_tests::shared;
use serde_json::Value;
use std::path::Path;

/// The method of the published example (COINr, `build_example_coin`): gaps filled with the
/// mean of Asia or Europe, units screened at 90 % after that, at most five points
/// winsorised.
const METHOD: &str = "
method:
  order: [denominate, impute, screen, treat]
  impute: {kind: group-mean, by: EurAsia_group}
  screen: {units: {present: 0.9}}
  treat: {steps: [{kind: winsorise, points: 5}]}
";

/// A folder with the study file, and the arguments that name the tables of ASEM.
struct Asem {
    folder: tempfile::TempDir,
    meta: String,
    data: String,
}

impl Asem {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("study.yaml"), METHOD).unwrap();
        let path = |name: &str| shared(&format!("data/coinr_asem/{name}"));
        Self {
            folder,
            meta: path("ASEM_iMeta.csv").display().to_string(),
            data: path("ASEM_iData.csv").display().to_string(),
        }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn measure(&self, words: &[&str]) -> String {
        let spec = self.at("study.yaml");
        let files = ["--meta", &self.meta, "--data", &self.data, "--spec", &spec];
        julin(&[&["measure"], words, &files].concat()).well().out
    }

    fn table(&self, step: &str) -> Value {
        let run = self.measure(&["table", "--step", step, "--format", "json"]);
        serde_json::from_str::<Value>(&run).unwrap()["result"].clone()
    }
}

fn cells<'a>(table: &'a Value, what: &str) -> Vec<&'a Value> {
    let rows = table["rows"].as_array().unwrap().iter();
    let of = |row: &'a Value| row[what].as_array().unwrap();
    rows.flat_map(of).collect()
}

fn gaps(table: &Value) -> usize {
    let values = cells(table, "values");
    values.into_iter().filter(|value| value.is_null()).count()
}

fn marked(table: &Value, mark: &str) -> usize {
    let marks = cells(table, "marks");
    marks.into_iter().filter(|one| **one == mark).count()
}

/// Published for the example: all gaps filled, 15 of 49 indicators winsorised at 35 points,
/// Switzerland first with 68.384.
#[test]
fn every_table_on_the_way_comes_out_as_published() {
    let asem = Asem::new();
    let given = asem.table("given");
    assert_eq!(cells(&given, "values").len(), 51 * 49);
    // Energy consumption of Laos is not known: a divisor of two indicators it has.
    assert_eq!(gaps(&asem.table("denominate")), gaps(&given) + 2);
    let imputed = asem.table("impute");
    let filled = marked(&imputed, "measure.mark.imputed");
    assert_eq!((gaps(&imputed), filled), (0, gaps(&given) + 2));
    let treated = asem.table("treat");
    assert_eq!(marked(&treated, "measure.mark.treated"), 35);
    let rows = treated["rows"].as_array().unwrap();
    let touched = |at: &usize| {
        let mark = |row: &Value| row["marks"][*at] == "measure.mark.treated";
        rows.iter().any(mark)
    };
    assert_eq!((0..49).filter(touched).count(), 15);
    let scaled = asem.table("normalise");
    let in_range = |value: &&Value| (0.0..=100.0).contains(&value.as_f64().unwrap());
    assert!(cells(&scaled, "values").iter().all(in_range));
    let scores = asem.measure(&["score", "--format", "csv"]);
    let first: Vec<_> = scores.lines().nth(1).unwrap().split(',').collect();
    assert_eq!((first[0], first[2]), ("CHE", "1"));
    let score: f64 = first[4].parse().unwrap();
    assert!((score - 68.384).abs() < 5e-4, "{score}");
}

/// A workbook of the program is data for the program: numbers come back to the bit.
#[test]
fn a_table_saved_as_a_workbook_scores_the_same() {
    let asem = Asem::new();
    let book = asem.at("divided.xlsx");
    let said = asem.measure(&["table", "--step", "denominate", "--out", &book]);
    assert_eq!(said, "", "the answer is in the file");
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    let meta = std::fs::read_to_string(&asem.meta).unwrap();
    let plain = meta.replacen(",Denominator,", ",Divisor,", 1);
    std::fs::write(asem.at("plain.csv"), plain).unwrap();
    let score = |meta: &str, data: &str| {
        let files = ["--meta", meta, "--data", data, "--format", "csv"];
        let said = julin(&[&["measure", "score"], &files[..]].concat());
        let scores = said.well().out;
        // Names are not part of the table.
        let cells = |line: &str| {
            let cells: Vec<_> = line.split(',').map(str::to_owned).collect();
            (cells[0].clone(), cells[2..].to_vec())
        };
        scores.lines().map(cells).collect::<Vec<_>>()
    };
    let again = score(&asem.at("plain.csv"), &book);
    assert_eq!(again, score(&asem.meta, &asem.data));
    assert_eq!(again.len(), 52);
}

#[test]
fn a_step_that_does_not_exist_is_refused_with_those_that_do() {
    let refused = julin(&[
        "measure", "table", "--step", "weigh", "--meta", "m.csv", "--data", "d.csv",
    ])
    .ended(2);
    assert!(refused.err.contains("app.unknown-step"), "{}", refused.err);
    assert!(
        refused.err.contains("denominate") && refused.err.contains("normalise"),
        "{}",
        refused.err
    );
    assert!(!Path::new("m.csv").exists());
}
