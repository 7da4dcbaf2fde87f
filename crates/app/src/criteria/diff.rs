//! Two rules, or two vintages of one, over everybody: who gains, who loses, what it costs.

use super::audience::{Asked, ask_all};
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
    let (old, new) = (find_rule(app, &input.old)?, find_rule(app, &input.new)?);
    if old.spec.applies_to != new.spec.applies_to {
        let found = Diagnostic::error("app.criteria-diff-types");
        let found = found.with("old", &old.spec.applies_to);
        return Err(AppError::invalid(found.with("new", &new.spec.applies_to)));
    }
    app.store.read(|tx| {
        let on = (input.data.as_deref(), as_of);
        let before = asked(app, tx, &input.old, on)?;
        let after = asked(app, tx, &input.new, on)?;
        let mut found = RuleDiff {
            old: rule_line(app, old, as_of),
            new: rule_line(app, new, as_of),
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
fn asked(app: &App, tx: &mut Tx, id: &str, on: (Option<&Path>, NaiveDate)) -> Answer<Costed> {
    let rule = compiled(app, id)?;
    let asked = ask_all(app, tx, rule, on)?;
    let eligible = asked.rows.iter().enumerate();
    let eligible = eligible.filter(|(_, row)| row.answer == Some(true));
    let amounts: Vec<f64> = eligible
        .filter_map(|(row, _)| rule.worth(&asked.everybody.facts(row), on.1))
        .collect();
    let cost = rule.benefit.as_ref().map(|_| amounts.iter().sum());
    Ok(Costed { asked, cost })
}
