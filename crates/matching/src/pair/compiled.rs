//! A pair specification made ready, and what is wrong with one.
//!
//! Must not know: cards.

use super::spec::{LikeSpec, PairSpec};
use julin_formula::{Formula, Kind};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// A pair specification, ready.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// As written.
    pub spec: PairSpec,
    /// The conditions of the musts, in their order.
    pub(super) musts: Vec<Formula>,
}

/// What came of making one ready.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// The pairing; none where something is wrong.
    pub pairing: Option<Pairing>,
    /// What is wrong, each with the path to it.
    pub findings: Vec<(String, Diagnostic)>,
}

impl Pairing {
    /// Makes a specification ready.
    pub fn compile(spec: &PairSpec) -> Compiled {
        let mut findings = Vec::new();
        let mut musts = Vec::new();
        for (at, must) in spec.musts.iter().enumerate() {
            let path = format!("musts.{at}.when");
            match condition(&must.when) {
                Ok(formula) => musts.push(formula),
                Err(found) => findings.push((path, found.with("id", &must.id))),
            }
        }
        let ids = spec.musts.iter().map(|must| &must.id);
        let mut seen = BTreeSet::new();
        for id in ids.chain(spec.signs.iter().map(|sign| &sign.id)) {
            if !seen.insert(id) {
                let twice = Diagnostic::error("match.pair.twice").with("id", id);
                findings.push(("signs".to_owned(), twice));
            }
        }
        for (at, sign) in spec.signs.iter().enumerate() {
            let mut bad = |path: &str, code: &str, value: f64| {
                let found = Diagnostic::error(code).with("id", &sign.id);
                findings.push((format!("signs.{at}.{path}"), found.with("value", value)));
            };
            if !(0.0..=1.0).contains(&sign.neutral) {
                bad("neutral", "match.pair.neutral", sign.neutral);
            }
            if !sign.weight.is_finite() {
                bad("weight", "match.pair.weight", sign.weight);
            }
            if let LikeSpec::Reaches { within, .. } | LikeSpec::Close { within, .. } = sign.like
                && !(within.is_finite() && within > 0.0)
            {
                bad("like", "match.pair.within", within);
            }
        }
        if !(spec.spread.is_finite() && spec.spread > 0.0) {
            let bad = Diagnostic::error("match.pair.spread").with("value", spec.spread);
            findings.push(("spread".to_owned(), bad));
        }
        let spec = spec.clone();
        let pairing = findings.is_empty().then_some(Self { spec, musts });
        Compiled { pairing, findings }
    }
}

impl PairSpec {
    /// The fields it reads of each card, those of conditions that cannot be read left out,
    /// each with the path to it.
    pub fn fields(&self) -> Vec<(String, Side, String)> {
        let mut all = Vec::new();
        for (at, must) in self.musts.iter().enumerate() {
            let Ok(formula) = Formula::compile(&must.when) else {
                continue;
            };
            let known = formula
                .needs()
                .iter()
                .filter_map(|need| Side::of(&need.field));
            all.extend(known.map(|(of, field)| (format!("musts.{at}.when"), of, field.to_owned())));
        }
        for (at, sign) in self.signs.iter().enumerate() {
            let path = format!("signs.{at}.like");
            let read = sign.like.fields().into_iter();
            all.extend(read.map(|(of, field)| (path.clone(), of, field.to_owned())));
        }
        all
    }
}

/// A condition over the two cards.
fn condition(text: &str) -> Result<Formula, Diagnostic> {
    let formula = Formula::compile(text).map_err(|error| error.diagnostic())?;
    let stranger = formula
        .needs()
        .iter()
        .find(|need| Side::of(&need.field).is_none());
    if let Some(stranger) = stranger {
        let found = Diagnostic::error("match.pair.field").with("formula", text);
        return Err(found.with("field", &stranger.field));
    }
    match formula.kind() {
        Kind::Flag => Ok(formula),
        _ => Err(Diagnostic::error("match.pair.no-condition").with("formula", text)),
    }
}

/// One of the two cards of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What is needed.
    Need,
    /// What is offered.
    Offer,
}

impl Side {
    /// Which card a field of a condition is of, and its name there.
    pub fn of(field: &str) -> Option<(Self, &str)> {
        let need = field.strip_prefix("need.").map(|own| (Self::Need, own));
        need.or_else(|| field.strip_prefix("offer.").map(|own| (Self::Offer, own)))
    }
}
