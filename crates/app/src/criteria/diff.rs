//! Two rules, or two vintages of one, over everybody: who gains, who loses, what it costs.

use super::audience::{Asked, ask_all};
use super::origin::Scope;
use super::rule::{compiled, find_rule};
use super::rules::{day, rule_line};
use crate::call::{Answer, App, Call};
use crate::contract::{AnswerView, RuleDiff, Turned};
use crate::error::AppError;
use chrono::NaiveDate;
use julin_model::Diagnostic;
use julin_store::Tx;
use std::path::{Path, PathBuf};

/// Which rules, as of when.
#[derive(Debug, Clone, Default)]
pub struct DiffInput {
    /// `<pack>/<name>`.
    pub old: String,
    /// `<pack>/<name>`.
    pub new: String,
    /// The day both are asked about, whether in force or not; today when not given.
    pub as_of: Option<String>,
    /// A table of firms instead of the store; its first column says who.
    pub data: Option<PathBuf>,
}

/// How the answers turn from the old rule to the new.
pub fn diff(app: &App, _call: &Call, input: &DiffInput) -> Answer<RuleDiff> {
    let as_of = day(app, input.as_of.as_deref())?;
    let side = |rule| Side { app, rule };
    diff_of(
        side(&input.old),
        side(&input.new),
        (input.data.as_deref(), as_of),
    )
}

/// A rule with the packs it stands in: those in use, or those with a draft in them.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    /// With its packs; the store is one.
    pub app: &'a App,
    /// `<pack>/<name>`.
    pub rule: &'a str,
}

/// The same for rules of packs that need not be in use.
pub(super) fn diff_of(
    before: Side<'_>,
    after: Side<'_>,
    (data, as_of): (Option<&Path>, NaiveDate),
) -> Answer<RuleDiff> {
    let old = find_rule(before.app, before.rule)?;
    let new = find_rule(after.app, after.rule)?;
    if old.spec.applies_to != new.spec.applies_to {
        let found = Diagnostic::error("app.criteria-diff-types");
        let found = found.with("old", &old.spec.applies_to);
        return Err(AppError::invalid(found.with("new", &new.spec.applies_to)));
    }
    let lines = [
        rule_line(before.app, old, as_of),
        rule_line(after.app, new, as_of),
    ];
    before.app.store.read(|tx| {
        let scope = Scope {
            data,
            as_of,
            known_at: None,
        };
        let before = asked(before, tx, scope)?;
        let after = asked(after, tx, scope)?;
        let [old, line] = lines;
        let mut found = RuleDiff {
            old,
            new: line,
            as_of,
            counts: [[0; 3]; 3],
            gained: Vec::new(),
            lost: Vec::new(),
            cost: [before.cost, after.cost],
            unit: new.spec.benefit.as_ref().and_then(|b| b.unit.clone()),
            sample: before.asked.everybody.sample || after.asked.everybody.sample,
        };
        for (one, other) in before.asked.rows.iter().zip(&after.asked.rows) {
            let (was, is) = (AnswerView::from(one.answer), AnswerView::from(other.answer));
            found.counts[place(was)][place(is)] += 1;
            let turned = || Turned {
                entity: other.entity.clone(),
                was,
                is,
            };
            match (was, is) {
                (AnswerView::Yes, AnswerView::Yes) => {}
                (AnswerView::Yes, _) => found.lost.push(turned()),
                (_, AnswerView::Yes) => found.gained.push(turned()),
                _ => {}
            }
        }
        Ok(found)
    })
}

/// Yes, unknown, no: the order of the counts.
fn place(answer: AnswerView) -> usize {
    match answer {
        AnswerView::Yes => 0,
        AnswerView::Unknown => 1,
        AnswerView::No => 2,
    }
}

struct Costed {
    asked: Asked,
    cost: Option<f64>,
}

/// The answers of one rule, and what its known amounts add up to.
fn asked(side: Side<'_>, tx: &mut Tx, scope: Scope<'_>) -> Answer<Costed> {
    let rule = compiled(side.app, side.rule)?;
    let asked = ask_all(side.app, tx, rule, scope)?;
    let eligible = asked.rows.iter().enumerate();
    let eligible = eligible.filter(|(_, row)| row.answer == Some(true));
    let amounts: Vec<f64> = eligible
        .filter_map(|(row, _)| rule.worth(&asked.everybody.facts(row), scope.as_of))
        .collect();
    let cost = rule.benefit.as_ref().map(|_| amounts.iter().sum());
    Ok(Costed { asked, cost })
}
