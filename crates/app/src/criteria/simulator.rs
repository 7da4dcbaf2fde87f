//! What an anonymous visitor could get: answers in, standing of every rule in force and
//! the next questions out. Reads packs only; keeps nothing.

use super::decide::{field_label, label_of};
use super::gap::amount_view;
use super::rules::{day, rule_line};
use super::simulator_answers::{Answers, given};
use crate::call::{Answer, App, Call};
use crate::contract::{AnswerView, NextQuestion, QuestionInput, SimulatedRule, Simulator};
use crate::error::AppError;
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::dictionary::FieldKind;
use julin_criteria::spec::CriteriaSpec;
use julin_criteria::{Panel, Question, Rule};
use julin_model::{Diagnostic, FieldId, Text, TypeId};
use std::collections::BTreeMap;

/// What was said so far.
#[derive(Debug, Clone, Default)]
pub struct SimulatorInput {
    /// Type of what is asked about; the one most rules are about when not given.
    pub kind: Option<String>,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// Facts with their values as typed, in order; a set has one pair for each member.
    /// `?` says that it is not known, `[]` that a set is empty.
    pub answers: Vec<(String, String)>,
    /// Facts that are not known unless answered.
    pub skip: Vec<String>,
    /// A fact to be asked first.
    pub ask: Option<String>,
}

/// How many questions are put at once.
const AT_ONCE: usize = 3;

type Asked<'a> = (&'a Loaded<CriteriaSpec>, &'a Rule);

/// The standing of every rule, and what to ask.
pub fn simulator(app: &App, _call: &Call, input: &SimulatorInput) -> Answer<Simulator> {
    let as_of = day(app, input.as_of.as_deref())?;
    let in_force: Vec<Asked<'_>> = app
        .packs
        .rules()
        .filter_map(|loaded| Some((loaded, app.packs.compiled_rule(&loaded.id)?)))
        .filter(|(_, rule)| rule.in_force(as_of))
        .collect();
    let kinds = kinds(app, &in_force);
    let wanted = |(id, ..): &&(TypeId, Text, u64)| Some(id.as_str()) == input.kind.as_deref();
    let chosen = kinds.iter().find(wanted).or(kinds.first()).cloned();
    let Some((kind, kind_label, _)) = chosen else {
        return Err(AppError::invalid(Diagnostic::error(
            "app.simulator-no-rules",
        )));
    };
    let about = |(loaded, _): &Asked<'_>| loaded.spec.applies_to == kind;
    let rules: Vec<_> = in_force.into_iter().filter(about).collect();
    let panel = Panel::new(rules.iter().map(|(_, rule)| *rule), as_of);
    let answers = Answers::read(app, &panel, input);
    let standing = panel.ask(&answers.facts, &answers.skipped);
    let mut policies: Vec<_> = rules
        .iter()
        .map(|rule| simulated(app, *rule, &answers, as_of))
        .collect();
    policies.sort_by_key(|own| match own.answer {
        AnswerView::Yes => 0,
        AnswerView::Unknown => 1,
        AnswerView::No => 2,
    });
    let first = |question: &&Question| {
        let key = question.need.to_string();
        !(answers.unreadable.contains(&key) || input.ask.as_deref() == Some(&*key))
    };
    let mut questions: Vec<_> = standing.questions.iter().collect();
    questions.sort_by_key(first);
    let shown = questions.into_iter().take(AT_ONCE);
    Ok(Simulator {
        as_of,
        kind,
        kind_label,
        kinds,
        questions: shown.map(|one| question(app, one, &panel)).collect(),
        left: standing.questions.len() as u64,
        policies,
        answers: given(app, &answers),
        findings: answers.findings,
    })
}

/// The types rules are about, those with most first.
fn kinds(app: &App, rules: &[Asked<'_>]) -> Vec<(TypeId, Text, u64)> {
    let mut count: BTreeMap<&TypeId, u64> = BTreeMap::new();
    for (loaded, _) in rules {
        *count.entry(&loaded.spec.applies_to).or_default() += 1;
    }
    let mut kinds: Vec<_> = count
        .into_iter()
        .map(|(kind, n)| (kind.clone(), app.packs.type_label(kind), n))
        .collect();
    kinds.sort_by_key(|(.., n)| std::cmp::Reverse(*n));
    kinds
}

fn simulated(
    app: &App,
    (loaded, rule): Asked<'_>,
    answers: &Answers,
    as_of: NaiveDate,
) -> SimulatedRule {
    let program = rule.program(as_of);
    let facts = &answers.facts as &dyn julin_criteria::Facts;
    let table = program.columns.table([facts], as_of);
    let row = rule.row(&program, &table, 0);
    let words = |places: &[usize]| {
        let text = |place: &usize| rule.clauses.get(*place).map(|clause| clause.text.clone());
        places.iter().filter_map(text).collect()
    };
    SimulatedRule {
        rule: rule_line(app, loaded, as_of),
        answer: row.answer.into(),
        failing: words(&row.failing),
        open: words(&row.open),
        amount: match row.answer {
            Some(false) => None,
            _ => rule.amount(facts, as_of).map(|own| amount_view(app, own)),
        },
    }
}

/// The most words that are chosen from a list; of more, a code is typed.
const MOST_CHOICES: usize = 40;

fn question(app: &App, asked: &Question, panel: &Panel) -> NextQuestion {
    let field = FieldId::new(&asked.need.field).ok();
    let spec = field.as_ref().and_then(|id| app.packs.field(id));
    let unit = match &asked.kind {
        FieldKind::Number { unit } => unit.clone(),
        _ => None,
    };
    let choice = |word: &String| (word.clone(), app.packs.code_label(word));
    NextQuestion {
        key: asked.need.to_string(),
        label: field_label(app, &asked.need),
        years: asked.need.years,
        note: spec.map(|spec| spec.note.clone()).unwrap_or_default(),
        input: match asked.kind {
            FieldKind::Flag => QuestionInput::Flag,
            FieldKind::Number { .. } => QuestionInput::Number,
            FieldKind::Date => QuestionInput::Day,
            FieldKind::Set => QuestionInput::Set,
            FieldKind::Word if panel.is_code(&asked.need) => QuestionInput::Code,
            FieldKind::Word if asked.words.len() > MOST_CHOICES => QuestionInput::Code,
            FieldKind::Word => QuestionInput::Word,
        },
        unit_label: label_of(app, unit.as_deref()),
        unit,
        choices: asked.words.iter().map(choice).collect(),
        judgement: asked.judgement,
        rules: asked.rules as u64,
    }
}
