//! A survey's own findings, placed in its file, and every name it uses looked up.

use julin_measure::survey::{QuestionKind, QuestionSpec, SurveySpec, check_survey};
use julin_model::{Diagnostic, FieldId};
use julin_pack::kind::FieldType;
use julin_pack::{Category, Document, View};

/// Everything wrong with a survey.
pub(super) fn check_survey_document(
    document: &Document<SurveySpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let survey = &document.value;
    let own = check_survey(survey)
        .into_iter()
        .map(|(path, found)| found.at(document.place(&path)));
    let mut all = Checking {
        document,
        view,
        found: own.collect(),
    };
    all.look_up(Category::Type, survey.units_of.as_str(), "units_of");
    if let Some(id) = &survey.holder {
        all.look_up(Category::Entity, id.as_str(), "holder");
    }
    if let Some(key) = &survey.reference {
        let id = format!("{}.{key}", view.pack);
        all.look_up(Category::Source, &id, "reference");
    }
    for (i, field) in survey.group_by.iter().enumerate() {
        let wanted = [FieldType::Word, FieldType::Flag];
        all.field(field, &wanted, &format!("group_by.{i}"));
    }
    for (g, group) in survey.groups.iter().enumerate() {
        for (q, question) in group.questions.iter().enumerate() {
            all.question(question, &format!("groups.{g}.questions.{q}"));
        }
    }
    all.found
}

struct Checking<'a> {
    document: &'a Document<SurveySpec>,
    view: &'a View<'a>,
    found: Vec<Diagnostic>,
}

impl Checking<'_> {
    fn look_up(&mut self, category: Category, id: &str, path: &str) {
        let found = self.view.check(category, id, || self.document.place(path));
        self.found.extend(found);
    }

    /// A field that must be known and hold one of some types.
    fn field(&mut self, field: &FieldId, wanted: &[FieldType], path: &str) {
        self.look_up(Category::Field, field.as_str(), path);
        let Some(known) = self.view.names.field(field.as_str()) else {
            return;
        };
        if !wanted.contains(&known.kind) {
            let types: Vec<_> = wanted.iter().map(|kind| kind.code()).collect();
            let wrong = Diagnostic::error("app.survey-field-type")
                .with("field", field)
                .with("type", known.kind.code())
                .with("wanted", types.join(" / "));
            self.found.push(wrong.at(self.document.place(path)));
        }
    }

    fn question(&mut self, question: &QuestionSpec, at: &str) {
        let kind = match question.kind {
            QuestionKind::Number => FieldType::Number,
            QuestionKind::Choice => FieldType::Word,
            QuestionKind::YesNo => FieldType::Flag,
        };
        if let Some(field) = &question.field {
            self.field(field, &[kind], &format!("{at}.field"));
        }
        if let Some(field) = &question.local_field {
            self.look_up(
                Category::Field,
                field.as_str(),
                &format!("{at}.local_field"),
            );
        }
        for (i, field) in question.published.iter().enumerate() {
            let path = format!("{at}.published.{i}");
            self.field(field, &[FieldType::Number], &path);
        }
    }
}
