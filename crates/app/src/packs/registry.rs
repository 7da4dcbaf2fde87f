//! The kinds of pack content that engines and intake bring, with their checks.

use super::calendar::check_calendar_document;
use super::casebook::CasebookSpec;
use super::casebook_check::check_casebook;
use super::criteria_check::check_rule;
use super::pairing::{TermsSpec, check_pair, check_taxonomy, check_terms};
use super::plan_check::check_target_plan;
use super::survey_check::check_survey_document;
use super::workflow::check_workflow;
use crate::sample::{SampleCasesSpec, SampleSpec};
use julin_criteria::spec::CriteriaSpec;
use julin_follow::{CalendarSpec, WorkflowSpec};
use julin_intake::{Mapping, TableWords};
use julin_matching::TaxonomySpec;
use julin_matching::pair::PairSpec;
use julin_measure::survey::SurveySpec;
use julin_measure::target::TargetPlanSpec;
use julin_measure::{Framework, FrameworkSpec};
use julin_model::Diagnostic;
use julin_pack::{Document, Registry, View};

/// All kinds known to this program beside the base kinds.
pub fn registry() -> Registry {
    Registry::new()
        .with_check::<CalendarSpec>("calendars", check_calendar_document)
        .with_check::<CasebookSpec>("casebooks", check_casebook)
        .with_check::<CriteriaSpec>("criteria", check_rule)
        .with_check::<FrameworkSpec>("frameworks", check_framework)
        .with_check::<Mapping>("mappings", check_mapping)
        .with_check::<PairSpec>("pairs", check_pair)
        .with::<SampleCasesSpec>("sample-cases")
        .with::<SampleSpec>("samples")
        .with_check::<SurveySpec>("surveys", check_survey_document)
        .with_check::<TargetPlanSpec>("targets", check_target_plan)
        .with_check::<TaxonomySpec>("taxonomies", check_taxonomy)
        .with_check::<TermsSpec>("terms", check_terms)
        .with::<TableWords>("words")
        .with_check::<WorkflowSpec>("workflows", check_workflow)
}

/// The engine's own findings, placed at the node they name, and every field and unit
/// looked up in the dictionary.
fn check_framework(document: &Document<FrameworkSpec>, view: &View<'_>) -> Vec<Diagnostic> {
    let built = Framework::from_spec(&document.stem, &document.value);
    let mut found = built.diagnostics;
    for diagnostic in &mut found {
        diagnostic.place.get_or_insert_with(|| document.place(""));
    }
    let Some(framework) = built.framework else {
        return found;
    };
    for need in framework.needs() {
        if view.names.field(&need.field).is_none() {
            let unknown =
                Diagnostic::error("app.framework-unknown-field").with("field", &need.field);
            found.push(unknown.at(document.place("")));
        }
    }
    for (_, node) in framework.indicators() {
        if let Some(unit) = node
            .unit
            .as_ref()
            .filter(|unit| view.names.unit(unit).is_none())
        {
            let unknown = Diagnostic::error("app.framework-unknown-unit");
            found.push(
                unknown
                    .with("unit", unit)
                    .with("node", &node.code)
                    .at(document.place("")),
            );
        }
    }
    found
}

fn check_mapping(document: &Document<Mapping>, view: &View<'_>) -> Vec<Diagnostic> {
    let unknown = |(index, field): (usize, &str)| {
        let missing = Diagnostic::error("app.mapping-unknown-field").with("field", field);
        missing.at(document.place(&format!("columns.{index}.field")))
    };
    let columns = document
        .value
        .columns
        .iter()
        .map(|column| column.field.as_str())
        .enumerate();
    columns
        .filter(|(_, field)| view.names.field(field).is_none())
        .map(unknown)
        .collect()
}
