//! The packs of this repository load without an error.

use julin_model::Severity;
use julin_pack::{PackSource, Registry, builtin, load};

/// Folders of kinds other crates bring.
const OTHERS: [&str; 15] = [
    "frameworks",
    "mappings",
    "pairs",
    "terms",
    "criteria",
    "policies",
    "taxonomies",
    "workflows",
    "calendars",
    "casebooks",
    "sample-cases",
    "samples",
    "words",
    "surveys",
    "targets",
];

#[test]
fn all_packs_load_without_an_error() {
    let registry = OTHERS
        .into_iter()
        .fold(Registry::new(), Registry::with_unchecked);
    let packs = builtin();
    assert!(packs.iter().any(|pack| pack.id == "core"));
    let loaded = load(PackSource::new().with(packs), &registry);
    let errors: Vec<String> = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| {
            format!(
                "{} {} {:?}",
                d.place.clone().unwrap_or_default(),
                d.code,
                d.args
            )
        })
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn each_unit_is_found_by_its_own_label() {
    let packs = builtin().into_iter().filter(|pack| pack.id == "core");
    let loaded = load(PackSource::new().with(packs), &Registry::new());
    let table = loaded.names.unit_table();
    for unit in table.iter() {
        let found = table.find(&unit.label.zh).unwrap();
        // 年 is both a calendar year and a length of time.
        assert!(
            found.code == unit.code || unit.label.zh == "年",
            "{} reads as {}",
            unit.label.zh,
            found.code
        );
        for spelling in &unit.spellings {
            assert_eq!(table.find(spelling).unwrap().code, unit.code, "{spelling}");
        }
    }
}
