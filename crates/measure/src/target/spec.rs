//! A plan as people write it: `packs/<pack>/targets/<id>.yaml`.
//!
//! The file says whom the plan is for, which figures it is followed by and how; the
//! aimed values themselves are statements of status *target*, each with its source. A
//! value that was not published has none and shows as such.
//!
//! Must not know: whether fields and entities exist; the one who loads packs asks that.

use super::PathKind;
use crate::spec::{Confidence, Direction};
use julin_model::{Diagnostic, EntityId, FieldId, Lang, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A plan with its targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetPlanSpec {
    /// Its name.
    pub title: Text,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Text,
    /// Key of the official text among the references of the pack.
    #[serde(default)]
    pub reference: Option<String>,
    /// The plan as an entity, where there is one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub document: Option<EntityId>,
    /// Whom the plan is for.
    #[schemars(with = "String")]
    pub entity: EntityId,
    /// Remarks for readers: what is published, what is not.
    #[serde(default)]
    pub note: Text,
    /// The targets.
    pub targets: Vec<TargetSpec>,
}

/// One target: a figure, and what it is to be in which years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetSpec {
    /// Identifier, unique in the plan.
    pub id: String,
    /// What it is called; the field's name when left out.
    #[serde(default)]
    pub label: Text,
    /// Whom the figure is about, when not the plan's entity.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub entity: Option<EntityId>,
    /// The field. Its statements of status target are the aimed values, the others the
    /// actual figures. A field of texts holds an aim in words.
    #[schemars(with = "String")]
    pub field: FieldId,
    /// Narrower subject within the field.
    #[serde(default)]
    pub scope: Option<String>,
    /// Years a value is aimed at for, in order: interim ones and the last.
    pub years: Vec<i32>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// Year whose actual figure the path starts from; `null` when the plan names none.
    #[serde(default)]
    pub baseline: Option<i32>,
    /// How the way between is drawn.
    #[serde(default)]
    pub path: PathKind,
    /// Share of the wanted value by which a figure may be behind, 0 to 1.
    #[serde(default = "one_in_twenty")]
    pub tolerance: f64,
    /// Who answers for it; `null` when not known.
    #[serde(default)]
    pub owner: Option<Text>,
    /// How sure the reading is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Remark for readers.
    #[serde(default)]
    pub note: Text,
}

/// Tolerance where a plan states none.
pub fn one_in_twenty() -> f64 {
    0.05
}

/// Years a target can be set for.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What is wrong with a plan by itself, each with the path of the part in the file.
pub fn check_plan(spec: &TargetPlanSpec) -> Vec<(String, Diagnostic)> {
    let mut found = texts("title", &spec.title, "");
    if spec.targets.is_empty() {
        found.push(("targets".into(), Diagnostic::error("measure.target.none")));
    }
    let mut seen = BTreeSet::new();
    for (i, target) in spec.targets.iter().enumerate() {
        let at = |part: &str| format!("targets.{i}.{part}");
        let about = |code: &str| Diagnostic::error(code).with("target", &target.id);
        if !seen.insert(&target.id) {
            found.push((at("id"), about("measure.target.duplicate")));
        }
        if !target.label.is_empty() {
            found.extend(texts(&at("label"), &target.label, &target.id));
        }
        if let Some(owner) = &target.owner {
            found.extend(texts(&at("owner"), owner, &target.id));
        }
        found.extend(years(target).map(|d| (at("years"), d)));
        let first = target.years.first();
        if let Some(base) = target.baseline
            && (!YEARS.contains(&base) || first.is_some_and(|year| base >= *year))
        {
            let late = about("measure.target.baseline-late").with("year", base);
            found.push((at("baseline"), late));
        }
        if !(0.0..=1.0).contains(&target.tolerance) {
            let bad = about("measure.target.tolerance").with("value", target.tolerance);
            found.push((at("tolerance"), bad));
        }
    }
    found
}

fn texts(path: &str, text: &Text, target: &str) -> Vec<(String, Diagnostic)> {
    let gap = |lang: Lang| {
        let gap = Diagnostic::warning("measure.target.text-missing").with("target", target);
        (path.to_owned(), gap.with("lang", lang.code()))
    };
    text.missing().into_iter().map(gap).collect()
}

fn years(target: &TargetSpec) -> Option<Diagnostic> {
    let about = |code: &str| Diagnostic::error(code).with("target", &target.id);
    let outside = target.years.iter().find(|year| !YEARS.contains(year));
    if let Some(year) = outside {
        return Some(about("measure.target.year-outside").with("year", year));
    }
    let rising = target.years.windows(2).all(|pair| pair[0] < pair[1]);
    (target.years.is_empty() || !rising).then(|| about("measure.target.years"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(targets: &str) -> TargetPlanSpec {
        let text = format!("{{title: {{zh: 甲, en: A}}, entity: park-1, targets: [{targets}]}}");
        serde_saphyr::from_str(&text).unwrap()
    }

    fn codes(targets: &str) -> Vec<(String, String)> {
        let found = check_plan(&plan(targets));
        found.into_iter().map(|(at, d)| (at, d.code)).collect()
    }

    #[test]
    fn a_sound_plan_has_no_findings_and_the_usual_tolerance() {
        let plan = plan("{id: a, field: revenue, years: [2027, 2035], baseline: 2024}");
        assert_eq!(check_plan(&plan), []);
        assert_eq!(plan.targets[0].tolerance, 0.05);
        assert_eq!(plan.targets[0].owner, None);
    }

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        let cases = [
            ("", "targets", "measure.target.none"),
            (
                "{id: a, field: f, years: []}",
                "targets.0.years",
                "measure.target.years",
            ),
            (
                "{id: a, field: f, years: [2035, 2027]}",
                "targets.0.years",
                "measure.target.years",
            ),
            (
                "{id: a, field: f, years: [99999]}",
                "targets.0.years",
                "measure.target.year-outside",
            ),
            (
                "{id: a, field: f, years: [2027], baseline: 2027}",
                "targets.0.baseline",
                "measure.target.baseline-late",
            ),
            (
                "{id: a, field: f, years: [2027], tolerance: 5}",
                "targets.0.tolerance",
                "measure.target.tolerance",
            ),
            (
                "{id: a, field: f, years: [2027], tolerance: .nan}",
                "targets.0.tolerance",
                "measure.target.tolerance",
            ),
            (
                "{id: a, field: f, years: [2027], owner: {zh: 某处}}",
                "targets.0.owner",
                "measure.target.text-missing",
            ),
            (
                "{id: a, field: f, years: [1]}, {id: a, field: f, years: [2027]}",
                "targets.1.id",
                "measure.target.duplicate",
            ),
        ];
        for (targets, at, code) in cases {
            let found = codes(targets);
            assert!(
                found.contains(&(at.to_owned(), code.to_owned())),
                "{targets}: {found:?}"
            );
        }
    }
}
