//! One survey: what the members of a round answered together, what a group answered, and
//! where one member stands.
//!
//! What may be shown is decided over all groups at once, whichever one is asked for.

use super::survey_answers::{Held, answers, groups, question_about, read_answer, said};
use super::surveys::survey_line;
use crate::call::{Answer, App, Call};
use crate::contract::{
    CellView, GroupChoice, OwnView, QuestionSection, QuestionView, RoundView, ShareView,
    StatementView, SurveyView,
};
use crate::data::find_entity;
use crate::error::AppError;
use crate::lookup::Lookup;
use crate::packs::Loaded;
use julin_measure::survey::{
    self as engine, Answers, Cell, QuestionKind, QuestionSpec, SurveySpec, Table,
};
use julin_model::{Diagnostic, EntityId, Finding, Profile, Statement, Status};
use julin_store::{StatementFilter, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// Which survey and round, which group, which member.
#[derive(Debug, Clone, Default)]
pub struct SurveyInput {
    /// `<pack>/<name>`.
    pub id: String,
    /// Round; the latest with answers when not given, else the latest.
    pub round: Option<String>,
    /// Group as `field=value`.
    pub group: Option<String>,
    /// Member: identifier or exact name.
    pub unit: Option<String>,
}

/// Groups of one field that are told apart at most; a name or a number is no group.
const MOST_GROUPS: usize = 60;

/// A survey with its aggregates.
pub fn survey(app: &App, _call: &Call, input: &SurveyInput) -> Answer<SurveyView> {
    let known = app.packs.survey(&input.id);
    let survey = known.ok_or_else(|| AppError::not_found("survey", &input.id))?;
    app.store.read(|tx| {
        let line = survey_line(app, tx, survey)?;
        let at = chosen_round(&line.rounds, input.round.as_deref())?;
        let spec = &survey.spec;
        let held = answers(tx, spec, &spec.rounds[at])?;
        let unit = input.unit.as_deref();
        let unit = unit.map(|id| find_entity(tx, id)).transpose()?;
        let mut asking = Asking::new(app, survey, held);
        let group = asking.chosen_group(input.group.as_deref())?;
        let mut sections = Vec::new();
        for section in &spec.groups {
            let mut questions = Vec::new();
            for question in &section.questions {
                questions.push(asking.question(tx, question, group, unit.as_ref())?);
            }
            sections.push(QuestionSection {
                id: section.id.clone(),
                label: section.label.clone(),
                confidence: section.confidence.map(|c| format!("{c:?}")),
                questions,
            });
        }
        let members: Vec<EntityId> = asking.held.keys().cloned().collect();
        let mut units = Vec::new();
        for member in &members {
            units.push(asking.lookup.entity(tx, member)?);
        }
        if let Some(id) = unit.as_ref().filter(|id| !asking.held.contains_key(id)) {
            let silent = Diagnostic::note("app.survey-no-answer").with("unit", id);
            asking.diagnostics.push(silent);
        }
        let choices = asking.choices();
        Ok(SurveyView {
            round: line.rounds[at].clone(),
            line,
            reference: app
                .packs
                .reference_title(survey.pack, spec.reference.as_deref()),
            note: spec.note.clone(),
            group: group.map(|at| choices[at].clone()),
            groups: choices,
            units,
            unit: unit.map(|id| asking.lookup.entity(tx, &id)).transpose()?,
            sections,
            diagnostics: asking.diagnostics,
        })
    })
}

/// The round asked for, the latest with answers, or the latest.
fn chosen_round(rounds: &[RoundView], wanted: Option<&str>) -> Result<usize, AppError> {
    let none = || AppError::not_found("round", wanted.unwrap_or("—"));
    if let Some(wanted) = wanted {
        return rounds.iter().position(|r| r.id == wanted).ok_or_else(none);
    }
    let with_answers = rounds.iter().rposition(|r| r.held > 0);
    with_answers
        .or(rounds.len().checked_sub(1))
        .ok_or_else(none)
}

/// One field members are grouped by.
struct Grouping {
    field: julin_model::FieldId,
    values: Vec<String>,
    /// Per member, in order of identifier.
    of: Vec<Option<usize>>,
}

struct Asking<'a> {
    app: &'a App,
    lookup: Lookup<'a>,
    spec: &'a SurveySpec,
    held: Held,
    groupings: Vec<Grouping>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Asking<'a> {
    fn new(app: &'a App, survey: &'a Loaded<SurveySpec>, held: Held) -> Self {
        let mut diagnostics = Vec::new();
        let mut groupings = Vec::new();
        for field in &survey.spec.group_by {
            let found = groups(&held, &survey.spec, field);
            if found.len() > MOST_GROUPS {
                let many = Diagnostic::warning("app.survey-too-many-groups")
                    .with("field", field)
                    .with("found", found.len())
                    .with("most", MOST_GROUPS);
                diagnostics.push(many);
                continue;
            }
            groupings.push(grouping(&held, field.clone(), &found));
        }
        Self {
            app,
            lookup: Lookup::new(app),
            spec: &survey.spec,
            held,
            groupings,
            diagnostics,
        }
    }

    /// Every group that can be asked for, field by field.
    fn choices(&self) -> Vec<GroupChoice> {
        let of = |grouping: &Grouping| {
            let (field, label) = (
                grouping.field.to_string(),
                self.app.packs.field_label(&grouping.field),
            );
            let question = question_about(self.spec, &grouping.field);
            let named = move |value: &String| {
                let mut options = question.iter().flat_map(|q| &q.options);
                let option = options.find(|option| option.id == *value);
                option.map_or_else(|| self.app.packs.code_label(value), |o| o.label.clone())
            };
            let choice = move |value: &String| GroupChoice {
                field: field.clone(),
                field_label: label.clone(),
                value: value.clone(),
                label: named(value),
            };
            grouping.values.iter().map(choice).collect::<Vec<_>>()
        };
        self.groupings.iter().flat_map(of).collect()
    }

    /// The position of the group asked for among the choices.
    fn chosen_group(&self, wanted: Option<&str>) -> Result<Option<usize>, AppError> {
        let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else {
            return Ok(None);
        };
        let (field, value) = wanted.split_once('=').unwrap_or((wanted, ""));
        let (field, value) = (field.trim(), value.trim());
        if !self.spec.group_by.iter().any(|f| f.as_str() == field) {
            let fields: Vec<_> = self.spec.group_by.iter().map(|f| f.as_str()).collect();
            let not = Diagnostic::error("app.survey-not-grouped")
                .with("field", field)
                .with("fields", fields.join(", "));
            return Err(AppError::invalid(not));
        }
        let choices = self.choices();
        let found = choices
            .iter()
            .position(|c| c.field == field && c.value == value);
        let none = || AppError::not_found("group", wanted);
        found.map(Some).ok_or_else(none)
    }

    fn question(
        &mut self,
        tx: &mut Tx,
        question: &QuestionSpec,
        group: Option<usize>,
        unit: Option<&EntityId>,
    ) -> Answer<QuestionView> {
        let given = self.answers_to(question);
        let table = question
            .field
            .as_ref()
            .map(|_| self.table(question, &given));
        let cell = group.and_then(|at| table.as_ref()?.groups.iter().flatten().nth(at));
        let unit_code = self.unit_of(question);
        let units = self.app.packs.units();
        let label = unit_code
            .as_deref()
            .and_then(|code| units.get(code))
            .map(|unit| unit.label.clone());
        let local = question.local_field.as_ref();
        let shown = cell.or(table.as_ref().map(|table| &table.all));
        let own = match (unit, shown) {
            (Some(unit), Some(shown)) => self.own(tx, question, &given, (unit, group, shown))?,
            _ => None,
        };
        Ok(QuestionView {
            id: question.id.clone(),
            label: question.label.clone(),
            kind: question.kind.code().to_owned(),
            unit_label: label.unwrap_or_default(),
            unit: unit_code,
            definition: question.definition.clone(),
            local: question.local.clone(),
            local_field: local
                .map(|field| self.app.packs.field_label(field))
                .unwrap_or_default(),
            confidence: question.confidence.map(|c| format!("{c:?}")),
            note: question.note.clone(),
            field: question.field.as_ref().map(ToString::to_string),
            all: table.as_ref().map(|table| cell_view(question, &table.all)),
            group: cell.map(|cell| cell_view(question, cell)),
            own,
            published: self.published(tx, question)?,
        })
    }

    /// Answers in order of members; what is no answer is told once.
    fn answers_to(&mut self, question: &QuestionSpec) -> Vec<Option<engine::Answer>> {
        let mut bad = 0_usize;
        let factor = |statement: &Statement| self.factor(question, statement);
        let mut given = Vec::new();
        for member in self.held.keys() {
            let statement = said(&self.held, member, question);
            let answer = statement.and_then(|s| read_answer(s, question, factor));
            bad += usize::from(statement.is_some() && answer.is_none());
            given.push(answer);
        }
        if bad > 0 {
            let found = Diagnostic::warning("app.survey-bad-answers")
                .with("question", &question.id)
                .with("count", bad);
            self.diagnostics.push(found);
        }
        given
    }

    fn unit_of(&self, question: &QuestionSpec) -> Option<String> {
        let field = self.app.packs.field(question.field.as_ref()?)?;
        field.unit.clone()
    }

    /// By what an answer is multiplied to be in the unit of the question.
    fn factor(&self, question: &QuestionSpec, statement: &Statement) -> Option<f64> {
        let unit = self.unit_of(question);
        let (Some(from), Some(to)) = (statement.unit.as_deref(), unit.as_deref()) else {
            return Some(1.0);
        };
        self.app.packs.units().factor(from, to).ok()
    }

    fn table(&self, question: &QuestionSpec, given: &[Option<engine::Answer>]) -> Table {
        let groups: Vec<_> = self.groupings.iter().map(|g| g.of.clone()).collect();
        engine::question(&Answers {
            answers: given,
            options: match question.kind {
                QuestionKind::Number => 0,
                QuestionKind::YesNo => 2,
                QuestionKind::Choice => question.options.len(),
            },
            groups: &groups,
            minimum: self.spec.minimum_group,
        })
    }

    /// The member's own answer, and its place where the group may be shown.
    fn own(
        &mut self,
        tx: &mut Tx,
        question: &QuestionSpec,
        given: &[Option<engine::Answer>],
        (unit, group, shown): (&EntityId, Option<usize>, &Cell),
    ) -> Answer<Option<OwnView>> {
        let Some(statement) = said(&self.held, unit, question).cloned() else {
            return Ok(None);
        };
        let member = self.held.keys().position(|id| id == unit);
        let Some((member, own)) = member.and_then(|at| Some((at, given[at].clone()?))) else {
            return Ok(None);
        };
        let answer = self.lookup.statement(tx, &statement, false)?;
        let view = OwnView {
            answer,
            option: None,
            rank: None,
            of: None,
            percentile: None,
        };
        let own = match own {
            engine::Answer::Option(at) => {
                let option = option_ids(question).nth(at);
                return Ok(Some(OwnView { option, ..view }));
            }
            engine::Answer::Number(own) => own,
        };
        if shown.hidden.is_some() {
            return Ok(Some(view));
        }
        let inside = self.members_of(group);
        let others = (0..given.len()).filter(|i| *i != member && inside.contains(i));
        let number = |i: usize| match given[i] {
            Some(engine::Answer::Number(n)) => Some(n),
            _ => None,
        };
        let others: Vec<f64> = others.filter_map(number).collect();
        if !inside.contains(&member) {
            return Ok(Some(view));
        }
        let place = engine::position(own, &others, question.direction);
        Ok(Some(OwnView {
            rank: Some(place.rank as u32),
            of: Some(place.of as u32),
            percentile: Some(place.percentile),
            ..view
        }))
    }

    /// Members of a group by position; all when no group is asked for.
    fn members_of(&self, group: Option<usize>) -> BTreeSet<usize> {
        let Some(mut at) = group else {
            return (0..self.held.len()).collect();
        };
        for grouping in &self.groupings {
            if at < grouping.values.len() {
                let of = grouping.of.iter().enumerate();
                return of
                    .filter(|(_, g)| **g == Some(at))
                    .map(|(i, _)| i)
                    .collect();
            }
            at -= grouping.values.len();
        }
        BTreeSet::new()
    }

    /// Results the holder published, newest first.
    fn published(&mut self, tx: &mut Tx, question: &QuestionSpec) -> Answer<Vec<StatementView>> {
        let Some(holder) = self
            .spec
            .holder
            .as_ref()
            .filter(|_| !question.published.is_empty())
        else {
            return Ok(Vec::new());
        };
        let filter = StatementFilter {
            entities: vec![holder.clone()],
            fields: question.published.clone(),
            ..StatementFilter::default()
        };
        let facts = |s: &Statement| !matches!(s.status, Status::Target | Status::Sample);
        let statements: Vec<_> = tx.statements(&filter)?.into_iter().filter(facts).collect();
        let mut views = Vec::new();
        for finding in Profile::of(statements, chrono::NaiveDate::MAX).findings {
            let Finding {
                preferred, earlier, ..
            } = finding;
            for statement in std::iter::once(preferred).chain(earlier) {
                views.push(self.lookup.statement(tx, &statement, false)?);
            }
        }
        Ok(views)
    }
}

fn grouping(
    held: &Held,
    field: julin_model::FieldId,
    found: &BTreeMap<String, BTreeSet<EntityId>>,
) -> Grouping {
    let of = |member: &EntityId| found.values().position(|members| members.contains(member));
    Grouping {
        field,
        values: found.keys().cloned().collect(),
        of: held.keys().map(of).collect(),
    }
}

fn option_ids(question: &QuestionSpec) -> Box<dyn Iterator<Item = String> + '_> {
    match question.kind {
        QuestionKind::YesNo => Box::new(["yes", "no"].into_iter().map(str::to_owned)),
        _ => Box::new(question.options.iter().map(|o| o.id.clone())),
    }
}

fn cell_view(question: &QuestionSpec, cell: &Cell) -> CellView {
    let label = |at: usize| question.options.get(at).map(|o| o.label.clone());
    let share = |(at, (share, id)): (usize, (&engine::Share, String))| ShareView {
        id,
        label: label(at).unwrap_or_default(),
        share: share.share,
        hidden: share.hidden.map(|why| why.code().to_owned()),
    };
    let shares = cell.shares.iter().zip(option_ids(question)).enumerate();
    CellView {
        answers: cell.answers.map(|n| n as u32),
        hidden: cell.hidden.map(|why| why.code().to_owned()),
        quartiles: cell.quartiles.map(|q| [q.lower, q.median, q.upper]),
        shares: shares.map(share).collect(),
    }
}
