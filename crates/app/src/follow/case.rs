//! One case: where it is, who holds it and since when, what can be done, all that was.

use super::line::{case_link, day_light, line, state};
use super::opened::{self, Opened};
use super::round::score_items;
use super::timeline::timeline;
use super::words::told_text;
use crate::call::{Answer, App, Call};
use crate::contract::{
    ActField, ActRole, ActView, CaseField, CaseFile, CaseLink, ClockView, DocumentView, Judging,
    Named, ObligationView, PendingView, RoleView, ToldView,
};
use crate::error::AppError;
use crate::lookup::Lookup;
use chrono::{NaiveDate, NaiveDateTime};
use julin_follow::case::clocks::read_clocks;
use julin_follow::case::command::may;
use julin_follow::case::silence::silence;
use julin_follow::case::{Obligation, ObligationState};
use julin_follow::round::{Sight, sight};
use julin_follow::workflow::spec::{ActSpec, FieldKind, FieldSpec, WithinSpec};
use julin_follow::{Case, Workflow};
use julin_model::{Diagnostic, Text, Value};
use julin_store::Tx;
use julin_store::follow::{CaseFilter, Hold};
use std::collections::BTreeSet;

/// Which case, as of when.
#[derive(Debug, Clone, Default)]
pub struct CaseInput {
    /// Its number.
    pub code: String,
    /// As it stood at the end of this day; now when not given.
    pub on: Option<NaiveDate>,
}

/// A case with its history, as the caller may see it.
pub fn case(app: &App, call: &Call, input: &CaseInput) -> Answer<CaseFile> {
    app.store.read(|tx| {
        let mut opened = opened::open(app, tx, &input.code, Hold::No)?;
        let now = opened.version.office.now(app);
        let now = match input.on {
            Some(day) => now.min(day.and_hms_opt(23, 59, 59).unwrap_or(now)),
            None => now,
        };
        if input.on.is_some() {
            opened = as_of(app, tx, opened, now)?;
        }
        view(app, tx, (&opened, call), (now, input.on))
    })
}

/// The case as it stood at a time.
fn as_of(app: &App, tx: &mut Tx, mut opened: Opened, now: NaiveDateTime) -> Answer<Opened> {
    opened.events.retain(|event| event.on <= now);
    let not_yet = || {
        let found = Diagnostic::error("app.case-not-yet").with("code", &opened.case.code);
        let found = found.with("opened", opened.case.opened.date());
        AppError::invalid(found.with("on", now.date()))
    };
    opened.case = Case::of(&opened.events).ok_or_else(not_yet)?;
    opened.version = app.version(tx, &opened.case.version)?;
    let standing = super::standing::standing(&opened.version, &opened.case, &opened.events, None);
    opened.row.standing = standing.case;
    Ok(opened)
}

fn view(
    app: &App,
    tx: &mut Tx,
    (opened, call): (&Opened, &Call),
    (now, as_of): (NaiveDateTime, Option<NaiveDate>),
) -> Answer<CaseFile> {
    let (case, workflow) = (&opened.case, &opened.version.workflow);
    let mut lookup = Lookup::new(app);
    let seen = |field: &FieldSpec| {
        field.seen_by.is_empty()
            || field
                .seen_by
                .iter()
                .any(|role| case.holds(&call.actor, role))
    };
    let visible: Vec<&FieldSpec> = workflow.spec.fields.iter().filter(|f| seen(f)).collect();
    let fields = visible
        .iter()
        .filter(|field| case.fields.contains_key(&field.id));
    let fields = fields.map(|field| case_field(app, tx, &mut lookup, (opened, field)));
    let fields = fields.collect::<Answer<Vec<_>>>()?;
    let hidden = workflow.spec.fields.iter().filter(|field| !seen(field));
    let hidden: BTreeSet<&str> = hidden.map(|field| field.id.as_str()).collect();
    let sight = sight_of(app, tx, (case.within.as_ref(), call))?;
    let judging = judging(app, tx, (case, call))?;
    let turn = workflow
        .state(&case.state)
        .map(|state| state.turn.as_slice());
    let newest = app.packs.workflow(&case.workflow);
    let file = CaseFile {
        line: line(app, tx, &mut lookup, (&opened.row, call))?,
        seen: case.last,
        as_of,
        version: workflow.spec.version,
        newer: newest.is_some_and(|own| own.spec != workflow.spec),
        within: case_link(tx, case.within.as_ref())?,
        source: case_link(tx, case.out_of.as_ref())?,
        related: related(app, tx, &mut lookup, (&case.code, call))?,
        opened_by: case.opened_by.clone(),
        reason: case.reason.clone(),
        turn: turn
            .unwrap_or_default()
            .iter()
            .filter_map(|id| role(workflow, case, id))
            .collect(),
        roles: workflow
            .spec
            .roles
            .iter()
            .filter_map(|own| role(workflow, case, &own.id))
            .collect(),
        copied: case.copied.iter().cloned().collect(),
        pending: pending(workflow, case),
        clocks: clocks(opened, now),
        silence: silence(workflow, case, now.date()),
        fields,
        obligations: case
            .obligations
            .iter()
            .map(|own| obligation(workflow, case, own, now.date()))
            .collect(),
        documents: case
            .documents
            .iter()
            .map(|(event, name)| DocumentView {
                name: name.name.clone(),
                digest: name.digest.clone(),
                event: *event,
            })
            .collect(),
        timeline: timeline(tx, &mut lookup, (opened, &hidden), (sight, &call.actor))?,
        counts: [case.hurried, case.returned, case.reopened],
        acts: match as_of {
            Some(_) => Vec::new(),
            None => acts(app, (workflow, case), call),
        },
        takes: match as_of {
            Some(_) => Vec::new(),
            None => takes(app, case),
        },
        owners: owners(workflow),
        scored: workflow.spec.scoring.is_some(),
        judging,
    };
    Ok(if sight.names { file } else { nameless(file) })
}

/// What can be done where it is, with why not the caller.
fn acts(app: &App, (workflow, case): (&Workflow, &Case), call: &Call) -> Vec<ActView> {
    let acts = workflow.acts_in(&case.state);
    let acts = acts.filter(|act| !act.by.is_empty()).map(|act| ActView {
        refused: may(workflow, case, act, &call.actor).err(),
        ..act_view(app, workflow, Some(case), act)
    });
    acts.collect()
}

/// Workflows whose cases may be opened within it where it is.
fn takes(app: &App, case: &Case) -> Vec<Named> {
    let fits = |within: &WithinSpec| {
        let named = within.while_in.contains(&case.state);
        within.workflow == case.workflow && (within.while_in.is_empty() || named)
    };
    let all = app.packs.workflows().filter(|_| !case.is_over());
    let fitting = all.filter(|own| own.spec.within.as_ref().is_some_and(fits));
    let named = fitting.map(|own| Named {
        id: own.id.clone(),
        title: own.spec.title.clone(),
    });
    named.collect()
}

/// What the caller may see of a case that is scored within another.
pub(super) fn sight_of(
    app: &App,
    tx: &mut Tx,
    (above, call): (Option<&String>, &Call),
) -> Answer<Sight> {
    let Some(code) = above else {
        return Ok(Sight {
            scores: true,
            names: true,
        });
    };
    let above = opened::open(app, tx, code, Hold::No)?;
    Ok(sight(&above.version.workflow, &above.case, &call.actor))
}

/// What the caller has to do with a case as a judge.
fn judging(app: &App, tx: &mut Tx, (case, call): (&Case, &Call)) -> Answer<Option<Judging>> {
    let Some(code) = &case.within else {
        return Ok(None);
    };
    let above = opened::open(app, tx, code, Hold::No)?;
    let spec = above.version.workflow.spec.scoring.as_ref();
    let spec = spec.filter(|spec| above.case.holds(&call.actor, &spec.judges));
    let given = case.scores.get(&call.actor);
    Ok(spec.map(|spec| Judging {
        round: CaseLink {
            code: code.clone(),
            title: above.case.title.clone(),
        },
        open: spec.while_in.contains(&above.case.state) && !case.is_over(),
        items: score_items(spec),
        given: spec
            .items
            .iter()
            .map(|item| given.and_then(|points| points.get(&item.id).copied()))
            .collect(),
        interest: case.interests.get(&call.actor).cloned(),
    }))
}

/// A case without anything that says who it is about, for judges who see no names.
fn nameless(mut file: CaseFile) -> CaseFile {
    file.opened_by.clear();
    file.source = None;
    file.related.clear();
    file.copied.clear();
    file.pending = None;
    let people = |role: &mut RoleView| role.people.clear();
    file.turn.iter_mut().for_each(people);
    file.roles.iter_mut().for_each(people);
    let names = |kind| matches!(kind, FieldKind::Person | FieldKind::Entity);
    file.fields.retain(|field| !names(field.kind));
    file.obligations.clear();
    // What is refused names who may.
    file.acts.clear();
    for (place, document) in file.documents.iter_mut().enumerate() {
        let ending = document
            .name
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending);
        document.name = format!("{}.{ending}", place + 1);
    }
    file
}

fn related(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (code, call): (&str, &Call),
) -> Answer<Vec<crate::contract::CaseLine>> {
    let above = CaseFilter {
        above: Some(code.to_owned()),
        ..CaseFilter::default()
    };
    let source = CaseFilter {
        source: Some(code.to_owned()),
        ..CaseFilter::default()
    };
    let mut rows = tx.cases(&above, (500, 0))?;
    rows.extend(tx.cases(&source, (500, 0))?);
    let lines = rows.iter();
    lines
        .map(|row| line(app, tx, lookup, (row, call)))
        .collect()
}

/// A role with who has it.
pub(super) fn role(workflow: &Workflow, case: &Case, id: &str) -> Option<RoleView> {
    let own = workflow.role(id)?;
    Some(RoleView {
        id: own.id.clone(),
        title: own.title.clone(),
        people: case.holders(id).cloned().collect(),
        side: own.side.clone(),
    })
}

fn pending(workflow: &Workflow, case: &Case) -> Option<PendingView> {
    let own = case.pending.as_ref()?;
    let title = workflow.act(&own.act.act).map(|act| act.title.clone());
    Some(PendingView {
        act: Named {
            id: own.act.act.clone(),
            title: title.unwrap_or_else(|| Text::same(&own.act.act)),
        },
        by: own.by.clone(),
        since: own.since,
        rule: own.rule,
        signers: own
            .signers
            .iter()
            .map(|(who, said)| (who.clone(), *said))
            .collect(),
    })
}

fn clocks(opened: &Opened, now: NaiveDateTime) -> Vec<ClockView> {
    let calendar = &opened.version.office.calendar;
    let clocks = read_clocks(&opened.version.workflow, calendar, &opened.events, now);
    let shown = clocks.into_iter().map(|clock| ClockView {
        id: clock.id,
        title: clock.title,
        state: clock.reading.state,
        light: clock.reading.light,
        used: clock.reading.used,
        allowed: clock.reading.allowed,
        day: calendar.hours().total().into(),
        due: clock.reading.due,
        provisional: clock.reading.provisional,
        pauses: clock
            .pauses
            .into_iter()
            .map(|own| (own.from, own.until, own.reason))
            .collect(),
    });
    shown.collect()
}

fn case_field(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (opened, field): (&Opened, &FieldSpec),
) -> Answer<CaseField> {
    let told = opened.case.fields.get(&field.id).map(Vec::as_slice);
    let told = told.unwrap_or_default().iter().map(|told| {
        let entity = match &told.value {
            Value::Entity { entity } => Some(lookup.entity(tx, entity)?),
            _ => None,
        };
        let side = told
            .side
            .as_ref()
            .map(|side| side_title(&opened.version.workflow, side));
        Ok(ToldView {
            text: match &entity {
                Some(entity) => entity.name.clone(),
                None => told_text(field, &told.value),
            },
            entity,
            side,
            event: told.event,
        })
    });
    Ok(CaseField {
        id: field.id.clone(),
        title: field.title.clone(),
        kind: field.kind,
        unit: unit(app, field),
        told: told.collect::<Answer<_>>()?,
        disputed: opened.case.disputed(&field.id),
    })
}

/// What a side is called: the roles that speak for it.
fn side_title(workflow: &Workflow, side: &str) -> Text {
    let of_side =
        |role: &&julin_follow::workflow::spec::RoleSpec| role.side.as_deref() == Some(side);
    let role = workflow.spec.roles.iter().find(of_side);
    role.map_or_else(|| Text::same(side), |role| role.title.clone())
}

fn unit(app: &App, field: &FieldSpec) -> Option<Text> {
    let id = field.unit.as_ref()?;
    let unit = app.packs.units().get(id)?;
    Some(unit.label.clone())
}

fn obligation(
    workflow: &Workflow,
    case: &Case,
    own: &Obligation,
    today: NaiveDate,
) -> ObligationView {
    let owner = role(workflow, case, &own.owner);
    let open = own.state == ObligationState::Open;
    ObligationView {
        number: own.number,
        title: own.title.clone(),
        owner: owner.unwrap_or_else(|| RoleView {
            id: own.owner.clone(),
            title: Text::same(&own.owner),
            people: Vec::new(),
            side: None,
        }),
        made: own.made,
        due: own.due,
        state: own.state,
        light: if open {
            day_light(own.due, today)
        } else {
            None
        },
        put_off: own.put_off,
        kept: own.kept.clone(),
    }
}

fn owners(workflow: &Workflow) -> Vec<Named> {
    let owned = workflow.spec.obligations.as_ref();
    let owned = owned.map_or(&[][..], |own| own.owned_by.as_slice());
    let roles = owned.iter().filter_map(|id| workflow.role(id));
    roles
        .map(|role| Named {
            id: role.id.clone(),
            title: role.title.clone(),
        })
        .collect()
}

/// An act with all it asks for, filled with what a case holds.
pub(super) fn act_view(
    app: &App,
    workflow: &Workflow,
    case: Option<&Case>,
    act: &ActSpec,
) -> ActView {
    let field = |id: &String| {
        let field = workflow.field(id)?;
        let held = case.and_then(|case| case.value(id));
        Some(ActField {
            id: id.clone(),
            title: field.title.clone(),
            kind: field.kind,
            unit: unit(app, field),
            choices: field
                .choices
                .iter()
                .map(|choice| Named {
                    id: choice.id.clone(),
                    title: choice.title.clone(),
                })
                .collect(),
            needed: act.needs.contains(id),
            value: held.map(super::words::typed).unwrap_or_default(),
        })
    };
    let named_role = |id: &String| {
        let own = workflow.role(id)?;
        let people = case.map(|case| case.holders(id).cloned().collect());
        Some(ActRole {
            role: RoleView {
                id: id.clone(),
                title: own.title.clone(),
                people: people.unwrap_or_default(),
                side: own.side.clone(),
            },
            needed: act.names.contains(id),
            many: own.many,
        })
    };
    let to = act.to.iter().filter_map(|id| workflow.state(id));
    let extra = act.takes.iter().filter(|id| !act.needs.contains(id));
    let more = act.may_name.iter().filter(|id| !act.names.contains(id));
    ActView {
        id: act.id.clone(),
        title: act.title.clone(),
        sense: act.sense,
        refused: None,
        to: to
            .map(|state| Named {
                id: state.id.clone(),
                title: state.title.clone(),
            })
            .collect(),
        fields: act.needs.iter().chain(extra).filter_map(field).collect(),
        roles: act
            .names
            .iter()
            .chain(more)
            .filter_map(named_role)
            .collect(),
        reason: act.reason,
        evidence: act.evidence,
        countersign: act.countersign.as_ref().map(|own| own.rule),
    }
}

/// The state a deed brought a case to.
pub(super) fn arrived(opened: &Opened, id: &str) -> Text {
    state(&opened.version, id).title
}
