//! A survey as people write it: `packs/<pack>/surveys/<id>.yaml`.
//!
//! The file holds the questions with the foreign definition beside the local one and the
//! rounds. Answers are ordinary statements: those of a round come from its series and are
//! about its period. Published results are statements too, about the one who published.
//!
//! Must not know: whether fields and entities exist; the one who loads packs asks that.

use crate::spec::{Confidence, Direction};
use julin_model::{Diagnostic, EntityId, FieldId, Lang, Period, Text, TypeId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A survey with its rounds and questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveySpec {
    /// Its name.
    pub title: Text,
    /// Who holds it, as an entity; published results are statements about it.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub holder: Option<EntityId>,
    /// Key of the official text among the references of the pack.
    #[serde(default)]
    pub reference: Option<String>,
    /// Type of entity that answers.
    #[schemars(with = "String")]
    pub units_of: TypeId,
    /// Fewest answers an aggregate must rest on, 3 at least.
    #[serde(default = "five")]
    pub minimum_group: usize,
    /// Fields members can be grouped by, most important first.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub group_by: Vec<FieldId>,
    /// Remarks for readers.
    #[serde(default)]
    pub note: Text,
    /// The rounds, oldest first.
    pub rounds: Vec<RoundSpec>,
    /// The questions by group.
    pub groups: Vec<QuestionGroupSpec>,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundSpec {
    /// Identifier, unique in the survey.
    pub id: String,
    /// What it is called; the identifier when left out.
    #[serde(default)]
    pub label: Text,
    /// The time answers are about.
    #[schemars(with = "String")]
    pub period: Period,
    /// Series answers are imported under; `null` for a round of which only published
    /// results are known.
    #[serde(default)]
    pub series: Option<String>,
    /// How many answered, as published.
    #[serde(default)]
    pub answered: Option<u32>,
    /// Remark for readers.
    #[serde(default)]
    pub note: Text,
}

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionGroupSpec {
    /// Identifier, unique in the survey.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// How sure the grouping is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The questions.
    pub questions: Vec<QuestionSpec>,
}

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// A number.
    Number,
    /// One of the options.
    Choice,
    /// Yes or no.
    YesNo,
}

impl QuestionKind {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Choice => "choice",
            Self::YesNo => "yes-no",
        }
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSpec {
    /// Identifier, unique in the survey.
    pub id: String,
    /// The question, short.
    pub label: Text,
    /// What an answer is.
    pub kind: QuestionKind,
    /// Field that holds the answers; `null` for a question of which only published
    /// results are known.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub field: Option<FieldId>,
    /// Narrower subject within the field.
    #[serde(default)]
    pub scope: Option<String>,
    /// What can be chosen, for choices.
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    /// Which way is better, where that can be said; a place is counted from the largest
    /// otherwise.
    #[serde(default)]
    pub direction: Direction,
    /// How the survey defines it.
    #[serde(default)]
    pub definition: Text,
    /// How local statistics define what comes nearest.
    #[serde(default)]
    pub local: Text,
    /// Field of local statistics that comes nearest.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub local_field: Option<FieldId>,
    /// Fields of the holder with published results.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub published: Vec<FieldId>,
    /// How sure the wording is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Remark for readers.
    #[serde(default)]
    pub note: Text,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionSpec {
    /// The word answers hold.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Other words answers may hold for it.
    #[serde(default)]
    pub spellings: Vec<String>,
}

impl SurveySpec {
    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionSpec> {
        self.groups.iter().flat_map(|group| &group.questions)
    }
}

fn five() -> usize {
    5
}

/// A group of two gives each member the other's answer.
const FEWEST: usize = 3;
const MOST_OPTIONS: usize = 40;
const MOST_QUESTIONS: usize = 500;
const MOST_GROUPINGS: usize = 3;

type Found = Vec<(String, Diagnostic)>;

/// What is wrong with a survey by itself, each with the path of the part in the file.
pub fn check_survey(spec: &SurveySpec) -> Found {
    let mut found = texts("title", &spec.title, "");
    if spec.minimum_group < FEWEST {
        let low = Diagnostic::error("measure.survey.minimum").with("value", spec.minimum_group);
        let low = low.with("least", FEWEST);
        found.push(("minimum_group".into(), low));
    }
    if spec.group_by.len() > MOST_GROUPINGS {
        let many = Diagnostic::error("measure.survey.groupings").with("most", MOST_GROUPINGS);
        found.push(("group_by".into(), many));
    }
    rounds(spec, &mut found);
    let questions = spec.questions().count();
    if questions == 0 || questions > MOST_QUESTIONS {
        let none = Diagnostic::error("measure.survey.questions").with("most", MOST_QUESTIONS);
        found.push(("groups".into(), none));
    }
    let mut seen = BTreeSet::new();
    for (g, group) in spec.groups.iter().enumerate() {
        found.extend(texts(&format!("groups.{g}.label"), &group.label, &group.id));
        once(&mut seen, &group.id, &format!("groups.{g}.id"), &mut found);
        for (q, question) in group.questions.iter().enumerate() {
            let at = format!("groups.{g}.questions.{q}");
            once(&mut seen, &question.id, &format!("{at}.id"), &mut found);
            found.extend(check_question(&at, question));
        }
    }
    found
}

fn rounds(spec: &SurveySpec, found: &mut Found) {
    if spec.rounds.is_empty() {
        found.push(("rounds".into(), Diagnostic::error("measure.survey.rounds")));
    }
    let (mut seen, mut series) = (BTreeSet::new(), BTreeSet::new());
    for (i, round) in spec.rounds.iter().enumerate() {
        once(&mut seen, &round.id, &format!("rounds.{i}.id"), found);
        if let Some(own) = &round.series {
            once(&mut series, own, &format!("rounds.{i}.series"), found);
        }
    }
}

fn once<'a>(seen: &mut BTreeSet<&'a String>, id: &'a String, at: &str, found: &mut Found) {
    if !seen.insert(id) {
        let twice = Diagnostic::error("measure.survey.duplicate").with("id", id);
        found.push((at.to_owned(), twice));
    }
}

fn check_question(at: &str, question: &QuestionSpec) -> Found {
    let mut found = texts(&format!("{at}.label"), &question.label, &question.id);
    let about = |code: &str| Diagnostic::error(code).with("question", &question.id);
    let choice = question.kind == QuestionKind::Choice;
    let answerable = question.field.is_some();
    let options = question.options.len();
    if (choice && answerable && options < 2) || options > MOST_OPTIONS {
        let bad = about("measure.survey.options").with("most", MOST_OPTIONS);
        found.push((format!("{at}.options"), bad));
    }
    if !choice && options > 0 {
        found.push((
            format!("{at}.options"),
            about("measure.survey.options-unused"),
        ));
    }
    let mut words = BTreeSet::new();
    for (o, option) in question.options.iter().enumerate() {
        let path = format!("{at}.options.{o}");
        found.extend(texts(&format!("{path}.label"), &option.label, &question.id));
        for word in std::iter::once(&option.id).chain(&option.spellings) {
            once(&mut words, word, &path, &mut found);
        }
    }
    if !answerable && question.published.is_empty() {
        found.push((at.to_owned(), about("measure.survey.nothing")));
    }
    found
}

fn texts(path: &str, text: &Text, id: &str) -> Found {
    let gap = |lang: Lang| {
        let gap = Diagnostic::warning("measure.survey.text-missing").with("id", id);
        (path.to_owned(), gap.with("lang", lang.code()))
    };
    text.missing().into_iter().map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(more: &str, questions: &str) -> SurveySpec {
        let text = format!(
            "{{title: {{zh: 甲, en: A}}, units_of: park, {more}
              rounds: [{{id: r1, period: '2024', series: s}}],
              groups: [{{id: g, label: {{zh: 组, en: G}}, questions: [{questions}]}}]}}"
        );
        serde_saphyr::from_str(&text).unwrap()
    }

    const SOUND: &str = "{id: q, label: {zh: 问, en: Q}, kind: number, field: f}";

    #[test]
    fn a_sound_survey_has_no_findings() {
        let survey = survey("", SOUND);
        assert_eq!(check_survey(&survey), []);
        assert_eq!(survey.minimum_group, 5);
    }

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        let q = |rest: &str| format!("{{id: q, label: {{zh: 问, en: Q}}, {rest}}}");
        let first = "groups.0.questions.0";
        let cases = [
            (
                "minimum_group: 2,",
                SOUND.to_owned(),
                "minimum_group",
                "minimum",
            ),
            (
                "group_by: [a, b, c, d],",
                SOUND.to_owned(),
                "group_by",
                "groupings",
            ),
            ("", String::new(), "groups", "questions"),
            (
                "",
                format!("{SOUND}, {SOUND}"),
                "groups.0.questions.1.id",
                "duplicate",
            ),
            (
                "",
                q("kind: choice, field: f"),
                "groups.0.questions.0.options",
                "options",
            ),
            (
                "",
                q("kind: yes-no, field: f, options: [{id: a, label: {zh: 甲, en: A}}]"),
                "groups.0.questions.0.options",
                "options-unused",
            ),
            ("", q("kind: number"), first, "nothing"),
            (
                "",
                q(
                    "kind: choice, field: f, options: [{id: a, label: {zh: 甲, en: A}},
                   {id: b, label: {zh: 乙, en: B}, spellings: [a]}]",
                ),
                "groups.0.questions.0.options.1",
                "duplicate",
            ),
            (
                "",
                "{id: q, label: {zh: 问}, kind: number, field: f}".to_owned(),
                "groups.0.questions.0.label",
                "text-missing",
            ),
        ];
        for (more, questions, at, code) in cases {
            let found = check_survey(&survey(more, &questions));
            let wanted = format!("measure.survey.{code}");
            assert!(
                found.iter().any(|(path, d)| path == at && d.code == wanted),
                "{more} {questions}: {found:?}"
            );
        }
    }
}
