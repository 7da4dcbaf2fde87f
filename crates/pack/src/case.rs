//! Runs the cases of packs: hands each to the runner of its kind, compares what comes
//! out with what was expected.

use crate::pack::{Case, Pack};
use julin_model::Diagnostic;
use serde_json::Value;
use std::collections::BTreeMap;

/// Computes what a case's situation leads to.
pub type Runner<'a> = Box<dyn Fn(&Case) -> Result<Value, Vec<Diagnostic>> + 'a>;

/// Runners by kind of case.
#[derive(Default)]
pub struct Runners<'a>(BTreeMap<String, Runner<'a>>);

impl<'a> Runners<'a> {
    /// No runner yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the runner of a kind.
    #[must_use]
    pub fn with(
        mut self,
        kind: &str,
        run: impl Fn(&Case) -> Result<Value, Vec<Diagnostic>> + 'a,
    ) -> Self {
        self.0.insert(kind.to_owned(), Box::new(run));
        self
    }
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Something came out otherwise.
    Failed(Vec<Difference>),
    /// The runner could not compute it, or there is none.
    Broken(Vec<Diagnostic>),
}

/// One thing that came out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Where in the expectation: `scores.zgc`.
    pub path: String,
    /// What was expected.
    pub expected: Value,
    /// What came out; `None` when nothing did.
    pub got: Option<Value>,
}

/// A case and how it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseResult {
    /// The case.
    pub case: Case,
    /// How it ended.
    pub outcome: Outcome,
}

impl CaseResult {
    /// True when all came out as expected.
    pub fn passed(&self) -> bool {
        self.outcome == Outcome::Passed
    }

    /// What a person should be told: nothing when it passed.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let differ = |difference: &Difference| {
            let got = difference
                .got
                .as_ref()
                .map_or_else(|| "—".to_owned(), Value::to_string);
            Diagnostic::error("pack.case-failed")
                .with("id", &self.case.spec.id)
                .with("path", &difference.path)
                .with("expected", &difference.expected)
                .with("got", got)
                .at(self.case.place.clone())
        };
        match &self.outcome {
            Outcome::Passed => Vec::new(),
            Outcome::Failed(differences) => differences.iter().map(differ).collect(),
            Outcome::Broken(found) => found.clone(),
        }
    }
}

/// Runs all cases of the packs, in order.
pub fn run_cases<'p>(
    packs: impl IntoIterator<Item = &'p Pack>,
    runners: &Runners<'_>,
) -> Vec<CaseResult> {
    packs
        .into_iter()
        .flat_map(|pack| pack.cases.all())
        .map(|case| run_case(case, runners))
        .collect()
}

/// Runs one case.
pub fn run_case(case: &Case, runners: &Runners<'_>) -> CaseResult {
    let outcome = match runners.0.get(&case.spec.kind) {
        None => {
            let known = runners.0.keys().cloned().collect::<Vec<_>>().join(", ");
            let finding = Diagnostic::error("pack.case-kind").with("kind", &case.spec.kind);
            Outcome::Broken(vec![finding.with("known", known).at(case.place.clone())])
        }
        Some(run) => match run(case) {
            Err(found) => Outcome::Broken(found.into_iter().map(|d| place_at(d, case)).collect()),
            Ok(got) => {
                let mut differences = Vec::new();
                compare(
                    &case.spec.expect,
                    Some(&got),
                    case.spec.margin,
                    "",
                    &mut differences,
                );
                if differences.is_empty() {
                    Outcome::Passed
                } else {
                    Outcome::Failed(differences)
                }
            }
        },
    };
    CaseResult {
        case: case.clone(),
        outcome,
    }
}

fn place_at(diagnostic: Diagnostic, case: &Case) -> Diagnostic {
    if diagnostic.place.is_some() {
        diagnostic
    } else {
        diagnostic.at(case.place.clone())
    }
}

/// Every expected part must be there: numbers within the margin, lists of one length,
/// of maps only the keys that are named. `null` is met by `null` and by nothing.
fn compare(
    expected: &Value,
    got: Option<&Value>,
    margin: f64,
    path: &str,
    out: &mut Vec<Difference>,
) {
    let inner = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match (expected, got) {
        (Value::Null, None) => {}
        (Value::Object(expected), Some(Value::Object(got))) => {
            for (key, value) in expected {
                compare(value, got.get(key), margin, &inner(key), out);
            }
        }
        (Value::Array(expected), Some(Value::Array(got))) if expected.len() == got.len() => {
            for (index, (value, got)) in expected.iter().zip(got).enumerate() {
                compare(value, Some(got), margin, &inner(&index.to_string()), out);
            }
        }
        (Value::Number(a), Some(Value::Number(b))) if near(a.as_f64(), b.as_f64(), margin) => {}
        (expected, Some(got)) if expected == got && !got.is_number() => {}
        _ => out.push(Difference {
            path: path.to_owned(),
            expected: expected.clone(),
            got: got.cloned(),
        }),
    }
}

fn near(expected: Option<f64>, got: Option<f64>, margin: f64) -> bool {
    // A margin of 0.1 met exactly must not fail by the last bit of a subtraction.
    let slack = |a: f64, b: f64| f64::EPSILON * 4.0 * a.abs().max(b.abs());
    expected
        .zip(got)
        .is_some_and(|(a, b)| (a - b).abs() <= margin + slack(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn differences(expected: &Value, got: &Value, margin: f64) -> Vec<String> {
        let mut out = Vec::new();
        compare(expected, Some(got), margin, "", &mut out);
        out.into_iter().map(|difference| difference.path).collect()
    }

    #[test]
    fn numbers_compare_with_the_margin() {
        assert_eq!(
            differences(&json!({"a": 0.3}), &json!({"a": 0.1 + 0.2}), 0.0),
            [""; 0]
        );
        assert_eq!(
            differences(&json!({"a": 1}), &json!({"a": 1.1}), 0.1),
            [""; 0]
        );
        assert_eq!(
            differences(&json!({"a": 1}), &json!({"a": 1.11}), 0.1),
            ["a"]
        );
        assert_eq!(differences(&json!(1), &json!("1"), 9.0), [""]);
    }

    #[test]
    fn maps_need_only_what_is_named_and_lists_all_of_it() {
        assert_eq!(
            differences(&json!({"a": [1, 2]}), &json!({"a": [1, 3], "b": 1}), 0.0),
            ["a.1"]
        );
        assert_eq!(differences(&json!([1]), &json!([1, 2]), 0.0), [""]);
        assert_eq!(differences(&json!({"a": null}), &json!({}), 0.0), [""; 0]);
        assert_eq!(
            differences(&json!({"a": null}), &json!({"a": 0}), 9.0),
            ["a"],
            "unknown is not zero"
        );
        assert_eq!(differences(&json!({"a": 0}), &json!({}), 9.0), ["a"]);
    }
}
