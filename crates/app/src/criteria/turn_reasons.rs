//! Why an answer turned: the clauses, the facts below them with their statements, the
//! numbers of the text, or the day that came.
//!
//! Must not know: which changes are listed.

use super::decide::{field_label, known_value, label_of, words};
use super::facts::EntityFacts;
use super::rule::unit_label;
use super::turned::{Slot, Turned, Vintage};
use crate::call::{Answer, App};
use crate::contract::{
    FactTurn, KnownAt, RuleLink, ThresholdTurn, TurnCause, TurnKind, TurnReason, TurnView,
};
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::spec::CriteriaSpec;
use julin_criteria::turn::{Asked, ClauseTurn, day_of_turn, fact_turns, threshold_turns};
use julin_criteria::{Fact, Rule};
use julin_formula::Need;
use julin_model::{EntityId, Statement, Text};
use julin_store::{Span, StatementFilter, Tx};
use std::collections::BTreeMap;

/// Turns found answers into views, reading what is known of their entities once.
pub struct Reasons<'a> {
    app: &'a App,
    span: Span,
    /// Statements at the two times, by entity.
    known: [BTreeMap<EntityId, Vec<Statement>>; 2],
}

/// A rule as a link.
pub fn rule_link(loaded: &Loaded<CriteriaSpec>) -> RuleLink {
    (loaded.id.clone(), loaded.spec.title.clone())
}

/// The first day of the later rule, or the day after the last of the former.
pub fn day_of_rule(slot: &Slot<'_>) -> Option<NaiveDate> {
    let window = |own: &Option<Vintage<'_>>| own.as_ref().map(|v| v.loaded.spec.effective);
    match window(&slot.later) {
        Some(later) => later.from,
        None => window(&slot.former)?.to?.succ_opt(),
    }
}

impl<'a> Reasons<'a> {
    /// For these entities.
    pub fn new(app: &'a App, tx: &mut Tx, span: Span, entities: &[EntityId]) -> Answer<Self> {
        let mut known = [BTreeMap::new(), BTreeMap::new()];
        if !entities.is_empty() {
            for (side, known_at) in known.iter_mut().zip([span.known.0, span.known.1]) {
                let filter = StatementFilter {
                    entities: entities.to_vec(),
                    known_at: Some(known_at),
                    ..StatementFilter::default()
                };
                for statement in tx.statements(&filter)? {
                    let own: &mut Vec<_> = side.entry(statement.entity.clone()).or_default();
                    own.push(statement);
                }
            }
        }
        Ok(Self { app, span, known })
    }

    /// One change with its reasons.
    pub fn view(&self, tx: &mut Tx, slot: &Slot<'_>, turned: &Turned) -> Answer<TurnView> {
        let id = &turned.entity.id;
        let (since, until) = self.span.days;
        let (before, after) = (self.facts(0, id, since), self.facts(1, id, until));
        let mut reasons = Vec::new();
        for turn in &turned.clauses {
            reasons.push(self.reason(slot, turn, (&before, &after))?);
        }
        let (cause, day) = self.cause(slot, turned);
        let recorded = self.recorded(tx, &reasons)?;
        let on = match cause {
            TurnCause::Rule => day_of_rule(slot),
            TurnCause::Day => day,
            TurnCause::Known => recorded,
            TurnCause::Both => day.max(recorded),
            TurnCause::Entity => {
                let all = self.known[1].get(id).into_iter().flatten();
                all.map(|s| s.recorded_at.date_naive()).min()
            }
        };
        let former = slot
            .former
            .as_ref()
            .filter(|_| !slot.stays() && slot.later.is_some());
        Ok(TurnView {
            kind: turned.kind,
            entity: turned.entity.clone(),
            rule: rule_link(slot.shown()),
            former: former.map(|own| rule_link(own.loaded)),
            was: turned.was.as_ref().map(|own| own.row.reach),
            is: turned.is.as_ref().map(|own| own.row.reach),
            cause,
            on,
            reasons,
            missing: missing(slot, turned),
            muted_by: Vec::new(),
        })
    }

    fn facts(&self, side: usize, id: &EntityId, day: NaiveDate) -> EntityFacts<'a> {
        let statements = self.known[side].get(id).cloned().unwrap_or_default();
        EntityFacts::of(self.app, statements, day)
    }

    /// What made the answer turn, and on which day where time did.
    fn cause(&self, slot: &Slot<'_>, turned: &Turned) -> (TurnCause, Option<NaiveDate>) {
        let (Some(former), Some(later), true) = (&slot.former, &slot.later, slot.stays()) else {
            return (TurnCause::Rule, None);
        };
        if turned.new {
            return (TurnCause::Entity, None);
        }
        let was = turned.was.as_ref().map(|own| &own.row);
        let turns = |asked: &Asked<'_>, side: usize| {
            let facts = self.facts(side, &turned.entity.id, asked.day);
            TurnKind::of(was, Some(&asked.standing(&facts).row)) == Some(turned.kind)
        };
        let day = |side: usize| {
            let on = |day: NaiveDate| turns(&Asked::new(later.asked.rule, day), side);
            Some(day_of_turn(self.span.days, on))
        };
        if turns(&later.asked, 0) {
            (TurnCause::Day, day(0))
        } else if turns(&former.asked, 1) {
            (TurnCause::Known, None)
        } else {
            (TurnCause::Both, day(1))
        }
    }

    /// When the facts of the reasons became known, or ceased to be: the last of those days.
    fn recorded(&self, tx: &mut Tx, reasons: &[TurnReason]) -> Answer<Option<NaiveDate>> {
        let mut last = None;
        for fact in reasons.iter().flat_map(|reason| &reason.facts) {
            let new = |at: &&KnownAt| at.recorded > Some(self.span.known.0.date_naive());
            let ended = match (&fact.was, fact.is.as_ref().filter(new)) {
                (_, Some(is)) => is.recorded,
                (Some(was), None) => {
                    let told = was.statement.map(|id| tx.statement(id)).transpose()?;
                    let ended = told.flatten().and_then(|statement| statement.ended_at);
                    ended.map(|at| at.date_naive())
                }
                (None, None) => fact.is.as_ref().and_then(|is| is.recorded),
            };
            last = last.max(ended);
        }
        Ok(last)
    }

    fn reason(
        &self,
        slot: &Slot<'_>,
        turn: &ClauseTurn,
        (before, after): (&EntityFacts<'_>, &EntityFacts<'_>),
    ) -> Answer<TurnReason> {
        let gone = turn.is.is_none();
        let told = if gone { &slot.former } else { &slot.later };
        let Some(told) = told else {
            return Err(crate::error::AppError::internal("turn-without-rule"));
        };
        let rule: &Rule = told.asked.rule;
        let facts = fact_turns(rule, turn.place, before, after).into_iter();
        let facts = facts.map(|(need, was, is)| FactTurn {
            field: need.field.clone(),
            label: field_label(self.app, &need),
            years: need.years,
            unit: unit_of(rule, &need),
            unit_label: label_of(self.app, unit_of(rule, &need).as_deref()),
            was: was.map(|fact| self.known_at(before, &need, &fact)),
            is: is.map(|fact| self.known_at(after, &need, &fact)),
        });
        let facts = facts.collect();
        let thresholds = match (&slot.former, &slot.later) {
            (Some(former), Some(later)) if !gone => {
                let sides = [former, later].map(|own| (own.asked.rule, own.asked.day));
                threshold_turns(sides[0], sides[1], turn.place)
            }
            _ => Vec::new(),
        };
        let threshold = |(name, was, is): (String, Option<f64>, Option<f64>)| {
            let spec = told.loaded.spec.thresholds.get(&name);
            let unit = spec.map(|own| own.unit.clone()).unwrap_or_default();
            let label = spec.map(|own| own.label.clone()).unwrap_or_default();
            ThresholdTurn {
                label: if label.is_empty() {
                    Text::same(&name)
                } else {
                    label
                },
                was,
                is,
                unit_label: unit_label(self.app, &unit),
                unit,
            }
        };
        Ok(TurnReason {
            clause: turn.id.clone(),
            text: rule.clauses[turn.place].text.clone(),
            was: turn.was.map(Into::into),
            is: turn.is.map(Into::into),
            facts,
            thresholds: thresholds.into_iter().map(threshold).collect(),
        })
    }

    fn known_at(&self, known: &EntityFacts<'_>, need: &Need, fact: &Fact) -> KnownAt {
        let statement = known.statement(need);
        KnownAt {
            value: known_value(fact),
            words: words(self.app, Some(fact)),
            statement: statement.map(|own| own.id),
            recorded: statement.map(|own| own.recorded_at.date_naive()),
            sample: known.is_sample(need),
        }
    }
}

fn unit_of(rule: &Rule, need: &Need) -> Option<String> {
    let scale = rule.names.fields.get(&need.field)?.scale.as_ref()?;
    Some(scale.unit.clone())
}

/// What stands in the way now, or is open.
fn missing(slot: &Slot<'_>, turned: &Turned) -> Vec<Text> {
    let (Some(later), Some(is)) = (&slot.later, &turned.is) else {
        return Vec::new();
    };
    let places = is.row.failing.iter().chain(&is.row.open);
    let text = |place: &usize| later.asked.rule.clauses[*place].text.clone();
    places.map(text).collect()
}
