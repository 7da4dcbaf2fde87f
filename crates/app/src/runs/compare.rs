//! What differs between two runs: how they were computed, and what came out.

use crate::call::Answer;
use crate::contract::{Difference, RunComparison};
use crate::error::AppError;
use julin_model::Run;
use serde_json::Value;
use std::collections::BTreeMap;

/// The two runs.
#[derive(Debug, Clone)]
pub struct RunCompareInput {
    /// The first.
    pub first: Run,
    /// The second.
    pub second: Run,
}

/// Most differences of the results listed; the number is always told.
const MOST_LISTED: usize = 500;

/// Differences of parameters and results, by the path of the value.
pub fn compare_runs(input: &RunCompareInput) -> Answer<RunComparison> {
    let (first, second) = (&input.first, &input.second);
    let parameters = differences(&first.head.parameters, &second.head.parameters)?;
    let mut results = differences(&first.result, &second.result)?;
    let count = results.len() as u64;
    results.truncate(MOST_LISTED);
    Ok(RunComparison {
        same_packs: first.head.pack_digest == second.head.pack_digest,
        same_figures: first.head.input_digest == second.head.input_digest,
        first: first.head.clone(),
        second: second.head.clone(),
        parameters,
        results,
        count,
    })
}

fn differences(first: &str, second: &str) -> Answer<Vec<Difference>> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(AppError::internal);
    let (mut a, mut b) = (BTreeMap::new(), BTreeMap::new());
    flatten(String::new(), &read(first)?, &mut a);
    flatten(String::new(), &read(second)?, &mut b);
    let paths: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differs = |path: &&String| a.get(*path) != b.get(*path);
    let one = |path: &String| Difference {
        path: path.clone(),
        first: a.get(path).cloned(),
        second: b.get(path).cloned(),
    };
    Ok(paths.into_iter().filter(differs).map(one).collect())
}

/// Values by path. A member of a list goes by its `unit`, `code` or `id` where it has
/// one, so that two orders of the same rows compare row by row.
fn flatten(path: String, value: &Value, into: &mut BTreeMap<String, String>) {
    let below = |name: &str| match path.as_str() {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                flatten(below(name), member, into);
            }
        }
        Value::Array(members) => {
            for (at, member) in members.iter().enumerate() {
                let names = ["unit", "code", "id"];
                let named = names.iter().find_map(|key| member.get(key)?.as_str());
                let place = at.to_string();
                flatten(below(named.unwrap_or(&place)), member, into);
            }
        }
        plain => {
            into.insert(path, plain.to_string());
        }
    }
}
