//! The catalogue of rules as of a day.

use super::condition::condition;
use crate::as_of::AsOf;
use crate::call::{Answer, App, Call};
use crate::contract::{RuleLine, RuleState, Rules};
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::spec::{CriteriaSpec, Window};

/// As of which day: year or day; today when not given.
#[derive(Debug, Clone, Default)]
pub struct RulesInput {
    /// `2026` or `2026-04-01`.
    pub as_of: Option<String>,
}

/// All rules in order of identifier.
pub fn rules(app: &App, _call: &Call, input: &RulesInput) -> Answer<Rules> {
    let as_of = day(app, input.as_of.as_deref())?;
    let line = |loaded| rule_line(app, loaded, as_of);
    Ok(Rules {
        as_of,
        rules: app.packs.rules().map(line).collect(),
    })
}

/// The day asked about; today when none is.
pub(super) fn day(app: &App, asked: Option<&str>) -> Answer<NaiveDate> {
    Ok(match asked {
        Some(text) => AsOf::parse(Some(text), app.today())?.day,
        None => app.today(),
    })
}

/// One line of the list.
pub(super) fn rule_line(app: &App, loaded: &Loaded<CriteriaSpec>, as_of: NaiveDate) -> RuleLine {
    let spec = &loaded.spec;
    let main = spec.references.first().map(String::as_str);
    let unpublished = spec.thresholds.values().filter(|t| t.value.is_none());
    RuleLine {
        id: loaded.id.clone(),
        title: spec.title.clone(),
        kind: spec.kind,
        purpose: spec.purpose,
        series: spec.series.clone(),
        issuer: spec.issuer.clone(),
        reference: app.packs.reference_title(loaded.pack, main),
        from: spec.effective.from,
        to: spec.effective.to,
        state: state(&spec.effective, as_of),
        applies_to: app.packs.type_label(&spec.applies_to),
        conditions: condition(app, loaded.pack, &spec.conditions).count() as u32,
        unpublished: unpublished.count() as u32,
        benefit: spec
            .benefit
            .as_ref()
            .map(|benefit| benefit.text.clone())
            .unwrap_or_default(),
        confidence: spec.confidence,
    }
}

fn state(window: &Window, as_of: NaiveDate) -> RuleState {
    if window.from.is_some_and(|from| as_of < from) {
        RuleState::Coming
    } else if window.to.is_some_and(|to| to < as_of) {
        RuleState::Ended
    } else {
        RuleState::InForce
    }
}
