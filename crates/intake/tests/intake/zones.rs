//! The names of all national zones: every way to write one gives its core, no two zones
//! share one.

use crate::support::shared;
use julin_intake::identity::NameRules;
use julin_intake::identity::name::NameFolder;
use serde_json::Value;
use std::collections::BTreeMap;

fn zones() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(shared("domain/domain-07-zones-list.md")).unwrap();
    let start = text.find("zones:").unwrap();
    let yaml = text[start..].split("```").next().unwrap();
    let value: Value = serde_saphyr::from_str(yaml).unwrap();
    let text = |v: &Value, key: &str| v[key].as_str().unwrap().to_owned();
    value["zones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|z| (text(z, "name"), text(z, "province")))
        .collect()
}

fn folder(zones: &[(String, String)]) -> NameFolder {
    let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut places: Vec<String> = zones.iter().map(|(_, province)| province.clone()).collect();
    places.extend(
        zones
            .iter()
            .map(|(name, _)| name.clone())
            .filter(|n| n.chars().count() == 2),
    );
    NameFolder::new(&NameRules {
        legal_forms: list("有限责任公司 股份有限公司 有限公司 集团"),
        places,
        place_suffixes: list("省 市"),
        zone_prefixes: list("国家级 国家"),
        zone_suffixes: list("高新技术产业开发区 高新技术开发区 高新区"),
    })
}

#[test]
fn every_way_to_write_a_zone_gives_one_core_and_no_two_zones_share_it() {
    let zones = zones();
    assert_eq!(zones.len(), 179);
    let folder = folder(&zones);
    let mut cores: BTreeMap<String, String> = BTreeMap::new();
    for (name, _) in &zones {
        let short = folder.key(name).core;
        if !name.ends_with("园区") {
            for form in [
                "高新区",
                "高新技术产业开发区",
                "国家高新技术产业开发区",
                "国家级高新区",
                " 高新区 ",
            ] {
                assert_eq!(
                    folder.key(&format!("{name}{form}")).core,
                    short,
                    "{name}{form}"
                );
            }
            assert_eq!(folder.key(&format!("国家{name}高新区")).core, short);
        }
        if let Some(other) = cores.insert(short, name.clone()) {
            panic!("{name} and {other} share a core");
        }
    }
}
