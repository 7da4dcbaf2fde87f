//! The answers of a round: statements of its series about its period, one per member and
//! question, and the groups the members belong to.

use crate::error::AppError;
use julin_measure::survey::{Answer, QuestionKind, QuestionSpec, RoundSpec, SurveySpec};
use julin_model::{EntityId, FieldId, Profile, Statement, Status, Value};
use julin_store::{StatementFilter, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// A field and its narrower subject.
type Key = (FieldId, Option<String>);

/// Per member, the preferred statement of each field of the survey.
pub type Held = BTreeMap<EntityId, BTreeMap<Key, Statement>>;

/// Reads the answers of a round. A round without a series has none.
pub fn answers(tx: &mut Tx, survey: &SurveySpec, round: &RoundSpec) -> Result<Held, AppError> {
    let Some(series) = &round.series else {
        return Ok(Held::new());
    };
    let asked = survey.questions().filter_map(|q| q.field.clone());
    let fields: BTreeSet<FieldId> = asked.chain(survey.group_by.iter().cloned()).collect();
    if fields.is_empty() {
        return Ok(Held::new());
    }
    let filter = StatementFilter {
        kind: Some(survey.units_of.clone()),
        fields: fields.into_iter().collect(),
        ..StatementFilter::default()
    };
    let mut by_member: BTreeMap<EntityId, Vec<Statement>> = BTreeMap::new();
    for statement in tx.statements(&filter)? {
        if statement.series == *series && is_answer(&statement, round) {
            let member = by_member.entry(statement.entity.clone()).or_default();
            member.push(statement);
        }
    }
    let day = round.period.last();
    let preferred = by_member.into_iter().map(|(member, said)| {
        let findings = Profile::of(said, day).findings.into_iter();
        let keyed = findings.map(|f| {
            let key = (f.preferred.field.clone(), f.preferred.scope.clone());
            (key, f.preferred)
        });
        (member, keyed.collect())
    });
    Ok(preferred.collect())
}

/// Said as a fact about some time within the round's period, or about no time.
fn is_answer(statement: &Statement, round: &RoundSpec) -> bool {
    let fact = !matches!(statement.status, Status::Target | Status::Sample);
    fact && statement
        .period
        .is_none_or(|period| round.period.contains(period))
}

/// The statement of a member's answer to a question.
pub fn said<'a>(
    held: &'a Held,
    member: &EntityId,
    question: &QuestionSpec,
) -> Option<&'a Statement> {
    let key = (question.field.clone()?, question.scope.clone());
    held.get(member)?.get(&key)
}

/// The answer a statement gives; `None` when it is no answer to the question.
pub fn read_answer(
    statement: &Statement,
    question: &QuestionSpec,
    factor: impl Fn(&Statement) -> Option<f64>,
) -> Option<Answer> {
    match (question.kind, &statement.value) {
        (QuestionKind::Number, Value::Number(n)) => {
            let n = n * factor(statement)?;
            n.is_finite().then_some(Answer::Number(n))
        }
        (QuestionKind::YesNo, Value::Flag(yes)) => Some(Answer::Option(usize::from(!yes))),
        (QuestionKind::Choice, Value::Word(word)) => {
            let word = word.trim();
            let is = |given: &str| given.to_lowercase() == word.to_lowercase();
            let meant = question.options.iter().position(|option| {
                let labels = [&option.id, &option.label.zh, &option.label.en];
                labels.into_iter().chain(&option.spellings).any(|w| is(w))
            });
            meant.map(Answer::Option)
        }
        _ => None,
    }
}

/// Members with at least one answer to a question, not only a group.
pub fn members_that_answered(held: &Held, survey: &SurveySpec) -> usize {
    let answered = |member: &&EntityId| survey.questions().any(|q| said(held, member, q).is_some());
    held.keys().filter(answered).count()
}

/// Values of one group field, in order, each with its members. Words that mean an option
/// of a question about the field stand under the option.
pub fn groups(
    held: &Held,
    survey: &SurveySpec,
    field: &FieldId,
) -> BTreeMap<String, BTreeSet<EntityId>> {
    let question = question_about(survey, field);
    let mut groups: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
    let key = (field.clone(), None);
    for (member, said) in held {
        let Some(statement) = said.get(&key) else {
            continue;
        };
        let meant = question.and_then(|q| match read_answer(statement, q, |_| None)? {
            Answer::Option(at) => Some(q.options.get(at)?.id.clone()),
            Answer::Number(_) => None,
        });
        let word = match (meant, &statement.value) {
            (Some(option), _) => option,
            (None, Value::Word(word)) => word.trim().to_owned(),
            (None, Value::Flag(yes)) => yes.to_string(),
            _ => continue,
        };
        groups.entry(word).or_default().insert(member.clone());
    }
    groups
}

/// The question whose answers a group field holds.
pub fn question_about<'a>(survey: &'a SurveySpec, field: &FieldId) -> Option<&'a QuestionSpec> {
    let mut questions = survey.questions();
    questions.find(|q| q.field.as_ref() == Some(field) && q.scope.is_none())
}
