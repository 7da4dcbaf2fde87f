//! All rules in force for one entity: what it can get, what it is one fact short of,
//! what not, and its place on the ladders.

use super::combination::combination;
use super::decide::{ask, entity_link, field_ids};
use super::facts::{EntityFacts, Wanted, facts};
use super::gap::amount_view;
use super::rules::{day, rule_line};
use crate::call::{Answer, App, Call};
use crate::contract::{Eligibility, LadderPlace, OfferView, RuleState};
use crate::data::find_entity;
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::facts::Facts;
use julin_criteria::rule::Rule;
use julin_criteria::spec::{CriteriaSpec, Purpose};
use julin_formula::Need;
use std::collections::BTreeMap;

/// For whom, as of when.
#[derive(Debug, Clone, Default)]
pub struct EligibilityInput {
    /// Identifier or exact name.
    pub entity: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
}

/// The rules in force, the nearest first.
pub fn eligibility(app: &App, _call: &Call, input: &EligibilityInput) -> Answer<Eligibility> {
    let as_of = day(app, input.as_of.as_deref())?;
    app.store.read(|tx| {
        let id = find_entity(tx, &input.entity)?;
        let entity = entity_link(tx, &id)?;
        let asked: Vec<_> = app
            .packs
            .rules()
            .filter(|loaded| loaded.spec.applies_to == entity.kind)
            .filter_map(|loaded| Some((loaded, app.packs.compiled_rule(&loaded.id)?)))
            .collect();
        let mut needs: Vec<Need> = asked.iter().flat_map(|(_, rule)| rule.reads()).collect();
        needs.extend(app.packs.title_fields());
        let wanted = Wanted {
            entities: vec![id.clone()],
            kind: &entity.kind,
            fields: field_ids(&needs),
            known_at: None,
        };
        let known = facts(app, tx, wanted, as_of)?.remove(&id);
        let known = known.unwrap_or_else(|| EntityFacts::of(app, Vec::new(), as_of));
        let offers = asked
            .iter()
            .map(|(loaded, rule)| (*loaded, offer(app, loaded, rule, &known, as_of)));
        let all: Vec<_> = offers
            .filter(|(_, offer)| offer.rule.state == RuleState::InForce)
            .collect();
        let titles = app.packs.title_fields();
        let held: Vec<String> = titles
            .filter_map(|need| known.set(&need))
            .flatten()
            .collect();
        let ladders = ladders(&all, &held);
        let best = combination(app, &all);
        let mut offers: Vec<_> = all.into_iter().map(|(_, offer)| offer).collect();
        offers.sort_by(|a, b| {
            let near = |o: &OfferView| (o.reach, o.failing.len() + o.asks.len());
            near(a)
                .cmp(&near(b))
                .then_with(|| a.rule.id.cmp(&b.rule.id))
        });
        Ok(Eligibility {
            entity,
            as_of,
            offers,
            best,
            ladders,
            sample: needs.iter().any(|need| known.is_sample(need)),
        })
    })
}

/// One rule in short.
fn offer(
    app: &App,
    loaded: &Loaded<CriteriaSpec>,
    rule: &Rule,
    known: &EntityFacts<'_>,
    as_of: NaiveDate,
) -> OfferView {
    let verdict = rule.decide(known, as_of);
    let failing: Vec<_> = verdict
        .failing()
        .map(|clause| clause.text.clone())
        .collect();
    let asks: Vec<_> = verdict.asks.iter().map(|a| ask(app, a).label).collect();
    let program = rule.program(as_of);
    let table = program.columns.table([known as &dyn Facts], as_of);
    OfferView {
        rule: rule_line(app, loaded, as_of),
        reach: rule.row(&program, &table, 0).reach,
        answer: verdict.answer.into(),
        failing,
        asks,
        amount: rule.amount(known, as_of).map(|a| amount_view(app, a)),
    }
}

/// A rung as shown: how near, and whether its title is held.
type Rung = (OfferView, bool);

/// The rungs of each ladder from low to high, first-time rules only.
fn ladders(offers: &[(&Loaded<CriteriaSpec>, OfferView)], held: &[String]) -> Vec<LadderPlace> {
    let mut by_ladder: BTreeMap<&str, Vec<(u32, Rung)>> = BTreeMap::new();
    for (loaded, offer) in offers {
        let spec = &loaded.spec;
        if let (Some(place), Purpose::First) = (&spec.ladder, spec.purpose) {
            let has = spec.grants.as_ref().is_some_and(|code| held.contains(code));
            let rungs = by_ladder.entry(&place.id).or_default();
            rungs.push((place.rung, (offer.clone(), has)));
        }
    }
    let mut ladders = Vec::new();
    for (id, mut rungs) in by_ladder {
        rungs.sort_by_key(|(rung, _)| *rung);
        ladders.push(LadderPlace {
            id: id.to_owned(),
            rungs: rungs.into_iter().map(|(_, rung)| rung).collect(),
        });
    }
    ladders
}
