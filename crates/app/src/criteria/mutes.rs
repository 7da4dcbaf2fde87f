//! Mutes: changes a person does not want to hear of, by their reasons. They hide, they
//! remove nothing.
//!
//! A mute hides a change when all it names agrees. One that names a clause hides only
//! changes in which no other clause turned, so that news beside it is still told.

use super::changes::kind_of;
use super::rule::find_rule;
use super::turn_reasons::rule_link;
use super::turned::{Slot, Turned};
use crate::call::{Answer, App, Call};
use crate::contract::MuteView;
use crate::data::find_entity;
use crate::error::AppError;
use crate::lookup::Lookup;
use chrono::NaiveDate;
use julin_model::{Diagnostic, Text};
use julin_store::{Mute, NewMute, Tx};
use std::collections::BTreeSet;

/// The longest note, in characters.
const MAX_NOTE: usize = 500;

/// What to mute: one reason or more.
#[derive(Debug, Clone, Default)]
pub struct MuteInput {
    /// Only of this rule: `<pack>/<name>`.
    pub rule: Option<String>,
    /// Only when nothing but this clause of the rule turned.
    pub clause: Option<String>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only about this entity: identifier or exact name.
    pub entity: Option<String>,
    /// Why.
    pub note: String,
    /// The last day; until it is ended when not given.
    pub until: Option<String>,
}

/// Mutes changes; the mute can be ended.
pub fn mute(app: &App, call: &Call, input: &MuteInput) -> Answer<MuteView> {
    let note = input.note.trim();
    let invalid = |code: &str| AppError::invalid(Diagnostic::error(code));
    let given = [&input.rule, &input.kind, &input.entity];
    if given.iter().all(|one| one.is_none()) {
        return Err(invalid("app.mute-nothing"));
    }
    if note.chars().count() > MAX_NOTE {
        let long = Diagnostic::error("app.mute-note").with("limit", MAX_NOTE);
        return Err(AppError::invalid(long));
    }
    if let Some(rule) = &input.rule {
        find_rule(app, rule)?;
    }
    check_clause(app, input)?;
    let kind = input.kind.as_deref().map(kind_of).transpose()?;
    let until = input
        .until
        .as_deref()
        .map(|text| last_day(app, text))
        .transpose()?;
    app.store.write(|tx| {
        let entity = input.entity.as_deref();
        let new = NewMute {
            rule: input.rule.clone(),
            clause: input.clause.clone(),
            kind: kind.map(|kind| kind.code().to_owned()),
            entity: entity.map(|entity| find_entity(tx, entity)).transpose()?,
            note: note.to_owned(),
            until,
        };
        let id = tx.add_mute(&new, app.clock.now(), &call.actor)?;
        find(app, tx, id)
    })
}

/// Ends a mute.
pub fn unmute(app: &App, call: &Call, id: i64) -> Answer<MuteView> {
    app.store.write(|tx| {
        tx.end_mute(id, app.clock.now(), &call.actor)?;
        find(app, tx, id)
    })
}

/// All mutes, those that count today first, then the newest.
pub fn mutes(app: &App, _call: &Call) -> Answer<Vec<MuteView>> {
    app.store.read(|tx| {
        let mut lookup = Lookup::new(app);
        let mut views = Vec::new();
        for mute in tx.mutes()? {
            views.push(view(app, tx, &mut lookup, mute)?);
        }
        views.sort_by_key(|own| (!own.counts, std::cmp::Reverse(own.id)));
        Ok(views)
    })
}

fn check_clause(app: &App, input: &MuteInput) -> Answer<()> {
    let Some(clause) = &input.clause else {
        return Ok(());
    };
    let Some(rule) = &input.rule else {
        let alone = Diagnostic::error("app.mute-clause").with("clause", clause);
        return Err(AppError::invalid(alone));
    };
    let compiled = super::rule::compiled(app, rule)?;
    if compiled.clauses.iter().any(|own| own.id == *clause) {
        return Ok(());
    }
    let known: Vec<_> = compiled.clauses.iter().map(|own| own.id.as_str()).collect();
    let unknown = Diagnostic::error("app.mute-no-clause").with("clause", clause);
    let unknown = unknown.with("rule", rule).with("known", known.join(", "));
    Err(AppError::invalid(unknown))
}

fn last_day(app: &App, text: &str) -> Answer<NaiveDate> {
    let day = super::rules::day(app, Some(text))?;
    if day < app.today() {
        let past = Diagnostic::error("app.mute-past").with("day", day);
        return Err(AppError::invalid(past.with("today", app.today())));
    }
    Ok(day)
}

fn find(app: &App, tx: &mut Tx, id: i64) -> Answer<MuteView> {
    let mute = tx.mutes()?.into_iter().find(|mute| mute.id == id);
    let mute = mute.ok_or_else(|| AppError::internal("mute-written"))?;
    view(app, tx, &mut Lookup::new(app), mute)
}

fn view(app: &App, tx: &mut Tx, lookup: &mut Lookup<'_>, mute: Mute) -> Answer<MuteView> {
    let counts = mute.counts_on(app.today());
    let what = mute.what;
    let rule = what.rule.as_ref().map(|id| match app.packs.rule(id) {
        Some(loaded) => rule_link(loaded),
        None => (id.clone(), Text::same(id)),
    });
    let clause = what.clause.map(|id| {
        let compiled = what
            .rule
            .as_ref()
            .and_then(|rule| app.packs.compiled_rule(rule));
        let known = compiled.and_then(|rule| rule.clauses.iter().find(|own| own.id == id));
        let text = known.map_or_else(|| Text::same(&id), |own| own.text.clone());
        (id, text)
    });
    Ok(MuteView {
        id: mute.id,
        rule,
        clause,
        kind: what.kind.as_deref().map(kind_of).transpose()?,
        entity: what.entity.map(|id| lookup.entity(tx, &id)).transpose()?,
        note: what.note,
        until: what.until,
        author: mute.author,
        muted_at: mute.muted_at.to_rfc3339(),
        ended: mute.ended.map(|(who, at)| (who, at.to_rfc3339())),
        counts,
    })
}

/// The mutes that hide a change together; none when it is told.
pub(super) fn hiding(counting: &[Mute], slot: &Slot<'_>, turned: &Turned) -> Vec<i64> {
    let agrees = |mute: &&Mute| {
        let what = &mute.what;
        what.rule.as_ref().is_none_or(|rule| slot.has(rule))
            && what
                .kind
                .as_ref()
                .is_none_or(|kind| kind == turned.kind.code())
            && what
                .entity
                .as_ref()
                .is_none_or(|id| *id == turned.entity.id)
    };
    let (by_clause, whole): (Vec<&Mute>, Vec<&Mute>) = counting
        .iter()
        .filter(agrees)
        .partition(|mute| mute.what.clause.is_some());
    if !whole.is_empty() {
        return whole.into_iter().map(|mute| mute.id).collect();
    }
    let mut hiding = BTreeSet::new();
    for turn in &turned.clauses {
        let own = |mute: &&&Mute| mute.what.clause.as_ref() == Some(&turn.id);
        let Some(mute) = by_clause.iter().find(own) else {
            return Vec::new();
        };
        hiding.insert(mute.id);
    }
    hiding.into_iter().collect()
}
