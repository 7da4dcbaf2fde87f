//! Rules over a table of firms, without a database: matched, with the way to a yes, and in
//! two vintages. Expectations follow by hand from the rules and the table below.

use julin_tests::program::{Ran, julin};
use std::path::Path;

const MANIFEST: &str = "id: small
title: {zh: 小, en: Small}
version: '1'
requires: [core]
checked_on: 2026-11-22
references:
  one: {title: {zh: 办法, en: Measures}, number: 一号}
";
const FIELDS: &str = "fields:
- {id: small_sales, label: {zh: 销售额, en: Sales}, type: number, unit: cny_10k, of: [enterprise], better: higher}
- {id: small_staff, label: {zh: 职工数, en: Staff}, type: number, unit: person, of: [enterprise]}
";
/// Sales of at least 500万元 and fewer than 50 people; one per cent of the sales.
const RULE: &str = "title: {zh: 补助, en: Grant}
kind: policy
series: small-grant
issuer: {zh: 办公室, en: Office}
references: [one]
effective: {from: 2026-01-01, to: 2026-12-31}
applies_to: enterprise
confidence: high
thresholds:
  least: {value: 500, unit: cny_10k, label: {zh: 下限, en: Least}, basis: {reference: one, confidence: high}}
conditions:
  all:
  - {id: sales, text: {zh: 销售额不低于下限, en: Enough sales}, if: small_sales >= least, basis: {reference: one, confidence: high}}
  - {id: staff, text: {zh: 职工少于50人, en: Fewer than 50 people}, if: small_staff < 50, basis: {reference: one, confidence: high}}
benefit: {text: {zh: 销售额的百分之一, en: One per cent of sales}, kind: grant, formula: small_sales * percent(1), unit: cny, per: year, basis: {reference: one, confidence: high}}
";
/// At the threshold; one fen short; staff not known; too many people.
const FIRMS: &str = "企业,small_sales,small_staff
甲,500,49
乙,499.999999,10
丙,900,
丁,900,50
";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("small/pack.yaml", MANIFEST);
        write("small/fields/f.yaml", FIELDS);
        write("small/criteria/first.yaml", RULE);
        // The next vintage asks for 900万元, and for no number of people.
        let next = RULE
            .replace("{from: 2026-01-01, to: 2026-12-31}", "{from: 2027-01-01}")
            .replace("value: 500,", "value: 900,");
        let next = next.lines().filter(|line| !line.contains("id: staff"));
        let next: Vec<_> = next.collect();
        write("small/criteria/second.yaml", &next.join("\n"));
        write("firms.csv", FIRMS);
        Self { folder }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn criteria(&self, words: &[&str]) -> Ran {
        let (packs, data) = (self.at("small"), self.at("firms.csv"));
        let files = ["--packs", &packs, "--data", &data];
        julin(&[&["criteria"], words, &files].concat())
    }
}

#[test]
fn firms_of_a_file_are_matched_into_a_file() {
    let desk = Desk::new();
    let (rule, out) = (desk.at("small/criteria/first.yaml"), desk.at("out.csv"));
    let asked = ["--rules", &rule, "--as-of", "2026-06-30", "--format", "csv"];
    let more = ["--explain", "--threads", "2", "--out", &out];
    let said = desk.criteria(&[&["match"], &asked[..], &more].concat());
    assert_eq!(said.well().out, "", "the answer is in the file");
    let rows = std::fs::read_to_string(&out).unwrap();
    let rows: Vec<_> = rows.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "甲,small/first,yes,,,50000,cny",
            "乙,small/first,no,sales,,,",
            "丙,small/first,unknown,,staff,,",
            "丁,small/first,no,staff,,,",
        ]
    );
}

#[test]
fn the_way_to_a_yes_is_told_of_a_firm_in_a_file() {
    let desk = Desk::new();
    let gaps = |firm: &str| {
        let words = ["gaps", "small/first", firm, "--as-of", "2026-06-30"];
        let said = desk.criteria(&[&words[..], &["--format", "json"]].concat());
        said.well().json()
    };
    let plans = gaps("乙");
    assert_eq!(plans[0]["changes"].as_array().map(Vec::len), Some(1));
    assert_eq!(plans[0]["changes"][0]["field"], "small_sales", "{plans}");
    assert_eq!(plans[0]["changes"][0]["to"], 500.0, "{plans}");
    // Who meets everything has no way to go.
    assert_eq!(gaps("甲").as_array().map(Vec::len), Some(0));
    let nobody = desk.criteria(&["gaps", "small/first", "戊"]).ended(3);
    assert!(nobody.err.contains("戊"), "{}", nobody.err);
    assert!(nobody.err.contains("first column"), "{}", nobody.err);
}

/// 甲 has too little for the next vintage, 丙 and 丁 have just enough: 9 万元 each.
#[test]
fn two_vintages_are_compared_over_a_file() {
    let desk = Desk::new();
    let words = ["diff", "small/first", "small/second", "--format", "json"];
    let view = desk.criteria(&words).well().json();
    let names = |list: &str| {
        let names = view[list].as_array().unwrap().iter();
        let names = names.map(|one| one["entity"]["name"]["zh"].as_str().unwrap());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        (names("gained"), names("lost")),
        ("丙 丁".into(), "甲".into())
    );
    assert_eq!(view["cost"], serde_json::json!([50_000.0, 180_000.0]));
}
