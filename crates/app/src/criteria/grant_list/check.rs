//! Looking a list through: firms listed twice, benefits given twice. What the data and the
//! other lists say is gathered here; the engine compares.

use super::super::facts::{EntityFacts, Wanted, facts};
use super::super::rule::{excluded, find_rule};
use super::open::{GrantOn, Opened, act, of_events};
use crate::call::{Answer, App, Call};
use crate::contract::{GrantDraft, GrantListView, GrantState, GrantVerb};
use crate::data::code_of;
use crate::error::AppError;
use julin_criteria::Facts;
use julin_criteria::grant_list::check::{Benefit, double_funding, duplicates};
use julin_criteria::grant_list::{Act, Finding, Held, HeldThing, Party};
use julin_criteria::spec::Basis;
use julin_intake::identity::name::NameFolder;
use julin_model::{Entity, EntityId, NameKind, TypeId};
use julin_store::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// Looks a list through; what is known already stays as settled.
pub fn check_grant_list(app: &App, call: &Call, on: &GrantOn) -> Answer<GrantListView> {
    act(app, call, (*on, GrantVerb::Check), |tx, opened, _| {
        let (findings, untold) = look_through(app, tx, opened)?;
        Ok(Act::Check { findings, untold })
    })
}

/// All there is to be found now, and of how many members something needed is not known.
pub(super) fn look_through(app: &App, tx: &mut Tx, opened: &Opened) -> Answer<(Vec<Finding>, u32)> {
    let folder = NameFolder::new(&app.packs.name_rules());
    let mut parties = Vec::new();
    for member in &opened.draft.eligible {
        parties.push(party(tx, &folder, &member.entity.id)?);
    }
    let pairs = tx.reviews(true)?.into_iter().map(|review| {
        let (one, other) = (review.pair.entity, review.pair.other);
        (one.to_string(), other.to_string())
    });
    let mut findings = duplicates(&parties, &pairs.collect::<Vec<_>>());
    let series = series(app, &opened.draft)?;
    let (mut held, untold) = titles(app, tx, (opened, &parties), &series)?;
    held.extend(lists(tx, opened, &folder, &series)?);
    findings.extend(double_funding(&parties, &held));
    Ok((findings, untold))
}

type Given = (Held, String, Option<Basis>);
type Series = BTreeMap<String, Option<Basis>>;

/// The series of the rule itself, and those it does not go together with.
fn series(app: &App, draft: &GrantDraft) -> Answer<Series> {
    let loaded = find_rule(app, &draft.rule)?;
    let others = excluded(app, loaded).into_iter();
    let others = others.map(|(_, series, said)| (series.to_owned(), Some(said.basis.clone())));
    Ok(others.chain([(draft.series.clone(), None)]).collect())
}

fn party(tx: &mut Tx, folder: &NameFolder, id: &EntityId) -> Answer<Party> {
    let Some(entity) = tx.entity(id)? else {
        // Its import was undone: nothing is known of it but who it was.
        return Ok(Party {
            id: id.to_string(),
            stands_for: id.to_string(),
            codes: code_of(id).into_iter().collect(),
            names: Vec::new(),
        });
    };
    let names = [&entity.name.zh, &entity.name.en].into_iter();
    let further = entity.names.iter().filter_map(|name| match name.kind {
        NameKind::Alias | NameKind::Former => Some(&name.text),
        _ => None,
    });
    let names = names.chain(further).filter(|name| !name.is_empty());
    let names: BTreeSet<String> = names.map(|name| folder.key(name).full).collect();
    Ok(Party {
        id: id.to_string(),
        codes: codes(id, &entity),
        stands_for: entity.id.to_string(),
        names: names.into_iter().collect(),
    })
}

fn codes(id: &EntityId, entity: &Entity) -> Vec<(String, String)> {
    let named = entity.names.iter().filter_map(|name| match &name.kind {
        NameKind::Identifier(scheme) => Some((scheme.clone(), name.text.to_uppercase())),
        _ => None,
    });
    let own = [id, &entity.id].into_iter().filter_map(code_of);
    let all: BTreeSet<_> = named.chain(own).collect();
    all.into_iter().collect()
}

/// Titles of those series that members hold on the day, as far as it is known today.
fn titles(
    app: &App,
    tx: &mut Tx,
    (opened, parties): (&Opened, &[Party]),
    series: &Series,
) -> Answer<(Vec<Given>, u32)> {
    let granted = app.packs.rules().filter_map(|rule| {
        let code = rule.spec.grants.as_ref()?;
        let basis = series.get(&rule.spec.series)?;
        Some((code.clone(), (rule.spec.series.clone(), basis.clone())))
    });
    let granted: BTreeMap<String, (String, Option<Basis>)> = granted.collect();
    let needs: Vec<_> = app.packs.title_fields().collect();
    let kind: Option<&TypeId> = opened.draft.eligible.first().map(|one| &one.entity.kind);
    let Some(kind) = kind.filter(|_| !granted.is_empty() && !needs.is_empty()) else {
        return Ok((Vec::new(), 0));
    };
    let ids = parties
        .iter()
        .map(|party| EntityId::new(&*party.stands_for));
    let ids: BTreeSet<EntityId> = ids.collect::<Result<_, _>>().map_err(AppError::internal)?;
    let wanted = Wanted {
        entities: ids.iter().cloned().collect(),
        kind,
        fields: super::super::decide::field_ids(&needs),
        known_at: None,
    };
    let known = facts(app, tx, wanted, opened.draft.as_of)?;
    let nothing = EntityFacts::of(app, Vec::new(), opened.draft.as_of);
    let (mut held, mut untold) = (Vec::new(), 0);
    for id in &ids {
        let own = known.get(id).unwrap_or(&nothing);
        let mut told = false;
        for need in &needs {
            let Some(members) = own.set(need) else {
                continue;
            };
            told = true;
            for code in members {
                let Some((series, basis)) = granted.get(&code) else {
                    continue;
                };
                let statement = own.tells_word(need, &code).map(|s| s.id);
                let thing = HeldThing::Title { code, statement };
                let who = id.to_string();
                let codes = Vec::new();
                held.push((Held { who, codes, thing }, series.clone(), basis.clone()));
            }
        }
        untold += u32::from(!told);
    }
    Ok((held, untold))
}

/// Places on other lists that are open or confirmed.
fn lists(tx: &mut Tx, opened: &Opened, folder: &NameFolder, series: &Series) -> Answer<Vec<Given>> {
    let own = benefit(&opened.draft);
    let mut held = Vec::new();
    for (number, events) in tx.grant_histories()? {
        if number == opened.number {
            continue;
        }
        let other = of_events(tx, number, &events)?;
        let Some(basis) = series.get(&other.draft.series) else {
            continue;
        };
        if other.list.state == GrantState::Withdrawn || !own.meets(&benefit(&other.draft)) {
            continue;
        }
        let standing: Vec<String> = other
            .list
            .standing()
            .into_iter()
            .map(str::to_owned)
            .collect();
        for member in standing {
            let id = EntityId::new(&*member).map_err(AppError::internal)?;
            let party = party(tx, folder, &id)?;
            let thing = HeldThing::List {
                list: number,
                member,
            };
            let (who, codes) = (party.stands_for, party.codes);
            let series = other.draft.series.clone();
            held.push((Held { who, codes, thing }, series, basis.clone()));
        }
    }
    Ok(held)
}

fn benefit(draft: &GrantDraft) -> Benefit {
    Benefit {
        series: draft.series.clone(),
        per: draft.per,
        as_of: draft.as_of,
    }
}
