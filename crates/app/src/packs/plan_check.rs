//! A plan's own findings, placed in its file, and every name it uses looked up.

use julin_measure::target::{TargetPlanSpec, check_plan};
use julin_model::Diagnostic;
use julin_pack::kind::FieldType;
use julin_pack::{Category, Document, View};

/// Everything wrong with a plan.
pub(super) fn check_target_plan(
    document: &Document<TargetPlanSpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let plan = &document.value;
    let own = check_plan(plan)
        .into_iter()
        .map(|(path, found)| found.at(document.place(&path)));
    let mut found: Vec<Diagnostic> = own.collect();
    let mut look_up = |category, id: &str, path: String| {
        found.extend(view.check(category, id, || document.place(&path)));
    };
    look_up(Category::Entity, plan.entity.as_str(), "entity".into());
    if let Some(id) = &plan.document {
        look_up(Category::Entity, id.as_str(), "document".into());
    }
    if let Some(key) = &plan.reference {
        let id = format!("{}.{key}", view.pack);
        look_up(Category::Source, &id, "reference".into());
    }
    for (i, target) in plan.targets.iter().enumerate() {
        if let Some(id) = &target.entity {
            let path = format!("targets.{i}.entity");
            look_up(Category::Entity, id.as_str(), path);
        }
        let path = format!("targets.{i}.field");
        look_up(Category::Field, target.field.as_str(), path);
    }
    found.extend(wrong_types(document, view));
    found
}

/// Fields that hold neither numbers nor words.
fn wrong_types(document: &Document<TargetPlanSpec>, view: &View<'_>) -> Vec<Diagnostic> {
    let targets = document.value.targets.iter().enumerate();
    let wrong = targets.filter_map(|(i, target)| {
        let kind = view.names.field(target.field.as_str())?.kind;
        if matches!(kind, FieldType::Number | FieldType::Text | FieldType::Word) {
            return None;
        }
        let wrong = Diagnostic::error("app.target-field-type")
            .with("target", &target.id)
            .with("field", &target.field)
            .with("type", kind.code());
        Some(wrong.at(document.place(&format!("targets.{i}.field"))))
    });
    wrong.collect()
}
