//! A sound pack with every base kind, read from `tests/packs/good`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use julin_model::{NameKind, Spot, Status, Value};
use julin_pack::{Category, Loaded, PackFiles, PackSource, Registry, Runners, load, run_cases};
use serde_json::json;
use std::path::Path;

fn loaded() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/good");
    let registry = Registry::new().with_unchecked("frameworks");
    load(
        PackSource::new().with([PackFiles::read(&folder)]),
        &registry,
    )
}

#[test]
fn it_has_no_findings() {
    assert_eq!(loaded().diagnostics, []);
}

#[test]
fn facts_become_records() {
    let loaded = loaded();
    let pack = loaded.pack("good").unwrap();
    let fact = pack
        .facts
        .iter()
        .find(|f| f.told.as_ref().is_some_and(|t| t.raw.is_some()))
        .unwrap();
    let (layout, record) = (fact.layout(), fact.record());
    assert_eq!(layout.columns[0].unit.as_deref(), Some("cny_100m"));
    assert_eq!(record.values, [Some(Value::Number(12.5))]);
    assert_eq!(record.locator.spot, Spot::Line(4));
    assert_eq!(record.status, Status::Reported);
    let other = pack
        .facts
        .iter()
        .find(|f| f.id.as_deref() == Some("f1"))
        .unwrap();
    assert_eq!(other.status, Status::Estimated, "the file's default");
    assert_eq!(other.unit.as_deref(), Some("cny"), "the field's unit");
    assert_eq!(other.at.source.as_str(), "good.rule-2021.106");
    assert_eq!(
        other.told.as_ref().unwrap().also[0].locator.spot,
        Spot::Whole
    );
}

#[test]
fn evidence_comes_from_the_nearest_that_gives_it() {
    let loaded = loaded();
    let pack = loaded.pack("good").unwrap();
    let of = |field: &str| {
        &pack
            .facts
            .iter()
            .find(|f| f.field.as_str() == field)
            .unwrap()
            .at
    };
    assert_eq!(
        of("national").locator.phrase.as_deref(),
        Some("东园"),
        "the entity's place"
    );
    assert_eq!(
        of("slogan").source.as_str(),
        "pack:good",
        "words without a place: the pack itself"
    );
    let li = pack
        .entities
        .iter()
        .find(|e| e.entity.id.as_str() == "li")
        .unwrap();
    assert_eq!(
        li.at.as_ref().unwrap().locator.spot,
        Spot::Line(1),
        "the file's default"
    );
}

#[test]
fn references_and_the_pack_become_sources() {
    let loaded = loaded();
    let pack = loaded.pack("good").unwrap();
    let ids: Vec<_> = pack.sources.iter().map(|s| s.source.id.as_str()).collect();
    assert_eq!(ids, ["report", "good.rule-2021.106", "pack:good"]);
    assert_eq!(
        pack.sources[1].source.title.zh,
        "评价办法（样字〔2021〕106号）"
    );
    assert_eq!(pack.sources[2].source.sha256.as_ref(), Some(&pack.digest));
    assert_eq!(pack.sources[0].cleaning, ["trim"]);
}

#[test]
fn discrepancies_become_entities_facts_and_links() {
    let loaded = loaded();
    let pack = loaded.pack("good").unwrap();
    let discrepancy = &pack.discrepancies[0];
    assert_eq!(discrepancy.entity.kind.as_str(), "discrepancy");
    assert_eq!(discrepancy.facts.len(), 5, "kind, two sides, why, use");
    assert_eq!(discrepancy.links[0].relation.to.as_str(), "east");
    assert!(
        loaded
            .names
            .declared(Category::Entity, "d-revenue")
            .is_some()
    );
    assert_eq!(pack.all_facts().count(), pack.facts.len() + 5);
}

#[test]
fn names_links_and_documents() {
    let loaded = loaded();
    let pack = loaded.pack("good").unwrap();
    let east = &pack.entities[0].entity;
    assert_eq!(east.names[1].kind, NameKind::Identifier("torch".to_owned()));
    let ids: Vec<_> = pack.links.iter().map(|l| l.relation.id.as_str()).collect();
    assert_eq!(ids, ["l1", "east.led_by.li.2020/2025"]);
    let framework = pack.documents_of("frameworks").next().unwrap();
    assert_eq!(framework.id(), "good/zk");
    let value = framework.read::<serde_json::Value>().document.unwrap();
    assert_eq!(
        value.value["weights"],
        json!({"a": null, "b": 0.5}),
        "a null weight stays null"
    );
    assert_eq!(
        value.place("weights.b").to_string(),
        format!("{}:2:23", framework.file)
    );
    assert_eq!(pack.documents_of("names").count(), 1);
    assert_eq!(
        pack.crosswalks[0].value.rows[1].items,
        [None, Some("b2".to_owned())]
    );
    assert_eq!(
        pack.manifest.version, "1.10",
        "a quoted version stays as written"
    );
}

#[test]
fn the_digest_changes_with_any_byte_and_any_path() {
    let one = |path, text| PackFiles::from_texts("p", [(path, text)]).digest();
    let digests = [
        one("a.yaml", "x"),
        one("a.yaml", "y"),
        one("b.yaml", "x"),
        one("a.yam", "lx"),
    ];
    for (i, a) in digests.iter().enumerate() {
        assert!(digests[..i].iter().all(|b| a != b));
    }
}

#[test]
fn a_later_pack_replaces_an_earlier_one_of_its_id() {
    let manifest = |title: &str| {
        format!(
            "id: p\ntitle: {{zh: {title}, en: {title}}}\nversion: '1'\nchecked_on: 2026-01-01\n"
        )
    };
    let pack = |title: &str| PackFiles::from_texts("p", [("pack.yaml", &*manifest(title))]);
    let loaded = load(
        PackSource::new()
            .with([pack("A"), pack("B")])
            .with_library([pack("C")]),
        &Registry::new(),
    );
    assert_eq!(loaded.packs.len(), 1);
    assert_eq!(loaded.packs[0].manifest.title.en, "B");
}

#[test]
fn cases_run() {
    let loaded = loaded();
    let number = |case: &julin_pack::Case, key: &str| case.spec.given[key].as_f64().unwrap();
    let right = Runners::new().with("add", |case| {
        Ok(json!({"sum": number(case, "a") + number(case, "b"), "more": 1}))
    });
    assert!(
        run_cases(&loaded.packs, &right)
            .iter()
            .all(julin_pack::CaseResult::passed)
    );
    let wrong = Runners::new().with("add", |case| {
        Ok(json!({"sum": number(case, "a") - number(case, "b")}))
    });
    let results = run_cases(&loaded.packs, &wrong);
    let told = &results[0].diagnostics()[0];
    assert_eq!(
        (told.args["path"].as_str(), told.args["got"].as_str()),
        ("sum", "-1.5")
    );
    let none = run_cases(&loaded.packs, &Runners::new());
    assert_eq!(none[0].diagnostics()[0].code, "pack.case-kind");
}
