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
