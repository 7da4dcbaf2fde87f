//! Lists of cases: boards, what is due, what belongs together.

use super::case::sight_of;
use super::line::line;
use crate::call::{Answer, App, Call};
use crate::contract::CaseList;
use crate::data::find_entity;
use crate::lookup::Lookup;
use julin_model::Text;
use julin_store::Tx;
use julin_store::follow::CaseFilter;
use std::collections::HashMap;

/// Which cases to list. What is empty asks nothing.
#[derive(Debug, Clone, Default)]
pub struct CasesInput {
    /// Workflows.
    pub workflows: Vec<String>,
    /// States.
    pub states: Vec<String>,
    /// Phases: `open`, `waiting`, `done`, `ended`.
    pub phases: Vec<String>,
    /// Words in the title or the number.
    pub words: String,
    /// The entity they are about, by identifier or exact name.
    pub subject: Option<String>,
    /// The case they belong to.
    pub within: Option<String>,
    /// Due within so many days, late ones among them.
    pub due_in_days: Option<u32>,
    /// How many at most.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
}

/// Cases that fit, the latest moved first; by their day when asked what is due.
pub fn cases(app: &App, call: &Call, input: &CasesInput) -> Answer<CaseList> {
    app.store.read(|tx| {
        let named = input
            .subject
            .as_ref()
            .filter(|text| !text.trim().is_empty());
        let subject = match named {
            Some(named) => Some(find_entity(tx, named.trim())?.to_string()),
            None => None,
        };
        let days = |days: u32| app.clock.now() + chrono::TimeDelta::days(days.into());
        let filter = CaseFilter {
            workflows: input.workflows.clone(),
            states: input.states.clone(),
            phases: input.phases.clone(),
            words: input.words.clone(),
            subject,
            above: input.within.clone(),
            source: None,
            due_by: input.due_in_days.map(days),
        };
        let limit = input.limit.clamp(1, 10_000);
        let mut rows = tx.cases(&filter, (limit + 1, input.offset))?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut lookup = Lookup::new(app);
        let mut blind = Blind::default();
        let lines = rows.iter().map(|row| {
            let mut line = line(app, tx, &mut lookup, row)?;
            if blind.hides(app, tx, (row.standing.above.as_ref(), call))? {
                line.title = Text::same(&line.code);
                line.subject = None;
            }
            Ok(line)
        });
        Ok(CaseList {
            cases: lines.collect::<Answer<_>>()?,
            more,
        })
    })
}

/// Rounds in which the caller sees no names.
#[derive(Default)]
struct Blind(HashMap<String, bool>);

impl Blind {
    fn hides(
        &mut self,
        app: &App,
        tx: &mut Tx,
        (above, call): (Option<&String>, &Call),
    ) -> Answer<bool> {
        let Some(code) = above else { return Ok(false) };
        if let Some(known) = self.0.get(code) {
            return Ok(*known);
        }
        let hides = !sight_of(app, tx, (Some(code), call))?.names;
        self.0.insert(code.clone(), hides);
        Ok(hides)
    }
}
