//! Lists of cases: boards, what is due, what belongs together.

use super::line::line;
use crate::call::{Answer, App, Call};
use crate::contract::CaseList;
use crate::data::find_entity;
use crate::lookup::Lookup;
use julin_store::follow::CaseFilter;

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
        let limit = app.most(input.limit.clamp(1, 10_000));
        let mut rows = tx.cases(&filter, (limit + 1, input.offset))?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut lookup = Lookup::new(app);
        let lines = rows.iter().enumerate().map(|(done, row)| {
            app.step(done, rows.len())?;
            line(app, tx, &mut lookup, (row, call))
        });
        Ok(CaseList {
            cases: lines.collect::<Answer<_>>()?,
            more,
        })
    })
}
