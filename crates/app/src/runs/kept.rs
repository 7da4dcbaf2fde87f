//! A kept run read back as what it was: the input of its use case and the outcome.

use super::keep::recipes;
use super::{Computation, perform, read_subjects};
use crate::call::{Answer, App};
use crate::contract::{KeptRun, Proof};
use crate::error::AppError;
use crate::measure::Subject;
use julin_model::{Diagnostic, Run, RunHead};
use serde::de::DeserializeOwned;

/// Recipe and run of a computation: of its kept run where one is named.
pub(crate) fn proof<C: Computation>(app: &App, input: &C, run: Option<&str>) -> Answer<Proof>
where
    C::Outcome: DeserializeOwned,
{
    let Some(id) = run else {
        return Ok(perform(Some(app), input, &|_| true)?.proof());
    };
    let kept = Kept::<C>::open(app, id)?;
    let subjects = read_subjects(Some(app), &kept.input)?;
    let years = kept.input.subjects().into_iter();
    Ok(Proof {
        recipes: recipes(&kept.input, &subjects),
        years: years.filter_map(Subject::as_of).collect(),
        run: Run {
            head: kept.head,
            result: kept.result,
        },
    })
}

/// A run of one kind.
pub(crate) struct Kept<C: Computation> {
    pub(crate) head: RunHead,
    pub(crate) input: C,
    pub(crate) outcome: C::Outcome,
    /// The outcome as kept.
    result: String,
}

impl<C: Computation> Kept<C>
where
    C::Outcome: DeserializeOwned,
{
    /// The run with this identifier. A run of another kind is refused, and so is one that
    /// this version cannot read any more.
    pub(crate) fn open(app: &App, id: &str) -> Answer<Self> {
        let run = app.store.read(|tx| tx.run(id))?;
        let run = run.ok_or_else(|| AppError::not_found("run", id))?;
        let refused = |code| Diagnostic::error(code).with("run", id);
        if run.head.kind != C::KIND {
            let other = refused("app.run-of-other-kind").with("kind", &run.head.kind);
            return Err(AppError::invalid(other));
        }
        let old = |_| AppError::invalid(refused("app.run-unreadable"));
        Ok(Self {
            input: serde_json::from_str(&run.head.parameters).map_err(old)?,
            outcome: serde_json::from_str(&run.result).map_err(old)?,
            head: run.head,
            result: run.result,
        })
    }

    /// What a page says of it, given the digests of packs and figures as they are now.
    pub(crate) fn told(&self, (packs, figures): &(String, String)) -> KeptRun {
        KeptRun {
            id: self.head.id.clone(),
            computed_at: self.head.computed_at,
            current: self.head.pack_digest == *packs && self.head.input_digest == *figures,
        }
    }
}
