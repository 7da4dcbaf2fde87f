//! Values of facts, thresholds and amounts as a terminal shows them.

use super::text;
use crate::output::Output;
use julin_app::contract::{AmountView, KnownValue};
use julin_locale::{Amount, amount};
use julin_model::{Bound, Text};

/// A number in its unit.
pub fn measured(output: &Output, value: f64, unit: Option<&str>, label: &Text) -> String {
    let written = Amount {
        value,
        unit,
        label,
        bound: Bound::Exact,
    };
    amount(written, output.lang).text
}

/// A fact.
pub fn known(
    output: &Output,
    value: Option<&KnownValue>,
    (unit, label): (Option<&str>, &Text),
) -> String {
    match value {
        None => text(output, "ui.unknown"),
        Some(KnownValue::Flag(true)) => text(output, "page.verdict.answer.yes"),
        Some(KnownValue::Flag(false)) => text(output, "page.verdict.answer.no"),
        Some(KnownValue::Number(number)) => measured(output, *number, unit, label),
        Some(KnownValue::Day(day)) => day.to_string(),
        Some(KnownValue::Word(word)) => word.clone(),
        Some(KnownValue::Set(members)) if members.is_empty() => {
            text(output, "page.verdict.empty-set")
        }
        Some(KnownValue::Set(members)) => members.join("; "),
    }
}

/// An amount, with how often it comes; empty where there is none.
pub fn worth(output: &Output, amount: Option<&AmountView>) -> String {
    let Some(amount) = amount else {
        return String::new();
    };
    let per = text(output, &format!("page.policy.per.{}", amount.per.code()));
    match amount.value {
        Some(value) => {
            let shown = measured(output, value, Some(&amount.unit), &amount.unit_label);
            format!("≈ {shown} {per}")
        }
        None => text(output, "page.gap.amount-unknown"),
    }
}
