//! What a yes is worth: an estimate with its computation, never more than the cap of the
//! day, never less than the floor.
//!
//! Amounts are rounded to the hundredth of the base unit (to the fen, for money), halves
//! away from zero; plain numbers are not rounded.
//!
//! Must not know: whether the answer is yes, what other rules give.

use crate::dictionary::Scale;
use crate::dimension::Dimension;
use crate::facts::Facts;
use crate::names::{Names, Threshold};
use crate::rule::Rule;
use crate::situation::{Side, Situation};
use crate::spec::{BenefitKind, Per};
use chrono::NaiveDate;
use julin_model::Trace;

/// What holds an amount back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounded {
    /// It would be more.
    Cap,
    /// It would be less.
    Floor,
}

/// An estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The amount in its unit; `None` when unknown.
    pub value: Option<f64>,
    /// The least it can be, when known.
    pub low: Option<f64>,
    /// The most it can be, when known.
    pub high: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// What sort of benefit it is.
    pub kind: BenefitKind,
    /// How often it comes.
    pub per: Per,
    /// The bound that decided it.
    pub bounded: Option<Bounded>,
    /// The computation.
    pub trace: Trace,
}

/// A bound of the amount: none, one not published, or a number of base units.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    None,
    Unknown,
    At(f64),
}

/// What is more than this is no amount but a mistake, and unknown.
pub(crate) const MOST: f64 = 1e300;

/// Lifts halves that binary fractions put a hair too low.
pub(crate) const LIFT: f64 = 1.0 + 4.0 * f64::EPSILON;

impl Rule {
    /// What a yes would be worth; `None` where the rule gives no amount.
    pub fn amount(&self, facts: &dyn Facts, as_of: NaiveDate) -> Option<Amount> {
        let benefit = self.spec.benefit.as_ref()?;
        let formula = self.benefit.as_ref()?;
        let unit = benefit.unit.clone()?;
        let scale = self.benefit_scale.as_ref()?;
        let situation = Situation::new(&self.names, facts, as_of);
        let (cap, floor) = self.limits(as_of);
        let raw = situation.number(formula, Side::Low);
        let (value, bounded) = bound(raw, cap, floor);
        // What no number can hold in its unit is unknown, as it is in a formula.
        let shown = |base: f64| Some(in_unit(base, scale)).filter(|own| own.is_finite());
        let at = |limit| match limit {
            Limit::At(base) => Some(base),
            _ => None,
        };
        let low = value.or(at(floor));
        let high = value.or_else(|| match (raw, at(cap)) {
            (Some(raw), Some(cap)) => Some(raw.min(cap)),
            (None, cap) => cap,
            (raw, None) => raw,
        });
        let mut trace = situation.trace(formula);
        trace.label = benefit.text.clone();
        trace.value = value.and_then(shown);
        trace.unit = Some(unit.clone());
        if let Some(name) = bounded.and_then(|which| match which {
            Bounded::Cap => benefit.cap.as_ref(),
            Bounded::Floor => benefit.floor.as_ref(),
        }) {
            let step = match bounded {
                Some(Bounded::Floor) => "criteria.step.floor",
                _ => "criteria.step.cap",
            };
            let mut limited = Trace::new(benefit.text.clone(), step, value.and_then(shown));
            limited = limited.with("threshold", name);
            trace.value = raw.and_then(shown);
            limited.unit = trace.unit.clone();
            limited.inputs = vec![trace];
            trace = limited;
        }
        Some(Amount {
            value: value.and_then(shown),
            low: low.and_then(shown),
            high: high.and_then(shown),
            unit,
            kind: benefit.kind,
            per: benefit.per,
            bounded,
            trace,
        })
    }

    /// The value of [`Rule::amount`] without its computation, for many.
    pub fn worth(&self, facts: &dyn Facts, as_of: NaiveDate) -> Option<f64> {
        let (formula, scale) = (self.benefit.as_ref()?, self.benefit_scale.as_ref()?);
        let situation = Situation::new(&self.names, facts, as_of);
        let (cap, floor) = self.limits(as_of);
        let (value, _) = bound(situation.number(formula, Side::Low), cap, floor);
        value.map(|base| in_unit(base, scale))
    }

    /// The unit of its amount; `None` where it gives none.
    pub fn worth_unit(&self) -> Option<&str> {
        let scale = self.benefit.as_ref().and(self.benefit_scale.as_ref());
        scale.map(|scale| scale.unit.as_str())
    }

    /// Cap and floor on a day.
    pub(crate) fn limits(&self, as_of: NaiveDate) -> (Limit, Limit) {
        let benefit = self.spec.benefit.as_ref();
        let of = |name: Option<&String>| limit(&self.names, name.map(String::as_str), as_of);
        (
            of(benefit.and_then(|benefit| benefit.cap.as_ref())),
            of(benefit.and_then(|benefit| benefit.floor.as_ref())),
        )
    }
}

fn limit(names: &Names, name: Option<&str>, as_of: NaiveDate) -> Limit {
    let Some(threshold) = name.and_then(|name| names.thresholds.get(name)) else {
        return Limit::None;
    };
    Threshold::base(threshold, as_of).map_or(Limit::Unknown, Limit::At)
}

/// The amount within its bounds; unknown where an unpublished bound could change it.
fn bound(raw: Option<f64>, cap: Limit, floor: Limit) -> (Option<f64>, Option<Bounded>) {
    let Some(raw) = raw.filter(|raw| raw.abs() <= MOST) else {
        return (None, None);
    };
    match (cap, floor) {
        (Limit::Unknown, _) | (_, Limit::Unknown) => (None, None),
        (Limit::At(cap), _) if raw > cap => (Some(cap), Some(Bounded::Cap)),
        (_, Limit::At(floor)) if raw < floor => (Some(floor), Some(Bounded::Floor)),
        _ => (Some(raw), None),
    }
}

fn in_unit(base: f64, scale: &Scale) -> f64 {
    if Dimension::of(&scale.dimension).is_plain() {
        return scale.from_base(base);
    }
    let hundredths = base * 100.0 * LIFT;
    scale.from_base(hundredths.round() / 100.0)
}
