//! A framework through files of all three forms and back.

use julin_app::Kind;
use julin_app::contract::Converted;
use julin_app::measure::{
    ConvertInput, ScoresInput, Subject, any_data, conversion_failed, convert,
};
use julin_app::runs::compute;
use julin_model::Lang;
use std::path::{Path, PathBuf};

fn asem(file: &str) -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("JULIN_SHARED").map_or(beside, PathBuf::from);
    let file = root.join("data/coinr_asem").join(file);
    assert!(
        file.exists(),
        "{} is missing: set JULIN_SHARED",
        file.display()
    );
    file
}

fn input(from: &Path, to: &Path, data: Option<&Path>) -> ConvertInput {
    ConvertInput {
        input: from.to_owned(),
        output: to.to_owned(),
        from: None,
        to: None,
        data: data.map(Path::to_owned),
        data_out: None,
        units_of: None,
        lang: Lang::En,
        force: false,
    }
}

fn codes(converted: &Converted) -> Vec<&str> {
    let found = converted.diagnostics.iter();
    found.map(|found| found.code.as_str()).collect()
}

fn ranks(meta: &Path, data: &Path) -> Vec<(String, Option<u32>, Vec<Option<u64>>)> {
    let input = ScoresInput {
        subject: Subject::Tables {
            meta: meta.to_owned(),
            data: data.to_owned(),
            method: Box::new(any_data()),
        },
    };
    let found = compute(None, &input, &|_| true).unwrap();
    let bits = |row: &[Option<f64>]| row.iter().map(|s| s.map(f64::to_bits)).collect();
    let rows = found.rows.iter();
    rows.map(|row| (row.unit.clone(), row.rank, bits(&row.scores)))
        .collect()
}

#[test]
fn csv_to_yaml_to_csv_gives_the_same_scores() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (meta, data) = (asem("ASEM_iMeta.csv"), asem("ASEM_iData.csv"));
    let first = convert(&input(&meta, &at("Index.yaml"), Some(&data))).unwrap();
    assert_eq!((first.indicators, first.units), (49, 51));
    assert_eq!(first.files.len(), 1);
    let text = std::fs::read_to_string(at("Index.yaml")).unwrap();
    assert!(!text.contains("null") && !text.contains("[]"), "{text}");
    let back = convert(&input(&at("Index.yaml"), &at("iMeta.csv"), Some(&data))).unwrap();
    assert_eq!(codes(&back), [] as [&str; 0]);
    assert_eq!(back.files.len(), 2);
    assert_eq!(
        ranks(&meta, &data),
        ranks(&at("iMeta.csv"), &at("iData.csv"))
    );
}

#[test]
fn csv_to_workbook_to_csv_keeps_figures_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (meta, data) = (asem("ASEM_iMeta.csv"), asem("ASEM_iData.csv"));
    let book = convert(&input(&meta, &at("asem.xlsx"), Some(&data))).unwrap();
    assert!(codes(&book).contains(&"measure.convert.lost"));
    let back = convert(&input(&at("asem.xlsx"), &at("iMeta.csv"), None)).unwrap();
    assert_eq!(codes(&back), [] as [&str; 0]);
    // The workbook cannot divide: compared with the tables without denominators.
    let text = std::fs::read_to_string(&meta).unwrap();
    let plain = text.replacen(",Denominator,", ",Divisor,", 1);
    std::fs::write(at("plain.csv"), plain).unwrap();
    let (expected, found) = (
        ranks(&at("plain.csv"), &data),
        ranks(&at("iMeta.csv"), &at("iData.csv")),
    );
    assert_eq!(expected.len(), 51);
    assert_eq!(expected, found);
}

#[test]
fn nothing_is_replaced_unasked_and_hostile_files_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("there.yaml"), "mine").unwrap();
    let mut one = input(&asem("ASEM_iMeta.csv"), &at("there.yaml"), None);
    let refused = convert(&one).unwrap_err();
    assert_eq!(refused.kind(), Kind::Conflict);
    assert_eq!(std::fs::read_to_string(at("there.yaml")).unwrap(), "mine");
    one.force = true;
    assert_eq!(convert(&one).unwrap().files.len(), 1);
    // A loop, a code twice.
    std::fs::write(
        at("iMeta.csv"),
        "iCode,Level,Parent,Type\na,1,G,Indicator\na,1,G,Indicator\nG,2,H,Aggregate\nH,3,G,Aggregate\n",
    )
    .unwrap();
    let wrecked = convert(&input(&at("iMeta.csv"), &at("out.yaml"), None)).unwrap();
    assert!(conversion_failed(&wrecked) && !at("out.yaml").exists());
    assert!(codes(&wrecked).contains(&"measure.table.duplicate-code"));
    assert!(codes(&wrecked).contains(&"measure.table.loop"));
    // No workbook at all, and one of another program.
    std::fs::write(at("bad.xlsx"), "no workbook").unwrap();
    assert!(convert(&input(&at("bad.xlsx"), &at("out.yaml"), None)).is_err());
    let form = convert(&input(&at("there.yaml"), &at("out.doc"), None));
    assert_eq!(form.unwrap_err().diagnostic().code, "app.convert-form");
}
