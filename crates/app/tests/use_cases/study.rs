//! The study file: what is documented, what is read and what the schema says are one.

use julin_app::measure::{read_study, study_schema};
use serde_json::Value;
use std::path::Path;

/// The first example of the documentation.
fn documented() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/study.md");
    let text = std::fs::read_to_string(file).unwrap();
    let blocks = text.split("```yaml\n").skip(1);
    let mut examples = blocks.filter_map(|block| block.split("```").next());
    let long = examples.find(|example| example.contains("method:"));
    long.unwrap().to_owned()
}

/// A schema with all its alternatives.
fn alternatives<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = match schema["$ref"].as_str() {
        Some(to) => root.pointer(to.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let lists = ["anyOf", "oneOf"].into_iter();
    let below = lists.flat_map(|key| schema[key].as_array().into_iter().flatten());
    let below = below.flat_map(|one| alternatives(root, one));
    std::iter::once(schema).chain(below).collect()
}

/// What an object may hold under a name.
fn known<'a>(root: &'a Value, schema: &'a Value, name: &str) -> Vec<&'a Value> {
    let one = |schema: &'a Value| {
        let free = schema.get("additionalProperties").filter(|s| s.is_object());
        let patterns = schema["patternProperties"].as_object().into_iter();
        let pattern = patterns.flat_map(|patterns| patterns.values());
        let own = schema["properties"].get(name);
        own.into_iter()
            .chain(free)
            .chain(pattern)
            .collect::<Vec<_>>()
    };
    alternatives(root, schema)
        .into_iter()
        .flat_map(one)
        .collect()
}

/// What a list may hold.
fn items<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let all = alternatives(root, schema).into_iter();
    all.filter_map(|schema| schema.get("items")).collect()
}

fn unknown(root: &Value, schemas: &[&Value], value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let told: Vec<_> = schemas
                    .iter()
                    .flat_map(|schema| known(root, schema, name))
                    .collect();
                let path = format!("{path}.{name}");
                if told.is_empty() {
                    found.push(path.clone());
                }
                unknown(root, &told, inner, &path, found);
            }
        }
        Value::Array(list) => {
            let told: Vec<_> = schemas.iter().flat_map(|s| items(root, s)).collect();
            for inner in list {
                unknown(root, &told, inner, path, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_documented_example_is_read_and_the_schema_knows_every_name_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("study.yaml");
    std::fs::write(&file, documented()).unwrap();
    let study = read_study(&file).unwrap();
    assert!(study.method.is_some() && study.uncertainty.is_some() && study.changes.is_some());
    let schema = study_schema();
    let example: Value = serde_json::to_value(&study).unwrap();
    let mut found = Vec::new();
    unknown(&schema, &[&schema], &example, "", &mut found);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(schema["additionalProperties"], false);
    let mut wrong = Vec::new();
    let misspelt = serde_json::json!({"method": {"normalize": {}}});
    unknown(&schema, &[&schema], &misspelt, "", &mut wrong);
    assert_eq!(wrong, [".method.normalize"]);
}
