//! What is known of an entity on a day, as rules ask for it: values in the units of the
//! dictionary, and the statement each rests on. Statements come from the store, or from
//! the cells of a table.

use crate::call::App;
use crate::error::AppError;
use crate::set_words::set_of_words;
use chrono::NaiveDate;
use julin_criteria::dictionary::Scale;
use julin_criteria::facts::Facts;
use julin_formula::Need;
use julin_model::{
    EntityId, FieldId, Finding, Period, Profile, Statement, StatementId, Status, Text, Trace,
    TypeId, Value,
};
use julin_store::{StatementFilter, Tx};
use std::collections::BTreeMap;

/// What is known of one entity.
pub struct EntityFacts<'a> {
    app: &'a App,
    day: NaiveDate,
    known: Known,
}

/// What was stated: over the years in the store, cell by cell in a table.
enum Known {
    Findings(BTreeMap<FieldId, Finding>),
    Cells(BTreeMap<Need, Statement>),
}

/// Whose facts, of which fields.
pub struct Wanted<'a> {
    /// These entities; all of the type when empty.
    pub entities: Vec<EntityId>,
    /// Type of the entities.
    pub kind: &'a TypeId,
    /// Fields asked for; all when empty.
    pub fields: Vec<FieldId>,
    /// Only what was known at that moment.
    pub known_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Reads the facts of entities as of a day, by entity. Entities of which nothing is known
/// are not listed.
pub fn facts<'a>(
    app: &'a App,
    tx: &mut Tx,
    wanted: Wanted<'_>,
    day: NaiveDate,
) -> Result<BTreeMap<EntityId, EntityFacts<'a>>, AppError> {
    let filter = StatementFilter {
        kind: wanted.entities.is_empty().then(|| wanted.kind.clone()),
        entities: wanted.entities,
        fields: wanted.fields,
        known_at: wanted.known_at,
        ..StatementFilter::default()
    };
    let mut by_entity: BTreeMap<EntityId, Vec<Statement>> = BTreeMap::new();
    for statement in tx.statements(&filter)? {
        let own = by_entity.entry(statement.entity.clone()).or_default();
        own.push(statement);
    }
    let one = |(id, statements)| (id, EntityFacts::of(app, statements, day));
    Ok(by_entity.into_iter().map(one).collect())
}

impl<'a> EntityFacts<'a> {
    /// The facts among the statements about one entity. Targets and narrower scopes are
    /// set aside; generated figures stand in only where there is no fact.
    pub fn of(app: &'a App, statements: Vec<Statement>, day: NaiveDate) -> Self {
        let aside = |s: &Statement| s.scope.is_some() || s.status == Status::Target;
        let kept = statements.into_iter().filter(|s| !aside(s));
        let mut findings = BTreeMap::new();
        for finding in Profile::of(kept, day).findings {
            findings
                .entry(finding.preferred.field.clone())
                .or_insert(finding);
        }
        let known = Known::Findings(findings);
        Self { app, day, known }
    }

    /// The facts in a row of a table.
    pub fn of_cells(app: &'a App, cells: BTreeMap<Need, Statement>, day: NaiveDate) -> Self {
        let known = Known::Cells(cells);
        Self { app, day, known }
    }

    /// The statement an answer about a need rests on.
    pub fn statement(&self, need: &Need) -> Option<&Statement> {
        let findings = match &self.known {
            Known::Cells(cells) => return cells.get(need),
            Known::Findings(findings) => findings,
        };
        let finding = findings.get(&FieldId::new(&need.field).ok()?)?;
        let Some(years) = i32::try_from(need.years).ok().filter(|years| *years > 0) else {
            return Some(&finding.preferred);
        };
        let wanted = finding.preferred.period?.year() - years;
        let told = |s: &&Statement| s.period.map(Period::year) == Some(wanted);
        finding.earlier.iter().find(told)
    }

    /// A statement about the entity.
    pub fn find(&self, id: StatementId) -> Option<&Statement> {
        self.statements().find(|statement| statement.id == id)
    }

    /// All statements about the entity that were read.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        let (cells, findings) = match &self.known {
            Known::Cells(cells) => (Some(cells), None),
            Known::Findings(findings) => (None, Some(findings)),
        };
        let cells = cells.into_iter().flat_map(BTreeMap::values);
        let findings = findings.into_iter().flat_map(BTreeMap::values);
        cells.chain(findings.flat_map(|finding| {
            let preferred = std::iter::once(&finding.preferred);
            preferred.chain(&finding.others).chain(&finding.earlier)
        }))
    }

    /// The statement that puts a word into a set on the day.
    pub fn tells_word(&self, need: &Need, word: &str) -> Option<&Statement> {
        let tells = |s: &&Statement| match &s.value {
            Value::Word(words) => set_of_words(&self.app.packs, words)
                .iter()
                .any(|own| own == word),
            _ => false,
        };
        match &self.known {
            Known::Cells(cells) => cells.get(need).filter(tells),
            Known::Findings(findings) => {
                let finding = findings.get(&FieldId::new(&need.field).ok()?)?;
                self.holding(finding).into_iter().find(tells)
            }
        }
    }

    /// True when the value is a generated one.
    pub fn is_sample(&self, need: &Need) -> bool {
        let told = self.statement(need);
        told.is_some_and(|statement| statement.status == Status::Sample)
    }

    /// What holds on the day: statements whose period covers it, or, when none does, the
    /// latest ones.
    fn holding<'f>(&self, finding: &'f Finding) -> Vec<&'f Statement> {
        let told = || {
            let preferred = std::iter::once(&finding.preferred);
            preferred.chain(&finding.others).chain(&finding.earlier)
        };
        let covers = |s: &&Statement| {
            let covered = |p: Period| p.first() <= self.day && self.day <= p.last();
            s.period.is_none_or(covered)
        };
        let now: Vec<_> = told().filter(covers).collect();
        if now.is_empty() {
            let latest = finding.preferred.period;
            return told().filter(|s| s.period == latest).collect();
        }
        now
    }
}

impl Facts for EntityFacts<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        let statement = self.statement(need)?;
        match &statement.value {
            Value::Number(number) => {
                let unit = statement.unit.clone();
                let own = self.app.packs.field(&statement.field);
                let unit = unit.or_else(|| own.and_then(|field| field.unit.clone()));
                let scale = unit.and_then(|unit| Scale::of(&unit, &*self.app.packs));
                Some(Value::Number(
                    scale.map_or(*number, |scale| scale.to_base(*number)),
                ))
            }
            Value::Text(text) => Some(Value::Word(text.zh.clone())),
            Value::Entity { entity } => Some(Value::Word(entity.to_string())),
            other => Some(other.clone()),
        }
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        let holding = match &self.known {
            Known::Cells(cells) => vec![cells.get(need)?],
            Known::Findings(findings) => {
                let finding = findings.get(&FieldId::new(&need.field).ok()?)?;
                self.holding(finding)
            }
        };
        let mut members = Vec::new();
        for statement in holding {
            if let Value::Word(words) = &statement.value {
                members.extend(set_of_words(&self.app.packs, words));
            }
        }
        Some(members)
    }

    fn trace(&self, need: &Need) -> Trace {
        let told = self.statement(need);
        let value = told.and_then(|statement| statement.value.number());
        let label = FieldId::new(&need.field).map(|id| self.app.packs.field_label(&id));
        let label = label.unwrap_or_else(|_| Text::same(&need.field));
        let mut trace = Trace::new(label, "formula.step.field", value).with("field", &need.field);
        trace.id = Some(need.to_string());
        trace.unit = told.and_then(|statement| statement.unit.clone());
        trace.statement = told.map(|statement| statement.id);
        trace
    }
}
