//! One rule for one entity on one day, with all reasons.

use super::condition::{basis, condition};
use super::facts::EntityFacts;
use super::gap::{amount_view, plans};
use super::origin::{Subject, Who, subject};
use super::rule::{compiled, find_rule, unit_label};
use super::rules::{day, rule_line};
use crate::as_of::moment;
use crate::call::{Answer, App, Call};
use crate::contract::{
    AskView, BarView, ClauseView, EntityLink, KnownValue, ReadingView, VerdictView,
};
use crate::error::AppError;
use crate::lookup::{Lookup, link};
use crate::packs::Loaded;
use julin_criteria::facts::Fact;
use julin_criteria::spec::CriteriaSpec;
use julin_criteria::verdict::{Bar, ClauseVerdict, Reading};
use julin_formula::Need;
use julin_model::{EntityId, FieldId, Text};
use julin_store::Tx;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Which rule, for whom, as of when, and as known when.
#[derive(Debug, Clone, Default)]
pub struct DecideInput {
    /// `<pack>/<name>`.
    pub rule: String,
    /// Identifier or exact name.
    pub entity: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// Only what was known at that time (RFC 3339); now when not given.
    pub known_at: Option<String>,
    /// A table of firms instead of the store; its first column says who.
    pub data: Option<PathBuf>,
}

/// The verdict with its reasons.
pub fn decide(app: &App, _call: &Call, input: &DecideInput) -> Answer<VerdictView> {
    let as_of = day(app, input.as_of.as_deref())?;
    let known_at = input.known_at.as_deref().map(moment).transpose()?;
    let loaded = find_rule(app, &input.rule)?;
    let rule = compiled(app, &input.rule)?;
    app.store.read(|tx| {
        let who = Who {
            entity: &input.entity,
            data: input.data.as_deref(),
            as_of,
            known_at,
        };
        let Subject {
            entity,
            known,
            source,
        } = subject(app, tx, rule, &who)?;
        let verdict = rule.decide(&known, as_of);
        let shown = Shown {
            app,
            loaded,
            known: &known,
        };
        let clauses: Vec<_> = verdict.clauses.iter().map(|c| shown.clause(c)).collect();
        let mut lookup = Lookup::new(app);
        if let Some(source) = source {
            lookup.know(&entity, source);
        }
        let mut statements = Vec::new();
        for id in clauses
            .iter()
            .flat_map(|clause| clause.readings.iter().filter_map(|r| r.statement))
            .collect::<BTreeSet<_>>()
        {
            if let Some(statement) = known.find(id) {
                statements.push(lookup.statement(tx, statement, false)?);
            }
        }
        Ok(VerdictView {
            entity,
            rule: rule_line(app, loaded, as_of),
            as_of,
            known_at: input.known_at.clone(),
            packs: app.packs.digest(),
            answer: verdict.answer.into(),
            targeted: verdict.targeted.into(),
            targeting: loaded
                .spec
                .targeting
                .as_ref()
                .map(|own| condition(app, loaded.pack, own)),
            asked_on: app.today(),
            conditions: condition(app, loaded.pack, &loaded.spec.conditions),
            sample: clauses.iter().any(|c| c.readings.iter().any(|r| r.sample)),
            clauses,
            asks: verdict.asks.iter().map(|a| ask(app, a)).collect(),
            gaps: plans(app, &rule.gap(&known, as_of)),
            margins: match verdict.answer {
                Some(true) => plans(app, &rule.margin(&known, as_of)),
                _ => Vec::new(),
            },
            amount: rule.amount(&known, as_of).map(|a| amount_view(app, a)),
            statements,
        })
    })
}

/// The entity as a link.
pub(super) fn entity_link(tx: &mut Tx, id: &EntityId) -> Result<EntityLink, AppError> {
    let found = tx.entity(id)?;
    let found = found.ok_or_else(|| AppError::not_found("entity", id.as_str()))?;
    Ok(link(&found.id, found.kind, found.name))
}

/// Fields by identifier, each once.
pub(super) fn field_ids(needs: &[Need]) -> Vec<FieldId> {
    let ids: BTreeSet<_> = needs
        .iter()
        .filter_map(|need| FieldId::new(&need.field).ok())
        .collect();
    ids.into_iter().collect()
}

/// A fact to ask for, with its name.
pub(super) fn ask(app: &App, ask: &julin_criteria::asks::Ask) -> AskView {
    AskView {
        field: ask.need.field.clone(),
        label: field_label(app, &ask.need),
        years: ask.need.years,
        settles: ask.settles,
        judgement: ask.judgement,
        decides: ask.decides,
    }
}

/// What a field is called.
pub(super) fn field_label(app: &App, need: &Need) -> Text {
    FieldId::new(&need.field)
        .map_or_else(|_| Text::same(&need.field), |id| app.packs.field_label(&id))
}

/// Turns the engine's reasons into views.
struct Shown<'a> {
    app: &'a App,
    loaded: &'a Loaded<CriteriaSpec>,
    known: &'a EntityFacts<'a>,
}

impl Shown<'_> {
    fn clause(&self, clause: &ClauseVerdict) -> ClauseView {
        let pack = self.loaded.pack;
        ClauseView {
            id: clause.id.clone(),
            text: clause.text.clone(),
            role: clause.role,
            judgement: clause.judgement,
            answer: clause.answer.into(),
            matters: clause.matters,
            readings: clause.readings.iter().map(|r| self.reading(r)).collect(),
            thresholds: clause.bars.iter().map(|b| self.bar(b)).collect(),
            basis: clause.basis.as_ref().map(|b| basis(self.app, pack, b)),
            trace: clause.trace.clone(),
        }
    }

    fn reading(&self, reading: &Reading) -> ReadingView {
        let statement = self.known.statement(&reading.need);
        ReadingView {
            field: reading.need.field.clone(),
            label: field_label(self.app, &reading.need),
            years: reading.need.years,
            value: reading.fact.as_ref().map(known_value),
            words: words(self.app, reading.fact.as_ref()),
            unit: reading.unit.clone(),
            unit_label: label_of(self.app, reading.unit.as_deref()),
            period: statement.and_then(|s| s.period),
            statement: statement.map(|s| s.id),
            sample: self.known.is_sample(&reading.need),
        }
    }

    fn bar(&self, bar: &Bar) -> BarView {
        let threshold = self.loaded.spec.thresholds.get(&bar.name);
        let label = threshold.map(|t| t.label.clone()).unwrap_or_default();
        BarView {
            id: bar.name.clone(),
            label,
            value: bar.value,
            unit: bar.unit.clone(),
            unit_label: unit_label(self.app, &bar.unit),
            basis: basis(self.app, self.loaded.pack, &bar.basis),
        }
    }
}

pub(super) fn label_of(app: &App, unit: Option<&str>) -> Text {
    unit.map_or_else(Text::default, |unit| unit_label(app, unit))
}

/// What the words of a fact are called.
pub(super) fn words(app: &App, fact: Option<&Fact>) -> Vec<Text> {
    let codes = match fact {
        Some(Fact::Word(word)) => std::slice::from_ref(word),
        Some(Fact::Set(members)) => members,
        _ => &[],
    };
    codes
        .iter()
        .map(|code| app.packs.code_label(code))
        .collect()
}

pub(super) fn known_value(fact: &Fact) -> KnownValue {
    match fact {
        Fact::Number(number) => KnownValue::Number(*number),
        Fact::Word(word) => KnownValue::Word(word.clone()),
        Fact::Set(members) => KnownValue::Set(members.clone()),
        Fact::Flag(yes) => KnownValue::Flag(*yes),
        Fact::Day(day) => KnownValue::Day(*day),
    }
}
