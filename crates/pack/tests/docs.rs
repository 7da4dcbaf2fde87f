//! The examples of `docs/packs.md` and the template of cases read without a finding.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use julin_model::Diagnostic;
use julin_pack::kind::{
    Cases, Crosswalk, Discrepancies, Entities, Facts, Fields, Links, Manifest, Sources, Types,
    Units,
};
use julin_pack::read_text;
use serde::de::DeserializeOwned;
use std::path::Path;

fn found<T: DeserializeOwned>(text: &str) -> Vec<Diagnostic> {
    read_text::<T>("example.yaml", text).diagnostics
}

fn check(kind: &str, text: &str) -> Option<Vec<Diagnostic>> {
    Some(match kind {
        "pack.yaml" => found::<Manifest>(text),
        "units/" => found::<Units>(text),
        "types/" => found::<Types>(text),
        "fields/" => found::<Fields>(text),
        "sources/" => found::<Sources>(text),
        "entities/" => found::<Entities>(text),
        "facts/" => found::<Facts>(text),
        "links/" => found::<Links>(text),
        "discrepancies/" => found::<Discrepancies>(text),
        "crosswalks/" => found::<Crosswalk>(text),
        _ => return None,
    })
}

#[test]
fn the_examples_of_the_guide_are_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = std::fs::read_to_string(root.join("docs/packs.md")).unwrap();
    let mut checked = 0;
    for section in guide.split("\n## ").skip(1) {
        let kind = section.split_whitespace().next().unwrap_or_default();
        let Some((_, example)) = section.split_once("```yaml\n") else {
            continue;
        };
        let text = example.split("```").next().unwrap();
        if let Some(diagnostics) = check(kind, text) {
            assert_eq!(diagnostics, [], "{kind}");
            checked += 1;
        }
    }
    assert_eq!(checked, 10);
    let template = std::fs::read_to_string(root.join("packs/core/cases/TEMPLATE.yaml")).unwrap();
    assert_eq!(found::<Cases>(&template), []);
}
