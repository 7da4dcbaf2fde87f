//! The best of what an entity is eligible for, when rules exclude one another. Only money
//! that comes every year adds up.

use crate::call::App;
use crate::contract::{CombinationView, OfferView, Reach};
use crate::packs::Loaded;
use julin_criteria::best_combination;
use julin_criteria::spec::{BenefitKind, CriteriaSpec, Per};
use julin_model::Text;

type Offer<'a> = (&'a Loaded<CriteriaSpec>, OfferView);

/// The best set; `None` when no amount is known.
pub(super) fn combination(app: &App, offers: &[Offer<'_>]) -> Option<CombinationView> {
    let counts = |(_, offer): &&Offer<'_>| {
        offer.reach == Reach::Yes && offer.amount.as_ref().is_some_and(adds_up)
    };
    let eligible: Vec<_> = offers.iter().filter(counts).collect();
    let unit = eligible.first()?.1.amount.as_ref()?.unit.clone();
    let amounts: Vec<_> = eligible
        .iter()
        .map(|(_, offer)| in_unit(app, offer, &unit))
        .collect();
    let mut pairs = Vec::new();
    for (a, (one, _)) in eligible.iter().enumerate() {
        for (b, (other, _)) in eligible.iter().enumerate() {
            let mut excluded = one.spec.excludes.iter();
            if excluded.any(|exclusion| exclusion.series == other.spec.series) {
                pairs.push((a, b));
            }
        }
    }
    let best = best_combination(&amounts, &pairs);
    let title = |place: usize| eligible[place].0.spec.title.clone();
    let left_out = best.left_out.iter().map(|left| {
        let because: Vec<Text> = left.because_of.iter().map(|place| title(*place)).collect();
        (
            eligible[left.policy].0.id.clone(),
            title(left.policy),
            because,
        )
    });
    Some(CombinationView {
        chosen: best
            .chosen
            .iter()
            .map(|place| {
                (
                    eligible[*place].0.id.clone(),
                    title(*place),
                    amounts[*place],
                )
            })
            .collect(),
        left_out: left_out.collect(),
        total: best.total,
        unit,
        exact: best.exact,
    })
}

fn adds_up(amount: &crate::contract::AmountView) -> bool {
    let money = matches!(amount.kind, BenefitKind::Tax | BenefitKind::Grant);
    amount.value.is_some() && amount.per == Per::Year && money
}

fn in_unit(app: &App, offer: &OfferView, unit: &str) -> Option<f64> {
    let amount = offer.amount.as_ref()?;
    let factor = app.packs.units().factor(&amount.unit, unit).ok()?;
    Some(amount.value? * factor)
}
