//! JSON Schema of each kind, for editors.

use crate::kind::{
    BASE, Cases, Crosswalk, Discrepancies, Entities, Facts, Fields, Links, Manifest, Sources,
    Types, Units,
};
use crate::registry::Registry;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Schema of one type (draft 2020-12).
pub fn schema_of<T: JsonSchema>() -> Value {
    SchemaGenerator::default()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Schema of a kind: a folder, or `pack` for the manifest. `None` for a kind that has none.
pub fn schema(kind: &str, registry: &Registry) -> Option<Value> {
    Some(match kind {
        "pack" => schema_of::<Manifest>(),
        "units" => schema_of::<Units>(),
        "types" => schema_of::<Types>(),
        "fields" => schema_of::<Fields>(),
        "sources" => schema_of::<Sources>(),
        "entities" => schema_of::<Entities>(),
        "facts" => schema_of::<Facts>(),
        "links" => schema_of::<Links>(),
        "discrepancies" => schema_of::<Discrepancies>(),
        "crosswalks" => schema_of::<Crosswalk>(),
        "cases" => schema_of::<Cases>(),
        _ => return registry.schema(kind),
    })
}

/// One schema with a definition per kind: an editor points at `#/$defs/<kind>`.
pub fn all(registry: &Registry) -> Value {
    let mut kinds: Vec<&str> = BASE
        .into_iter()
        .chain(registry.folders())
        .chain(["pack"])
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut defs = Map::new();
    for kind in kinds {
        let Some(Value::Object(mut one)) = schema(kind, registry) else {
            continue;
        };
        one.remove("$schema");
        if let Some(Value::Object(inner)) = one.remove("$defs") {
            // Shapes of one name are one type: kinds share them. Names of types are
            // capitalised, folders are not, so the two do not meet.
            defs.extend(inner);
        }
        defs.insert(kind.to_owned(), Value::Object(one));
    }
    json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use julin_model::{Text, Unit};
    use std::collections::BTreeSet;

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|inner| references(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn every_kind_has_a_schema_and_every_reference_a_target() {
        let all = all(&Registry::new());
        for kind in BASE
            .into_iter()
            .chain(["pack"])
            .filter(|kind| *kind != "names")
        {
            assert!(all["$defs"].get(kind).is_some(), "{kind}");
        }
        let mut found = BTreeSet::new();
        references(&all, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            assert!(all.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn unknown_keys_are_wrong_for_an_editor_too() {
        let facts = schema_of::<Facts>();
        assert_eq!(facts["additionalProperties"], Value::Bool(false));
        assert_eq!(
            facts["$defs"]["FactSpec"]["additionalProperties"],
            Value::Bool(false)
        );
        assert_eq!(
            facts["$defs"]["FactSpec"]["required"],
            json!(["field", "value"])
        );
    }

    #[test]
    fn the_shape_of_a_unit_is_that_of_the_model() {
        let unit = Unit {
            code: "a".to_owned(),
            label: Text::new("a", "a"),
            dimension: "a".to_owned(),
            factor: 1.0,
            spellings: Vec::new(),
        };
        let keys = |value: &Value| {
            value
                .as_object()
                .map(|map| map.keys().cloned().collect::<BTreeSet<_>>())
        };
        let model = serde_json::to_value(unit).unwrap();
        let shape = &schema_of::<Units>()["$defs"]["Unit"]["properties"];
        assert_eq!(keys(shape), keys(&model));
    }
}
