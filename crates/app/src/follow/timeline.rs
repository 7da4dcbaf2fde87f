//! The history of a case, entry by entry.

use super::case::arrived;
use super::opened::Opened;
use super::words::told_text;
use crate::call::Answer;
use crate::contract::{DocumentView, EventView};
use crate::lookup::Lookup;
use julin_follow::case::deed::Acted;
use julin_follow::case::{Deed, DocumentName};
use julin_follow::round::{Sight, may_read};
use julin_follow::{Event, Workflow};
use julin_model::{Text, Value};
use julin_store::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// The entries of a case in order, with what is hidden left out.
pub(super) fn timeline(
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (opened, hidden): (&Opened, &BTreeSet<&str>),
    (sight, person): (Sight, &str),
) -> Answer<Vec<EventView>> {
    let calendar = &opened.version.office.calendar;
    let kept = opened.kept.iter().map(|own| (own.number, &own.hash));
    let hashes: BTreeMap<u32, &String> = kept.collect();
    let mut entries = Vec::new();
    for event in &opened.events {
        if !may_read(sight, event, person) {
            continue;
        }
        let (kind, about) = told(opened, event);
        let act = acted(&event.deed);
        let fields = match act {
            Some(act) => fields(tx, lookup, (&opened.version.workflow, act), hidden)?,
            None => Vec::new(),
        };
        entries.push(EventView {
            number: event.number,
            on: event.on,
            at: calendar.local(event.at),
            author: event.author.clone(),
            basis: event.basis.clone(),
            kind,
            about,
            state: state_of(opened, &event.deed),
            words: words(&event.deed),
            fields,
            documents: documents(event),
            hash: hashes
                .get(&event.number)
                .copied()
                .cloned()
                .unwrap_or_default(),
        });
    }
    Ok(entries)
}

fn acted(deed: &Deed) -> Option<&Acted> {
    match deed {
        Deed::Open(opened) => Some(&opened.act),
        Deed::Act(act) => Some(act),
        Deed::Propose(proposed) => Some(&proposed.act),
        _ => None,
    }
}

fn told(opened: &Opened, event: &Event) -> (&'static str, Text) {
    let workflow = &opened.version.workflow;
    let act = |id: &str| {
        let act = workflow.act(id).map(|act| act.title.clone());
        act.unwrap_or_else(|| Text::same(id))
    };
    let promise = |number: u32| {
        let place = (number as usize).checked_sub(1);
        let own = place.and_then(|place| opened.case.obligations.get(place));
        own.map_or_else(|| Text::same(number.to_string()), |own| own.title.clone())
    };
    let role = |id: &str| {
        let role = workflow.role(id).map(|role| role.title.clone());
        role.unwrap_or_else(|| Text::same(id))
    };
    let clock = |id: &str| {
        let clock = workflow.clock(id).map(|clock| clock.title.clone());
        clock.unwrap_or_else(|| Text::same(id))
    };
    match &event.deed {
        Deed::Open(opened) => ("open", act(&opened.act.act)),
        Deed::Act(own) if event.author.is_empty() => ("act-alone", act(&own.act)),
        Deed::Act(own) => ("act", act(&own.act)),
        Deed::Propose(own) => ("propose", act(&own.act.act)),
        Deed::Sign(own) if own.agree => ("agree", Text::default()),
        Deed::Sign(_) => ("refuse", Text::default()),
        Deed::AskToSign { person } => ("ask-to-sign", Text::same(person)),
        Deed::Delegate(own) => {
            let title = role(&own.role);
            let to = format!("{} → {}", own.from, own.to);
            (
                "delegate",
                Text::new(format!("{} {to}", title.zh), format!("{} {to}", title.en)),
            )
        }
        Deed::Hurry(_) => ("hurry", Text::default()),
        Deed::Note(_) => ("note", Text::default()),
        Deed::Copy { person } => ("copy", Text::same(person)),
        Deed::Attach(_) => ("attach", Text::default()),
        Deed::Oblige(own) => ("oblige", own.title.clone()),
        Deed::Keep(own) => ("keep", promise(own.obligation)),
        Deed::Release(own) => ("release", promise(own.obligation)),
        Deed::PutOff(own) => ("put-off", promise(own.obligation)),
        Deed::Ask { days, .. } => ("ask", Text::same(days.to_string())),
        Deed::Warn { clock: id, late } if *late => ("late", clock(id)),
        Deed::Warn { clock: id, .. } => ("near", clock(id)),
        Deed::Move(_) => ("move", Text::default()),
        Deed::Interest { has: true, .. } => ("interest", Text::default()),
        Deed::Interest { has: false, .. } => ("no-interest", Text::default()),
        Deed::Score { .. } => ("score", Text::default()),
    }
}

fn state_of(opened: &Opened, deed: &Deed) -> Option<Text> {
    let id = match deed {
        Deed::Open(own) => &own.act.state,
        Deed::Act(own) => &own.state,
        Deed::Move(own) => &own.state,
        _ => return None,
    };
    Some(arrived(opened, id))
}

fn words(deed: &Deed) -> String {
    match deed {
        Deed::Open(own) => own.act.reason.clone(),
        Deed::Act(own) => own.reason.clone(),
        Deed::Propose(own) => own.act.reason.clone(),
        Deed::Sign(own) => own.reason.clone(),
        Deed::Delegate(own) => own.reason.clone(),
        Deed::Hurry(own) | Deed::Note(own) => own.text.clone(),
        Deed::Keep(own) => own.result.clone(),
        Deed::Release(own) => own.reason.clone(),
        Deed::PutOff(own) => format!("{} {}", own.due, own.reason),
        Deed::Move(own) => own.reason.clone(),
        Deed::Interest { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}

/// What an act filled, in the order of the workflow.
fn fields(
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (workflow, act): (&Workflow, &Acted),
    hidden: &BTreeSet<&str>,
) -> Answer<Vec<(Text, Text)>> {
    let all = workflow.spec.fields.iter();
    let shown = all.filter(|field| !hidden.contains(field.id.as_str()));
    let mut found = Vec::new();
    for field in shown {
        for filled in [&act.fields, &act.side_fields] {
            let Some(value) = filled.get(&field.id) else {
                continue;
            };
            let text = match value {
                Some(Value::Entity { entity }) => lookup.entity(tx, entity)?.name,
                Some(value) => told_text(field, value),
                None => Text::same("—"),
            };
            found.push((field.title.clone(), text));
        }
    }
    Ok(found)
}

fn documents(event: &Event) -> Vec<DocumentView> {
    let names: &[DocumentName] = match &event.deed {
        Deed::Attach(own) => &own.documents,
        Deed::Keep(own) => &own.documents,
        deed => acted(deed).map_or(&[], |act| act.documents.as_slice()),
    };
    let view = |name: &DocumentName| DocumentView {
        name: name.name.clone(),
        digest: name.digest.clone(),
        event: event.number,
    };
    names.iter().map(view).collect()
}
