//! What is missing for a yes, and what a yes is worth, as views.

use super::decide::{field_label, known_value, label_of};
use super::rule::unit_label;
use crate::call::App;
use crate::contract::{AmountView, ChangeView, PlanView};
use julin_criteria::{Amount, Change, Plan};
use julin_model::Text;

/// The plans, smallest first.
pub(super) fn plans(app: &App, plans: &[Plan]) -> Vec<PlanView> {
    let view = |plan: &Plan| PlanView {
        changes: plan.changes.iter().map(|one| change(app, one)).collect(),
        on: plan.on,
    };
    plans.iter().map(view).collect()
}

fn change(app: &App, change: &Change) -> ChangeView {
    let named = |codes: &[String]| -> Vec<Text> {
        codes
            .iter()
            .map(|code| app.packs.code_label(code))
            .collect()
    };
    ChangeView {
        field: change.need.field.clone(),
        label: field_label(app, &change.need),
        years: change.need.years,
        from: change.from.as_ref().map(known_value),
        to: known_value(&change.to),
        obtain: named(&change.obtain),
        lose: named(&change.lose),
        unit: change.unit.clone(),
        unit_label: label_of(app, change.unit.as_deref()),
        against: change.against,
    }
}

/// An amount.
pub(super) fn amount_view(app: &App, amount: Amount) -> AmountView {
    AmountView {
        value: amount.value,
        low: amount.low,
        high: amount.high,
        unit_label: unit_label(app, &amount.unit),
        unit: amount.unit,
        per: amount.per,
        kind: amount.kind,
        trace: amount.trace,
    }
}
