//! The change feed: who became eligible, lost it, is one step short, can no longer be told,
//! between two times, with reasons. Nothing is kept for it: it is the difference between
//! two answers, so that any two past times can be compared again.

use super::mutes::hiding;
use super::rules::day;
use super::turn_reasons::{Reasons, day_of_rule, rule_link};
use super::turned::{Found, Question, Turned, turned};
use crate::as_of::moment;
use crate::call::{Answer, App, Call};
use crate::contract::{EntityDigest, PolicyChanges, RuleDigest, RuleTurn, TurnKind};
use crate::data::find_entity;
use crate::error::AppError;
use chrono::{DateTime, Months, NaiveDate, Utc};
use julin_model::{Diagnostic, EntityId};
use julin_store::{Mute, Span};
use std::collections::BTreeMap;

/// Entities summed up at most.
const MOST_ENTITIES: usize = 500;

/// What counts as known on the earlier day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seen {
    /// What was known then.
    #[default]
    Then,
    /// What is known on the later day: what time alone changed.
    Now,
}

/// Which two times, and which changes.
#[derive(Debug, Clone, Default)]
pub struct ChangesInput {
    /// The earlier day; a month before the later one when not given.
    pub since: Option<String>,
    /// The later day; today when not given. A day to come tells what will turn by itself.
    pub until: Option<String>,
    /// What counts as known on the earlier day.
    pub seen: Seen,
    /// Only of this rule: `<pack>/<name>`.
    pub rule: Option<String>,
    /// Only about this entity: identifier or exact name.
    pub entity: Option<String>,
    /// Only of this kind.
    pub kind: Option<TurnKind>,
    /// Those muted instead of the others.
    pub muted: bool,
    /// First row.
    pub offset: u64,
    /// Rows at most.
    pub limit: u64,
}

/// The changes, one page of them, and their numbers.
pub fn changes(app: &App, _call: &Call, input: &ChangesInput) -> Answer<PolicyChanges> {
    let span = span(app, input)?;
    if let Some(rule) = &input.rule {
        super::rule::compiled(app, &super::rule::find_rule(app, rule)?.id)?;
    }
    app.store.read(|tx| {
        let entity = input.entity.as_deref();
        let entity = entity.map(|entity| find_entity(tx, entity)).transpose()?;
        let question = Question {
            span,
            rule: input.rule.as_deref(),
            entity: entity.as_ref(),
        };
        let found = turned(app, tx, &question)?;
        let mut mutes = tx.mutes()?;
        mutes.retain(|mute| mute.counts_on(app.today()));
        let sorted = Sorted::new(&found, &mutes);
        let listed = sorted.listed(input);
        let window = listed.iter().skip(input.offset as usize);
        let window: Vec<_> = window.take(input.limit as usize).collect();
        let entities: Vec<EntityId> = window
            .iter()
            .map(|one| one.turned.entity.id.clone())
            .collect();
        let reasons = Reasons::new(app, tx, span, &entities)?;
        let mut rows = Vec::new();
        for one in &window {
            let mut row = reasons.view(tx, &found.slots[one.turned.slot], one.turned)?;
            row.muted_by.clone_from(&one.muted_by);
            rows.push(row);
        }
        let first = found.first.map(|at| at.date_naive());
        Ok(PolicyChanges {
            since: span.days.0,
            until: span.days.1,
            known: (span.known.0.to_rfc3339(), span.known.1.to_rfc3339()),
            packs: app.packs.digest(),
            first_recorded: first.filter(|day| *day > span.known.0.date_naive()),
            pairs: found.pairs,
            asked: found.asked,
            rules: rule_turns(&found),
            counts: count(sorted.told()),
            by_rule: sorted.by_rule(&found),
            by_entity: sorted.by_entity(),
            muted: sorted.muted(),
            listed: input.kind,
            total: listed.len() as u64,
            offset: input.offset,
            rows,
        })
    })
}

/// The kind of a word, or what may be said.
pub fn kind_of(word: &str) -> Answer<TurnKind> {
    let found = TurnKind::ALL.into_iter().find(|kind| kind.code() == word);
    found.ok_or_else(|| {
        let known = TurnKind::ALL.map(TurnKind::code).join(", ");
        let unknown = Diagnostic::error("app.changes-kind").with("word", word);
        AppError::invalid(unknown.with("known", known))
    })
}

/// The two times: each day with what was known at its end, today with what is known now.
fn span(app: &App, input: &ChangesInput) -> Answer<Span> {
    let until = day(app, input.until.as_deref())?;
    let month_before = || until.checked_sub_months(Months::new(1)).unwrap_or(until);
    let since = input.since.as_deref().map(|text| day(app, Some(text)));
    let since = since.transpose()?.unwrap_or_else(month_before);
    if since >= until {
        let order = Diagnostic::error("app.changes-span").with("since", since);
        return Err(AppError::invalid(order.with("until", until)));
    }
    let known = |day: NaiveDate| -> Answer<DateTime<Utc>> {
        Ok(moment(&day.to_string())?.min(app.clock.now()))
    };
    let later = known(until)?;
    let earlier = match input.seen {
        Seen::Then => known(since)?,
        Seen::Now => later,
    };
    Ok(Span {
        days: (since, until),
        known: (earlier, later),
    })
}

/// The rules themselves that turned, the latest first.
fn rule_turns(found: &Found<'_>) -> Vec<RuleTurn> {
    let turning = found.slots.iter().filter(|slot| !slot.stays());
    let mut turns: Vec<_> = turning.collect();
    turns.sort_by_key(|slot| std::cmp::Reverse(day_of_rule(slot)));
    let link = |own: &Option<super::turned::Vintage<'_>>| own.as_ref().map(|v| rule_link(v.loaded));
    let turns = turns.into_iter();
    turns
        .map(|slot| RuleTurn {
            former: link(&slot.former),
            later: link(&slot.later),
            on: day_of_rule(slot),
        })
        .collect()
}

/// A change with the mutes that hide it.
struct Told<'f> {
    turned: &'f Turned,
    rule: &'f str,
    muted_by: Vec<i64>,
}

type Counts = [u64; TurnKind::ALL.len()];

/// All changes, by kind, rule and entity.
struct Sorted<'f>(Vec<Told<'f>>);

impl<'f> Sorted<'f> {
    fn new(found: &'f Found<'_>, mutes: &[Mute]) -> Self {
        let told = found.turned.iter().map(|turned| {
            let slot = &found.slots[turned.slot];
            Told {
                turned,
                rule: &slot.shown().id,
                muted_by: hiding(mutes, slot, turned),
            }
        });
        let mut all: Vec<_> = told.collect();
        all.sort_by(|a, b| {
            let key = |one: &Told<'f>| (one.turned.kind, one.rule);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.turned.entity.id.cmp(&b.turned.entity.id))
        });
        Self(all)
    }

    /// Those not muted.
    fn told(&self) -> impl Iterator<Item = &Told<'f>> {
        self.0.iter().filter(|one| one.muted_by.is_empty())
    }

    fn muted(&self) -> u64 {
        self.0.iter().filter(|one| !one.muted_by.is_empty()).count() as u64
    }

    fn listed(&self, input: &ChangesInput) -> Vec<&Told<'f>> {
        let kept = |one: &&Told<'f>| {
            input.muted != one.muted_by.is_empty()
                && input.kind.is_none_or(|kind| kind == one.turned.kind)
        };
        self.0.iter().filter(kept).collect()
    }

    fn by_rule(&self, found: &Found<'_>) -> Vec<RuleDigest> {
        let mut by_slot: BTreeMap<usize, Counts> = BTreeMap::new();
        for one in self.told() {
            add(by_slot.entry(one.turned.slot).or_default(), one);
        }
        let digest = |(slot, counts): (usize, Counts)| RuleDigest {
            rule: rule_link(found.slots[slot].shown()),
            counts,
        };
        let mut all: Vec<_> = by_slot.into_iter().map(digest).collect();
        all.sort_by_key(|own| std::cmp::Reverse(own.counts.iter().sum::<u64>()));
        all
    }

    fn by_entity(&self) -> Vec<EntityDigest> {
        let mut by_id: BTreeMap<&EntityId, EntityDigest> = BTreeMap::new();
        for one in self.told() {
            let entity = &one.turned.entity;
            let own = by_id.entry(&entity.id).or_insert_with(|| EntityDigest {
                entity: entity.clone(),
                counts: Counts::default(),
            });
            add(&mut own.counts, one);
        }
        let mut all: Vec<_> = by_id.into_values().collect();
        all.sort_by_key(|own| std::cmp::Reverse(own.counts.iter().sum::<u64>()));
        all.truncate(MOST_ENTITIES);
        all
    }
}

fn add(counts: &mut Counts, one: &Told<'_>) {
    let kind = TurnKind::ALL
        .iter()
        .position(|kind| *kind == one.turned.kind);
    if let Some(place) = kind {
        counts[place] += 1;
    }
}

fn count<'f: 't, 't>(told: impl Iterator<Item = &'t Told<'f>>) -> Counts {
    let mut counts = Counts::default();
    told.for_each(|one| add(&mut counts, one));
    counts
}
