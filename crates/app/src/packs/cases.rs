//! Runs the cases of packs: each says a situation, what must come out, and where the
//! expectation comes from.

use super::check::{CheckInput, files, source};
use super::{LoadedFramework, Packs};
use crate::call::Answer;
use crate::contract::CaseView;
use crate::data::plain;
use julin_measure::{Column, ColumnKind, Framework, Matrix, Unit};
use julin_model::{Diagnostic, EntityId, Text};
use julin_pack::{Case, CaseResult, Outcome, Runners};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which packs' cases.
pub type CasesInput = CheckInput;

/// The cases that were run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CaseRun {
    /// Pack and case.
    pub cases: Vec<(String, CaseView)>,
    /// What failed or could not be run.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs the cases of the packs of a folder, or of the built-in ones.
pub fn run_cases(input: &CasesInput) -> Answer<CaseRun> {
    let wanted = files(input)?;
    let ids: Vec<String> = wanted.iter().map(|pack| pack.id.clone()).collect();
    let packs = Packs::from_source(source(input, wanted));
    let mut run = CaseRun {
        cases: Vec::new(),
        diagnostics: packs.diagnostics().to_vec(),
    };
    for result in packs
        .run_cases()
        .into_iter()
        .filter(|r| ids.contains(&r.case.pack))
    {
        run.diagnostics.extend(result.diagnostics());
        run.cases
            .push((result.case.pack.clone(), case_view(&result)));
    }
    Ok(run)
}

/// One result as shown.
pub fn case_view(result: &CaseResult) -> CaseView {
    let spec = &result.case.spec;
    let got = match &result.outcome {
        Outcome::Passed => spec.expect.to_string(),
        Outcome::Failed(differences) => {
            let one = |d: &julin_pack::Difference| {
                format!("{}: {}", d.path, d.got.clone().unwrap_or(Value::Null))
            };
            differences.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Outcome::Broken(found) => found
            .iter()
            .map(|d| d.code.clone())
            .collect::<Vec<_>>()
            .join("; "),
    };
    CaseView {
        id: spec.id.clone(),
        title: spec.title.clone(),
        passed: result.passed(),
        expected: spec.expect.to_string(),
        got,
        from: spec.from.clone(),
    }
}

impl Packs {
    /// Runs all cases of all packs.
    pub fn run_cases(&self) -> Vec<CaseResult> {
        let runners = Runners::new()
            .with("score", |case| self.score_case(case))
            .with("formula", |case| self.formula_case(case))
            .with("framework", |case| self.framework_case(case))
            .with("entities", |case| self.entities_case(case))
            .with("criteria", |case| self.criteria_case(case))
            .with("calendar", |case| self.calendar_case(case))
            .with("workflow", |case| self.workflow_case(case));
        julin_pack::run_cases(self.all(), &runners)
    }

    fn framework_of(&self, case: &Case, id: &str) -> Result<&LoadedFramework, Vec<Diagnostic>> {
        let full = if id.contains('/') {
            id.to_owned()
        } else {
            format!("{}/{id}", case.pack)
        };
        let unknown = || broken("app.case-unknown-framework", "id", &full);
        self.framework(&full).ok_or_else(unknown)
    }

    /// `score`: fields of some units, and what the framework makes of them.
    fn score_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: ScoreGiven = read(case)?;
        let loaded = self.framework_of(case, &given.framework)?;
        let matrix = matrix(&given.units)?;
        let outcome = julin_measure::score(&loaded.framework, &matrix);
        let units = outcome.ranking().into_iter().map(|unit| {
            let nodes = outcome.nodes(unit.unit);
            let scores: Map<_, _> = nodes
                .iter()
                .map(|n| (n.code.clone(), json!(n.score)))
                .collect();
            let about = json!({
                "rank": unit.rank, "score": unit.score, "coverage": unit.coverage, "scores": scores,
            });
            (unit.id, about)
        });
        Ok(json!({ "units": Value::Object(units.collect()) }))
    }

    /// `formula`: one indicator of one unit, before normalisation.
    fn formula_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: FormulaGiven = read(case)?;
        let loaded = self.framework_of(case, &given.framework)?;
        let unknown = || broken("app.case-unknown-indicator", "id", &given.indicator);
        let node = loaded
            .framework
            .find(&given.indicator)
            .ok_or_else(unknown)?;
        let unit = FieldValues {
            values: given.values,
            prior: given.prior,
        };
        let matrix = matrix(&BTreeMap::from([("case".to_owned(), unit)]))?;
        let outcome = julin_measure::score(&loaded.framework, &matrix);
        Ok(json!({ "value": outcome.value(0, node) }))
    }

    /// `framework`: how many groups and indicators, and what the group weights add to.
    fn framework_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: FrameworkGiven = read(case)?;
        let framework = &self.framework_of(case, &given.framework)?.framework;
        let groups = &framework.nodes[Framework::ROOT].children;
        let inside = |at: &usize| {
            framework
                .nodes
                .iter()
                .filter(|n| n.is_indicator() && n.parent == Some(*at))
                .count()
        };
        let weight: f64 = groups
            .iter()
            .filter_map(|at| framework.nodes[*at].weight)
            .sum();
        Ok(json!({
            "groups": groups.len(),
            "indicators": framework.indicators().count(),
            "indicators_by_group": groups.iter().map(inside).collect::<Vec<_>>(),
            "weight": weight,
        }))
    }

    /// `entities`: how many the pack names, in all, by a field, or running by year.
    fn entities_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: EntitiesGiven = read(case)?;
        let Some(pack) = self.pack(&case.pack) else {
            return Ok(Value::Null);
        };
        let values = |field: &str| -> HashMap<&EntityId, String> {
            let of_field = pack
                .facts
                .iter()
                .filter(|fact| fact.field.as_str() == field);
            of_field
                .map(|fact| (&fact.entity, plain(&fact.value)))
                .collect()
        };
        let having = given.having.as_deref().map(values);
        let wanted = |e: &&julin_pack::PackEntity| {
            given
                .kind
                .as_ref()
                .is_none_or(|kind| e.entity.kind.as_str() == kind)
                && having
                    .as_ref()
                    .is_none_or(|known| known.contains_key(&e.entity.id))
        };
        let entities: Vec<_> = pack.entities.iter().filter(wanted).collect();
        let Some(by) = given.by.as_deref().or(given.running.as_deref()) else {
            return Ok(json!({ "count": entities.len() }));
        };
        let keys = values(by);
        let mut count: BTreeMap<String, u64> = BTreeMap::new();
        for entity in entities {
            let key = if by == "type" {
                Some(entity.entity.kind.to_string())
            } else {
                keys.get(&entity.entity.id).cloned()
            };
            *count.entry(key.unwrap_or_default()).or_default() += 1;
        }
        if given.running.is_some() {
            count.remove("");
            let mut sum = 0;
            count.values_mut().for_each(|n| {
                sum += *n;
                *n = sum;
            });
        }
        Ok(json!({ "count": count }))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoreGiven {
    framework: String,
    units: BTreeMap<String, FieldValues>,
}

/// Fields of a unit; a missing field is unknown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldValues {
    #[serde(default)]
    values: BTreeMap<String, f64>,
    /// Values of the year before.
    #[serde(default)]
    prior: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormulaGiven {
    framework: String,
    indicator: String,
    #[serde(default)]
    values: BTreeMap<String, f64>,
    #[serde(default)]
    prior: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameworkGiven {
    framework: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntitiesGiven {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    /// Count only entities with a value of this field.
    #[serde(default)]
    having: Option<String>,
    /// Count by the values of this field, or by `type`.
    #[serde(default)]
    by: Option<String>,
    /// Count up to each value of this field.
    #[serde(default)]
    running: Option<String>,
}

pub(super) fn read<T: serde::de::DeserializeOwned>(case: &Case) -> Result<T, Vec<Diagnostic>> {
    serde_json::from_value(case.spec.given.clone())
        .map_err(|error| broken("app.case-bad-given", "reason", &error.to_string()))
}

pub(super) fn broken(code: &str, name: &str, value: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error(code).with(name, value)]
}

/// Picks one of a unit's two tables.
type Table = fn(&FieldValues) -> &BTreeMap<String, f64>;

fn matrix(units: &BTreeMap<String, FieldValues>) -> Result<Matrix, Vec<Diagnostic>> {
    let about = units.keys().map(|id| Unit {
        id: id.clone(),
        label: Text::same(id),
    });
    let mut matrix = Matrix::new(about.collect());
    let tables: [(ColumnKind, Table); 2] = [
        (ColumnKind::Field, |unit| &unit.values),
        (ColumnKind::Prior, |unit| &unit.prior),
    ];
    for (kind, table) in tables {
        let fields: BTreeSet<_> = units.values().flat_map(|unit| table(unit).keys()).collect();
        for field in fields {
            let value = |unit: &FieldValues| table(unit).get(field).copied().unwrap_or(f64::NAN);
            let column = Column::new(units.values().map(value).collect());
            matrix
                .insert(kind, field.as_str(), column)
                .map_err(|error| vec![error.diagnostic()])?;
        }
    }
    Ok(matrix)
}
