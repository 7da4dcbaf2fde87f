//! How like needs and offers are by their words. Both are indexed together, so that a
//! need's own text shows what could be reached at most.

use crate::call::{Answer, App};
use crate::error::AppError;
use julin_matching::Card;
use julin_matching::pair::PairSpec;
use julin_matching::pair::spec::{LikeSpec, TextFieldSpec};
use julin_matching::text::{
    FieldWeight, Means, Query, RamDirectory, TermBase, TextCard, TextIndex,
};
use julin_model::Value;
use std::collections::BTreeMap;

/// One thread, and room for the cards of a file.
const MEANS: Means = Means {
    threads: 1,
    memory: 64_000_000,
};
/// The field a need's text is entered under.
const NEED: &str = "need";

/// Needs and offers, ready to be compared by their words.
pub(super) struct Texts {
    index: TextIndex,
    base: TermBase,
    need: Vec<String>,
    cards: usize,
}

/// What the offers share with one need.
pub(super) struct LikeTexts(BTreeMap<String, f64>);

impl Texts {
    /// Takes in all cards, where the pair has a sign of words.
    pub fn of(
        app: &App,
        spec: &PairSpec,
        (needs, offers): (&[Card], &[Card]),
    ) -> Answer<Option<Self>> {
        let text = spec.signs.iter().find_map(|sign| match &sign.like {
            LikeSpec::Text { need, offer } => Some((need.clone(), offer)),
            _ => None,
        });
        let Some((need, offer)) = text else {
            return Ok(None);
        };
        let mut weights: Vec<FieldWeight> = offer
            .iter()
            .map(|own| FieldWeight::new(own.field.clone(), own.weight))
            .collect();
        weights.push(FieldWeight::new(NEED, 1));
        let index = TextIndex::open(RamDirectory::create(), &weights).map_err(broken)?;
        let mut writer = index.writer(MEANS).map_err(broken)?;
        for card in needs {
            let fields = vec![(NEED.to_owned(), words(card, &need))];
            let id = own_id(NEED, &card.id);
            writer.add(&TextCard { id, fields }).map_err(broken)?;
        }
        for card in offers {
            let field = |own: &TextFieldSpec| {
                let text = words(card, std::slice::from_ref(&own.field));
                (own.field.clone(), text)
            };
            let fields = offer.iter().map(field).collect();
            let id = own_id("offer", &card.id);
            writer.add(&TextCard { id, fields }).map_err(broken)?;
        }
        writer.commit(1).map_err(broken)?;
        Ok(Some(Self {
            index,
            base: app.packs.term_base(),
            need,
            cards: needs.len() + offers.len(),
        }))
    }

    /// How like the offers are to a need; none where the need says nothing.
    pub fn like(&self, need: &Card) -> Answer<Option<LikeTexts>> {
        let query = Query::new(&words(need, &self.need), &self.base);
        let found = self.index.search(&query, self.cards).map_err(broken)?;
        let score = |id: String| found.hits.iter().find(|hit| hit.id == id);
        let Some(own) = score(own_id(NEED, &need.id)).filter(|own| own.score > 0.0) else {
            return Ok(None);
        };
        let offers = found.hits.iter().filter_map(|hit| {
            let offer = hit.id.strip_prefix("offer ")?;
            Some((offer.to_owned(), (hit.score / own.score).min(1.0)))
        });
        Ok(Some(LikeTexts(offers.collect())))
    }
}

impl LikeTexts {
    /// How like one offer is; nothing in common is 0.
    pub fn of(&self, offer: &str) -> f64 {
        self.0.get(offer).copied().unwrap_or(0.0)
    }
}

fn own_id(kind: &str, id: &str) -> String {
    format!("{kind} {id}")
}

/// What a card says in some fields, in both languages.
fn words(card: &Card, fields: &[String]) -> String {
    let values = fields.iter().flat_map(|field| card.values(field));
    let texts = values.flat_map(|value| match value {
        Value::Text(text) => vec![text.zh.clone(), text.en.clone()],
        Value::Word(word) => vec![word.clone()],
        _ => Vec::new(),
    });
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.join("\n")
}

fn broken(error: julin_matching::text::TextError) -> AppError {
    AppError::invalid(error.diagnostic())
}
