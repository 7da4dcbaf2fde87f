//! Plan targets: for each the path, the actual figures, a look ahead, and what is late.
//!
//! Aimed values are statements of status *target*. Those a pack tells outside any plan are
//! listed and judged with the usual settings; those a ruling sets aside are listed only.

use super::target_facts::{Aim, TargetFacts};
use crate::call::{Answer, App, Call};
use crate::contract::{LateTarget, TargetLight, TargetPlan, TargetView, Targets};
use crate::data::find_entity;
use crate::packs::Loaded;
use julin_measure::target::{TargetPlanSpec, TargetSpec, spec::one_in_twenty};
use julin_model::{EntityId, Status, Text};
use julin_store::Tx;
use std::collections::BTreeSet;

/// Whose targets, as of when.
#[derive(Debug, Clone, Default)]
pub struct TargetsInput {
    /// Identifier or exact name; all when not given.
    pub entity: Option<String>,
    /// Year.
    pub as_of: i32,
}

/// Targets with their lights.
pub fn targets(app: &App, _call: &Call, input: &TargetsInput) -> Answer<Targets> {
    app.store.read(|tx| {
        let wanted = input.entity.as_deref();
        let only = wanted.map(|id| find_entity(tx, id)).transpose()?;
        targets_of(app, tx, only.as_ref(), input.as_of)
    })
}

/// Targets that concern one entity, or all.
pub fn targets_of(app: &App, tx: &mut Tx, only: Option<&EntityId>, as_of: i32) -> Answer<Targets> {
    let plans: Vec<_> = app.packs.plans().filter(|p| concerns(p, only)).collect();
    let covered: BTreeSet<Aim> = app.packs.plans().flat_map(aims).collect();
    let told = told_aims(app, only, &covered);
    let planned = plans.iter().flat_map(|plan| aims(plan));
    let wanted: Vec<Aim> = planned.chain(told.iter().cloned()).collect();
    let mut facts = TargetFacts::read(app, tx, &wanted, as_of)?;
    let mut view = Targets {
        as_of,
        entity: only.map(|id| facts.entity(tx, id)).transpose()?,
        plans: Vec::new(),
        told: Vec::new(),
        set_aside: Vec::new(),
        late: Vec::new(),
    };
    for plan in plans {
        view.plans.push(plan_view(app, tx, &mut facts, plan)?);
    }
    for aim in told {
        if let Some(aside) = facts.set_aside(tx, &aim)? {
            view.set_aside.extend(aside);
            continue;
        }
        let spec = bare(&aim, facts.years(&aim));
        let id = format!("{}:{}", aim.entity, aim.field);
        view.told.push(facts.view(tx, id, &aim, &spec)?);
    }
    view.late = late(&view);
    Ok(view)
}

fn concerns(plan: &Loaded<TargetPlanSpec>, only: Option<&EntityId>) -> bool {
    only.is_none_or(|id| plan.spec.entity == *id || aims(plan).any(|aim| aim.entity == *id))
}

fn aims(plan: &Loaded<TargetPlanSpec>) -> impl Iterator<Item = Aim> {
    let targets = plan.spec.targets.iter();
    targets.map(|target| Aim::of(target, &plan.spec.entity))
}

/// What the packs tell as a target outside any plan. A calendar year is no amount.
fn told_aims(app: &App, only: Option<&EntityId>, covered: &BTreeSet<Aim>) -> Vec<Aim> {
    let facts = app.packs.all().iter().flat_map(|pack| &pack.facts);
    let told = facts
        .filter(|fact| fact.status == Status::Target && fact.value.number().is_some())
        .filter(|fact| only.is_none_or(|id| fact.entity == *id))
        .filter(|fact| {
            let field = app.packs.field(&fact.field);
            field.is_none_or(|field| field.unit.as_deref() != Some("year"))
        })
        .map(|fact| Aim {
            entity: fact.entity.clone(),
            field: fact.field.clone(),
            scope: fact.scope.clone(),
        });
    let told: BTreeSet<Aim> = told.filter(|aim| !covered.contains(aim)).collect();
    told.into_iter().collect()
}

/// A target as no plan describes it.
fn bare(aim: &Aim, years: Vec<i32>) -> TargetSpec {
    TargetSpec {
        id: aim.field.to_string(),
        label: Text::default(),
        entity: Some(aim.entity.clone()),
        field: aim.field.clone(),
        scope: aim.scope.clone(),
        years,
        direction: Default::default(),
        baseline: None,
        path: Default::default(),
        tolerance: one_in_twenty(),
        owner: None,
        confidence: None,
        note: Text::default(),
    }
}

fn plan_view(
    app: &App,
    tx: &mut Tx,
    facts: &mut TargetFacts<'_>,
    plan: &Loaded<TargetPlanSpec>,
) -> Answer<TargetPlan> {
    let spec = &plan.spec;
    let document = spec.document.as_ref();
    let mut targets = Vec::new();
    for target in &spec.targets {
        let id = format!("{}:{}", plan.id, target.id);
        let aim = Aim::of(target, &spec.entity);
        targets.push(facts.view(tx, id, &aim, target)?);
    }
    Ok(TargetPlan {
        id: plan.id.clone(),
        title: spec.title.clone(),
        issuer: spec.issuer.clone(),
        entity: facts.entity(tx, &spec.entity)?,
        document: document.map(|id| facts.entity(tx, id)).transpose()?,
        reference: app
            .packs
            .reference_title(plan.pack, spec.reference.as_deref()),
        note: spec.note.clone(),
        targets,
    })
}

/// Late targets, the largest share of what is wanted first.
fn late(view: &Targets) -> Vec<LateTarget> {
    let behind = view.all().filter(|t| t.light == TargetLight::Behind);
    let mut late: Vec<LateTarget> = behind.filter_map(late_target).collect();
    let share = |l: &LateTarget| l.shortfall_share.unwrap_or(f64::INFINITY);
    late.sort_by(|a, b| share(b).total_cmp(&share(a)));
    late
}

fn late_target(target: &TargetView) -> Option<LateTarget> {
    let newest = target.newest()?;
    Some(LateTarget {
        id: target.id.clone(),
        entity: target.entity.clone(),
        label: target.label.clone(),
        year: newest.year,
        actual: newest.value,
        wanted: target.wanted?,
        shortfall: target.shortfall?,
        shortfall_share: target.shortfall_share,
        unit: target.unit.clone(),
        unit_label: target.unit_label.clone(),
        owner: target.owner.clone(),
    })
}
