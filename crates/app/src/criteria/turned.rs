//! Whose answers turned between two times. Asked are only pairs that can differ: entities
//! about which something else is known or holds, for the rules that read it; and everybody,
//! for the rules that the days alone may turn or that began, ended or were replaced.
//!
//! Must not know: what is muted, how it is told.

use super::decide::field_ids;
use super::facts::{EntityFacts, Wanted, facts};
use crate::call::{Answer, App};
use crate::contract::{EntityLink, TurnKind};
use crate::lookup::link;
use crate::packs::Loaded;
use chrono::{DateTime, NaiveDate, Utc};
use julin_criteria::matters::matters;
use julin_criteria::spec::CriteriaSpec;
use julin_criteria::turn::{Asked, ClauseTurn, Standing, clause_turns};
use julin_criteria::{Affected, Facts, Rule, successions};
use julin_formula::Need;
use julin_model::{EntityId, TypeId};
use julin_store::{EntityFilter, Span, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// Entities read one by one at most; of more, the whole type is read.
const FEW: usize = 500;

/// A rule on one of two days.
#[derive(Clone)]
pub struct Vintage<'a> {
    pub loaded: &'a Loaded<CriteriaSpec>,
    pub asked: Asked<'a>,
}

/// A rule on both days; at least one of them has it.
pub struct Slot<'a> {
    pub former: Option<Vintage<'a>>,
    pub later: Option<Vintage<'a>>,
}

impl<'a> Slot<'a> {
    /// The rule it is told by.
    pub fn shown(&self) -> &'a Loaded<CriteriaSpec> {
        let vintages = [&self.later, &self.former];
        let found = vintages.into_iter().flatten().next();
        found.map_or_else(|| unreachable!("a slot has a rule"), |own| own.loaded)
    }

    /// True when the same rule is in force on both days.
    pub fn stays(&self) -> bool {
        match (&self.former, &self.later) {
            (Some(former), Some(later)) => former.loaded.id == later.loaded.id,
            _ => false,
        }
    }

    /// True when it is or was the rule of this identifier.
    pub fn has(&self, id: &str) -> bool {
        let vintages = [&self.former, &self.later];
        vintages
            .into_iter()
            .flatten()
            .any(|own| own.loaded.id == id)
    }

    fn needs(&self) -> Vec<Need> {
        let vintages = [&self.former, &self.later].into_iter().flatten();
        vintages
            .flat_map(|own| own.asked.rule.condition_reads())
            .collect()
    }
}

/// An answer that turned.
pub struct Turned {
    pub entity: EntityLink,
    /// Place of the slot.
    pub slot: usize,
    pub kind: TurnKind,
    /// Nobody knew of the entity before.
    pub new: bool,
    pub was: Option<Standing>,
    pub is: Option<Standing>,
    /// The clauses that turned and count for the answer.
    pub clauses: Vec<ClauseTurn>,
}

/// What is compared, and for whom.
pub struct Question<'q> {
    pub span: Span,
    /// Only slots with this rule.
    pub rule: Option<&'q str>,
    /// Only this entity.
    pub entity: Option<&'q EntityId>,
}

/// What was found.
#[derive(Default)]
pub struct Found<'a> {
    pub slots: Vec<Slot<'a>>,
    pub turned: Vec<Turned>,
    pub pairs: u64,
    pub asked: u64,
    /// When anything was recorded first.
    pub first: Option<DateTime<Utc>>,
}

/// Compares the two times.
pub fn turned<'a>(app: &'a App, tx: &mut Tx, question: &Question<'_>) -> Answer<Found<'a>> {
    let mut found = Found {
        slots: slots(app, question),
        ..Found::default()
    };
    let kinds: BTreeSet<&TypeId> = found
        .slots
        .iter()
        .map(|s| &s.shown().spec.applies_to)
        .collect();
    let kinds: Vec<TypeId> = kinds.into_iter().cloned().collect();
    for kind in &kinds {
        of_kind(app, tx, question, kind, &mut found)?;
    }
    Ok(found)
}

/// The rules in force on one day or both.
fn slots<'a>(app: &'a App, question: &Question<'_>) -> Vec<Slot<'a>> {
    let (since, until) = question.span.days;
    let sound: Vec<_> = app
        .packs
        .rules()
        .filter_map(|loaded| Some((loaded, app.packs.compiled_rule(&loaded.id)?)))
        .collect();
    let specs: Vec<_> = sound.iter().map(|(loaded, _)| &loaded.spec).collect();
    let vintage = |place: Option<usize>, day: NaiveDate| {
        let (loaded, rule) = sound[place?];
        let asked = Asked::new(rule, day);
        Some(Vintage { loaded, asked })
    };
    let wanted = |id: usize| question.rule.is_none_or(|rule| sound[id].0.id == rule);
    successions(&specs, (since, until))
        .into_iter()
        .filter(|one| [one.former, one.later].into_iter().flatten().any(wanted))
        .map(|one| Slot {
            former: vintage(one.former, since),
            later: vintage(one.later, until),
        })
        .collect()
}

/// What is known of one entity at both times; nothing where it is not listed.
struct Known<'a> {
    before: BTreeMap<EntityId, EntityFacts<'a>>,
    after: BTreeMap<EntityId, EntityFacts<'a>>,
}

fn of_kind<'a>(
    app: &'a App,
    tx: &mut Tx,
    question: &Question<'_>,
    kind: &TypeId,
    found: &mut Found<'a>,
) -> Answer<()> {
    let filter = EntityFilter {
        kind: Some(kind.clone()),
        ..EntityFilter::default()
    };
    let mut lines = tx.entities(&filter)?;
    lines.retain(|line| question.entity.is_none_or(|only| line.id == *only));
    let own: Vec<usize> = (0..found.slots.len())
        .filter(|place| found.slots[*place].shown().spec.applies_to == *kind)
        .collect();
    found.pairs += (lines.len() * own.len()) as u64;
    let touched = match question.entity {
        Some(only) => BTreeSet::from([only.clone()]),
        None => {
            let touched = tx.touched(kind, &question.span)?;
            found.first = touched.first;
            touched.entities
        }
    };
    let reach = Reached::new(found, &own, question.span.days);
    let known = known(app, tx, question, &touched, (found, kind, &own))?;
    let rest = rest(app, tx, question, kind, (found, &reach))?;
    let nothing = [question.span.days.0, question.span.days.1]
        .map(|day| EntityFacts::of(app, Vec::new(), day));
    for line in lines {
        let new = known.after.contains_key(&line.id) && !known.before.contains_key(&line.id);
        let (before, after) = if touched.contains(&line.id) {
            (
                known.before.get(&line.id).unwrap_or(&nothing[0]),
                known.after.get(&line.id).unwrap_or(&nothing[1]),
            )
        } else {
            let same = rest.get(&line.id).unwrap_or(&nothing[1]);
            (same, same)
        };
        let places = if new {
            own.clone()
        } else {
            reach.places(before, after, touched.contains(&line.id))
        };
        let entity = link(&line.id, line.kind, line.name);
        found.asked += places.len() as u64;
        for place in places {
            let pair = Pair { before, after, new };
            found
                .turned
                .extend(pair.turn(found.slots.get(place), place, &entity));
        }
    }
    Ok(())
}

/// Which slots of a type a difference reaches.
struct Reached {
    affected: Affected,
    /// Slots of the rules in `affected`, by their places there.
    staying: Vec<usize>,
    /// Slots to be asked of everybody.
    everyone: Vec<usize>,
}

impl Reached {
    fn new(found: &Found<'_>, own: &[usize], days: (NaiveDate, NaiveDate)) -> Self {
        let (staying, turning): (Vec<_>, Vec<_>) =
            own.iter().partition(|place| found.slots[**place].stays());
        let rule = |place: &usize| found.slots[*place].later.as_ref().map(|v| v.asked.rule);
        let rules: Vec<&Rule> = staying.iter().filter_map(rule).collect();
        let affected = Affected::new(rules, days);
        let mut everyone: Vec<usize> = turning;
        everyone.extend(affected.by_time().iter().map(|place| staying[*place]));
        Self {
            affected,
            staying,
            everyone,
        }
    }

    fn places(&self, before: &dyn Facts, after: &dyn Facts, touched: bool) -> Vec<usize> {
        let mut places: BTreeSet<usize> = self.everyone.iter().copied().collect();
        if touched {
            let readers = self.affected.readers(self.affected.changed(before, after));
            places.extend(readers.into_iter().map(|place| self.staying[place]));
        }
        places.into_iter().collect()
    }
}

/// What is known of the entities touched, at both times.
fn known<'a>(
    app: &'a App,
    tx: &mut Tx,
    question: &Question<'_>,
    touched: &BTreeSet<EntityId>,
    (found, kind, own): (&Found<'_>, &TypeId, &[usize]),
) -> Answer<Known<'a>> {
    let needs: Vec<Need> = own
        .iter()
        .flat_map(|place| found.slots[*place].needs())
        .collect();
    let fields = field_ids(&needs);
    let mut read = |known_at: DateTime<Utc>, day: NaiveDate| {
        if touched.is_empty() || fields.is_empty() {
            return Ok(BTreeMap::new());
        }
        let few = touched.len() <= FEW;
        let wanted = Wanted {
            entities: touched.iter().filter(|_| few).cloned().collect(),
            kind,
            fields: fields.clone(),
            known_at: Some(known_at),
        };
        let mut known = facts(app, tx, wanted, day)?;
        known.retain(|id, _| touched.contains(id));
        Ok::<_, crate::error::AppError>(known)
    };
    let Span { days, known } = question.span;
    Ok(Known {
        before: read(known.0, days.0)?,
        after: read(known.1, days.1)?,
    })
}

/// What is known of everybody else; the same at both times.
fn rest<'a>(
    app: &'a App,
    tx: &mut Tx,
    question: &Question<'_>,
    kind: &TypeId,
    (found, reach): (&Found<'_>, &Reached),
) -> Answer<BTreeMap<EntityId, EntityFacts<'a>>> {
    let everyone = reach.everyone.iter();
    let needs: Vec<Need> = everyone
        .flat_map(|place| found.slots[*place].needs())
        .collect();
    let fields = field_ids(&needs);
    if fields.is_empty() || question.entity.is_some() {
        return Ok(BTreeMap::new());
    }
    let wanted = Wanted {
        entities: Vec::new(),
        kind,
        fields,
        known_at: Some(question.span.known.1),
    };
    facts(app, tx, wanted, question.span.days.1)
}

/// What is known of one entity at both times.
struct Pair<'p> {
    before: &'p dyn Facts,
    after: &'p dyn Facts,
    new: bool,
}

impl Pair<'_> {
    /// What became of the answer of a rule.
    fn turn(&self, slot: Option<&Slot<'_>>, place: usize, entity: &EntityLink) -> Option<Turned> {
        let slot = slot?;
        let former = slot.former.as_ref().filter(|_| !self.new);
        let was = former.map(|own| own.asked.standing(self.before));
        let is = slot
            .later
            .as_ref()
            .map(|own| own.asked.standing(self.after));
        let row = |side: &Option<Standing>| side.as_ref().map(|own| own.row.clone());
        let kind = TurnKind::of(row(&was).as_ref(), row(&is).as_ref())?;
        Some(Turned {
            entity: entity.clone(),
            slot: place,
            kind,
            new: self.new,
            clauses: counting_turns(slot, was.as_ref(), is.as_ref()),
            was,
            is,
        })
    }
}

/// The clauses that turned and on which the answer rested at one of the two times.
fn counting_turns(
    slot: &Slot<'_>,
    was: Option<&Standing>,
    is: Option<&Standing>,
) -> Vec<ClauseTurn> {
    let (Some(former), Some(later), Some(was), Some(is)) = (&slot.former, &slot.later, was, is)
    else {
        return Vec::new();
    };
    let (old, new) = (former.asked.rule, later.asked.rule);
    let counting = |rule: &Rule, standing: &Standing| -> BTreeSet<String> {
        let answer = |place: usize| standing.clauses.get(place).copied().flatten();
        let places = matters(&rule.conditions, &answer).into_iter();
        places.map(|place| rule.clauses[place].id.clone()).collect()
    };
    let mut count = counting(old, was);
    count.extend(counting(new, is));
    let mut turns = clause_turns((old, &was.clauses), (new, &is.clauses));
    turns.retain(|turn| count.contains(&turn.id));
    turns
}
