//! The offers for each need of a file, without a store.

use super::cards_file::{CardTable, read_cards};
use super::texts::Texts;
use crate::call::{Answer, App, Call};
use crate::contract::{MatchView, MustView, NeedMatches, PairLine, Pairs, ReadView, SignView};
use crate::error::AppError;
use julin_formula::Formula;
use julin_matching::Card;
use julin_matching::pair::{Match, Pairing, Side, Surroundings, Weights, in_order};
use julin_model::{Diagnostic, FieldId, Text};
use std::path::PathBuf;

/// Which pair, which files.
#[derive(Debug, Clone, Default)]
pub struct PairsInput {
    /// The pair, `<pack>/<name>`.
    pub pair: String,
    /// Table of needs; the first column says what each is called.
    pub needs: PathBuf,
    /// Table of offers, likewise.
    pub offers: PathBuf,
    /// One need only.
    pub need: Option<String>,
    /// One offer only.
    pub offer: Option<String>,
    /// Offers for each need at most; all when 0.
    pub limit: usize,
}

/// The pairs of the packs, in order of identifier.
pub fn pair_list(app: &App, _call: &Call) -> Answer<Vec<PairLine>> {
    let lines = app.packs.pairs().map(|own| PairLine {
        id: own.id.clone(),
        title: own.spec.title.clone(),
        musts: own
            .spec
            .musts
            .iter()
            .map(|must| must.title.clone())
            .collect(),
        signs: own
            .spec
            .signs
            .iter()
            .map(|sign| sign.title.clone())
            .collect(),
    });
    Ok(lines.collect())
}

/// The offers for each need, best first, with what speaks for each and what stands in the
/// way. Nothing is left out but what is beyond the limit.
pub fn match_pairs(app: &App, _call: &Call, input: &PairsInput) -> Answer<Pairs> {
    let loaded = app.packs.pair(&input.pair);
    let loaded = loaded.ok_or_else(|| AppError::not_found("pair", &input.pair))?;
    let Some(pairing) = Pairing::compile(&loaded.spec).pairing else {
        let unusable = Diagnostic::error("app.pair-unusable").with("id", &input.pair);
        return Err(AppError::invalid(unusable));
    };
    let party = pairing.spec.party.as_deref();
    let needs = read_cards(app, &input.needs, None)?;
    let offers = read_cards(app, &input.offers, party)?;
    let texts = Texts::of(app, &pairing.spec, (&needs.cards, &offers.cards))?;
    let asked = Asked {
        app,
        around: app.packs.surroundings(&pairing.spec),
        weights: Weights::written(&pairing.spec),
        pairing,
        offers,
        texts,
    };
    let wanted = |wanted: &Option<String>, id: &str| {
        wanted.as_ref().is_none_or(|wanted| wanted.trim() == id)
    };
    let only: Vec<usize> = (0..asked.offers.cards.len())
        .filter(|at| wanted(&input.offer, &asked.offers.cards[*at].id))
        .collect();
    if let Some(offer) = input.offer.as_ref().filter(|_| only.is_empty()) {
        return Err(AppError::not_found("offer-in-file", offer));
    }
    let rows = needs.cards.iter().zip(&needs.lines);
    let rows = rows.filter(|(need, _)| wanted(&input.need, &need.id));
    let lists: Answer<Vec<NeedMatches>> = rows
        .map(|(need, line)| asked.list((need, *line), &only, input.limit))
        .collect();
    let lists = lists?;
    if let Some(need) = input.need.as_ref().filter(|_| lists.is_empty()) {
        return Err(AppError::not_found("need-in-file", need));
    }
    let mut findings = needs.findings;
    findings.extend(asked.offers.findings);
    Ok(Pairs {
        pair: input.pair.clone(),
        title: asked.pairing.spec.title.clone(),
        needs: lists,
        findings,
        bad_cells: needs.bad_cells + asked.offers.bad_cells,
    })
}

struct Asked<'a> {
    app: &'a App,
    pairing: Pairing,
    around: Surroundings,
    weights: Weights,
    offers: CardTable,
    texts: Option<Texts>,
}

impl Asked<'_> {
    fn list(
        &self,
        (need, line): (&Card, u32),
        only: &[usize],
        limit: usize,
    ) -> Answer<NeedMatches> {
        let texts = self.texts.as_ref().map(|texts| texts.like(need));
        let texts = texts.transpose()?.flatten();
        let score = |at: &usize| {
            let offer = &self.offers.cards[*at];
            let text = texts.as_ref().map(|texts| texts.of(&offer.id));
            let both = (need, offer);
            self.pairing.score(both, &self.around, &self.weights, text)
        };
        let found: Vec<(usize, Match)> = only.iter().map(|at| (*at, score(at))).collect();
        let blocked = found.iter().filter(|(_, own)| own.is_blocked()).count();
        let most = self.pairing.spec.most_of_one_party;
        let ordered = in_order(found, |at| &self.offers.cards[*at].party, most);
        let shown = match limit {
            0 => ordered.len(),
            limit => limit,
        };
        let shown = ordered.iter().take(shown);
        Ok(NeedMatches {
            need: need.id.clone(),
            line,
            offers: only.len(),
            blocked,
            matches: shown.map(|(at, own)| self.view(need, *at, own)).collect(),
        })
    }

    fn view(&self, need: &Card, at: usize, own: &Match) -> MatchView {
        let offer = &self.offers.cards[at];
        let musts = own.musts.iter().filter_map(|blocker| {
            let spec = self.pairing.spec.musts.iter();
            let spec = spec.clone().find(|must| must.id == blocker.id)?;
            Some(MustView {
                id: blocker.id.clone(),
                title: spec.title.clone(),
                when: spec.when.clone(),
                fails: blocker.fails,
                reads: self.reads(&spec.when, (need, offer)),
            })
        });
        let signs = own.parts.iter().zip(&self.pairing.spec.signs);
        let signs = signs.map(|(part, spec)| SignView {
            id: part.id.clone(),
            title: spec.title.clone(),
            like: part.like,
            weight: part.weight,
            adds: part.adds,
        });
        MatchView {
            offer: offer.id.clone(),
            line: self.offers.lines[at],
            chance: own.chance,
            chance_from: own.between.0,
            chance_to: own.between.1,
            score: own.score,
            base: own.base,
            musts: musts.collect(),
            signs: signs.collect(),
        }
    }

    /// What a condition reads of the two.
    fn reads(&self, when: &str, (need, offer): (&Card, &Card)) -> Vec<ReadView> {
        let formula = Formula::compile(when).ok();
        let needs = formula.iter().flat_map(Formula::needs);
        let read = needs.filter_map(|read| {
            let (side, field) = Side::of(&read.field)?;
            let card = if side == Side::Need { need } else { offer };
            let spec = FieldId::new(field).ok();
            let spec = spec.and_then(|id| self.app.packs.field(&id));
            let label = spec.map(|spec| spec.label.clone());
            let unit = spec.and_then(|spec| spec.unit.as_deref());
            let unit = unit.and_then(|code| self.app.packs.units().get(code));
            Some(ReadView {
                of_need: side == Side::Need,
                field: field.to_owned(),
                label: label.unwrap_or_else(|| Text::same(field)),
                values: card.values(field).to_vec(),
                unit: unit.map(|unit| unit.code.clone()),
                unit_label: unit.map(|unit| unit.label.clone()).unwrap_or_default(),
            })
        });
        read.collect()
    }
}
